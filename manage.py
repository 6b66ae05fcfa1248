"""Django's usual entry point, for tools that look for it."""

import sys

from jariya.project.cli import _load_environment, django

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    _load_environment()
    django()
    execute_from_command_line(sys.argv)

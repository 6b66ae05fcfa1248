"""`python -m jariya.launch.tables`: an empty database gets all its tables at once, another one migrates."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Exit 0 when the tables are those of this program."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jariya.project.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from jariya.project import tables

    if tables.empty():
        tables.make()
    call_command("migrate", interactive=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())

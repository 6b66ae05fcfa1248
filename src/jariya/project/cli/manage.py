"""`jariya manage ...`: Django's own commands."""

from __future__ import annotations

import typer

from jariya.project.cli import django

context_settings = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": ["--about"]}


def command(context: typer.Context) -> None:
    """Run one of Django's commands, for example `jariya manage migrate`."""
    from django.core.management import execute_from_command_line

    django()
    execute_from_command_line(["jariya manage", *context.args])

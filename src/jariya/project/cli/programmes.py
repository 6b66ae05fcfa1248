"""`jariya programmes ...`: budget programmes joined to the reports that show their money."""

from __future__ import annotations

import typer

from jariya.project.cli import django

app = typer.Typer(help="Budget programmes: join them to the reports of execution.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps the name of the command while there is one."""


@app.command()
def join() -> None:
    """Find which bodies stand behind the administrators of reports, and where each programme stands.

    A body is found only where the report names it as the register does. Safe to repeat, after every import.
    """
    django()
    from django.utils import timezone

    from jariya.portals.budgets.drafts import joining

    found, placed = joining.join(now=timezone.now())
    print("administrators", found, sep="\t")
    print("positions", placed, sep="\t")

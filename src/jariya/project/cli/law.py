"""`jariya law`: load the shipped norms and calendar into the database, and list what people must decide."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

app = typer.Typer(help="Norms and the working-day calendar in the database.", no_args_is_help=True)
_Jurisdiction = Annotated[str, typer.Option("--jurisdiction", help="Folder of the law data, for example kz")]


@app.command()
def load(jurisdiction: _Jurisdiction = "") -> None:
    """Load the shipped norms, acts and calendar. Safe to repeat: rows that people edited stay as they are.

    Exit codes: 0 loaded; 1 loaded, but some rows are changed both by people and by the files (listed); 2 bad files.
    """
    from jariya.project.cli import django

    django()
    from django.utils import timezone

    from jariya.kernel.law.errors import BadData
    from jariya.kernel.law.loader import load_law

    try:
        done = load_law(jurisdiction or os.environ.get("JARIYA_JURISDICTION", "kz"), now=timezone.now())
    except BadData as refusal:
        print(refusal.sentence("en"), refusal.remedy("en"), sep="\n", file=sys.stderr)
        raise typer.Exit(2) from None
    print(f"norms\t{done.norm_edition}\ncalendar\t{done.calendar_edition}")
    for conflict in done.conflicts:
        print(f"conflict\t{conflict.subject}\t{conflict.name}")
    raise typer.Exit(1 if done.conflicts else 0)


@app.command()
def conflicts(jurisdiction: _Jurisdiction = "") -> None:
    """List the rows that both people and the shipped files changed. Exit codes: 0 none; 1 some."""
    from jariya.project.cli import django

    django()
    from jariya.kernel.law import loader

    found = loader.conflicts(jurisdiction or os.environ.get("JARIYA_JURISDICTION", "kz"))
    for conflict in found:
        print(f"{conflict.subject}\t{conflict.name}")
    raise typer.Exit(1 if found else 0)

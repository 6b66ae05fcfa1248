"""`jariya reset`: delete the demo data."""

from __future__ import annotations

from typing import Annotated

import typer


def command(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete the database, letters and files of this checkout, after asking."""
    from jariya.launch.__main__ import main

    raise typer.Exit(main(["reset", *(["--yes"] if yes else [])]))

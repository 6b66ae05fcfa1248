"""`jariya status`: what is running."""

from __future__ import annotations

from typing import Annotated

import typer


def command(as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False) -> None:
    """Say what is running, with addresses; exit 1 when nothing is."""
    from jariya.launch.__main__ import main

    raise typer.Exit(main(["status", *(["--json"] if as_json else [])]))

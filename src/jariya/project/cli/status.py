"""`jariya status`: what is running."""

from __future__ import annotations

import typer


def command() -> None:
    """Say what is running, with addresses; exit 1 when nothing is."""
    from jariya.launch.__main__ import main

    raise typer.Exit(main(["status"]))

"""`jariya shell`: Python with the database."""

from __future__ import annotations

import typer


def command() -> None:
    """Open Python with the database; it is started for the moment when it does not run."""
    from jariya.launch.__main__ import main

    raise typer.Exit(main(["shell"]))

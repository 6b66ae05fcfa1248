"""`jariya stop`: stop what `./run` or `jariya up` started."""

from __future__ import annotations

import typer


def command() -> None:
    """Stop everything that runs for this checkout, also what a killed launcher left behind."""
    from jariya.launch.__main__ import main

    raise typer.Exit(main(["stop"]))

"""`jariya setup`: install only."""

from __future__ import annotations

import typer


def command() -> None:
    """Bring .venv, the command and the compiled catalogues up to date."""
    from jariya.launch.__main__ import main

    raise typer.Exit(main(["setup"]))

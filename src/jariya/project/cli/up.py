"""`jariya up`: start everything, as `./run` does."""

from __future__ import annotations

from typing import Annotated

import typer


def command(
    port: Annotated[int | None, typer.Option(help="Port of the pages; the next one serves transfers.")] = None,
) -> None:
    """Start database, web server, job worker, mail sink and SMS simulator, and watch over them until Ctrl-C."""
    from jariya.launch.__main__ import main

    raise typer.Exit(main(["up", *(["--port", str(port)] if port else [])]))

"""`jariya push`: messages to browsers (web push)."""

from __future__ import annotations

import typer

app = typer.Typer(help="Messages to browsers (web push).", no_args_is_help=True)


@app.callback()
def push() -> None:
    """Messages to browsers (web push)."""


@app.command()
def key() -> None:
    """Print a new private key for JARIYA_VAPID_KEY. A changed key ends all subscriptions: browsers subscribe anew."""
    from jariya.kernel.notices.push.message import new_key

    typer.echo(new_key())

"""`jariya sequencer`: counts signatures under petitions, once a second."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

import typer


def command(
    rounds: int = typer.Option(0, help="Stop after so many rounds; 0: run until stopped.", min=0),
) -> None:
    """Give signatures under petitions their places in the logs and move the counts, once a second.

    Several may run: one works, the others wait for it to end. Killed at any moment, the next one goes on. Without it
    the job worker counts once a minute. Behind PgBouncer in transaction mode set JARIYA_DIRECT_DATABASE_URL.
    """
    import logging

    from jariya.project.cli import django

    if direct := os.environ.get("JARIYA_DIRECT_DATABASE_URL"):
        # The lock of the one sequencer belongs to a connection of its own.
        os.environ["DATABASE_URL"] = direct
    django()
    logging.getLogger("jariya").setLevel(logging.INFO)
    from jariya.portals.petitions.collecting import sequencer

    stop = threading.Event()

    def end(*_signal: Any) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    sequencer.run(stop, rounds=rounds or None)
    typer.echo("sequencer stopped", err=True)

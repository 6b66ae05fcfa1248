"""The job that checks a signature: in the worker, because it asks services on the network."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app


@app.task(name="signing.check", queue="signing")
def check(session_id: int) -> None:
    """Check the signature of one session. Killed at any point, it is run again and settles the session once."""
    from jariya.kernel.signing.checking import check as run

    close_old_connections()
    try:
        run(session_id, now=timezone.now)
    finally:
        close_old_connections()

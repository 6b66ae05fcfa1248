"""Jobs of the desk, deferred in the transaction that needs them; `project/jobs.py` has the one that catches up."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app


@app.task(name="office.spread_law", queue="law", lock="office.spread_law")
def spread_law() -> None:
    """Bring running terms to the edition that was just approved. What is killed goes on with the next run."""
    from jariya.office.law.spreading import spread

    close_old_connections()
    try:
        spread(now=timezone.now())
    finally:
        close_old_connections()


@app.task(name="office.move_cases", queue="law")
def move_cases(old: int, new: int) -> None:
    """Open cases of a body that ended go on at its successor. What is killed goes on with the next run."""
    from jariya.kernel.lifecycle.succession import move_open_cases

    close_old_connections()
    try:
        move_open_cases(old=old, new=new, now=timezone.now())
    finally:
        close_old_connections()

"""Jobs of appeals. `project/jobs.py` runs the same every minute, so that a lost job costs a minute."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app


@app.task(name="appeals.hand_over", queue="appeals")
def hand_over(case_id: int) -> None:
    """Hand one appeal over now."""
    from jariya.portals.dialogue.appeals.handing import hand_over_due

    close_old_connections()
    try:
        hand_over_due(timezone.now(), case_id=case_id)
    finally:
        close_old_connections()

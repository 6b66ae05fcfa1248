"""The job that counts an edition; `project/jobs.py` has the one that catches up."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app


@app.task(name="report.count", queue="reports")
def count(report_id: int) -> None:
    """Count one edition. Killed at any point, it is begun anew and freezes the edition once."""
    from jariya.portals.requests.report.counting import count as run

    close_old_connections()
    try:
        run(report_id, now=timezone.now())
    finally:
        close_old_connections()

"""The job that reads an import; `project/jobs.py` has the one that takes up what a dead worker left."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from jariya.portals.opendata.models import Import


@app.task(name="opendata.read", queue="tables")
def read(import_id: int) -> None:
    """Read one import. Killed at any point, it is begun anew and ends in one state."""
    from jariya.portals.opendata.running.reading import read as run

    close_old_connections()
    try:
        run(import_id, now=timezone.now)
    finally:
        close_old_connections()


def later(run: Import) -> None:
    """Have an import read by a worker, once this transaction is done."""
    read.defer(import_id=run.pk)

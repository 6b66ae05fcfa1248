"""A program sent a table to be published: the job waits until it was read, and publishes it in the program's name."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.opendata import actions
from jariya.portals.opendata.models import Import, ImportState

log = logging.getLogger("jariya.api")
AGAIN = 3
"""Seconds between two looks."""
LONGEST = dt.timedelta(days=1)
"""After so long a table that nobody has read is not waited for any more."""


@app.task(name="ckan.publish_when_read", queue="tables")
def publish_when_read(import_id: int) -> None:
    """Publish an import once it was read; asked again while it is not."""
    close_old_connections()
    try:
        if not publish(import_id, now=timezone.now()):
            publish_when_read.configure(schedule_in={"seconds": AGAIN}).defer(import_id=import_id)
    finally:
        close_old_connections()


def publish_later(run: Import) -> None:
    """Publish an import once it was read."""
    publish_when_read.configure(schedule_in={"seconds": 1}).defer(import_id=run.pk)


def publish(import_id: int, *, now: dt.datetime) -> bool:
    """Publish an import that was read. Returns whether nothing is left to be done.

    What refuses it (a title is missing, another version came between) leaves it at the desk, where it is seen.
    """
    run = Import.objects.select_related("by").filter(pk=import_id).first()
    if run is None or run.at < now - LONGEST:
        return True
    if run.state in (ImportState.WAITING, ImportState.RUNNING):
        return False
    if run.state != ImportState.READY:
        return True
    try:
        actions.publish_import(run=run, by=run.by, now=now)
    except Refused as error:
        log.info("import=%s stays at the desk: %s", import_id, error.code)
    return True

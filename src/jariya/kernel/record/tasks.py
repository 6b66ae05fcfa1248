"""The record's periodic work as plain functions of the time; `project/jobs.py` gives them their hours."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any
from zoneinfo import ZoneInfo

from jariya.kernel.record import sequencing, shelves, sources, witnessing
from jariya.kernel.record.errors import RecordError
from jariya.kernel.record.models import Checkpoint, Daily, Leaf, Log

log = logging.getLogger("jariya.record")
ALMATY = ZoneInfo("Asia/Almaty")


def sequence_logs(now: dt.datetime) -> dict[str, Any]:
    """Queue what no act has queued, sequence every log with waiting leaves, and ask the witnesses.

    A log that stands still holds up no other. Logs of thousands of petitions have a sequencer of their own.
    """
    done: dict[str, Any] = {"caught_up": sources.catch_up(now)}
    for target in Log.objects.exclude(kind__in=shelves.kinds()).order_by("id"):
        try:
            done[target.name] = sequencing.sequence(target.name, now=now)
        except RecordError as error:
            done[target.name] = error.code
    done["cosigned"] = witnessing.ask_witnesses(now)
    return done


def keep_days(now: dt.datetime) -> int:
    """Keep the checkpoint that each log ended yesterday with, and those of days that were missed. Idempotent."""
    made, yesterday = 0, now.astimezone(ALMATY).date() - dt.timedelta(days=1)
    for target in Log.objects.all():
        last = Daily.objects.filter(log=target).order_by("-day").first()
        first = target.opened_at.astimezone(ALMATY).date()
        day = max(last.day + dt.timedelta(days=1) if last else first, yesterday - dt.timedelta(days=400))
        while day <= yesterday:
            end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ALMATY)
            head = Checkpoint.objects.filter(log=target, at__lt=end).order_by("-size").first()
            if head is not None:
                made += Daily.objects.get_or_create(log=target, day=day, defaults={"checkpoint": head})[1]
            day += dt.timedelta(days=1)
    return made


def waiting() -> int:
    """Leaves that have no index yet, over all logs."""
    return int(Leaf.objects.waiting().count())

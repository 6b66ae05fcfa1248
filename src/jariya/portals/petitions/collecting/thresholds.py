"""Thresholds: crossed once, in the transaction of the checkpoint that shows the count."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable

from django.db import transaction

from jariya.kernel.lifecycle.models import Case
from jariya.portals.petitions.collecting.models import Collection, Threshold

log = logging.getLogger("jariya.petitions")
OnThreshold = Callable[[Case, str, int, dt.datetime], None]
"""(case, kind of the threshold, count, when)."""
_hooks: list[OnThreshold] = []
_told: dict[int, float] = {}
_TELL_AGAIN = 600.0
"""Seconds between two lines of the log about the same threshold; it is tried each second."""


def on_threshold(hook: OnThreshold) -> None:
    """Join a function that is called in the sequencer's transaction when a threshold is crossed.

    It must not fail for long: while it raises, the threshold stays uncrossed and is tried again each round; the count
    moves all the same.
    """
    if hook not in _hooks:
        _hooks.append(hook)


def cross(collection: Collection, *, now: dt.datetime) -> int:
    """Cross what the count has reached; how many thresholds. The caller holds the log's lock."""
    done = 0
    due = Threshold.objects.filter(collection=collection, crossed_at=None, number__lte=collection.count)
    for one in due.order_by("number"):
        try:
            with transaction.atomic():
                Threshold.objects.filter(pk=one.pk).update(crossed_at=now, crossed_count=collection.count)
                for hook in _hooks:
                    hook(collection.case, one.kind, collection.count, now)
        except Exception:
            # Nothing that a portal does may stop the count: the next round tries again.
            if one.pk not in _told or time.monotonic() - _told[one.pk] > _TELL_AGAIN:
                _told[one.pk] = time.monotonic()
                log.exception("threshold %s of %s could not be crossed", one.kind, collection.case.public_id)
        else:
            done += 1
    return done

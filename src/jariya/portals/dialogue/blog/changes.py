"""When a head comes or leaves: open questions stay with the body and go to the successor, and their askers are told.

Nothing of the case moves: it is addressed to the office, not to the person, and the due day stays the due day. What is
written is an event in each open case, so that its page says what happened.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from jariya.kernel.bodies.models import Holding, PostKind
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.portals.dialogue.blog.models import HeadChange

BATCH = 200
CAME, LEFT = HeadChange.Kind.CAME, HeadChange.Kind.LEFT


def tell_changes(*, now: dt.datetime, batch: int = BATCH) -> int:
    """Tell of every head who came or left: a periodic job that catches up after any outage.

    Batch by batch, each its own transaction: killed and run again, no asker is told twice.

    Returns:
        In how many questions it was told now.
    """
    today = legal_day(now)
    told = 0
    for holding in _untold(today):
        if holding.since is not None and holding.since <= today:
            told += _tell(holding, CAME, holding.since, now, batch)
        if holding.until is not None and holding.until < today and not _succeeded(holding, today):
            told += _tell(holding, LEFT, holding.until, now, batch)
    return told


def _untold(today: dt.date) -> list[Holding]:
    """Heads whose coming or leaving was not told to its end. A question opened later needs no word of it."""
    open_bodies = Case.objects.open().filter(kind="question").values("body_id")
    heads = Holding.objects.filter(post__kind=PostKind.HEAD, post__body__in=open_bodies).select_related("post")
    return list(heads.filter(Q(since__lte=today) | Q(until__lt=today)).order_by("since", "pk"))


def _succeeded(holding: Holding, today: dt.date) -> bool:
    later = Holding.objects.filter(post=holding.post, since__gt=holding.until, since__lte=today)
    return later.exists()


def _tell(holding: Holding, kind: str, day: dt.date, now: dt.datetime, batch: int) -> int:
    waiting = Case.objects.open().filter(kind="question", body_id=holding.post.body_id)
    # Who came on the day the question was asked is its head from the beginning.
    waiting = waiting.filter(opened_on__lt=day) if kind == CAME else waiting.filter(opened_on__lte=day)
    change = HeadChange.objects.filter(holding=holding, kind=kind).first()
    if change is None:
        if not waiting.exists():
            return 0
        change = HeadChange.objects.create(holding=holding, kind=kind, day=day)
    if change.finished_at is not None:
        return 0
    told = 0
    while True:
        with transaction.atomic():
            change = HeadChange.objects.select_for_update().get(pk=change.pk)
            rows = waiting.filter(pk__gt=change.cursor).select_for_update(of=("self",)).select_related("body")
            found = list(rows.order_by("pk")[:batch])
            for case in found:
                event = "head_came" if kind == CAME else "head_left"
                engine.record(case, event, now=now, codes={"body": case.body_id, "since": day})
            changes: dict[str, Any] = {"cases": F("cases") + len(found)}
            if found:
                changes["cursor"] = found[-1].pk
            if len(found) < batch:
                changes["finished_at"] = now
            HeadChange.objects.filter(pk=change.pk).update(**changes)
        told += len(found)
        if len(found) < batch:
            return told

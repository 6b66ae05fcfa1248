"""The asker rates the answer; a case whose time for rating is over closes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from jariya.kernel.correspondence.models import Rating
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event, Obligation, has_running
from jariya.kernel.people.models import Person


def rate(
    *, case: Case, score: int | None, resolved: bool | None, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """The asker rates the answer, 1 to 5, and says whether the matter was resolved."""

    def rows(locked: Case, event: Event) -> None:
        values: dict[str, Any] = {"body_id": locked.body_id, "score": score, "resolved": resolved, "at": now}
        Rating.objects.update_or_create(case=locked, defaults=values)

    return engine.act(
        case,
        "rate",
        by=by,
        now=now,
        facts={"score": score, "resolved": resolved},
        codes={"score": score, "resolved": resolved},
        rows=rows,
        **options,
    )


def close_rated(*, kind: str, now: dt.datetime, batch: int = 500) -> int:
    """Close cases whose time for rating is over. Catches up after any outage. Returns how many."""
    today = legal_day(now)
    closed = 0
    while True:
        over = Obligation.objects.running().filter(kind="rate", due_on__lt=today).values("case_id")
        rated = Case.objects.open().filter(kind=kind, state="rated").exclude(has_running("rate")).values("pk")
        ready = Case.objects.open().filter(kind=kind, state__in=["answered", "published", "rated"])
        cases = list((ready.filter(pk__in=over) | ready.filter(pk__in=rated))[:batch])
        for case in cases:
            with transaction.atomic():
                engine.act(case, "close", by=None, now=now)
        closed += len(cases)
        if len(cases) < batch:
            return closed

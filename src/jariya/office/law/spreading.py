"""From an approved edition to the running terms: recomputation, recount, digests. Catches up after any outage.

The edition itself is the record of what was decided, by whom and why; every moved due day is a row of `DueChange`;
people hear of it by one digest each.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from jariya.kernel.law.models import CalendarEdition, NormEdition
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import moves, overdue
from jariya.kernel.lifecycle.models import Obligation, Recomputation
from jariya.kernel.notices import digests
from jariya.office.models import NormRecount

FRESH = dt.timedelta(hours=1)
"""So long after an edition the periodic run looks once more for terms that were counted by the former one."""


def spread(*, now: dt.datetime) -> dict[str, int]:
    """Bring every running term to the current law, then write the digests. Safe to run twice, at once, or killed.

    Returns:
        How many due days moved by the calendar and by norms, and how many people have a new digest.
    """
    law = law_now()
    done = {"calendar": 0, "norm": 0, "people": 0}
    work = Recomputation.objects.filter(edition=law.calendar.edition).first()
    if work is None or work.finished_at is None:
        done["calendar"] = overdue.recompute(law.calendar, now=now)[1]
    elif work.finished_at > now - FRESH and moves.by_calendar(law.calendar).moved:
        # An act that was under way while the edition was approved may have counted by the former one.
        Recomputation.objects.filter(pk=work.pk).update(finished_at=None, cursor=0)
        done["calendar"] = overdue.recompute(law.calendar, now=now)[1] - work.moved
    if not NormRecount.objects.filter(edition=law.norms.edition, finished_at__isnull=False).exists():
        done["norm"] = _recount(law.norms, law.calendar, now)
    # An edition that a newer one overtook half way has moved days too: its people are told as well.
    for cause, table in (("calendar", Recomputation), ("norm", NormRecount)):
        editions = list(table.objects.filter(moved__gt=0).values_list("edition", flat=True))  # type: ignore[attr-defined]
        for edition in sorted(digests.untold(cause, editions)):
            done["people"] += digests.write(cause=cause, edition=edition, now=now)
    return done


def _recount(norms: object, calendar: object, now: dt.datetime) -> int:
    row, _made = NormRecount.objects.get_or_create(edition=norms.edition, defaults={"started_at": now})  # type: ignore[attr-defined]
    before = row.moved

    def progress(changed: int, moved: int) -> None:
        NormRecount.objects.filter(pk=row.pk).update(changed=row.changed + changed, moved=before + moved)

    _changed, moved = moves.recount(norms, calendar, now=now, progress=progress)  # type: ignore[arg-type]
    NormRecount.objects.filter(pk=row.pk).update(finished_at=now)
    return moved


@dataclass(frozen=True)
class Progress:
    """How far the running terms are brought to an edition. `share` is None while nothing is known."""

    cause: str
    edition: int
    seen: int
    moved: int
    share: float | None
    finished_at: dt.datetime | None
    people: int | None


def progress(cause: str, edition: int) -> Progress | None:
    """The progress for an edition; None when its work has not begun. At most three queries."""
    from jariya.kernel.notices.models import DigestRun

    people = DigestRun.objects.filter(cause=cause, edition=edition).values_list("people", flat=True).first()
    if cause == "calendar":
        work = Recomputation.objects.filter(edition=edition).first()
        if work is None:
            return None
        last = None if work.finished_at else Obligation.objects.aggregate(last=Max("pk"))["last"]
        share = 1.0 if work.finished_at else work.cursor / last if last else None
        return Progress(cause, edition, work.seen, work.moved, share, work.finished_at, people)
    row = NormRecount.objects.filter(edition=edition).first()
    if row is None:
        return None
    return Progress(cause, edition, row.changed, row.moved, 1.0 if row.finished_at else None, row.finished_at, people)


def current(*, queued: bool = True) -> list[tuple[str, int, Progress | None]]:
    """(cause, number, progress) of the current editions of the calendar and of the norms."""
    with transaction.atomic():
        calendar = CalendarEdition.objects.aggregate(last=Max("number"))["last"]
        norms = NormEdition.objects.aggregate(last=Max("number"))["last"]
    found = []
    if calendar:
        found.append(("calendar", calendar, progress("calendar", calendar)))
    if norms:
        found.append(("norm", norms, progress("norm", norms)))
    return found

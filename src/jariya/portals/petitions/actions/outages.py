"""A day on which petitions could not be signed: one public act on each petition whose term ran on it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.portals.petitions import law, tally
from jariya.portals.petitions.actions.acting import act
from jariya.portals.petitions.models import Outage
from jariya.portals.petitions.refusals import outage_ahead, outage_known
from jariya.portals.petitions.states import KIND

_TERM = {"gathering_support": "support", "collecting": "collecting"}


def declare(
    *, day: dt.date, days: int, reason_kk: str, reason_ru: str, body: Body, by: Person, now: dt.datetime
) -> Outage:
    """Say that signing did not work on a day, and by how many days the terms are moved. `spread` moves them.

    Raises:
        Refused: the day lies ahead, or it was declared before.
    """
    if day > legal_day(now):
        raise outage_ahead()
    found, made = Outage.objects.get_or_create(
        day=day,
        defaults={"days": days, "reason_kk": reason_kk, "reason_ru": reason_ru, "body": body, "by": by, "at": now},
    )
    if not made:
        raise outage_known()
    return found


def spread(outage: Outage, *, now: dt.datetime, batch: int = 200) -> int:
    """Add the days of an outage to every term that ran on it: resumable, nobody gets them twice. How many moved.

    A petition whose term began after the day, or ended before it, is left alone; one whose term ran out between the
    outage and this act is moved as long as it has not lapsed.
    """
    moved = 0
    for state, term in _TERM.items():
        running = Obligation.objects.running().filter(
            kind=term, started_on__lte=outage.day, due_on__gte=outage.day, case__kind=KIND, case__state=state
        )
        done = Event.objects.filter(kind="petition_outage_added", codes__outage=outage.pk)
        after = 0
        while True:
            rows = list(
                running.filter(Q(case_id__gt=after))
                .exclude(case__in=done.values("case"))
                .select_related("case")
                .order_by("case_id")[:batch]
            )
            for row in rows:
                moved += _add(row.case, outage, row.due_on, now)
            if len(rows) < batch:
                break
            after = rows[-1].case_id
    Outage.objects.filter(pk=outage.pk, finished_at=None).update(finished_at=now)
    return moved


def _add(case: Case, outage: Outage, due: dt.date, now: dt.datetime) -> int:
    new = law.moved(due, outage.days)

    def rows(locked: Case, _event: Event) -> None:
        tally.move_end(locked, until=new)

    added = Event.objects.filter(case=case, kind="petition_outage_added", codes__outage=outage.pk).exists()
    facts: dict[str, Any] = {"due_on": new, "added": added}
    codes = {"outage": outage.pk, "since": outage.day, "days": outage.days}
    try:
        # The declaring supervisor's act, by that person's authority; nobody else stands behind it.
        _done: Outcome = act(case, "add_outage", by=outage.by, now=now, facts=facts, codes=codes, rows=rows,
                             key=f"outage:{outage.pk}:{case.pk}")  # fmt: skip
    except Refused:
        return 0
    return 1


def spread_left(*, now: dt.datetime) -> int:
    """Take up outages whose spreading was stopped. A periodic job; how many petitions moved."""
    return sum(spread(outage, now=now) for outage in Outage.objects.filter(finished_at=None).order_by("pk"))

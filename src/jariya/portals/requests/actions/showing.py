"""The publication track, and the jobs of the night: embargoes that end, cases in which nothing is open any more."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.portals.requests import refusals
from jariya.portals.requests.actions.asking import embargo_possible
from jariya.portals.requests.decisions import OUTCOMES
from jariya.portals.requests.facts import of
from jariya.portals.requests.lifecycle import KIND
from jariya.portals.requests.models import Request, Track

RIGHTS = ("rate", "complain", "court_note")
DUTIES = ("publish", "publish_information", "extension_notice")


def make_public(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Let request and answer be published: by the person at any time, by the system when an embargo is over.

    The term for publication begins when an answer is there.
    """

    def rows(locked: Case, _event: Event) -> None:
        Request.objects.filter(case=locked).update(track=Track.OPEN, embargo_until=None)

    facts = of(case) if by is None else {**of(case), "embargo_until": None}  # one's own embargo may be ended early
    with transaction.atomic():
        outcome = engine.act(
            case, "make_public", by=by, now=now, facts=facts, changes={"visibility": "public"}, rows=rows, **options
        )
        if not outcome.repeated and outcome.case.state in OUTCOMES:
            engine.act(case, "owe_publication", by=None, now=now)
    return outcome


def keep_private(
    *, case: Case, by: Person, now: dt.datetime, embargo_until: dt.date | None = None, **options: Any
) -> Outcome:
    """Keep what is not published yet private, for good or until a day.

    Raises:
        Refused: it is published, or the embargo is not possible.
    """
    if embargo_until is not None and not embargo_possible(embargo_until, legal_day(now)):
        raise refusals.embargo_bounds()

    def rows(locked: Case, _event: Event) -> None:
        track = Track.EMBARGO if embargo_until else Track.CLOSED
        Request.objects.filter(case=locked).update(track=track, embargo_until=embargo_until)

    return engine.act(
        case,
        "keep_private",
        by=by,
        now=now,
        facts=of(case),
        changes={"visibility": "parties"},
        rows=rows,
        **options,
    )


def lift_embargoes(*, now: dt.datetime, batch: int = 200) -> int:
    """Open requests whose embargo is over; a periodic job that catches up after any outage. Returns how many."""
    rows = Request.objects.filter(track=Track.EMBARGO, embargo_until__lte=legal_day(now), case__closed_on=None)
    opened = 0
    for case in [row.case for row in rows.select_related("case__letter")[:batch]]:
        try:
            make_public(case=case, by=None, now=now)
        except Refused:  # withdrawn or opened a moment before
            continue
        opened += 1
    return opened


def close_when_over(*, now: dt.datetime, batch: int = 500) -> int:
    """Close requests in which nobody may or must do anything any more; a periodic job. Returns how many."""
    today = legal_day(now)
    closed, after = 0, 0
    while True:
        running = Obligation.objects.running().filter(case=OuterRef("pk"))
        held = running.filter(Q(kind__in=RIGHTS, due_on__gte=today) | Q(kind__in=DUTIES))
        ready = Case.objects.open().filter(~Exists(held), kind=KIND, state__in=[*OUTCOMES, "upheld"], pk__gt=after)
        cases = list(ready.order_by("pk")[:batch])
        for case in cases:
            with transaction.atomic():
                engine.act(case, "close", by=None, now=now)
        closed += len(cases)
        if len(cases) < batch:
            return closed
        after = cases[-1].pk

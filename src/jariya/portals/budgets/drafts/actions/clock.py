"""The clock of a discussion: it opens and closes by itself on its days."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from jariya.kernel.discussion import queries as discussion
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.portals.budgets.drafts.actions.acting import act, ends
from jariya.portals.budgets.drafts.lifecycle import KIND
from jariya.portals.budgets.drafts.models import Draft

log = logging.getLogger("jariya.drafts")


def open_discussion(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Open the discussion: the platform does it by itself on its day, an official may press the button that day."""
    today = legal_day(now)
    until = ends("budget.discussion", today)

    def rows(locked: Case, _event: Event) -> None:
        Draft.objects.filter(case=locked).update(discussion_from=today, discussion_until=until)

    return act(case, "open_discussion", by=by, now=now, codes={"due": until}, rows=rows, **options)


def close_discussion(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Close the discussion the day after its last day; the answers' clock begins."""
    running = Obligation.objects.filter(case=case, kind="answers").running().first()
    due = running.due_on if running else ends("budget.discussion.answers", legal_day(now))
    codes = {"comments": discussion.total(case), "due": due}
    return act(case, "close_discussion", by=by, now=now, codes=codes, **options)


def advance(*, now: dt.datetime) -> int:
    """Open and close discussions whose day has come; a periodic job that catches up after any outage. How many."""
    today, moved = legal_day(now), 0
    opening = Case.objects.filter(kind=KIND, state="published", closed_on=None)
    ready = Obligation.objects.running().filter(kind="notice", due_on__lte=today, case__in=opening)
    for case in Case.objects.filter(pk__in=ready.values("case")).order_by("pk"):
        moved += _by_itself(open_discussion, case, now)
    closing = Case.objects.filter(kind=KIND, state="discussion", closed_on=None)
    over = Obligation.objects.running().filter(kind="discussion", due_on__lt=today, case__in=closing)
    for case in Case.objects.filter(pk__in=over.values("case")).order_by("pk"):
        moved += _by_itself(close_discussion, case, now)
    return moved


def _by_itself(verb: Callable[..., Outcome], case: Case, now: dt.datetime) -> int:
    """One move of the clock. What an official did a moment before, or what refuses, does not stop the others."""
    try:
        verb(case=case, by=None, now=now)
    except Refused as refusal:
        log.warning("%s: %s refused: %s", case.public_id, verb.__name__, refusal.code)
        return 0
    return 1

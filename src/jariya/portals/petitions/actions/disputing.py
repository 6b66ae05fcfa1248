"""The author complains of a refusal or of silence; the moderators or the supervisor decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.petitions import law
from jariya.portals.petitions.actions.acting import act, reasoned
from jariya.portals.petitions.actions.checking import standing
from jariya.portals.petitions.models import Refusal, RefusalState


def complain(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The author complains of a refusal within its term, or of silence from the day after the due day."""
    due = law.term("complaint.decide", legal_day(now))
    return reasoned(case, "complain", reason=reason, by=by, now=now, codes={"due": due}, **options)


def pass_on(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The moderators pass the complaint on with what they have to say to it."""
    return reasoned(case, "pass_on", reason=reason, by=by, now=now, **options)


def grant_complaint(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """A moderator who took no part in the refusal grants the complaint: the petition is checked anew."""
    found = standing(case)
    second = found is None or by.pk not in (found.proposed_by_id, found.checked_by_id)
    return _anew("grant_complaint", case, reason, by, now, {"second_person": second}, options)


def overturn(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The supervisor obliges the moderators to check the petition anew; an old lateness keeps running."""
    return _anew("overturn", case, reason, by, now, {}, options)


def let_stand(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The supervisor lets the refusal stand; silence cannot stand."""
    facts = {"refusal_stands": standing(case) is not None}
    return reasoned(case, "let_stand", reason=reason, by=by, now=now, facts=facts, **options)


def settle(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """The refusal becomes final when nobody complained in time."""
    return act(case, "settle", by=by, now=now, **options)


def _anew(
    verb: str, case: Case, reason: str, by: Person, now: dt.datetime, facts: dict[str, Any], options: dict[str, Any]
) -> Outcome:
    def rows(locked: Case, _event: Event) -> None:
        Refusal.objects.filter(case=locked, state__in=[RefusalState.STANDS]).update(state=RefusalState.OVERTURNED)
        # A proposal that waited while the moderators were silent falls with their silence.
        Refusal.objects.filter(case=locked, state=RefusalState.PROPOSED).delete()

    return reasoned(
        case,
        verb,
        reason=reason,
        by=by,
        now=now,
        facts={"assignee_id": None, **facts},
        changes={"assignee": None},
        codes={"due": law.term("petition.moderation", legal_day(now))},
        rows=rows,
        **options,
    )

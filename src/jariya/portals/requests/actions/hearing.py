"""The person rates, complains, goes to court; the body and the superior authority decide on the complaint."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.correspondence import actions as letters
from jariya.kernel.correspondence import wordings
from jariya.kernel.correspondence.actions.reasons import with_reason
from jariya.kernel.correspondence.models import Part
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.requests.facts import of
from jariya.portals.requests.models import Court

rate = letters.rate
complain = letters.complain


def pass_on(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The body passes the complaint on; `reason` is what it has to say to it."""
    return with_reason("pass_on", case=case, reason=reason, by=by, now=now, **options)


def grant_complaint(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The head grants the complaint: the body answers anew without waiting for the superior authority."""
    return with_reason("grant_complaint", case=case, reason=reason, by=by, now=now, facts=of(case), **options)


def overturn(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The superior authority upholds the complaint: the decision falls, the body answers anew."""
    return with_reason("overturn", case=case, reason=reason, by=by, now=now, facts=of(case), **options)


def let_stand(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The superior authority dismisses the complaint: the decision of the body stands."""
    return with_reason("let_stand", case=case, reason=reason, by=by, now=now, **options)


def note_court(*, case: Case, note: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The person notes that the matter went to court. `note` (court, number) is for the parties alone, or empty."""

    def rows(locked: Case, _event: Event) -> None:
        text = wordings.write(locked, Part.NOTE, note, language=locked.language, by=by, now=now) if note else None
        Court.objects.update_or_create(case=locked, defaults={"note": text, "on": legal_day(now)})

    return engine.act(case, "note_court", by=by, now=now, rows=rows, **options)


def note_judgment(
    *, case: Case, must_answer: bool, reason: str, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Note what the court decided: the body must answer anew, or its decision stands and the case ends."""
    facts = {**of(case), "must_answer": must_answer}
    return with_reason("note_judgment", case=case, reason=reason, by=by, now=now, facts=facts, **options)

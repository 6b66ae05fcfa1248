"""The addressee takes the petition: a number, and the term of its decision runs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from jariya.kernel.correspondence.registration import next_number
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.decide import open_term
from jariya.kernel.lifecycle.engine import Outcome, context_of, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.petitions.consideration.actions.acting import act
from jariya.portals.petitions.models import Petition
from jariya.portals.petitions.terms import CONSIDERATION


def register(*, case: Case, by: Person | None, now: dt.datetime, key: str | None = None, **options: Any) -> Outcome:
    """Register a petition that has its signatures: it gets a number of the body's year, and its term begins."""
    petition = Petition.objects.get(case=case)
    today = legal_day(now)
    facts = {"scope": petition.scope, "suspended": case.suspended_since is not None}
    context = context_of(case, by=by, now=now, facts=facts)
    term = next(row for row in CONSIDERATION if row.opens_in(context))
    due = open_term(term, context, case.body_id).due_on
    with transaction.atomic():
        if key and (before_it := engine.done(by, key)):
            return Outcome(before_it, None, repeated=True)
        # A refusal undoes the drawing of the number with everything else: no number is skipped.
        number = next_number(case.body_id, today.year)

        def rows(locked: Case, _event: Event) -> None:
            given = {"number": number, "number_year": today.year, "registered_on": today}
            Petition.objects.filter(case=locked).update(**given)

        codes = {"number": number, "due": due}
        return engine.act(case, "register", by=by, now=now, facts=facts, codes=codes, rows=rows, key=key, **options)


def take_up(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Begin to consider a registered petition."""
    return act(case, "take_up", by=by, now=now, **options)

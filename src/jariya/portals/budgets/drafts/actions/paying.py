"""The days of the money: approval, first payment, execution."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.budgets.drafts.actions.acting import act
from jariya.portals.budgets.drafts.models import Draft


def approve(
    *, case: Case, approved_on: dt.date | None, approval: str, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Note that the programme was approved: on which day, by which act. The day may lie before the report's."""

    def rows(locked: Case, _event: Event) -> None:
        Draft.objects.filter(case=locked).update(approved_on=approved_on, approval=approval.strip())

    facts = {"approved_on": approved_on, "approval": approval.strip()}
    return act(case, "approve", by=by, now=now, facts=facts, codes={"approved_on": approved_on}, rows=rows, **options)


def note_payment(
    *, case: Case, first_paid_on: dt.date | None, first_paid_source: str, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Note the day of the first payment, also while people still speak: the page then shows it in red."""

    def rows(locked: Case, _event: Event) -> None:
        Draft.objects.filter(case=locked).update(
            first_paid_on=first_paid_on, first_paid_source=first_paid_source.strip()
        )

    facts = {"first_paid_on": first_paid_on, "first_paid_source": first_paid_source.strip()}
    return act(
        case, "note_payment", by=by, now=now, facts=facts, codes={"paid_on": first_paid_on}, rows=rows, **options
    )


def execute(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The programme is being executed; the first payment was noted before."""
    paid = Draft.objects.filter(case=case, first_paid_on__isnull=False).exists()
    return act(case, "execute", by=by, now=now, facts={"paid_already": paid}, **options)

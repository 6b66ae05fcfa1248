"""What the body states in words: the report, the evaluation, why it takes the draft back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from jariya.kernel.discussion import queries as discussion
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.budgets.drafts.actions.acting import act
from jariya.portals.budgets.drafts.models import Draft, Indicator, Statement
from jariya.portals.budgets.drafts.versions import latest


def report(*, case: Case, text_kk: str, text_ru: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Report what came of the discussion, once every comment is answered."""
    facts = {**_both(text_kk, text_ru), "unanswered": discussion.unanswered(case)}
    codes = {"comments": discussion.total(case)}
    return _stated("report", Statement.Kind.REPORT, case, text_kk, text_ru, by, now, facts, codes=codes, **options)


def evaluate(
    *,
    case: Case,
    text_kk: str,
    text_ru: str,
    results: Mapping[int, Decimal | None],
    by: Person,
    now: dt.datetime,
    **options: Any,
) -> Outcome:
    """Say what was achieved: a text, and a result for each indicator by its number."""
    version = latest(Draft.objects.get(case=case))
    numbers = set(version.indicators.values_list("number", flat=True))
    given = {number: value for number, value in results.items() if value is not None}

    def rows(_locked: Case, _event: Event) -> None:
        for number, value in given.items():
            Indicator.objects.filter(version=version, number=number).update(achieved=value)

    facts = {**_both(text_kk, text_ru), "results_whole": numbers == set(given)}
    return _stated("evaluate", Statement.Kind.EVALUATION, case, text_kk, text_ru, by, now, facts, more=rows, **options)


def withdraw(*, case: Case, text_kk: str, text_ru: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Take the draft back, with reasons that everyone reads."""
    facts = _both(text_kk, text_ru)
    return _stated("withdraw", Statement.Kind.WITHDRAWAL, case, text_kk, text_ru, by, now, facts, **options)


def _stated(
    verb: str,
    kind: str,
    case: Case,
    text_kk: str,
    text_ru: str,
    by: Person,
    now: dt.datetime,
    facts: Mapping[str, Any],
    *,
    more: Any = None,
    **options: Any,
) -> Outcome:
    def rows(locked: Case, event: Event) -> None:
        Statement.objects.create(
            draft_id=locked.pk, kind=kind, text_kk=text_kk.strip(), text_ru=text_ru.strip(), by=by, at=now
        )
        if more:
            more(locked, event)

    return act(case, verb, by=by, now=now, facts=facts, rows=rows, **options)


def _both(text_kk: str, text_ru: str) -> dict[str, str]:
    return {"text_kk": text_kk.strip(), "text_ru": text_ru.strip()}

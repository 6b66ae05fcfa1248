"""Requests as tests make them: filed, decided, published."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jariya.portals.requests.decisions import Decided

WITHHELD = Decided(
    "refused", "Бұл бөлігі берілмейді.", ground="personal_data", harm="Адамның денсаулығы әшкере болады.",
    whole="Құжат түгел бір адам туралы.",
)  # fmt: skip
PARTLY = Decided(
    "partly", "Кесте қоса берілді.", ground="personal_data", severed="Қызметкерлердің ЖСН-і", harm="Жеке өмірге зиян."
)
GIVEN = Decided("granted", "Былтыр 12 шақырым жол жөнделді.")


@pytest.fixture
def request_for(person: Any, ministry: Any, now: dt.datetime) -> Any:
    """File a request: `request_for(points=[...], track="open", body=...)`; returns its case."""
    from jariya.portals.requests import actions

    def do(**changed: Any) -> Any:
        options: dict[str, Any] = {
            "by": person("citizen-1"),
            "body": ministry,
            "title": "Жол жөндеу шығыны",
            "points": ["Былтыр қанша шақырым жол жөнделді?"],
            "language": "kk",
            "identity": "phone",
            "subject": "transport",
            "now": now,
        }
        return actions.ask(**{**options, **changed}).case

    return do


@pytest.fixture
def decide(person: Any, now: dt.datetime) -> Any:
    """Take a request on, draft the decisions and sign them: `decide(case, {1: Decided(...)}, days=5)`."""
    from jariya.kernel.lifecycle.models import Case
    from jariya.portals.requests import actions

    def do(case: Any, decisions: dict[int, Decided], *, days: int = 5, sign: bool = True) -> Any:
        later = now + dt.timedelta(days=days)
        case = Case.objects.get(pk=case.pk)
        if case.state == "registered":
            actions.accept(case=case, by=person("officer-1"), now=later)
        actions.draft_answer(case=case, decisions=decisions, by=person("officer-1"), now=later)
        if sign:
            actions.sign_answer(case=case, confirmed=True, level="staff", by=person("head"), now=later)
        return Case.objects.get(pk=case.pk)

    return do

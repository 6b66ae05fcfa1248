"""A petition to the invented ministry that has its signatures, walked through its consideration by short words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from jariya.kernel.bodies.models import Post
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case
from jariya.portals.petitions.consideration import actions
from jariya.portals.petitions.consideration.actions.group import Seat
from jariya.portals.petitions.consideration.actions.hearing import Plan
from jariya.portals.petitions.consideration.outcome import Demand, Pledge, Ruling
from jariya.portals.petitions.models import Petition
from jariya.portals.petitions.texts import Texts

WORDS = Texts(
    "kk",
    "Ауыл мектептеріне жылы дәретхана",
    "Тёплые туалеты в сельских школах",
    "Әр ауыл мектебінде жылы дәретхана болсын.",
    "Пусть в каждой сельской школе будет тёплый туалет.",
)
DAY = dt.timedelta(days=1)


def seats(ministry: Any) -> list[Seat]:
    """A deputy and a representative of parents."""
    post = Post.objects.filter(body=ministry).order_by("order").first()
    assert post is not None
    return [Seat("official", post.pk), Seat("public", None, "Ата-аналар кеңесі", "Совет родителей")]


def ruling(ministry: Any, due: dt.date, outcome: str = "partly") -> Ruling:
    """A decision on two demands, with a promise unless everything is refused."""
    post = Post.objects.filter(body=ministry).order_by("order").first()
    assert post is not None
    first = Demand(1, "Дәретхана салынсын", "Построить туалеты", "satisfied", "Қаржы бар.", "Средства есть.")
    second = Demand(2, "Биыл бітсін", "Закончить в этом году", "refused", "Уақыт жетпейді.", "Времени не хватит.")
    demands = {
        "satisfied": (first,),
        "refused": (replace(second, number=1),),
        "partly": (first, second),
    }[outcome]
    pledges = () if outcome == "refused" else (Pledge(1, "Жоба жасалады", "Будет проект", due, post.pk),)
    return Ruling("Министрлік қарады.", "Министерство рассмотрело.", demands, pledges)


@pytest.fixture
def supported(ministry: Any, person: Any, now: dt.datetime) -> Any:
    """A public petition of citizen 1 whose threshold was crossed: `supported(state="registered")`."""

    def do(state: str = "supported", **more: Any) -> Case:
        case = Case.objects.create(
            public_id=ids.new("P", 2026), kind="petition", state=state, body=ministry, person=person("citizen-1"),
            language="kk", opened_at=now, opened_on=now.date(), visibility="public", version=1,
        )  # fmt: skip
        given: dict[str, Any] = {
            "addressee": ministry, "moderated_by": ministry, "scope": "government", "first_language": "kk",
            "text_digest": WORDS.digest(), "submitted_on": now.date(), "approved_on": now.date(),
            "support_needed": 50, "opened_at": now, "threshold": 50_000,
            "threshold_norm": "petition.threshold.government", "supported_at": now,
        }  # fmt: skip
        Petition.objects.create(case=case, **{**given, **WORDS.content(), **more})
        return case

    return do


@pytest.fixture
def considered(supported: Any, person: Any, now: dt.datetime) -> Any:
    """The same, being considered."""

    def do(**more: Any) -> Case:
        case = supported(**more)
        officer = person("officer-1")
        actions.register(case=case, by=officer, now=now)
        return actions.take_up(case=case, by=officer, now=now).case

    return do


@pytest.fixture
def drafted(considered: Any, person: Any, ministry: Any, now: dt.datetime) -> Any:
    """The same with a public draft of the decision: `drafted(outcome="refused", due=…)`."""

    def do(outcome: str = "partly", due: dt.date | None = None, **more: Any) -> Case:
        case, officer = considered(**more), person("officer-1")
        given = ruling(ministry, due or now.date() + 90 * DAY, outcome)
        actions.draft_decision(case=case, ruling=given, by=officer, now=now)
        return actions.publish_draft(case=case, by=officer, now=now).case

    return do


def plan(now: dt.datetime, days: int = 10) -> Plan:
    """A hearing some days ahead."""
    return Plan(now + days * DAY, "Астана", "Астана", "1. Баяндама", "1. Доклад", "https://stream.example.kz/1")

"""What the database itself refuses, whoever writes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jariya.kernel.bodies.models import Absence, Body, Delegation, Holding, Post, Region, Succession

pytestmark = pytest.mark.django_db


def refused(make: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def body(**columns: Any) -> Body:
    return Body.objects.create(
        **{"slug": "a-body", "kind": "agency", "name_kk": "Агенттік", "source": "test", **columns}
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "Not An Address"},
        {"slug": "trailing-"},
        {"bin": "12345"},
        {"name_kk": None},
        {"source": ""},
        {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 31)},
    ],
)
def test_a_body_that_breaks_a_rule_of_the_register_is_refused(wrong: dict[str, Any]) -> None:
    refused(lambda: body(**wrong))


def test_a_body_of_one_day_is_possible() -> None:
    assert body(valid_from=date(2026, 2, 1), valid_to=date(2026, 2, 1)).pk


@pytest.mark.parametrize(("code", "invented"), [("990000001", False), ("100000001", True), ("10000", False)])
def test_the_code_of_a_territory_says_whether_it_is_invented(code: str, invented: bool) -> None:
    refused(
        lambda: Region.objects.create(
            code=code, level="region", kind="oblast", name_kk="Облыс", source="test", invented=invented
        )
    )


def test_two_persons_never_hold_a_post_on_the_same_day() -> None:
    post = Post.objects.create(body=body(), kind="head", name_kk="Төраға", source="test")

    def hold(since: date, until: date | None = None) -> Holding:
        return Holding.objects.create(post=post, holder_kk="Үлгі", since=since, until=until, source="test")

    hold(date(2024, 1, 1), date(2024, 12, 31))
    refused(lambda: hold(date(2024, 12, 31)))
    hold(date(2025, 1, 1))
    refused(lambda: hold(date(2026, 1, 1)))


def test_a_body_has_one_post_of_head() -> None:
    one = body()
    Post.objects.create(body=one, kind="head", name_kk="Төраға", order=0, source="test")
    refused(lambda: Post.objects.create(body=one, kind="head", name_kk="Тағы төраға", order=1, source="test"))


def test_absences_of_a_holder_do_not_overlap() -> None:
    holding = Holding.objects.first()
    assert holding
    Absence.objects.create(holding=holding, since=date(2026, 3, 1), until=date(2026, 3, 10))
    refused(lambda: Absence.objects.create(holding=holding, since=date(2026, 3, 10)))


def test_a_delegation_needs_an_order_a_scope_and_another_post() -> None:
    one, other = Post.objects.filter(body__slug="ulgi-ministry")[:2]
    good: dict[str, Any] = {"from_post": one, "to_post": other, "scope": ["answers"], "order_ref": "№ 1"}
    for wrong in ({"to_post": one}, {"scope": []}, {"order_ref": ""}):
        refused(lambda wrong=wrong: Delegation.objects.create(**{**good, **wrong}, since=date(2026, 1, 1)))


def test_a_body_does_not_succeed_itself() -> None:
    one = body()
    refused(lambda: Succession.objects.create(predecessor=one, successor=one, kind="merge", source="test"))

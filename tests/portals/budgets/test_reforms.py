"""A reform gives money other codes: crosswalks are loaded whole, lines go on where they are the same money."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from jariya.portals.budgets import drill, reforms
from jariya.portals.budgets.models import Budget, Crosswalk
from jariya.portals.budgets.reference import load_classifier
from jariya.portals.budgets.simulate import small

pytestmark = pytest.mark.django_db
HEAD = "before,after,source\n"


@pytest.fixture
def budget(now: dt.datetime) -> Budget:
    """The newest budget of the invented oblast, with two editions of its codes."""
    small.make(now=now)
    options: Any = {"cut": "full", "source": "invented", "valid_from": None, "valid_to": None, "now": now}
    load_classifier("path,name_kk\nII/82,Бұрынғы\nII/83,Тағы\nII/84,Бөлінген\n", name="old", **options)
    load_classifier("path,name_kk\nII/4,Жаңа\nII/7,Бірі\nII/8,Бірі\n", name="new", **options)
    found: Budget = Budget.objects.filter(level="oblast").order_by("-year")[0]
    return found


def load(text: str) -> int:
    return reforms.load(HEAD + text, cut="full", before="old", after="new")


def test_two_codes_that_became_one_are_added_up(budget: Budget) -> None:
    own = {(year, month): amounts for year, month, amounts in drill.over_months(budget, "full", "II/82")}
    other = {(year, month): amounts for year, month, amounts in drill.over_months(budget, "full", "II/83")}
    both = own.keys() & other.keys()
    assert both and load("II/82,II/4,x\nII/83,II/4,x\n") == 2
    made = {(year, month): amounts for year, month, amounts in drill.over_months(budget, "full", "II/4")}
    for month in both - drill_own(budget):
        for key, value in made[month].items():
            parts = (own[month][key], other[month][key])
            assert value == (None if None in parts else sum(parts))  # type: ignore[arg-type]


def drill_own(budget: Budget) -> set[tuple[int, int]]:
    """Months in which the new code stands itself: they are told as they are."""
    reform = reforms.Reform()
    return {(year, month) for year, month, _amounts in drill.over_months(budget, "full", "II/4", reform)}


def test_money_that_was_divided_anew_is_named_and_not_added_up(budget: Budget) -> None:
    load("II/84,II/7,x\nII/84,II/8,x\nII/82,II/8,x\n")
    side = reforms.of("full", "II/8").before
    assert side is not None and not side.whole and side.paths == []
    assert reforms.of("full", "II/7").before is not None
    assert not reforms.of("full", "II/7").before.whole  # type: ignore[union-attr]
    page = Client().get(f"/en/budgets/{budget.slug}/full/?at=II/82").content.decode()
    assert "Since a reform this money stands at:" in page and "cannot be added up" in page


@pytest.mark.parametrize(
    ("text", "said"),
    [("II/82,II/99,x\n", "row 2, path 'II/99'"), ("II/1,II/4,x\n", "row 2, path 'II/1'"), ("II/82,II/4,\n", "source")],
)
def test_a_pair_that_no_edition_or_source_knows_loads_nothing(budget: Budget, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        load(text)
    assert not Crosswalk.objects.exists()


def test_the_same_crosswalk_twice_is_one(budget: Budget) -> None:
    assert (load("II/82,II/4,x\n"), load("II/82,II/4,x\n")) == (1, 0)

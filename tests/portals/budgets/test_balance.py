"""The game of balancing a budget: what is reckoned, what is locked, what is kept of those who send."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jariya.portals.budgets import balancing, drill
from jariya.portals.budgets.balance import Rules, reckon, typed
from jariya.portals.budgets.models import Release, SentBalance
from jariya.portals.budgets.simulate import small

RULES = Rules(deficit=100, change=30, protected=frozenset())
PLAN = [("II/1", "а", 1_000), ("II/2", "б", 3_001), ("II/3", "в", None), ("II/14", "қарыз", 500)]
MYSAL = "mysal-city-2025"


def play(asked: dict[str, str], income: int = 4_000) -> tuple[balancing.Balance, set[tuple[str, str]]]:
    found, wrong = reckon(PLAN, income=income, spending=4_501, rest=10, locked={"II/14"}, asked=asked, rules=RULES)
    return found, {(one.key, one.why) for one in wrong}


def test_a_change_moves_expenditure_and_the_deficit_by_as_much() -> None:
    found, wrong = play({"g1": "+10", "g2": "−5"})
    assert wrong == set()
    assert (found.spending, found.planned_deficit, found.deficit) == (4_501 + 100 - 150, 511, 461)
    assert found.is_within
    assert found.changes == {"II/1": 10, "II/2": -5}
    assert found.untold == ["II/3"], "what is not given is not zero: it is left out"


def test_the_limit_is_the_planned_deficit_and_none_where_none_is_planned() -> None:
    found, _wrong = play({"g1": "1"})
    assert (found.limit, found.is_within) == (511, False)
    found, _wrong = play({}, income=9_000)
    assert (found.limit, found.deficit, found.is_within) == (0, -4_489, True)


def test_what_cannot_be_taken_is_named_and_counts_as_no_change() -> None:
    found, wrong = play({"g1": "много", "g2": "31", "g14": "5", "g99": "5"})
    assert wrong == {("g1", "digits"), ("g2", "range"), ("g14", "locked")}
    assert found.changes == {}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["g1", "g2", "g14"]), st.integers(-40, 40).map(str)))
def test_any_set_of_changes_adds_up(asked: dict[str, str]) -> None:
    found, wrong = play(asked)
    assert found.spending == 4_501 + sum(item.changed - item.plan for item in found.items)
    assert found.deficit - found.planned_deficit == found.spending - found.planned_spending
    assert all(abs(change) <= RULES.change for change in found.changes.values())
    assert "II/14" not in found.changes
    assert len(wrong) + len(found.changes) + sum(text == "0" for text in asked.values()) == len(asked)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("", 0), (" 5 %", 5), ("+7", 7), ("-3", -3), ("−3", -3), ("1.5", None), ("٣", None), ("-", None), ("9" * 9, None)],
)
def test_percents_are_read_as_people_type_them(text: str, wanted: int | None) -> None:
    assert typed(text) == wanted


@pytest.fixture
def loaded(db: None, now: dt.datetime) -> None:
    """The invented oblast's reports."""
    small.make(now=now)


def show(client: Client, query: str = "", status: int = 200, word: str = "") -> str:
    answer = client.get(f"/en/budgets/{MYSAL}/balance/{word}?{query}")
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.usefixtures("loaded")
def test_the_plan_is_that_of_the_release_and_debts_are_locked(client: Client) -> None:
    text = show(client)
    assert "stays as it is" in text
    assert 'name="g86"' not in text, "service of the debt is a norm of the platform"
    found = drill.budget(MYSAL)
    assert found is not None
    game = balancing.game(found, {}, day=dt.date(2026, 3, 18))
    assert game is not None
    rows = drill.top_of(game.period)
    assert game.balance.planned_spending == rows["II"].adjusted
    assert game.balance.planned_deficit == -(rows["V"].adjusted or 0)
    refused = show(client, "g86=5&g82=abc", status=422)
    assert "owed by law or by contract" in refused
    assert 'value="abc"' in refused, "what was typed is not lost"


@pytest.mark.usefixtures("loaded")
def test_all_changes_stand_in_an_address_without_those_that_are_none(client: Client) -> None:
    text = show(client, "g81=&g82=-5&g83=0&g84=7&utm=1")
    shared = re.search(r"http://[^\s<\"]*balance/\?([^\s<\"]*)", text.partition("<main")[2])
    assert shared
    assert shared[1].replace("&amp;", "&") == "g82=-5&g84=7"
    again = show(client, "g82=-5&g84=7")
    assert re.findall(r'<td class="num" data-label="Yours">([^<]*)', again) == re.findall(
        r'<td class="num" data-label="Yours">([^<]*)', text
    )


@pytest.mark.usefixtures("loaded")
def test_one_browser_counts_once_and_nothing_of_a_person_is_kept(client: Client) -> None:
    path = f"/en/budgets/{MYSAL}/balance/send/"
    assert client.post(f"{path}?g82=-5").status_code == 303
    assert client.post(f"{path}?g82=9&g84=-2").status_code == 303
    row = SentBalance.objects.get()
    assert row.changes == {"II/82": 9, "II/84": -2}
    assert {one.name for one in SentBalance._meta.fields} == {"id", "release", "browser", "changes", "deficit", "on"}
    assert client.session["budgets.balance"] not in row.browser
    assert "is counted" in show(client, "g82=9&g84=-2&sent=1", word="send/")
    for nothing in ("", "g82=0", "g82=99"):
        assert client.post(f"{path}?{nothing}").status_code == 422
    assert SentBalance.objects.count() == 1


@pytest.mark.usefixtures("loaded")
def test_a_form_of_another_site_sends_nothing() -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(f"/en/budgets/{MYSAL}/balance/send/?g82=5").status_code == 403
    assert not SentBalance.objects.exists()


@pytest.mark.usefixtures("loaded")
def test_sums_are_shown_from_the_least_number_on_and_are_no_vote(client: Client) -> None:
    release = Release.objects.get(budget__slug=MYSAL)
    made = [
        SentBalance(
            release=release, browser=str(n), changes={"II/82": 10 if n < 6 else -4}, deficit=0, on=dt.date.today()
        )
        for n in range(10)
    ]
    SentBalance.objects.bulk_create(made[:9])
    assert "Mean change" not in show(client)
    made[9].save()
    text = show(client)
    assert "10 sets of changes. Not a vote." in text
    row = re.search(r"Примерные школы</span></th><td[^>]*>6</td><td[^>]*>4</td><td[^>]*>0</td><td[^>]*>([^<]*)", text)
    assert row
    assert row[1] == "+4.4"

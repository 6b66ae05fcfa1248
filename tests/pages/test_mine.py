"""My cases: mine alone, with what waits for me."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from jariya.pages.queries.mine import mine

pytestmark = pytest.mark.django_db


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(client: Client, db: None) -> None:
    response = client.get("/ru/my/?state=closed")
    assert response.status_code == 302
    assert response.headers["Location"] == "/ru/sign-in/?next=/ru/my/%3Fstate%3Dclosed"


def test_one_sees_ones_own_cases_and_nobody_elses(nation: Any, at: Any, ask: Any, person: Any) -> None:
    other = ask(by=person("citizen-2"), title="Басқаның сұрағы")
    page = at("citizen-1").get("/kk/my/")
    text = page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "ҚҰПИЯ-ТАҚЫРЫП" in text, "the asker's own words"
    assert nation.running.public_id in text
    assert other.public_id not in text and "Басқаның" not in text
    assert "Басқаның" in at("citizen-2").get("/kk/my/").content.decode()


def test_what_waits_for_me_stands_first_and_ends_with_its_term(
    answered: Any, at: Any, today: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = answered(days=3, now=today - dt.timedelta(days=5))
    reader = at("citizen-1")
    waiting = reader.get("/en/my/").content.decode().partition('id="waiting"')[2].partition("</section>")[0]
    assert case.public_id in waiting
    monkeypatch.setattr("django.utils.timezone.now", lambda: today + dt.timedelta(days=15))
    assert 'id="waiting"' not in reader.get("/en/my/").content.decode()


def test_a_late_duty_says_by_how_much(nation: Any, at: Any) -> None:
    assert "late by" in at("citizen-1").get("/en/my/").content.decode()


def test_closed_cases_have_their_own_list(nation: Any, at: Any, person: Any, today: dt.datetime) -> None:
    from jariya.portals.dialogue import actions

    actions.withdraw(case=nation.running, by=person("citizen-1"), now=today)
    reader = at("citizen-1")
    assert nation.running.public_id not in reader.get("/kk/my/").content.decode()
    assert nation.running.public_id in reader.get("/kk/my/?state=closed").content.decode()


def test_the_list_is_read_to_its_end(nation: Any, ask: Any, person: Any, today: dt.datetime) -> None:
    for _ in range(4):
        ask(now=today)
    citizen = person("citizen-1")
    seen, after = [], None
    while True:
        rows, after = mine(citizen, today=today.date(), after=after, limit=2)
        seen += [row.case.pk for row in rows]
        if after is None:
            break
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 9


def test_a_foreign_number_as_the_place_starts_from_the_beginning(
    nation: Any, person: Any, ask: Any, today: Any
) -> None:
    foreign = ask(by=person("citizen-2"))
    rows, _ = mine(person("citizen-1"), today=today.date(), after=foreign.public_id)
    assert len(rows) == 5


def test_the_list_stays_within_its_budget(
    nation: Any, at: Any, ask: Any, today: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(15):
        ask(now=today)
    reader = at("citizen-1")
    with django_assert_max_num_queries(16):
        assert reader.get("/kk/my/").status_code == 200

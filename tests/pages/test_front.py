"""The front page: figures that lead to their rows."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.lifecycle.overdue import tell_overdue
from jariya.pages.queries import owed as reads

pytestmark = pytest.mark.django_db


def figures(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<p class="stat-value">(\d+)', page)]


def test_what_is_owed_is_counted_from_the_rows_it_leads_to(client: Client, nation: Any, today: dt.datetime) -> None:
    late, due_today, week = figures(client.get("/en/").content.decode())
    assert late == 2, "the overdue question owes its acceptance and its answer"
    for when, number in (("late", late), ("today", due_today), ("week", week)):
        rows = client.get(f"/en/owed/{when}/").content.decode()
        assert rows.count("<tr>") - (1 if number else 0) == number


def test_a_duty_leaves_the_count_when_it_is_done(client: Client, nation: Any, person: Any, today: dt.datetime) -> None:
    from jariya.portals.dialogue import actions

    actions.accept(case=nation.overdue, by=person("officer-1"), now=today)
    assert figures(client.get("/en/").content.decode())[0] == 1


def test_a_late_body_is_named_and_linked(client: Client, nation: Any) -> None:
    page = client.get("/ru/").content.decode()
    assert "/ru/bodies/ulgi-ministry/" in page.partition('class="table bars late-bodies"')[2].partition("</table>")[0]


def test_duties_of_the_supervisor_and_rights_of_askers_are_not_owed_by_a_body(
    nation: Any, person: Any, today: dt.datetime
) -> None:
    from jariya.portals.dialogue import actions

    later = today.date() + dt.timedelta(days=40)
    before = reads.owed(later)
    actions.complain(case=nation.late, reason="Жауап толық емес.", by=person("citizen-1"), now=today)
    assert reads.owed(later) == before, "the complaint is the supervisor's to decide, the rating was the asker's right"


def test_what_moves_shows_each_case_once_with_its_last_event(client: Client, nation: Any, today: dt.datetime) -> None:
    tell_overdue(now=today)
    moving = client.get("/en/").content.decode().partition('id="moving"')[2]
    assert moving.count(nation.overdue.public_id) == 2, "its number as the text and in the address of one link"
    assert "Аула жарығы туралы" in moving, "the public title of a published question"


def test_the_list_of_duties_is_read_to_its_end_without_loss(nation: Any, ask: Any, today: dt.datetime) -> None:
    for _ in range(5):
        ask(now=today - dt.timedelta(days=60))
    everything, none = reads.duties("late", today.date(), limit=100)
    assert none is None
    seen, place = [], None
    while True:
        rows, place = reads.duties("late", today.date(), after=place, limit=3)
        seen += [row.obligation.pk for row in rows]
        if place is None:
            break
    assert seen == [row.obligation.pk for row in everything]
    assert len(seen) == 12


def test_what_the_platform_does_by_itself_does_not_fill_what_moves(
    client: Client, nation: Any, today: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jariya.kernel.lifecycle.engine import act

    later = today + dt.timedelta(days=60)
    act(nation.in_time, "close", by=None, now=later)
    page = client.get("/en/").content.decode().partition('id="moving"')[2]
    assert "time for rating is over" not in page
    assert nation.in_time.public_id in page

"""The queue: whose, which body, which duty, many cases at once; what each page costs the database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import html5lib
import pytest
from tests.office.conftest import hidden

from jariya.kernel.law.queries import current_calendar
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.office import queue
from jariya.portals.dialogue import actions

pytestmark = pytest.mark.django_db


def read(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:3000]
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return str(html)


def test_untaken_shows_what_nobody_prepares(at: Any, ask: Any, person: Any, now: dt.datetime) -> None:
    taken, free = ask(), ask()
    actions.assign(case=taken, to=person("officer-2"), by=person("officer-1"), now=now)
    html = read(at("officer-1").get("/kk/desk/?whose=untaken"))
    assert free.public_id in html and taken.public_id not in html
    html = read(at("officer-2").get("/kk/desk/?whose=mine"))
    assert taken.public_id in html and free.public_id not in html


def test_one_kind_of_duty_can_be_shown_alone(at: Any, ask: Any) -> None:
    case = ask()
    one = read(at("officer-1").get("/en/desk/?kind=forward"))
    assert one.count(f"/en/desk/{case.public_id}/") == 1
    both = read(at("officer-1").get("/en/desk/?kind=nonsense"))
    assert both.count(f"/en/desk/{case.public_id}/") == 2


def test_an_official_of_two_bodies_filters_by_body(
    at: Any, ask: Any, person: Any, district: Any, ministry: Any
) -> None:
    from jariya.kernel.people import roles

    roles.grant(person("officer-1"), district, "officer", since=dt.date(2025, 1, 1))
    here, there = ask(), ask(body=district)
    client = at("officer-1")
    html = read(client.get("/kk/desk/"))
    assert here.public_id in html and there.public_id in html
    html = read(client.get(f"/kk/desk/?body={district.slug}"))
    assert there.public_id in html and here.public_id not in html
    assert client.get("/kk/desk/?body=akimat-ulgi-qiyal").status_code == 404


def test_a_supervisor_opens_the_late_duties_of_a_body(at: Any, ask: Any, ministry: Any, now: dt.datetime) -> None:
    late, fresh = ask(now=now - dt.timedelta(days=60)), ask()
    supervisor = at("supervisor")
    html = read(supervisor.get(f"/kk/desk/?when=late&body={ministry.slug}"))
    assert late.public_id in html and fresh.public_id not in html
    html = read(supervisor.get("/kk/desk/supervision/"))
    assert f"when=late&amp;body={ministry.slug}" in html


def test_supervision_shows_complaints_and_letters_that_wander(
    at: Any, ask: Any, person: Any, now: dt.datetime, district: Any, ministry: Any
) -> None:
    silent = ask(now=now - dt.timedelta(days=60))
    actions.complain(case=silent, reason="Жауап жоқ.", by=person("citizen-1"), now=now)
    wanders, stays = ask(), ask()
    actions.forward(case=wanders, to=district, reason="Аудан құзыреті.", by=person("officer-1"), now=now)
    wanders = Case.objects.get(pk=wanders.pk)
    actions.forward(case=wanders, to=ministry, reason="Министрлік құзыреті.", by=person("district-officer"), now=now)
    html = read(at("supervisor").get("/kk/desk/supervision/"))
    assert silent.public_id in html and wanders.public_id in html and stays.public_id not in html
    assert at("officer-1").get("/kk/desk/supervision/").status_code == 404


def test_many_cases_go_to_one_officer_and_each_refusal_is_told(
    at: Any, ask: Any, person: Any, now: dt.datetime
) -> None:
    first, second, answered = ask(), ask(), ask()
    officer = person("officer-1")
    actions.accept(case=answered, by=officer, now=now)
    actions.draft_answer(case=answered, answers={1: "Жауап"}, by=officer, now=now)
    actions.sign_answer(case=answered, confirmed=True, level="staff", by=person("head"), now=now)
    client = at("officer-1")
    shown = read(client.get("/kk/desk/"))
    assert f'value="{answered.public_id}"' not in shown, "what cannot be assigned has no box"
    told = client.post(
        "/en/desk/assign/",
        {
            **hidden(shown),
            "case": [first.public_id, second.public_id, answered.public_id, "nonsense"],
            "to": person("officer-2").handle,
        },
    )
    html = read(told)
    assert "2 cases were given to" in html and "1 case was not assigned." in html and answered.public_id in html
    assert Case.objects.filter(assignee=person("officer-2")).count() == 2
    assert Event.objects.filter(kind="assigned").count() == 2


def test_the_same_bulk_form_sent_twice_assigns_once(at: Any, ask: Any, person: Any) -> None:
    case, client = ask(), at("officer-1")
    form = {**hidden(read(client.get("/kk/desk/"))), "case": [case.public_id], "to": person("officer-2").handle}
    for _time in range(2):
        assert "1 case was given to" in read(client.post("/en/desk/assign/", form))
    assert Event.objects.filter(case=case, kind="assigned").count() == 1


def test_nothing_marked_or_nobody_chosen_is_said_and_the_marks_stay(at: Any, ask: Any, person: Any) -> None:
    case, client = ask(), at("officer-1")
    assert "Mark at least one case." in read(client.post("/en/desk/assign/", {"to": person("officer-2").handle}), 422)
    html = read(client.post("/en/desk/assign/", {"case": [case.public_id], "to": person("citizen-1").handle}), 422)
    assert "Choose an officer." in html and " checked>" in html


def test_cases_of_another_body_cannot_be_given_away(at: Any, ask: Any, person: Any) -> None:
    case = ask()
    client = at("district-officer")
    html = read(
        client.post("/en/desk/assign/", {"case": [case.public_id], "to": person("district-officer").handle, "key": "k"})
    )
    assert "This case is not at your desk." in html
    assert Case.objects.get(pk=case.pk).assignee is None


def test_pages_of_the_queue_follow_each_other_without_gap_or_double(ask: Any, person: Any, now: dt.datetime) -> None:
    for number in range(7):
        ask(now=now - dt.timedelta(days=number % 3))
    desk = queue.desk_of(person("officer-1"), now.date())
    assert desk
    seen: list[int] = []
    after: str | None = None
    while True:
        rows, after = queue.rows(desk, today=now.date(), calendar=current_calendar(), after=after, limit=3)
        seen += [row.pk for row in rows]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == Obligation.objects.running().filter(body_id__in=desk.bodies).count()


def test_a_key_that_cannot_be_read_starts_from_the_beginning(at: Any, ask: Any) -> None:
    case = ask()
    for key in ("x", "2026-99-99_Q_answer", "2026-01-01_%00_a", "__", "2026-01-01_Q2026-AAAAAAAA-A_answer"):
        assert case.public_id in read(at("officer-1").get("/kk/desk/", {"after": key}))


def test_counts_agree_with_the_rows(ask: Any, person: Any, now: dt.datetime) -> None:
    for days in (60, 0, 0, 17, 20):
        ask(now=now - dt.timedelta(days=days))
    desk = queue.desk_of(person("officer-1"), now.date())
    assert desk
    calendar = current_calendar()
    counts = queue.counts(desk, today=now.date(), calendar=calendar)
    for when in queue.WHENS:
        rows, _next = queue.rows(desk, queue.Wish(when=when), today=now.date(), calendar=calendar)
        assert len(rows) == counts[when], when


@pytest.mark.parametrize(
    ("who", "path", "most"),
    [
        ("officer-1", "", 14),
        ("officer-1", "?whose=mine&kind=answer", 14),
        ("supervisor", "", 14),
        ("supervisor", "supervision/", 10),
        ("head", "deputies/", 14),
        ("officer-1", "templates/", 9),
    ],
)
def test_each_page_keeps_its_query_budget(
    at: Any, ask: Any, django_assert_max_num_queries: Any, who: str, path: str, most: int
) -> None:
    for _number in range(5):
        ask()
    client = at(who)
    client.get(f"/kk/desk/{path}")
    with django_assert_max_num_queries(most):
        read(client.get(f"/kk/desk/{path}"))

"""Requests for data: asked in the open, supported, planned, found, declined; words only by the public copy."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.portals.budgets.drafts.test_pages import signed
from tests.portals.opendata import made

from jariya.kernel.discussion import actions as discussion
from jariya.kernel.discussion.models import Review
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.opendata.planning import actions as planning
from jariya.portals.opendata.planning.actions import Planned
from jariya.portals.opendata.wanted import actions, queries
from jariya.portals.opendata.wanted.models import Wanted

TITLE, TEXT = "Аялдамалардың координаталары", "Автобус аялдамалары картада керек."


@pytest.fixture
def want(person: Any, ministry: Any, now: dt.datetime) -> Any:
    """Ask for data: `want(title=...)`; returns the case."""

    def do(**changed: Any) -> Case:
        options: dict[str, Any] = {
            "body": ministry, "title": TITLE, "text": TEXT, "language": "kk", "by": person("citizen-1"),
            "identity": "phone", "now": now,
        }  # fmt: skip
        return actions.ask(**{**options, **changed}).case

    return do


def decided(person: Any, now: dt.datetime, **more: Any) -> dict[str, Any]:
    """What each verb of the body takes."""
    return {"by": person("officer-1"), "identity": "staff", "now": now + dt.timedelta(days=1), **more}


PLAN = Planned("Аялдамалар", "Остановки", "quarterly", dt.date(2026, 3, 18))


def test_a_request_is_public_at_once_and_the_body_owes_an_answer(want: Any) -> None:
    case = want()
    row = Obligation.objects.get(case=case)
    assert (case.visibility, row.kind, row.due_on) == ("public", "wanted_answer", dt.date(2026, 4, 13))
    (line,), _next = queries.listed()
    assert (line.title, line.text) == (TITLE, TEXT)


def test_personal_data_in_the_words_must_be_seen_first(want: Any) -> None:
    with pytest.raises(Refused, match=r"comment\.not_confirmed"):
        want(text="Маған +7 701 555 01 42 нөміріне хабарласыңыз")
    assert not Wanted.objects.exists()


def test_a_request_leads_through_the_plan_to_the_set(want: Any, person: Any, now: dt.datetime) -> None:
    case = want()
    actions.plan(case=case, planned=PLAN, text="Тоқсан соңында шығады.", **decided(person, now))
    row = Wanted.objects.select_related("case", "plan__case").get(case=case)
    assert (row.case.state, row.plan.case.state, row.plan.case.parent_id) == ("planned", "owed", case.pk)
    data_set = made.prepared("stops")
    later = now + dt.timedelta(days=5)
    planning.link(case=row.plan.case, data_set=data_set, by=person("officer-1"), now=later)
    made.table_of(data_set, made.SCHOOLS, now=later)
    row = Wanted.objects.select_related("case", "data_set").get(case=case)
    assert (row.case.state, row.data_set.slug) == ("published", "stops")
    event = Event.objects.get(case=case, kind="wanted_published")
    assert f"person:{case.person_id}" in event.topics
    assert not Obligation.objects.running().filter(case=case).exists()


def test_what_is_taken_out_of_the_plan_is_owed_an_answer_again(want: Any, person: Any, now: dt.datetime) -> None:
    case = want()
    actions.plan(case=case, planned=PLAN, text="", **decided(person, now))
    item = Wanted.objects.select_related("plan__case").get(case=case).plan.case
    planning.drop(case=item, text_kk="қате", text_ru="ошибка", by=person("head"), now=now + dt.timedelta(days=2))
    case.refresh_from_db()
    assert case.state == "asked"
    assert Obligation.objects.running().filter(case=case, kind="wanted_answer").exists()


def test_a_body_says_where_the_data_are_or_why_not(want: Any, person: Any, district: Any, now: dt.datetime) -> None:
    case, other = want(), want(title="Емдеу хаттамалары")
    hidden = made.prepared("hidden")
    with pytest.raises(Refused, match=r"wanted\.no_such_set"):
        actions.exists(case=case, data_set=hidden, text="", **decided(person, now))
    resource = made.published("stops", body=district)
    actions.exists(case=case, data_set=resource.data_set, text="Осында.", **decided(person, now))
    with pytest.raises(Refused, match=r"wanted\.no_reason"):
        actions.decline(case=other, text=" ", **decided(person, now))
    actions.decline(case=other, text="Дербес деректер бар.", **decided(person, now))
    case.refresh_from_db()
    other.refresh_from_db()
    assert (case.state, other.state) == ("exists", "declined")
    page = Client().get(f"/kk/data/wanted/{other.public_id}/").content.decode()
    assert "Дербес деректер бар." in page


def test_support_is_one_a_person_and_orders_the_list(want: Any, person: Any, now: dt.datetime) -> None:
    first, second = want(), want(title="Басқа деректер")
    comment = Wanted.objects.get(case=first).comment
    assert discussion.support(comment=comment, by=person("citizen-2"), now=now)
    assert not discussion.support(comment=comment, by=person("citizen-2"), now=now)
    with pytest.raises(Refused, match=r"support\.own"):
        discussion.support(comment=comment, by=person("citizen-1"), now=now)
    discussion.count_supports()
    rows, following = queries.listed(order=queries.MOST, limit=1)
    assert [row.case.pk for row in rows] == [first.pk]
    rest, _end = queries.listed(order=queries.MOST, after=following, limit=1)
    assert [row.case.pk for row in rest] == [second.pk]


def test_a_hidden_request_leaves_lists_and_waits_for_nobody(want: Any, person: Any, now: dt.datetime) -> None:
    case = want()
    moderator = person("moderator")
    review = Review.objects.get(comment__case=case)
    discussion.claim(review=review, by=moderator, now=now)
    discussion.hide(review=review, ground="discussion.ground.insult", reason="Дөрекі", by=moderator, now=now)
    case.refresh_from_db()
    assert case.state == "hidden"
    assert not Obligation.objects.running().filter(case=case).exists()
    assert queries.listed() == ([], None)
    assert TITLE not in Client().get(f"/kk/data/wanted/{case.public_id}/").content.decode()
    assert TITLE not in "".join(queries.as_csv())


def test_a_request_is_passed_on_once(want: Any, person: Any, district: Any, ministry: Any, now: dt.datetime) -> None:
    case = want()
    actions.pass_on(case=case, to=district, by=person("officer-1"), now=now)
    case.refresh_from_db()
    assert case.body_id == district.pk
    with pytest.raises(Refused, match=r"wanted\.passed_on_already"):
        actions.pass_on(case=case, to=ministry, by=person("district-officer"), now=now)


def test_what_is_alike_is_shown_before_and_found_by_any_form_of_the_word(want: Any) -> None:
    case = want()
    found = queries.alike("аялдамалар координатасы керек", lang="kk")
    assert [row.url_args[0] for row in found] == [case.public_id]
    assert queries.alike("", lang="kk") == []


def test_the_form_keeps_what_was_typed_and_publishes_once(db: None) -> None:
    client = signed("citizen-1")
    path = "/ru/data/wanted/ask/ulgi-ministry/"
    said = {"title": "Остановки", "text": "Нужны координаты.", "language": "ru", "key": "a" * 16}
    bad = client.post(path, {**said, "title": ""})
    assert bad.status_code == 422
    assert "Нужны координаты." in bad.content.decode()
    look = client.post(path, said)
    assert look.status_code == 200
    for _twice in range(2):
        done = client.post(path, {**said, "do": "publish"})
        assert done.status_code == 302
    assert Wanted.objects.count() == 1
    assert client.get(done.headers["Location"]).status_code == 200

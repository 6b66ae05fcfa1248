"""Answered questions are found in any form of their words, narrowed by facets, followed; similar ones come first."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.notices.models import InboxEntry, Subscription
from jariya.kernel.search.models import FollowedSearch
from jariya.portals.dialogue import actions
from jariya.project.following import tell_searches

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(ask: Any, person: Any, now: dt.datetime) -> Any:
    """A published question: `told("title", "point", "answer", language=..., days=...)`; returns its case."""

    def do(title: str, point: str, answer: str, *, days: int = 3, publish: bool = True, **changed: Any) -> Any:
        case = ask(title=title, points=[point], **changed)
        later = changed.get("now", now) + dt.timedelta(days=days)
        heads = {"ulgi-ministry": ("officer-1", "head"), "akimat-ulgi-synaq": ("district-officer", "district-head")}
        officer, head = (person(name) for name in heads[case.body.slug])
        actions.accept(case=case, by=officer, now=later)
        actions.draft_answer(case=case, answers={1: answer}, by=officer, now=later)
        actions.sign_answer(case=case, confirmed=True, level="staff", by=head, now=later)
        texts = {("title", 0): title, ("point", 1): point, ("answer", 1): answer}
        actions.publish(case=case, texts=texts, checked=True, by=officer, now=later)
        return case

    return do


LIGHT = ("Көше шамдары", "Біздің көшедегі шамдар қашан жөнделеді?", "Шамдар маусымда жөнделеді.")
WATER = ("Вода в посёлке", "Когда в нашем посёлке появится водопровод?", "Водопровод проложат осенью.")


@pytest.mark.parametrize(
    ("language", "typed"),
    [("kk", "шамдарымызды"), ("kk", "көшелердің шамын жөндеу"), ("ru", "водопровода"), ("ru", "посёлка водопроводом")],
)
def test_any_form_of_a_word_finds_the_question(told: Any, client: Client, language: str, typed: str) -> None:
    light, water = told(*LIGHT), told(*WATER, language="ru")
    page = client.get("/kk/questions/search/", {"q": typed, "in": language}).content.decode()
    assert (light.public_id in page, water.public_id in page) == (language == "kk", language == "ru")


def test_facets_narrow_by_body_year_state_and_term(
    told: Any, district: Any, person: Any, client: Client, now: dt.datetime
) -> None:
    first = told(*LIGHT)
    late = told(*LIGHT, days=45, by=person("citizen-2"))
    there = told(*LIGHT, body=district, by=person("citizen-3"))
    older = told(*LIGHT, now=dt.datetime(2025, 4, 2, 5, tzinfo=dt.UTC), by=person("citizen-2"))
    actions.rate(case=late, score=3, resolved=True, by=person("citizen-2"), now=now + dt.timedelta(days=46))

    def found(**asked: str) -> set[str]:
        page = client.get("/kk/questions/search/", {"q": "шамдар", **asked}).content.decode()
        return {case.public_id for case in (first, late, there, older) if case.public_id in page}

    every = {case.public_id for case in (first, late, there, older)}
    assert found() == every
    assert found(body="akimat-ulgi-synaq") == {there.public_id}
    assert found(year="2025") == {older.public_id}
    assert found(time="time=late") == {late.public_id}
    assert found(time="time=in") == every - {late.public_id}
    assert found(state="rated") == {late.public_id}
    assert found(state="nonsense", year="abcd", time="x", region="none") == every, "what is unknown falls away"
    page = client.get("/kk/questions/search/", {"q": "шамдар"}).content.decode()
    assert "time=time%3Dlate" in page and "year=2025" in page and "body=akimat-ulgi-synaq" in page


def test_a_similar_answered_question_stands_before_ones_own_and_can_be_followed_instead(
    told: Any, person: Any, client: Client
) -> None:
    light = told(*LIGHT)
    client.post("/kk/sign-in/demo/", {"handle": "demo-citizen-3"})
    form = {
        "language": "kk",
        "title": "Көшедегі шам",
        "point_1": "Көшеміздің шамдарын қашан жөндейсіздер?",
        "public": "on",
        "key": "abcdefgh12345678",
    }
    client.post("/kk/questions/ask/ulgi-ministry/", form)
    page = client.get("/kk/questions/ask/ulgi-ministry/review/").content.decode()
    assert light.public_id in page and f"topic=case:{light.public_id}" in page
    client.post("/kk/my/follow/", {"topic": f"case:{light.public_id}", "do": "follow"})
    assert Subscription.objects.filter(person=person("citizen-3"), topic=f"case:{light.pk}").exists()


def test_who_follows_a_search_is_told_of_what_comes_after_and_once(
    told: Any, person: Any, client: Client, now: dt.datetime
) -> None:
    before = told(*LIGHT)
    client.post("/kk/sign-in/demo/", {"handle": "demo-citizen-3"})
    topic = "search:kk:question::шамдар"
    shown = client.get("/kk/my/follow/", {"topic": topic})
    assert shown.status_code == 200 and "шамдар" in shown.content.decode()
    assert not FollowedSearch.objects.exists(), "a page that is read writes nothing"
    client.post("/kk/my/follow/", {"topic": topic, "do": "follow"})
    assert FollowedSearch.objects.count() == 1
    assert "шамдар" in client.get("/kk/my/notices/").content.decode()
    after = told(*LIGHT, by=person("citizen-2"))
    told(*WATER, language="ru", by=person("citizen-2"))
    tell_searches(now=now)
    tell_searches(now=now)
    entries = InboxEntry.objects.filter(person=person("citizen-3"))
    assert list(entries.values_list("case", flat=True)) == [after.pk] and before.pk != after.pk
    feed = client.get(f"/feeds/kk/topic/search/{topic.removeprefix('search:')}.atom")
    assert feed.status_code == 200 and after.public_id in feed.content.decode()


@pytest.mark.parametrize("topic", ["search:", "search:kk", "search:xx:question::шам", "search:kk:question:no-body:шам"])
def test_a_search_that_is_none_cannot_be_followed(client: Client, topic: str) -> None:
    client.post("/kk/sign-in/demo/", {"handle": "demo-citizen-3"})
    assert client.get("/kk/my/follow/", {"topic": topic}).status_code == 404
    assert client.get("/kk/questions/search/", {"q": "' \" : & | ! *", "after": "zz"}).status_code == 200


def test_a_sealed_question_leaves_the_search(told: Any, person: Any, client: Client, now: dt.datetime) -> None:
    light = told(*LIGHT)
    light.refresh_from_db()
    actions.seal(case=light, reason="Дерек", by=person("moderator"), now=now + dt.timedelta(days=4))
    assert light.public_id not in client.get("/kk/questions/search/", {"q": "шамдар"}).content.decode()

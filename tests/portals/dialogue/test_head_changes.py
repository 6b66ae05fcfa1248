"""A head comes or leaves while questions are open: they stay with the body, their days stay, their askers are told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.bodies import appointments
from jariya.kernel.bodies.models import Holding, Post
from jariya.kernel.lifecycle.models import Event, Obligation
from jariya.kernel.notices.models import InboxEntry
from jariya.portals.dialogue.asides import asides_of
from jariya.portals.dialogue.blog.changes import tell_changes
from jariya.portals.dialogue.blog.models import HeadChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(ministry: Any, now: dt.datetime) -> Any:
    """The head leaves `days` after now; `successor` comes the day after that, unless it is None."""

    def do(days: int = 2, successor: str | None = "Дәулет Жаңабаев") -> Holding | None:
        post = Post.objects.get(body=ministry, kind="head")
        last = now.date() + dt.timedelta(days=days)
        held = Holding.objects.on(now.date()).get(post=post)
        appointments.dismiss(holding=held, until=last)
        if successor is None:
            return None
        names = {"kk": successor, "ru": successor, "en": successor}
        since = last + dt.timedelta(days=1)
        return appointments.appoint(post=post, holder=names, since=since, source="INVENTED")

    return do


def test_open_questions_go_to_the_successor_with_their_due_days(
    ask: Any, answered: Any, change: Any, person: Any, now: dt.datetime, client: Client
) -> None:
    open_one, done = ask(), answered(by=person("citizen-2"))
    before = list(Obligation.objects.filter(case=open_one).values_list("kind", "due_on", "body_id"))
    change()
    later = now + dt.timedelta(days=3)
    assert tell_changes(now=later) >= 1
    assert tell_changes(now=later) == 0, "nobody is told twice"
    assert list(Obligation.objects.filter(case=open_one).values_list("kind", "due_on", "body_id")) == before
    told = InboxEntry.objects.filter(case=open_one, person=person("citizen-1"))
    assert Event.objects.filter(pk__in=told.values("event_id"), kind="head_came").count() == 1
    officers = InboxEntry.objects.filter(event_id__in=Event.objects.filter(kind="head_came").values("pk"))
    assert not officers.exclude(about__in=["own", "assigned", "followed"]).exists(), "a change is no work for officers"
    assert HeadChange.objects.get(kind="came").cases >= 1
    page = client.get(f"/kk/questions/{open_one.public_id}/").content.decode()
    assert "Дәулет Жаңабаев" in page
    assert "Дәулет Жаңабаев" in client.get("/kk/heads/ulgi-ministry/").content.decode()
    assert not Event.objects.filter(case=done, kind="head_came", on__lt=later.date()).exists()


def test_who_asks_after_the_change_hears_nothing_of_it(ask: Any, change: Any, now: dt.datetime) -> None:
    change(days=1)
    later = now + dt.timedelta(days=5)
    case = ask(now=later)
    tell_changes(now=later + dt.timedelta(days=1))
    assert not Event.objects.filter(case=case, kind__startswith="head_").exists()


def test_a_post_left_empty_is_told_once_and_the_successor_later(ask: Any, change: Any, now: dt.datetime) -> None:
    case = ask()
    change(successor=None)
    tell_changes(now=now + dt.timedelta(days=4))
    assert Event.objects.filter(case=case, kind="head_left").count() == 1
    names = {"kk": "Жаңа Басшы", "ru": None, "en": None}
    post = Post.objects.get(body=case.body, kind="head")
    since = now.date() + dt.timedelta(days=6)
    appointments.appoint(post=post, holder=names, since=since, source="INVENTED")
    tell_changes(now=now + dt.timedelta(days=7))
    tell_changes(now=now + dt.timedelta(days=8))
    kinds = Event.objects.filter(case=case, kind__startswith="head_").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["head_left", "head_came"]


def test_a_run_that_was_killed_goes_on_where_it_stopped(ask: Any, change: Any, now: dt.datetime) -> None:
    cases = [ask(now=now + dt.timedelta(minutes=n)) for n in range(5)]
    holding = change()
    later = now + dt.timedelta(days=3)
    tell_changes(now=later, batch=2)
    HeadChange.objects.filter(holding=holding).update(finished_at=None, cursor=cases[2].pk)
    tell_changes(now=later, batch=2)
    told = Event.objects.filter(kind="head_came", case__in=cases[:3])
    assert told.count() == 3


def test_the_question_says_whose_it_is_now(ask: Any, change: Any, now: dt.datetime) -> None:
    case = ask()
    change()
    beside = asides_of(case, today=now.date() + dt.timedelta(days=10))
    assert beside.head_changed and beside.now is not None and beside.now.holder("kk").text == "Дәулет Жаңабаев"
    assert not asides_of(case, today=now.date()).head_changed

"""The internet conference: announced with notice, asked beforehand, answered live, and nothing asked is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.discussion import actions as talk
from jariya.kernel.discussion.models import Comment
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.notices.models import InboxEntry
from jariya.portals.dialogue.conference import actions, queries
from jariya.portals.dialogue.conference.actions import Plan
from jariya.portals.dialogue.conference.models import Carried

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
STARTS = dt.datetime(2026, 4, 1, 10, 0, tzinfo=dt.UTC)
"""Wednesday 1 April 2026, 15:00 in Almaty: two weeks after the tests' now."""
PLAN = Plan(
    "Жолдар туралы сұрақ-жауап",
    "Вопросы и ответы о дорогах",
    "Министр ауыл жолдары туралы сұрақтарға жауап береді.",
    "Министр отвечает на вопросы о сельских дорогах.",
    STARTS,
    STARTS + 2 * HOUR,
)


@pytest.fixture
def announced(person: Any, ministry: Any, now: dt.datetime) -> Case:
    case = actions.prepare(body=ministry, plan=PLAN, by=person("officer-1"), now=now).case
    return actions.announce(case=case, by=person("head"), now=now).case


@pytest.fixture
def say(person: Any, now: dt.datetime) -> Any:
    def do(case: Case, text: str, who: str = "citizen-1", at: dt.datetime | None = None) -> Comment:
        said = {"language": "kk", "identity": "phone", "now": at or now + DAY}
        return talk.post(case=case, text=text, by=person(who), **said)

    return do


@pytest.mark.parametrize(
    ("starts", "code"),
    [
        (dt.datetime(2026, 3, 25, 10, tzinfo=dt.UTC), "conference.day_off"),
        (dt.datetime(2026, 3, 28, 10, tzinfo=dt.UTC), "conference.day_off"),
        (dt.datetime(2026, 3, 20, 10, tzinfo=dt.UTC), "conference.short_notice"),
    ],
)
def test_people_need_time_to_write_and_a_day_on_which_offices_work(
    person: Any, ministry: Any, now: dt.datetime, starts: dt.datetime, code: str
) -> None:
    plan = replace(PLAN, starts_at=starts, ends_at=starts + HOUR)
    case = actions.prepare(body=ministry, plan=plan, by=person("officer-1"), now=now).case
    with pytest.raises(Refused) as refusal:
        actions.announce(case=case, by=person("head"), now=now)
    assert refusal.value.code == code


def test_holding_what_was_announced_is_a_duty_of_the_day(announced: Case, now: dt.datetime) -> None:
    duty = Obligation.objects.get(case=announced, kind="hold")
    assert (duty.due_on, duty.duty_of, duty.body_id) == (dt.date(2026, 4, 1), "body", announced.body_id)
    actions.advance(now=STARTS - HOUR)
    assert Case.objects.get(pk=announced.pk).state == "announced"
    actions.advance(now=STARTS)
    duty.refresh_from_db()
    assert Case.objects.get(pk=announced.pk).state == "live" and duty.met_on == dt.date(2026, 4, 1)


def test_questions_without_an_answer_go_on_as_ordinary_ones_with_their_clock(
    announced: Case, say: Any, person: Any, client: Client
) -> None:
    answered = say(announced, "Ауылымызға жол қашан салынады?")
    waiting = say(announced, "Мост туралы не жоспар бар? " * 6, "citizen-2")
    hidden = say(announced, "Кетіремін", "citizen-3")
    talk.withdraw(comment=hidden, by=person("citizen-3"), now=STARTS)
    actions.advance(now=STARTS)
    said = {"language": "kk", "identity": "staff", "by": person("officer-1")}
    talk.answer(parent=answered, text="Тамызда салынады.", now=STARTS + HOUR, **said)
    over = STARTS + 2 * HOUR
    actions.advance(now=over)
    case = Case.objects.get(pk=announced.pk)
    assert case.state == "finished"
    carried = Carried.objects.select_related("question__letter").get(conference_id=case.pk)
    assert carried.comment_id == waiting.pk
    question = carried.question
    assert question.kind == "question" and question.person == person("citizen-2")
    assert question.letter.channel == "conference" and question.letter.identity == "phone"
    assert Obligation.objects.filter(case=question, kind="answer").exists()
    told = InboxEntry.objects.filter(person=person("citizen-2"), case=question, about="own")
    assert told.exists(), "the coupon comes to who asked"
    assert actions.advance(now=over + DAY) == 0, "nothing is registered twice"
    page = client.get(f"/kk/conferences/{case.public_id}/").content.decode()
    assert "Тамызда салынады." in page and question.public_id in page and "Кетіремін" not in page


def test_nobody_asks_after_the_end_even_when_the_job_sleeps(announced: Case, say: Any) -> None:
    say(announced, "Уақыты келмей тұрып")
    say(announced, "Тікелей эфирде", at=STARTS + HOUR)
    with pytest.raises(Refused) as refusal:
        say(announced, "Кеш қалдым", at=STARTS + 2 * HOUR)
    assert refusal.value.code == "conference.over"


def test_a_job_that_slept_through_the_conference_catches_up(announced: Case, say: Any) -> None:
    say(announced, "Жол қашан?")
    assert actions.advance(now=STARTS + 3 * DAY) >= 3
    assert Case.objects.get(pk=announced.pk).state == "finished"
    assert Carried.objects.count() == 1


def test_a_cancelled_conference_says_why_and_registers_what_was_asked(
    announced: Case, say: Any, person: Any, client: Client, now: dt.datetime
) -> None:
    say(announced, "Жол қашан?")
    common = {"case": announced, "by": person("head"), "now": now + 2 * DAY}
    with pytest.raises(Refused) as refusal:
        actions.cancel(reason_kk="Іссапар", reason_ru="", **common)
    assert refusal.value.code == "conference.reason_missing"
    actions.cancel(reason_kk="Іссапарға кетті", reason_ru="Командировка", **common)
    actions.advance(now=now + 2 * DAY)
    assert Carried.objects.count() == 1
    assert "Іссапарға кетті" in client.get(f"/kk/conferences/{announced.public_id}/").content.decode()


def test_the_most_supported_question_stands_first(announced: Case, say: Any, person: Any, now: dt.datetime) -> None:
    say(announced, "Бірінші сұрақ")
    second = say(announced, "Екінші сұрақ", "citizen-2")
    talk.support(comment=second, by=person("citizen-3"), now=now + DAY)
    talk.count_supports()
    view = queries.find(announced.public_id)
    assert view is not None and [line.view.text for line in view.waiting] == ["Екінші сұрақ", "Бірінші сұрақ"]


def test_a_prepared_conference_is_nobodys_business(
    person: Any, ministry: Any, now: dt.datetime, client: Client
) -> None:
    case = actions.prepare(body=ministry, plan=PLAN, by=person("officer-1"), now=now).case
    for path in ("", "lines/"):
        assert client.get(f"/kk/conferences/{case.public_id}/{path}").status_code == 404
    assert "Жолдар туралы" not in client.get("/kk/conferences/").content.decode()
    with pytest.raises(Refused):
        actions.announce(case=case, by=person("officer-1"), now=now)


def test_a_live_page_loads_anew_only_for_who_asked_for_it(person: Any, ministry: Any, client: Client) -> None:
    now = dt.datetime.now(dt.UTC)
    plan = replace(PLAN, starts_at=now - HOUR, ends_at=now + HOUR)
    case = actions.prepare(body=ministry, plan=plan, by=person("officer-1"), now=now).case
    Case.objects.filter(pk=case.pk).update(state="live", visibility="public")
    address = f"/kk/conferences/{case.public_id}/"
    plain = client.get(address).content.decode()
    assert 'http-equiv="refresh"' not in plain and "data-hx-get" in plain and "?refresh=1" in plain
    moved = client.get(f"{address}?refresh=1").content.decode()
    assert 'http-equiv="refresh"' in moved and "data-hx-get" not in moved
    fragment = client.get(f"{address}lines/").content.decode()
    assert "<html" not in fragment


def test_a_page_of_many_questions_keeps_its_query_budget(
    announced: Case, say: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        say(announced, f"Сұрақ {number}", ("citizen-1", "citizen-2", "citizen-3")[number % 3])
    client.get(f"/kk/conferences/{announced.public_id}/")
    with django_assert_max_num_queries(14):
        client.get(f"/kk/conferences/{announced.public_id}/")


def test_officials_plan_a_conference_at_the_desk(client: Client) -> None:
    client.post("/kk/sign-in/demo/", {"handle": "demo-head"})
    fields = {name: getattr(PLAN, name) for name in ("title_kk", "title_ru", "about_kk", "about_ru")}
    fields |= {"day": "2030-04-03", "begins": "15:00", "ends": "14:00", "key": "abcdefgh99", "body": "ulgi-ministry"}
    bad = client.post("/kk/conferences/desk/new/", fields)
    assert bad.status_code == 422 and PLAN.about_ru in bad.content.decode()
    made = client.post("/kk/conferences/desk/new/", {**fields, "ends": "16:30"})
    assert made.status_code == 302
    row = Case.objects.get(kind="conference").conference
    assert row.starts_at == dt.datetime(2030, 4, 3, 10, tzinfo=dt.UTC)
    page = client.get(f"{made['Location']}rework/").content.decode()
    assert 'value="15:00"' in page and 'value="2030-04-03"' in page

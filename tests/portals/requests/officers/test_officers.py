"""Officers for access to information: appointed once, trained in time, away with somebody in place, seen by all."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from tests.portals.requests.information_made import DAY, appointment

from jariya.kernel.bodies.models import Absence
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.lifecycle.overdue import tell_overdue
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.requests.officers import actions, queries

pytestmark = pytest.mark.django_db
SINCE = dt.date(2026, 2, 2)
TRAINED: dict[str, Any] = {"hours": 16, "title_kk": "Сұрау салу", "title_ru": "Запросы"}


@pytest.fixture
def appoint(person: Any, ministry: Any, now: dt.datetime) -> Any:
    """Appoint at the ministry: `appoint(kind="officer", duty="deputy")`; returns the case."""

    def do(**more: Any) -> Case:
        said = appointment(ministry, **{"since": SINCE, **more})
        return actions.appoint(body=ministry, said=said, by=person("head"), now=now).case

    return do


def code(call: Any, **said: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call(**said)
    return refusal.value.code


def test_training_is_a_duty_from_the_day_of_the_appointment_and_again_after_it(
    appoint: Any, person: Any, now: dt.datetime
) -> None:
    case = appoint()
    first = Obligation.objects.get(case=case, kind="training")
    assert (first.started_on, first.due_on, first.duty_of) == (SINCE, dt.date(2026, 5, 4), "body"), "2 May is Saturday"
    common = {"case": case, "by": person("head"), "now": now}
    assert code(actions.train, on=(now + DAY).date(), **TRAINED, **common) == "officer.training_ahead"
    assert code(actions.train, on=SINCE, **{**TRAINED, "title_ru": ""}, **common) == "officer.training_untitled"
    actions.train(on=dt.date(2026, 3, 2), **TRAINED, **common)
    first.refresh_from_db()
    again = Obligation.objects.get(case=case, kind="training_again")
    assert first.met_on == now.date() and again.due_on == dt.date(2028, 3, 2)


def test_an_untrained_officer_is_late_on_the_desk_and_in_public(appoint: Any, ministry: Any, now: dt.datetime) -> None:
    appoint()
    june = dt.date(2026, 6, 4)
    (line,) = queries.of_body(ministry, today=june)
    assert (line.trained, line.days_late) == (None, 31)
    assert tell_overdue(now=dt.datetime(2026, 6, 4, 5, tzinfo=dt.UTC)) >= 1


def test_a_duty_and_a_post_have_one_officer(appoint: Any, person: Any, ministry: Any, now: dt.datetime) -> None:
    first = appoint()
    for more in ({}, {"kind": "officer"}):
        assert code(appoint, **more) == "officer.post_taken"
    appoint(kind="officer", duty="deputy")
    actions.end(case=first, last=now.date(), by=person("head"), now=now)
    appoint()
    assert [row.row.duty for row in queries.of_body(ministry, today=now.date())] == ["main", "deputy"]


@pytest.mark.parametrize(
    ("changed", "refused"),
    [({"since": dt.date(2027, 1, 1)}, "officer.day_ahead"), ({"order_ref": " "}, "officer.no_order")],
)
def test_an_appointment_has_an_order_and_a_day(
    changed: dict[str, Any], refused: str, person: Any, ministry: Any, now: dt.datetime
) -> None:
    said = actions.Appointment(**{**appointment(ministry, since=SINCE).__dict__, **changed})
    assert code(actions.appoint, body=ministry, said=said, by=person("head"), now=now) == refused


def test_only_the_bodys_own_leaders_appoint_to_its_own_posts(
    person: Any, ministry: Any, district: Any, now: dt.datetime
) -> None:
    said = appointment(ministry, since=SINCE)
    assert code(actions.appoint, body=ministry, said=said, by=person("officer-1"), now=now) == "lifecycle.not_yours"
    common = {"body": district, "said": said, "now": now}
    assert code(actions.appoint, by=person("district-head"), **common) == "officer.another_body"


def test_leave_names_who_answers_and_stands_in_the_register_of_bodies(
    appoint: Any, person: Any, ministry: Any, now: dt.datetime, client: Client
) -> None:
    case = appoint()
    today = now.date()
    common: dict[str, Any] = {"case": case, "by": person("head"), "now": now}
    days = {"first": today, "last": today + 5 * DAY}
    assert code(actions.away, stand_in=None, **days, **common) == "officer.nobody_stands_in"
    assert code(actions.away, stand_in=case, **days, **common) == "officer.nobody_stands_in", "not oneself"
    other = appoint(kind="officer", duty="deputy")
    reversed_days = {"first": today, "last": today - DAY}
    assert code(actions.away, stand_in=other, **reversed_days, **common) == "officer.days_reversed"
    actions.away(stand_in=other, **days, **common)
    assert code(actions.away, stand_in=other, **days, **common) == "officer.days_reversed", "the same days twice"
    second = {**common, "case": other}
    assert code(actions.away, stand_in=case, **days, **second) == "officer.nobody_stands_in", "both away at once"
    (line, _deputy) = queries.of_body(ministry, today=today)
    assert line.absence is not None and line.absence.deputy == line.row.__class__.objects.get(case=other).post
    actions.come_back(**{**common, "now": now + 2 * DAY})
    assert Absence.objects.get(pk=line.absence.pk).until == today + DAY
    assert code(actions.come_back, **{**common, "now": now + 2 * DAY}) == "officer.not_away"


def test_the_register_the_body_the_file_and_the_program_say_the_same(
    appoint: Any, client: Client, now: dt.datetime, django_assert_max_num_queries: Any
) -> None:
    case = appoint()
    with django_assert_max_num_queries(9):
        front = client.get("/kk/access-officers/").content.decode()
    assert case.public_id in front and "ulgi-office-roads" in front, "bodies without an officer are named"
    holder = "Жанар Жұмбақова"
    assert holder in front and holder in client.get("/kk/bodies/ulgi-ministry/").content.decode()
    answer = client.get("/kk/access-officers/officers.csv")
    (row,) = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))
    (said,) = client.get("/api/v1/access/officers?body=ulgi-ministry").json()["items"]
    assert row["id"] == said["id"] == case.public_id and row["holder_kk"] == said["holder_kk"] == holder
    assert row["training_due_on"] == said["training_due_on"] == "2026-05-04"


def test_a_day_beyond_the_calendar_is_refused_with_all_that_was_typed(client: Client, ministry: Any) -> None:
    client.post("/kk/sign-in/demo/", {"handle": "demo-head"})
    post = ministry.posts.get(kind="ati_officer").pk
    form = {"post": post, "duty": "main", "order_ref": "№ 7 бұйрық", "since": "1900-01-01"}
    answer = client.post("/kk/access-officers/desk/new/", form)
    assert answer.status_code == 422 and "law.calendar.outside" in answer.content.decode()
    assert "№ 7 бұйрық" in answer.content.decode()

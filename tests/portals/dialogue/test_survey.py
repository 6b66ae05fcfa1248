"""A survey: answered once, joined to nobody, counted when it is over, without a cell that tells of one person."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.portals.dialogue.survey import actions, queries
from jariya.portals.dialogue.survey.actions import Asked, Content
from jariya.portals.dialogue.survey.models import OpenText, Response, Survey

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LAST = dt.date(2026, 4, 2)
CONTENT = Content(
    "Автобус бағыттары",
    "Автобусные маршруты",
    "Қай бағыт керек екенін айтыңыз.",
    "Скажите, какой маршрут нужен.",
    LAST,
    (
        Asked("single", "Қай бағыт?", "Какой маршрут?", (("Бірінші", "Первый"), ("Екінші", "Второй")), True),
        Asked("multiple", "Қашан?", "Когда?", (("Таңертең", "Утром"), ("Кешке", "Вечером"), ("Түнде", "Ночью"))),
        Asked("scale", "Ыңғайлы ма?", "Удобно ли?"),
        Asked("open", "Тағы не айтасыз?", "Что ещё?"),
    ),
)


@pytest.fixture
def opened(person: Any, ministry: Any, now: dt.datetime) -> Survey:
    case = actions.prepare(body=ministry, content=CONTENT, by=person("officer-1"), now=now).case
    actions.publish(case=case, by=person("head"), now=now)
    return Survey.objects.select_related("case__body").get(case=case)


@pytest.fixture
def crowd(db: None, now: dt.datetime) -> list[Person]:
    people = [Person(handle=f"crowd-{number}", language="kk", created_at=now) for number in range(30)]
    return Person.objects.bulk_create(people)


def give(survey: Survey, by: Person, now: dt.datetime, *, text: str = "", **chosen: list[int]) -> None:
    answers = {int(name[1:]): values for name, values in chosen.items()}
    actions.answer(survey=survey, chosen=answers, texts={4: text}, language="kk", by=by, now=now)


def test_a_survey_asks_in_both_languages_and_long_enough(person: Any, ministry: Any, now: dt.datetime) -> None:
    def publish(**changed: Any) -> str:
        content = Content(**{**CONTENT.__dict__, **changed})
        case = actions.prepare(body=ministry, content=content, by=person("officer-1"), now=now).case
        with pytest.raises(Refused) as refusal:
            actions.publish(case=case, by=person("head"), now=now)
        return refusal.value.code

    assert publish(about_ru="") == "survey.language_missing"
    assert publish(items=(Asked("single", "Қай?", "Какой?", (("Бір", "Один"),)),)) == "survey.language_missing"
    assert publish(items=()) == "survey.no_questions"
    assert publish(closes_on=now.date() + 3 * DAY) == "survey.too_short"


def test_a_person_answers_once_and_no_row_names_them(opened: Survey, person: Any, now: dt.datetime) -> None:
    citizen = person("citizen-1")
    events = Event.objects.filter(case=opened.case).count()
    give(opened, citizen, now, text="Жақсы болсын", q1=[1], q2=[1, 3], q3=[4])
    with pytest.raises(Refused) as refusal:
        give(opened, citizen, now, q1=[2])
    assert refusal.value.code == "survey.answered_before"
    row = Response.objects.get()
    fields = {field.name for field in Response._meta.get_fields()}
    assert fields == {"mark", "survey", "ref", "chosen"}, "neither person nor day"
    assert len(row.ref) == 64 and citizen.handle not in str(row.__dict__)
    assert {field.name for field in OpenText._meta.get_fields()} == {"item", "mark", "language", "text"}
    assert Event.objects.filter(case=opened.case).count() == events, "no event tells that somebody answered"
    other = actions.ref_of("V2026-AAAAAAAA-A", citizen)
    assert other != row.ref, "two surveys give marks that cannot be compared"


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"q1": [3]}, "survey.wrong_answer"),
        ({"q1": [1, 2]}, "survey.wrong_answer"),
        ({"q1": [1], "q3": [6]}, "survey.wrong_answer"),
        ({"q1": [1], "q9": [1]}, "survey.wrong_answer"),
        ({"q1": [1], "q4": [1]}, "survey.wrong_answer"),
        ({"q2": [1]}, "survey.unanswered"),
        ({}, "survey.unanswered"),
    ],
)
def test_an_answer_that_is_none_is_refused(
    opened: Survey, person: Any, now: dt.datetime, chosen: dict[str, list[int]], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        give(opened, person("citizen-1"), now, **chosen)
    assert refusal.value.code == code
    assert not Response.objects.exists()


def test_figures_come_when_it_is_over_and_small_ones_never(
    opened: Survey, crowd: list[Person], now: dt.datetime, client: Client
) -> None:
    for number, person in enumerate(crowd):
        give(opened, person, now, text=f"пікір {number}" if number < 3 else "", q1=[1 if number < 26 else 2],
             q2=[1, 2] if number < 15 else [1], q3=[5 if number < 20 else 3])  # fmt: skip
    page = client.get(f"/kk/surveys/{opened.case.public_id}/").content.decode()
    assert "30" not in page.split("<main")[1].split("</main")[0].replace("2030", ""), "no figure before the end"
    assert client.get(f"/kk/surveys/{opened.case.public_id}/results.csv").status_code == 404
    assert actions.close_when_over(now=dt.datetime(2026, 4, 2, 10, tzinfo=dt.UTC)) == 0
    over = dt.datetime(2026, 4, 3, 10, tzinfo=dt.UTC)
    assert (actions.close_when_over(now=over), actions.close_when_over(now=over)) == (1, 0)
    view = queries.find(opened.case.public_id, lang="kk")
    assert view is not None and view.answers == 30
    single, multiple, scale, own = view.items
    assert single.lines == [("Бірінші", None), ("Екінші", None)], "four could be had from twenty-six"
    assert multiple.lines == [("Таңертең", 30), ("Кешке", 15), ("Түнде", 0)]
    assert scale.mean == pytest.approx((20 * 5 + 10 * 3) / 30) and own.answered == 3
    rows = list(
        csv.reader(io.StringIO(client.get(f"/kk/surveys/{opened.case.public_id}/results.csv").getvalue().decode()))
    )
    counts = {(row[1], row[5]): row[8] for row in rows[1:]}
    assert counts[("1", "Бірінші")] == "" and counts[("2", "Кешке")] == "15"
    page = client.get(f"/kk/surveys/{opened.case.public_id}/").content.decode()
    assert "пікір 1" not in page, "own words are read by the body alone"
    with pytest.raises(Refused) as refusal:
        give(opened, crowd[0], over, q1=[1])
    assert refusal.value.code == "survey.not_open"


def test_the_body_owes_a_report_of_what_the_results_lead_to(opened: Survey, person: Any, client: Client) -> None:
    over = dt.datetime(2026, 4, 3, 10, tzinfo=dt.UTC)
    actions.close_when_over(now=over)
    duty = Obligation.objects.get(case=opened.case, kind="report")
    assert (duty.duty_of, duty.started_on) == ("body", over.date())
    case = Case.objects.get(pk=opened.pk)
    actions.report(case=case, text_kk="Екінші бағыт ашылады", text_ru="Откроют второй", by=person("head"), now=over)
    assert "Екінші бағыт ашылады" in client.get(f"/kk/surveys/{opened.case.public_id}/").content.decode()
    duty.refresh_from_db()
    assert duty.met_on == over.date()


def test_an_answer_is_given_on_the_page_and_what_was_typed_comes_back(person: Any, ministry: Any) -> None:
    now = dt.datetime.now(dt.UTC)
    content = Content(**{**CONTENT.__dict__, "closes_on": (now + 20 * DAY).date()})
    case = actions.prepare(body=ministry, content=content, by=person("officer-1"), now=now).case
    actions.publish(case=case, by=person("head"), now=now)
    client, address = Client(), f"/kk/surveys/{case.public_id}/answer/"
    client.post("/kk/sign-in/demo/", {"handle": "demo-citizen-1"})
    assert "Қай бағыт?" in client.get(address).content.decode()
    bad = client.post(address, {"q2": ["1"], "q4": "жазғаным қалады"})
    assert bad.status_code == 422 and "жазғаным қалады" in bad.content.decode()
    assert client.post(address, {"q1": "1", "q2": ["1", "2"], "q3": "5", "q4": "Рақмет"}).status_code == 302
    assert client.get(address).status_code == 200
    again = client.post(address, {"q1": "2"})
    assert again.status_code == 409 and Response.objects.count() == 1
    mail_only = Client()
    mail_only.post("/kk/sign-in/demo/", {"handle": "demo-citizen-2"})
    assert mail_only.get(address).status_code == 403, "an e-mail address alone is no person"


def test_the_desk_reads_own_words_after_the_end_and_in_no_order_of_time(
    opened: Survey, crowd: list[Person], now: dt.datetime, client: Client
) -> None:
    for number, person in enumerate(crowd[:12]):
        give(opened, person, now, text=f"сөз {number:02d}", q1=[1])
    client.post("/kk/sign-in/demo/", {"handle": "demo-officer-1"})
    desk = f"/kk/surveys/desk/{opened.case.public_id}/"
    assert "сөз 01" not in client.get(desk).content.decode()
    actions.close_when_over(now=dt.datetime(2026, 4, 3, 10, tzinfo=dt.UTC))
    page = client.get(desk).content.decode()
    places = [page.index(f"сөз {number:02d}") for number in range(12)]
    marks = list(OpenText.objects.order_by("mark").values_list("text", flat=True))
    assert sorted(range(12), key=lambda n: places[n]) == [int(text[-2:]) for text in marks]


def test_officials_write_a_survey_at_the_desk(client: Client) -> None:
    client.post("/kk/sign-in/demo/", {"handle": "demo-head"})
    fields: dict[str, Any] = {
        "title_kk": "Т", "title_ru": "Т", "about_kk": "М", "about_ru": "М", "closes_on": "2030-04-03",
        "kind_1": "single", "item_1_kk": "Қай?", "item_1_ru": "Какой?", "options_1_kk": "Бір\nЕкі",
        "options_1_ru": "Один", "key": "abcdefgh77", "body": "ulgi-ministry",
    }  # fmt: skip
    bad = client.post("/kk/surveys/desk/new/", fields)
    assert bad.status_code == 422 and "Бір\nЕкі" in bad.content.decode()
    made = client.post("/kk/surveys/desk/new/", {**fields, "options_1_ru": "Один\nДва"})
    assert made.status_code == 302
    survey = Survey.objects.get()
    assert survey.items.get().options == [["Бір", "Один"], ["Екі", "Два"]]
    assert client.post(f"{made['Location']}publish/", {"key": "p1234567"}).status_code == 302
    assert Client().get(f"/ru/surveys/{survey.case.public_id}/").status_code == 200
    assert client.get(f"{made['Location']}rework/").status_code == 302, "what is published is not changed any more"

"""The public API: what pages show, as JSON, with clear errors."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from openapi_spec_validator import validate

pytestmark = pytest.mark.django_db


def test_the_description_is_valid_openapi(client: Client) -> None:
    validate(client.get("/api/v1/openapi.json").json())


def test_a_published_question_is_listed_and_read(client: Client, answered: Any) -> None:
    case = answered()
    row = client.get("/api/v1/questions?lang=ru").json()["items"][0]
    assert (row["id"], row["demo"]) == (case.public_id, True)
    one = client.get(f"/api/v1/questions/{case.public_id}?lang=ru").json()
    assert one["points"][0]["answer"] == "Жарық маусым айында орнатылады."
    answer = next(term for term in one["terms"] if term["kind"] == "answer")
    assert answer["due_on"] == "2026-04-13" and answer["trace"]["ends"] == "2026-04-13"


def test_texts_that_were_not_checked_are_null(client: Client, ask: Any) -> None:
    one = client.get(f"/api/v1/questions/{ask().public_id}").json()
    assert one["title"] is None and one["points"][0]["text"] is None


def test_a_private_question_answers_as_one_that_does_not_exist(client: Client, ask: Any) -> None:
    there, not_there = ask(public=False).public_id, "Q2026-AAAAAAAA-0"
    answers = [client.get(f"/api/v1/questions/{public_id}") for public_id in (there, not_there)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_a_due_day_is_explained(client: Client) -> None:
    found = client.get("/api/v1/law/due?norm=appeal.answer&from=2026-03-18&lang=kk").json()
    assert found["due_on"] == "2026-04-13" and len(found["why"]) > 5


@pytest.mark.parametrize(
    "path",
    [
        "law/due?norm=appeal.answer&from=notaday",
        "law/due?norm=nonsense&from=2026-03-18",
        "law/due",
        "questions?limit=100000",
        "questions?body=nobody",
        "bodies/nobody",
        "questions/%D0%B6",
        "search?q=" + "q" * 1000,
    ],
)
def test_bad_input_gets_a_code_and_a_remedy(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert 400 <= answer.status_code < 500
    assert set(answer.json()) >= {"code", "title", "remedy"}


def test_a_body_has_its_figures_and_says_what_is_unknown(client: Client, answered: Any) -> None:
    answered()
    found = client.get("/api/v1/bodies/ulgi-ministry?lang=en").json()
    assert found["demo"] is True and found["punctuality"]["received"] >= 1
    real = client.get("/api/v1/bodies?q=здравоохранения&lang=ru").json()["items"][0]
    assert real["demo"] is False
    one = client.get(f"/api/v1/bodies/{real['slug']}").json()
    assert one["head"] is None and one["source_needed"]


def test_norms_come_with_act_and_standing(client: Client) -> None:
    items = client.get("/api/v1/law/norms?lang=ru").json()["items"]
    row = next(item for item in items if item["key"] == "appeal.answer")
    assert (row["value"], row["unit"], row["standing"]) == ("15", "working_day", "confirmed")


def test_search_finds_an_inflected_word(client: Client, answered: Any) -> None:
    answered(title="Көшедегі жарық", points=["Көшелерде жарық қашан орнатылады?"])
    found = client.get("/api/v1/search", {"q": "жарықты", "lang": "kk"}).json()
    assert found["total"] >= 1 and found["items"][0]["demo"] is True

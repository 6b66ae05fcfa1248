"""The citizen's pages of a question through HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jariya.kernel.files.models import Attachment, Upload
from jariya.kernel.lifecycle.models import Case
from jariya.portals.dialogue.models import Draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(client: Client) -> Client:
    client.post("/kk/sign-in/demo/", {"handle": "demo-citizen-1"})
    return client


@pytest.fixture
def at(db: None) -> Any:
    """A browser signed in as a demonstration person."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.post("/kk/sign-in/demo/", {"handle": f"demo-{name}"})
        return client

    return sign_in


FORM = {
    "language": "kk",
    "title": "Аула жарығы",
    "point_1": "Жарық қашан орнатылады?",
    "public": "on",
    "key": "abcdefgh12345678",
}


def test_a_citizen_writes_reviews_and_sends_a_question(citizen: Client) -> None:
    written = citizen.post("/kk/questions/ask/ulgi-ministry/", FORM)
    assert written.status_code == 302, written.content.decode()[:2000]
    review = citizen.get(written["Location"])
    assert "Жарық қашан орнатылады?" in review.content.decode()
    sent = citizen.post(written["Location"], {"key": FORM["key"]})
    case = Case.objects.get()
    assert sent["Location"] == f"/kk/questions/{case.public_id}/mine/?sent=1"
    mine = citizen.get(sent["Location"]).content.decode()
    assert case.letter.label in mine
    assert not Draft.objects.exists()


def test_the_review_form_sent_twice_leads_to_the_same_case(citizen: Client) -> None:
    citizen.post("/kk/questions/ask/ulgi-ministry/", FORM)
    first = citizen.post("/kk/questions/ask/ulgi-ministry/review/", {"key": FORM["key"]})
    second = citizen.post("/kk/questions/ask/ulgi-ministry/review/", {"key": FORM["key"]})
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_a_file_is_kept_through_errors_and_goes_with_the_question(citizen: Client, at: Any) -> None:
    write = "/kk/questions/ask/ulgi-ministry/"
    sent = SimpleUploadedFile("кесте.txt", b"numbers")
    wrong = citizen.post(write, {**FORM, "title": "", "files": sent})
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "кесте.txt" in page
    token = Upload.objects.get().token
    refused = citizen.post(write, {**FORM, "files-kept": token, "files": SimpleUploadedFile("a.exe", b"MZ" * 600)})
    assert refused.status_code == 422 and token in refused.content.decode(), "the good one stays"
    review = citizen.post(write, {**FORM, "files-kept": token})["Location"]
    assert token in citizen.get(write).content.decode(), "the draft keeps it"
    assert "кесте.txt" in citizen.get(review).content.decode()
    citizen.post(review, {"key": FORM["key"]})
    case = Case.objects.get()
    assert Attachment.objects.get(case=case).role == "letter"
    assert "кесте.txt" in citizen.get(f"/kk/questions/{case.public_id}/mine/").content.decode()
    assert "кесте.txt" in at("officer-1").get(f"/kk/desk/{case.public_id}/").content.decode()
    assert "кесте" not in Client().get(f"/kk/questions/{case.public_id}/").content.decode()


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_wrong_input_comes_back_with_what_was_typed(citizen: Client, lang: str) -> None:
    response = citizen.post(f"/{lang}/questions/ask/ulgi-ministry/", {**FORM, "title": "", "point_1": "қ" * 10_000})
    page = response.content.decode()
    assert response.status_code == 422
    assert "қ" * 10_000 in page
    assert 'aria-invalid="true"' in page


def test_a_stranger_sees_no_private_page(citizen: Client, client: Client, ask: Any, person: Any) -> None:
    case = ask(by=person("citizen-2"), public=False)
    for path in ("", "mine/", "mine/coupon/", "mine/rate/", "mine/complain/", "mine/withdraw/"):
        assert citizen.get(f"/kk/questions/{case.public_id}/{path}").status_code == 404, path


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_public_pages_are_the_same_bytes_for_everyone(lang: str, answered: Any, ask: Any, client: Client) -> None:
    done, running = answered(), ask()
    for path in ("questions/", "questions/ask/", f"questions/{done.public_id}/", f"questions/{running.public_id}/"):
        anonymous = Client().get(f"/{lang}/{path}")
        client.post("/kk/sign-in/demo/", {"handle": "demo-citizen-1"})
        assert anonymous.status_code == 200, path
        assert client.get(f"/{lang}/{path}").content == anonymous.content
        assert "Cookie" not in anonymous.get("Vary", "") and "public" in anonymous["Cache-Control"]


@pytest.mark.parametrize("typed", ["q2026", "x" * 300, "../../etc/passwd", "Q2026-AAAAAAAA-A", "%F0%28", "Q2026%00"])
def test_an_id_that_is_none_answers_with_a_clear_page(client: Client, typed: str) -> None:
    response = client.get(f"/ru/questions/{typed}/")
    assert response.status_code in {400, 404}
    assert "Traceback" not in response.content.decode()


def test_an_id_in_small_letters_leads_to_the_page(client: Client, answered: Any) -> None:
    case = answered()
    response = client.get(f"/ru/questions/{case.public_id.lower()}/")
    assert (response.status_code, response["Location"]) == (301, f"/ru/questions/{case.public_id}/")


def test_the_question_page_keeps_its_query_budget(
    client: Client, answered: Any, django_assert_max_num_queries: Any
) -> None:
    case = answered(points=["Бірінші", "Екінші"])
    client.get(f"/kk/questions/{case.public_id}/")
    with django_assert_max_num_queries(16):
        client.get(f"/kk/questions/{case.public_id}/")


def test_the_list_keeps_its_query_budget_and_pages_by_key(
    client: Client, answered: Any, django_assert_max_num_queries: Any, now: dt.datetime
) -> None:
    cases = [answered(now=now + dt.timedelta(minutes=n)) for n in range(22)]
    with django_assert_max_num_queries(3):
        first = client.get("/kk/questions/").content.decode()
    assert cases[-1].public_id in first and cases[0].public_id not in first
    following = first.split("?after=")[1].split('"')[0]
    assert cases[0].public_id in client.get(f"/kk/questions/?after={following}").content.decode()

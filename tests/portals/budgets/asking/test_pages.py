"""Pages, feeds and API of questions to lines: asked by the form, followed, answered at the desk, within a budget."""

from __future__ import annotations

import datetime as dt
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from tests.portals.budgets.asking.conftest import LINE, OTHER, QUESTION
from tests.portals.budgets.asking.test_path import reply
from tests.portals.budgets.drafts.test_pages import filled, signed

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.notices.feeds.atom import NAMESPACE
from jariya.portals.budgets.asking.lifecycle import KIND
from jariya.portals.budgets.asking.refusals import codes, refused

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
    """Pages read the clock of the tests, two days on."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + 2 * DAY)


def place(release: Any, path: str = LINE) -> dict[str, str]:
    return {"budget": release.budget.slug, "cut": "full", "at": path, "month": "5"}


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_citizen_asks_by_the_form_and_reads_the_question_where_all_read_it(release: Any, lang: str) -> None:
    citizen = signed("citizen-1")
    form = citizen.get(f"/{lang}/budgets/questions/ask/", place(release))
    look = citizen.post(f"/{lang}/budgets/questions/ask/", filled(form, text=QUESTION, do="look", language="kk"))
    assert QUESTION in look.content.decode() and not Case.objects.filter(kind=KIND).exists()
    sent = citizen.post(f"/{lang}/budgets/questions/ask/", filled(look, do="publish"))
    again = citizen.post(f"/{lang}/budgets/questions/ask/", filled(look, do="publish"))
    assert sent["Location"] == again["Location"]
    page = Client().get(sent["Location"]).content.decode()
    assert QUESTION in page and f"at={LINE.replace('/', '%2F')}" in page.replace(
        "at=II/82/2/905", "at=II%2F82%2F2%2F905"
    )
    line = Client().get(f"/{lang}/budgets/{release.budget.slug}/full/?at={LINE}").content.decode()
    assert QUESTION in line


def test_a_text_with_a_telephone_is_not_published_unseen(release: Any) -> None:
    citizen = signed("citizen-1")
    form = citizen.get("/kk/budgets/questions/ask/", place(release))
    text = "+7 701 555 01 42 нөміріне айтыңыз"
    look = citizen.post("/kk/budgets/questions/ask/", filled(form, text=text, do="look", language="kk"))
    refused_page = citizen.post("/kk/budgets/questions/ask/", filled(look, do="publish", confirmed=""))
    assert refused_page.status_code == 422 and text in refused_page.content.decode()
    assert not Case.objects.filter(kind=KIND).exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"budget": "none"},
        {"cut": "x"},
        {"at": ""},
        {"at": "II/none"},
        {"month": "13"},
        {"month": "x" * 9},
        {"release": "x"},
    ],
)
def test_what_is_no_line_answers_404(release: Any, changed: dict[str, str]) -> None:
    wanted = 200 if changed == {"month": "x" * 9} else 404
    assert signed("citizen-1").get("/kk/budgets/questions/ask/", place(release) | changed).status_code == wanted


def test_a_line_behind_which_nobody_is_known_says_so_and_loses_nothing(release: Any) -> None:
    page = signed("citizen-1").get("/kk/budgets/questions/ask/", place(release, OTHER))
    assert page.status_code == 409 and b"line.nobody_answers" in page.content


def test_the_duty_stands_at_the_desk_and_leads_to_the_question(asked: Any, district: Any) -> None:
    case = asked()
    officer = signed("officer-1")
    assert f"/questions/desk/{case.public_id}/" in officer.get("/kk/desk/").content.decode()
    page = officer.get(f"/kk/budgets/questions/desk/{case.public_id}/").content.decode()
    assert "/answer/" in page and "/pass-on/" in page
    assert signed("district-officer").get(f"/kk/budgets/questions/desk/{case.public_id}/").status_code == 404
    address = f"/kk/budgets/questions/desk/{case.public_id}/pass-on/"
    form = officer.get(address, {"q": "сынақ"})
    sent = officer.post(address, filled(form, to=district.slug))
    assert sent.status_code == 302
    case.refresh_from_db()
    assert case.body_id == district.pk


def test_the_feed_of_a_line_tells_questions_answers_and_new_figures(
    asked: Any, release: Any, person: Any, now: dt.datetime
) -> None:
    case = asked()
    reply(case, person, now + DAY)
    feed = Client().get(f"/feeds/ru/topic/line/{release.budget.slug}/full/{LINE}.atom")
    assert feed.status_code == 200
    entries = ET.fromstring(feed.content).findall(f"{{{NAMESPACE}}}entry")  # noqa: S314  our own bytes
    marks = [entry.findtext(f"{{{NAMESPACE}}}id") or "" for entry in entries]
    assert sum(case.public_id in mark for mark in marks) == 2 and any("release/" in mark for mark in marks)
    assert len(set(marks)) == len(marks)
    assert QUESTION not in feed.content.decode(), "events hold no words"
    assert Client().get(f"/feeds/ru/topic/line/{release.budget.slug}/full/II/none.atom").status_code == 404


def test_the_api_gives_question_line_and_answer(asked: Any, release: Any, person: Any, now: dt.datetime) -> None:
    case = asked()
    reply(case, person, now + DAY)
    [row] = Client().get("/api/v1/budgets/questions?which=answered&lang=ru").json()["items"]
    assert (row["id"], row["line"]["path"], row["line"]["month"]) == (case.public_id, LINE, "2025-05")
    one = Client().get(f"/api/v1/budgets/questions/{case.public_id}").json()
    assert [said["text"] for said in one["said"]["replies"]] == ["Екі мектеп салынады."]
    assert one["terms"][0]["met_on"] == (now + DAY).date().isoformat() and one["demo"]


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_list_keeps_its_budget_of_queries(asked: Any, lang: str, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        asked(text=f"Сұрақ {number}")
    with django_assert_max_num_queries(8):
        page = Client().get(f"/{lang}/budgets/questions/")
    assert page.content.decode().count("<blockquote") == 6


def test_each_refusal_has_a_title_and_a_remedy() -> None:
    for code in codes():
        refusal = refused(code)
        assert refusal.code == code and str(refusal.title) and str(refusal.remedy)

"""The law as pages: each norm says what it demands, where from, and what rests on it."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.law.queries import law_now

pytestmark = pytest.mark.django_db


def text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return html.unescape(response.content.decode())


def test_every_norm_has_a_page_in_each_language(client: Client, today: dt.datetime) -> None:
    norms = law_now().norms
    for key in norms.keys:
        for language in ("kk", "ru", "en"):
            page = text(client, f"/{language}/law/{key}/")
            assert f"<code>{key}</code>" in page


def test_all_norms_in_force_stand_in_the_list(client: Client, today: dt.datetime) -> None:
    page = text(client, "/en/law/")
    for key in law_now().norms.at(today.date()):
        assert f'/en/law/{key}/"' in page


def test_a_norm_that_nobody_confirmed_says_so_and_a_missing_article_is_to_be_confirmed(client: Client) -> None:
    page = text(client, "/en/law/complaint.file/")
    assert "Not confirmed yet" in page and "assumed, not confirmed" in page
    open_article = next(row.key for row in law_now().norms.rows if row.article is None and row.standing != "house")
    assert "to be confirmed" in text(client, f"/en/law/{open_article}/")


def test_a_rule_of_the_house_is_not_passed_off_as_law(client: Client) -> None:
    page = text(client, "/en/law/question.answer/")
    assert "This is not law." in page
    assert "none: a rule of this platform" in page


def test_a_mistyped_norm_offers_its_neighbours(client: Client) -> None:
    assert "/en/law/appeal.answer/" in text(client, "/en/law/appeal.anser/", 404)


def test_the_calendar_counts_the_working_days_of_the_year(client: Client, today: dt.datetime) -> None:
    calendar = law_now().calendar
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    worked = sum(calendar.is_working(first + dt.timedelta(days=n)) for n in range((last - first).days + 1))
    page = text(client, "/en/law/calendar/2026/")
    assert f"{worked} working days." in page
    assert page.count('<table class="month">') == 12


def test_a_swapped_saturday_is_marked_as_worked(client: Client) -> None:
    may = text(client, "/en/law/calendar/2024/").partition(">May ")[2].partition("</table>")[0]
    assert re.search(r'<td class="moved">4<', may), "4 May 2024 was worked for 8 May"
    assert re.search(r'<td class="off">8<', may)


def test_an_estimated_holiday_says_so(client: Client) -> None:
    assert "estimate" in text(client, "/en/law/calendar/2027/")


def test_years_lead_to_each_other_and_not_beyond_the_calendar(client: Client, today: dt.datetime) -> None:
    calendar = law_now().calendar
    assert f"/kk/law/calendar/{calendar.first.year - 1}/" not in text(
        client, f"/kk/law/calendar/{calendar.first.year}/"
    )
    assert f"/kk/law/calendar/{calendar.last.year + 1}/" not in text(client, f"/kk/law/calendar/{calendar.last.year}/")
    assert client.get("/kk/law/calendar/").headers["Location"] == "/kk/law/calendar/2026/"


def test_an_edit_of_a_norm_shows_in_its_history(client: Client, now: dt.datetime, today: dt.datetime) -> None:
    from jariya.pages.queries.law import changes_of

    assert len(changes_of("question.answer")) == 1
    assert changes_of("no.such") == []


def test_pages_work_before_any_law_is_loaded(client: Client, monkeypatch: Any) -> None:
    from jariya.kernel.law.errors import NothingLoaded

    def nothing() -> None:
        raise NothingLoaded

    monkeypatch.setattr("jariya.pages.public.law_now", nothing)
    assert "No law is loaded here yet." in text(client, "/en/law/")
    text(client, "/en/how-it-works/question/")
    text(client, "/en/bodies/ulgi-ministry/")
    text(client, "/en/law/question.answer/", 404)

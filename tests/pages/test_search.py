"""The search page over the real index."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client
from tests.pages.conftest import TODAY

from jariya.kernel.search.actions import refresh_vocabulary
from jariya.pages.indexing import index_registers

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def registers(module_data: None) -> None:
    index_registers(TODAY.date())


@pytest.fixture
def indexed(registers: None, nation: Any) -> Any:
    refresh_vocabulary()
    return nation


def found(client: Client, query: str, language: str = "kk") -> str:
    response = client.get(f"/{language}/search/?{query}")
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def links(page: str) -> list[str]:
    return re.findall(r'<h2 class="hit-title"><a href="([^"]+)"', page)


def test_answers_bodies_and_norms_are_found_by_one_search(client: Client, indexed: Any) -> None:
    assert f"/kk/questions/{indexed.in_time.public_id}/" in links(found(client, "q=жарық"))
    assert "/ru/bodies/ulgi-ministry/" in links(found(client, "q=министерство Үлгі вымышленное", "ru"))
    assert "/en/law/appeal.answer/" in links(found(client, "q=answer to an appeal", "en"))


def test_the_words_found_are_marked_in_any_form(client: Client, indexed: Any) -> None:
    assert re.search(r"<mark>жары[қғ]ы?</mark>", found(client, "q=жарықтың"))


def test_a_mistyped_word_is_mended_and_said(client: Client, indexed: Any) -> None:
    page = found(client, "q=vocabulry министерсво", "ru")
    assert "министерство" in page or "Ничего" in page or links(page) == []
    page = found(client, "q=министерстов", "ru")
    assert links(page) and "министерство" in page


def test_a_filter_can_be_set_and_taken_away(client: Client, indexed: Any) -> None:
    page = found(client, "q=жарық&body=ulgi-ministry")
    assert links(page)
    assert 'href="/kk/search/?q=' in page
    assert links(found(client, "q=жарық&body=akimat-ulgi-synaq")) == []


def test_kinds_narrow_the_results(client: Client, indexed: Any, answered: Any) -> None:
    answered(points=["Жауап қашан беріледі?"])
    page = found(client, "q=жауап")
    assert "kind=norm" in page and "kind=question" in page
    assert all("/law/" in link for link in links(found(client, "q=жауап&kind=norm")))


def test_another_language_is_offered_with_its_number(client: Client, indexed: Any) -> None:
    page = found(client, "q=Астана", "kk")
    assert "in=ru" in page or "in=en" in page


def test_the_next_page_goes_on_where_the_first_ended(client: Client, indexed: Any) -> None:
    first = found(client, "q=мәслихаты")
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = html.unescape(client.get(following[1]).content.decode())
    assert links(second) and not set(links(first)) & set(links(second))


def test_nothing_found_says_what_to_do(client: Client, indexed: Any) -> None:
    page = found(client, "q=qqqzzzxxxwww", "en")
    assert "Nothing is found." in page and "/en/questions/ask/" in page


def test_the_words_of_another_readers_query_are_escaped(client: Client, indexed: Any) -> None:
    raw = client.get("/en/search/?q=<b>x</b>").content.decode()
    assert "<b>x</b>" not in raw


def test_putting_the_registers_in_twice_changes_nothing(indexed: Any, today: dt.datetime) -> None:
    from jariya.kernel.search.models import Entry

    before = Entry.objects.count()
    index_registers(today.date())
    assert Entry.objects.count() == before

"""What holds for every public page of this floor: valid, cacheable, the same for all, in its budget, never a 500.

Each test makes the small nation once and walks all pages, because making it costs more than reading them.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import html5lib
import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

LANGUAGES = ["kk", "ru", "en"]
BUDGETS = {
    "": 8,
    "owed/late/": 4,
    "owed/week/?body=ulgi-ministry": 5,
    "bodies/": 6,
    "bodies/?q=ауыл&kind=akimat": 4,
    "bodies/?q=министерсво": 5,
    "bodies/?invented=1": 4,
    "bodies/?region=750000000&all=1": 5,
    "bodies/ulgi-ministry/": 24,
    "bodies/akimat-abay-region/": 12,
    "bodies/kurultai/": 12,
    "bodies/majilis/": 12,
    "bodies/ulgi-ministry/punctuality/": 5,
    "bodies/akimat-abay-region/punctuality/": 5,
    "how-it-works/": 0,
    "how-it-works/question/": 2,
    "law/": 2,
    "law/appeal.answer/": 4,
    "law/question.answer/": 4,
    "law/petition.collecting/": 4,
    "law/calendar/2026/": 3,
    "law/calendar/2020/": 3,
    "search/": 0,
    "search/?q=автобус": 16,
}
MARKED = re.compile(r' lang="en"[^>]*>[^<]*')
"""Sources and notes of the registers are quoted in English, and say so."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_valid_html_in_each_language(client: Client, nation: Any, language: str) -> None:
    for page in BUDGETS:
        response = client.get(f"/{language}/{page}")
        assert response.status_code == 200, page
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.content.decode())
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert sorted(ids) == sorted(set(ids)), page
        assert len(tree.findall(".//h1")) == 1, page
        assert tree.get("lang") == language, page
        wanted = {
            one
            for element in tree.iter()
            for name in ("for", "aria-describedby", "aria-labelledby")
            for one in (element.get(name) or "").split()
        }
        assert wanted <= set(ids), page


def test_pages_stay_within_their_budgets_of_queries(
    client: Client, nation: Any, django_assert_max_num_queries: Any
) -> None:
    for page, budget in BUDGETS.items():
        client.get(f"/kk/{page}")  # the law is read once a process
        with django_assert_max_num_queries(budget, info=page):
            client.get(f"/kk/{page}")


def test_anonymous_and_signed_in_readers_get_the_same_bytes(client: Client, nation: Any, at: Any) -> None:
    head = at("head")
    for page in BUDGETS:
        anonymous, signed_in = client.get(f"/kk/{page}"), head.get(f"/kk/{page}")
        assert anonymous.content == signed_in.content, page
        for response in (anonymous, signed_in):
            assert "Cookie" not in response.headers.get("Vary", ""), page
            assert not response.cookies, page
            assert response.headers["Cache-Control"].startswith("public"), page
        text = anonymous.content.decode()
        assert "csrfmiddlewaretoken" not in text, page
        assert " style=" not in text and "<style" not in text, page
        assert re.search(r"<script(?![^>]*\ssrc=)|\son[a-z]+=", text) is None, page


def test_pages_of_a_demo_say_that_their_data_are_invented(client: Client, nation: Any) -> None:
    for page in BUDGETS:
        assert "ОЙДАН ШЫҒАРЫЛҒАН ДЕРЕКТЕР" in client.get(f"/kk/{page}").content.decode(), page


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_not_published_stands_on_no_page(client: Client, nation: Any, language: str) -> None:
    for page in BUDGETS:
        text = client.get(f"/{language}/{page}").content.decode()
        assert "ҚҰПИЯ-ТАҚЫРЫП" not in text, page
        assert nation.private.public_id not in text, page
        assert "Жол жөндеу" not in text, "a title is shown only after its public copy was checked"


def test_kazakh_and_russian_pages_have_no_english_sentence_left(client: Client, nation: Any) -> None:
    sentence = re.compile(r">([^<>{}]*[a-z]{3} [a-z]{2,}[^<>{}]*)<")
    for page in BUDGETS:
        english = set(sentence.findall(client.get(f"/en/{page}").content.decode()))
        for language in ("kk", "ru"):
            text = MARKED.sub("", client.get(f"/{language}/{page}").content.decode())
            assert [one for one in english if f">{one}<" in text] == [], (page, language)


HOSTILE = [
    "x" * 500,
    "'; DROP TABLE lifecycle_case; --",
    "<script>alert(1)</script>",
    '"',
    "-",
    "((((",
    "& | ! :*",
    "\\",
    "%",
    "әғқңөұүһі ӘҒҚҢӨҰҮҺІ",
    "🙂\u200b\u202e",
    "ﷺ" * 50,
    "-1",
    "²",
    "99999999999999999999999",
    "2026-13-45.1",
    "2026-05-20.-4",
    "2026-05-20.99999999999",
    "0001-01-01.1",
]
FIELDS = ("kind", "region", "body", "year", "in", "invented", "answered", "all", "state")


def test_any_text_in_any_field_gets_an_answer(client: Client, nation: Any) -> None:
    for page in ("search/", "bodies/", "owed/late/", "owed/today/", "bodies/ulgi-ministry/punctuality/"):
        for text in HOSTILE:
            said = quote(text)
            queries = [f"q={said}", f"q=су&after={said}", "q=су&" + "&".join(f"{field}={said}" for field in FIELDS)]
            for query in queries:
                response = client.get(f"/kk/{page}?{query}")
                assert response.status_code in {200, 404, 414}, (page, query)
                assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    "page", ["bodies/no-such-body/", "owed/never/", "how-it-works/nothing/", "law/calendar/1900/", "law/calendar/9999/"]
)
def test_what_is_not_there_answers_404_with_a_remedy(client: Client, db: None, page: str) -> None:
    response = client.get(f"/ru/{page}")
    assert response.status_code == 404
    assert "not_found" in response.content.decode()

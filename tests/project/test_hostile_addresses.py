"""Whatever stands in an address gets an answer with words: never a 500, never a stack trace.

Parameters are not listed here: they are those that each page reads.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.project.hostile import KINDS, OPENED, RAW, TYPED, listening, normal, persona_of, undone, wrong
from tests.project.walking import address, ask
from tests.project.world import World

from jariya.project.registers import ANYONE, GUEST, doors

pytestmark = pytest.mark.django_db

API = {
    "api:questions": ("body", "after", "limit", "lang"),
    "api:bodies": ("q", "after", "limit"),
    "api:find": ("q", "kind", "after", "limit", "lang"),
    "api:due": ("norm", "from"),
    "api:norms": ("on",),
}
"""What the API reads; its framework takes the whole query at once, so that nobody can listen."""


@pytest.mark.parametrize("name", OPENED)
def test_any_value_of_any_parameter_gets_an_answer(
    name: str, world: World, readers: dict[str, Client], monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    reader, place = readers[persona_of(OPENED[name])], normal(name, world)
    path = address(name, place, "kk").partition("?")[0]
    with listening(monkeypatch) as asked, undone():
        ask(reader, name, place, "kk")
    given_ = dict(pair.split("=", 1) for pair in place.query.split("&") if pair)
    names = sorted({key for key in asked if re.fullmatch(r"[a-z_]{1,20}", key)} | given_.keys())
    if name.startswith("api:"):
        names = list(API.get(name, ("lang",)))
    found = []
    for number, parameter in enumerate(names):
        kept = "".join(f"&{key}={value}" for key, value in given_.items() if key != parameter)
        # Broken bytes are refused before a page sees them: once a page is enough.
        typed = [quote(text) for text in TYPED if len(text) < 3000]
        share = [*typed[(number + len(path)) % 12 :: 12], *([] if number else RAW[len(path) % 7 :][:1])]
        for value in [*typed, *([] if number else RAW)] if whole else share:
            with undone():
                response = reader.get(f"{path}?{parameter}={value}{kept}")
                found += [f"{parameter}={value[:60]}: {said}" for said in wrong(response, "GET")]
    assert found == []


@pytest.mark.parametrize("name", OPENED)
def test_any_word_in_the_path_gets_an_answer(name: str, world: World, readers: dict[str, Client], whole: bool) -> None:
    reader, place = readers[persona_of(OPENED[name])], normal(name, world)
    found = []
    for argument, value in place.args.items():
        if argument == "lang":
            continue
        path = address(name, place, "ru").partition("?")[0]
        words = [*(quote(text, safe="") for text in TYPED), *RAW]
        for text in words if whole else words[len(path) % 8 :: 8]:
            with undone():
                response = reader.get(path.replace(str(value), text, 1))
                found += [f"{argument}={text[:60]}: {said}" for said in wrong(response, "GET")]
    assert found == []


_UPLOADS = ("files:upload", "files:uploads")
TAKEN = {
    ("PUT", "signing-egov-2"),
    ("PATCH", "files:upload"),
    ("DELETE", "files:upload"),
    *(("OPTIONS", name) for name in (*_UPLOADS, "ckan:action", "ckan:action-short", "ckan:dump")),
}
"""Browsers ask CKAN's exits beforehand whether pages of other sites may read them. eGov Mobile sends a signature back
so, and uploads go on by pieces; without the bearer or the owner both refuse."""


METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "NONSENSE")


@pytest.mark.parametrize("turn", range(len(METHODS)), ids=METHODS)
def test_a_wrong_method_is_answered_with_words(
    turn: int, world: World, readers: dict[str, Client], whole: bool
) -> None:
    """A share: each address meets one of the methods."""
    found = []
    method = METHODS[turn]
    for row in (*OPENED.values(), *doors)[0 if whole else turn :: 1 if whole else len(METHODS)]:
        example = row.normal if row.name in KINDS else row.example
        path = address(row.name, example(world.made), "kk")
        with undone():
            response = readers[persona_of(row)].generic(method, path)
            found += [f"{row.name}: {said}" for said in wrong(response, method)]
            if response.status_code not in (405, 404) and (method, row.name) not in TAKEN:
                found.append(f"{row.name}: {response.status_code}")
    assert found == []


def test_asking_for_the_head_alone_answers_as_asking_for_the_whole(
    world: World, readers: dict[str, Client], whole: bool
) -> None:
    for name, row in list(OPENED.items())[:: 1 if whole else 4]:
        path = address(name, normal(name, world), "kk")
        assert readers[persona_of(row)].head(path).status_code == readers[persona_of(row)].get(path).status_code, name


NOWHERE = [
    "/xx/",
    "/KK/",
    "/kk-KZ/",
    "/de/questions/",
    "/kk/kk/",
    "/kk//",
    "//evil.example/kk/my",
    "/kk/%2e%2e/",
    "/kk/my/../",
    "/.env",
    "/kk/questions/" + "a/" * 500,
    "/%00",
    "/kk/%F0%28/",
    "/api/v1/%F0%28",
    "/api/v2/questions",
    "/api/v1/questions/",
    "/feeds/xx/questions.atom",
    "/static/../settings.py",
    "/kk/" + "x" * 20_000 + "/",
]


@pytest.mark.parametrize("path", NOWHERE, ids=lambda path: path[:40])
def test_an_address_that_is_none_says_so(path: str, world: World, readers: dict[str, Client]) -> None:
    response = readers[ANYONE].get(path)
    assert wrong(response, "GET") == []
    assert response.status_code in (301, 400, 404, 414)
    assert not response.headers.get("Location", "").startswith("//")


HEADERS = [
    {"HTTP_COOKIE": "session=" + "x" * 5000},
    {"HTTP_COOKIE": "session=\x00; view=../../x; lang='"},
    {"HTTP_COOKIE": "view=200-dark-calm-x-y; signed=2; csrftoken=1"},
    {"HTTP_COOKIE": "\xff\xfe=\xff; ;;;=;a"},
    {"HTTP_ACCEPT_LANGUAGE": ",;q=,kk;q=-1,\x00" + "ru," * 2000},
    {"HTTP_USER_AGENT": "\xff" * 3000},
    {"HTTP_REFERER": "javascript:alert(1)"},
    {"HTTP_IF_NONE_MATCH": '"\x00", W/"', "HTTP_IF_MODIFIED_SINCE": "yesterday"},
    {"HTTP_RANGE": "bytes=-99999999999999999999"},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=nonsense", "HTTP_ACCEPT": "\x00"},
    {"HTTP_X_FORWARDED_FOR": "'; DROP TABLE x; --", "HTTP_X_FORWARDED_PROTO": "gopher"},
    {"CONTENT_LENGTH": "-5"},
    {"CONTENT_LENGTH": "nonsense"},
    {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "null"},
]


@pytest.mark.parametrize("headers", HEADERS, ids=lambda row: next(iter(row))[:30])
def test_broken_headers_get_an_answer(headers: dict[str, str], world: World) -> None:
    paths = ("/", "/kk/", "/kk/sign-in/", "/kk/my/", "/feeds/kk/questions.atom", "/api/v1/questions")
    for path in (*paths, f"/kk/questions/{world.made.question}/"):
        with undone():
            response = Client(raise_request_exception=False).get(path, **headers)  # type: ignore[arg-type]
            assert wrong(response, "GET") == [], path
            assert response.status_code in (200, 302, 304, 400), path


TEXT = st.text(max_size=300)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(q=TEXT, after=TEXT, number=st.one_of(st.integers(), st.floats(), TEXT))
def test_the_api_answers_anything_with_json(q: str, after: str, number: Any, world: World) -> None:
    reader = Client(raise_request_exception=False)
    for path in ("search", "bodies", "questions", "law/due", "law/norms"):
        asked = {"q": q, "after": after, "limit": number, "norm": q, "from": after, "on": number, "body": after}
        for names in (asked, {"q": q, "after": after}, {"on": number}, {"norm": "question.answer", "from": after}):
            response = reader.get(f"/api/v1/{path}?" + urlencode(names, errors="surrogatepass"))
            assert response.status_code in (200, 400, 404, 414, 422)
            assert isinstance(response.json(), dict)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(q=TEXT, after=TEXT)
def test_search_and_lists_answer_anything(q: str, after: str, world: World) -> None:
    reader = Client(raise_request_exception=False)
    for path in ("search/", "bodies/", "questions/ask/", "questions/"):
        response = reader.get(f"/kk/{path}?" + urlencode({"q": q, "after": after}, errors="surrogatepass"))
        assert response.status_code in (200, 400)


@pytest.mark.parametrize("day", ["0001-01-01", "1582-10-15", "2014-12-31", "2030-12-31", "2031-01-01", "9999-12-31"])
def test_a_term_from_a_day_outside_the_calendar_is_refused_with_words(day: str, world: World) -> None:
    for norm in ("question.answer", "appeal.answer", "petition.collecting", "mediation.term", "house", "x" * 190):
        response = Client(raise_request_exception=False).get(
            "/api/v1/law/due", {"norm": norm, "from": day, "lang": "ru"}
        )
        assert response.status_code in (200, 422), (norm, response.status_code)
        assert response.status_code == 200 or {"code", "title", "remedy"} <= response.json().keys()


def test_guests_and_pages_are_walked_at_all() -> None:
    assert len(OPENED) > 60 and {GUEST, ANYONE} <= {persona_of(row) for row in OPENED.values()}

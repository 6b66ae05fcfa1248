"""Every address stands in a register, and what the registers promise holds: one walk over all of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from tests.project.walking import INVENTED, LANGUAGES, address, ask, body
from tests.project.world import NOW, World

from jariya.kernel.bodies.models import Body
from jariya.project.registers import ANYONE, GUEST, Exit, PageKind, doors, exits, page_kinds
from jariya.project.settings import ROOT

pytestmark = pytest.mark.django_db


def patterns(resolver: Any = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """(name, pattern) of every address."""
    for row in (resolver or get_resolver()).url_patterns:
        path = prefix + str(row.pattern)
        if isinstance(row, URLPattern):
            yield f"{space}{row.name}", path
        else:
            yield from patterns(row, path, f"{space}{row.namespace}:" if row.namespace else space)


REGISTERED = {row.name for register in (page_kinds, exits, doors) for row in register}
KINDS = {kind.name: kind for kind in page_kinds}
MACHINE = [row for row in exits if row.format != "html" and row.example]


def test_every_address_stands_in_a_register() -> None:
    unknown = sorted({name for name, _path in patterns()} - REGISTERED)
    assert unknown == [], "add them to src/jariya/project/registers/"


def test_every_row_of_the_registers_is_an_address() -> None:
    named = {row.name for row in (*page_kinds, *doors)} | {row.name for row in exits if row.example}
    assert sorted(named - {name for name, _path in patterns()}) == []


def test_addresses_have_one_form() -> None:
    for name, path in patterns():
        if re.match(r"(kk|ru|en)/", path):
            assert path.endswith("/") or re.search(r"\.[a-z]{3,4}$", path), name
        else:
            assert not path.endswith("/") or name == "api:api-root", name


@pytest.mark.parametrize("name", ["people:sign-in", "view", "notices:inbox", "pages:bodies"])
def test_an_address_without_its_slash_leads_to_the_one_with_it(name: str, client: Client) -> None:
    path = address(name, KINDS[name].normal(None), "ru")  # type: ignore[arg-type]
    answer = client.get(path.rstrip("/") + "?a=b")
    assert (answer.status_code, answer["Location"]) == (301, path + "?a=b")


@pytest.fixture(autouse=True)
def letters_stay_here(settings: Any) -> None:
    """Two states post the form that sends a code; whether it arrives is tested with a real server elsewhere."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def problems(kind: PageKind, response: Any, language: str) -> Iterator[str]:
    """What is wrong with a page in any state."""
    text = response.content.decode()
    try:
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    except html5lib.html5parser.ParseError as error:
        yield f"HTML: {error}"
        return
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    if len(ids) != len(set(ids)):
        yield f"ids twice: {sorted({one for one in ids if ids.count(one) > 1})}"
    wanted = {
        one
        for element in tree.iter()
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls")
        for one in (element.get(name) or "").split()
    }
    if wanted - set(ids):
        yield f"points at nothing: {wanted - set(ids)}"
    if tree.get("lang") != language:
        yield f"lang={tree.get('lang')}"
    if len(tree.findall(".//h1")) != 1:
        yield "not one h1"
    if not (tree.findtext(".//title") or "").strip():
        yield "no title"
    if INVENTED[language] not in text:
        yield "does not say that its data are invented"
    yield from strangers(tree)
    yield from guards(
        response, reaching=REACHING.get(kind.name, ""), framable=kind.framable and response.status_code == 200
    )
    caching = response.headers.get("Cache-Control", "")
    if kind.public and response.status_code == 200:
        if not caching.startswith("public"):
            yield f"public, but Cache-Control: {caching!r}"
        if response.cookies or "Cookie" in response.headers.get("Vary", ""):
            yield "public, but knows cookies"
        if "csrfmiddlewaretoken" in text:
            yield "public, but holds a form's token"
    elif "no-store" not in caching:
        yield f"private or an error, but Cache-Control: {caching!r}"


def strangers(tree: Any) -> Iterator[str]:
    """What a browser would fetch from, or send to, another site; code and style inside the page."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        loads = {
            "src",
            "srcset",
            "poster",
            "data",
            "action",
            "formaction",
            "background",
            "{http://www.w3.org/1999/xlink}href",
        }
        if element.tag != "a":
            loads.add("href")
        for name, value in element.attrib.items():
            if name in loads and foreign(value):
                yield f"<{element.tag} {name}={value!r}>"
            if name.startswith("on") or (isinstance(name, str) and name.startswith("hx-on")):
                yield f"<{element.tag} {name}>"
            if name == "style":
                yield f"<{element.tag} style>"
            if isinstance(value, str) and value.strip().lower().startswith(("javascript:", "vbscript:")):
                yield f"<{element.tag} {name}={value!r}>"
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"<{element.tag}> inside the page"


def foreign(value: str) -> bool:
    """Whether an address leads off this site. Pictures may be in the page itself."""
    parts = urlsplit(value.strip())
    return bool(parts.netloc and parts.netloc != "localhost:8000") or parts.scheme not in ("", "http", "data")


WALL = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


REACHING = {"signing:sign": "ws://127.0.0.1:13579"}
"""The one page that may speak to another program: NCALayer on the reader's own computer."""


def guards(response: Any, *, reaching: str = "", framable: bool = False) -> Iterator[str]:
    """Security headers that are missing.

    `reaching`: what the page's script may also connect to; `framable`: any site may frame it.
    """
    said = response.headers.get("Content-Security-Policy", "")
    rules = dict(rule.strip().partition(" ")[::2] for rule in said.split(";"))
    wall = WALL | {"frame-ancestors": "*"} if framable else WALL
    if rules == {"default-src": "'none'", "frame-ancestors": "'none'", "sandbox": ""}:
        pass  # a file, not a page: nothing in it may run, load or be framed
    elif rules != wall and rules != wall | {"connect-src": f"'self' {reaching}"}:
        yield f"CSP: {said!r}"
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": None if framable else "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    for name, value in wanted.items():
        if response.headers.get(name) != value:
            yield f"{name}: {response.headers.get(name)!r}"


@pytest.mark.parametrize("kind", page_kinds, ids=lambda kind: kind.name)
def test_a_kind_of_page_stands_in_all_its_states_and_languages(
    kind: PageKind, world: World, readers: dict[str, Client], whole: bool
) -> None:
    """A share: each state in one of the languages, over all pages in all of them."""
    found = []
    for number, (state, example) in enumerate(kind.states().items(), start=len(kind.name)):
        place = example(world.made)
        for language in LANGUAGES if whole else LANGUAGES[number % 3 :][:1]:
            response = ask(readers[place.persona or kind.persona], kind.name, place, language)
            where = f"{state} {language}"
            if response.status_code != place.status:
                found.append(f"{where}: {response.status_code} {response.headers.get('Location', '')}")
                continue
            found += [f"{where}: {said}" for said in problems(kind, response, language)]
    assert found == []


@pytest.mark.parametrize("kind", [kind for kind in page_kinds if kind.public], ids=lambda kind: kind.name)
def test_a_public_page_is_the_same_bytes_for_all(
    kind: PageKind, world: World, readers: dict[str, Client], whole: bool
) -> None:
    for state, example in list(kind.states().items())[: None if whole else 1]:
        place = example(world.made)
        bytes_ = {ask(readers[persona], kind.name, place, "kk").content for persona in (ANYONE, "citizen-1", "head")}
        assert len(bytes_) == 1, state


@pytest.mark.parametrize("kind", [kind for kind in page_kinds if not kind.public], ids=lambda kind: kind.name)
def test_a_private_page_is_closed_to_whoever_is_not_signed_in(
    kind: PageKind, world: World, readers: dict[str, Client]
) -> None:
    if kind.persona == GUEST:
        return
    response = ask(readers[ANYONE], kind.name, kind.normal(world.made), "kk")
    assert (response.status_code, urlsplit(response["Location"]).path) == (302, "/kk/sign-in/")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("row", MACHINE, ids=lambda row: row.name)
def test_an_exit_for_machines_has_its_headers(row: Exit, world: World, readers: dict[str, Client]) -> None:
    assert row.example is not None
    where = row.example(world.made)
    first = ask(readers[where.persona or ANYONE], row.name, where, "kk")
    assert first.status_code == 200
    assert list(guards(first)) == []
    caching = first.headers.get("Cache-Control", "")
    if row.public:
        other = ask(readers["citizen-1"], row.name, row.example(world.made), "kk")
        assert body(first) == body(other), "the same bytes for all"
        assert not first.cookies and "Cookie" not in first.headers.get("Vary", "")
        assert caching.startswith("public")
    else:
        assert caching.startswith("private") or caching == "no-store"


@pytest.mark.parametrize("row", [row for row in MACHINE if row.format == "json"], ids=lambda row: row.name)
def test_each_invented_object_of_the_api_says_so(
    row: Exit, world: World, readers: dict[str, Client], whole: bool
) -> None:
    assert row.example is not None
    for language in LANGUAGES if whole else LANGUAGES[len(row.name) % 3 :][:1]:
        told = list(untold(ask(readers[ANYONE], row.name, row.example(world.made), language).json(), made_up_slugs()))
        assert told == [], language


def made_up_slugs() -> set[str]:
    """Addresses of the invented bodies."""
    return set(Body.objects.filter(invented=True).values_list("slug", flat=True))


def untold(thing: Any, slugs: set[str], path: str = "") -> Iterator[str]:
    """Objects that are somebody's or some body's (they have an id, a slug or a page) and do not say what they are."""
    if isinstance(thing, dict):
        if {"slug", "page", "public_id"} & thing.keys() or ("id" in thing and "title" in thing):
            invented = thing.get("slug") in slugs or str(thing.get("id", "")).startswith("Q")
            if not isinstance(thing.get("demo"), bool) or (invented and not thing["demo"]):
                yield f"{path}: {sorted(thing)}"
        for key, value in thing.items():
            yield from untold(value, slugs, f"{path}.{key}")
    elif isinstance(thing, list):
        for number, value in enumerate(thing):
            yield from untold(value, slugs, f"{path}[{number}]")


ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("row", [row for row in MACHINE if row.format == "atom"], ids=lambda row: row.name)
def test_a_feed_and_each_entry_of_it_say_that_they_are_invented(
    row: Exit, world: World, readers: dict[str, Client]
) -> None:
    assert row.example is not None
    for language in LANGUAGES:
        feed = ElementTree.fromstring(body(ask(readers[ANYONE], row.name, row.example(world.made), language)))
        entries = feed.findall(f"{ATOM}entry")
        assert entries
        for element in [feed, *entries]:
            assert element.findtext(f"{ATOM}rights") == INVENTED[language]


def test_a_calendar_says_in_each_of_its_days_that_it_is_invented(world: World, readers: dict[str, Client]) -> None:
    from jariya.kernel.notices.models import Preference
    from jariya.kernel.people.models import Person

    mine = Preference.objects.get(person__handle="demo-citizen-1")
    for language in LANGUAGES:
        Person.objects.filter(handle="demo-citizen-1").update(language=language)
        text = body(readers[ANYONE].get(f"/feeds/calendar/{mine.calendar_token}.ics")).decode().replace("\r\n ", "")
        days = text.split("BEGIN:VEVENT")[1:]
        assert days
        for day in days:
            assert INVENTED[language] in day


def test_rows_and_name_of_a_table_say_that_they_are_invented(world: World, readers: dict[str, Client]) -> None:
    answer = readers[ANYONE].get(f"/kk/bodies/{world.made.body}/punctuality.csv")
    assert "INVENTED" in answer["Content-Disposition"]
    header, *rows = body(answer).decode().splitlines()
    assert rows and header.endswith("invented")
    assert all(row.endswith("INVENTED") for row in rows)


def test_exports_of_the_command_line_mark_each_invented_body(world: World) -> None:
    from jariya.kernel.bodies.exchange import export
    from jariya.kernel.bodies.popolo import popolo

    out = io.StringIO()
    export(out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert {row["slug"] for row in rows if row["invented"] == "1"} == made_up_slugs()
    document = popolo(day=NOW.date())
    assert document["demo"] is True
    assert {row["id"] for row in document["organizations"] if row.get("demo")} == made_up_slugs()
    for part in ("posts", "memberships"):
        rows = [row for row in document[part] if row["organization_id"] in made_up_slugs()]
        assert rows and all(row["demo"] is True for row in rows), part
    assert all(row["demo"] is True for row in document["persons"]), "the registers name no real person"


def test_a_shared_picture_holds_the_words_for_invented_data(world: World, readers: dict[str, Client]) -> None:
    from jariya.kernel.web.share import share_image

    plain = share_image("Сұрақ", "Үлгі министрлігі", site="Жария", invented="")
    said = {share_image("Сұрақ", "Үлгі министрлігі", site="Жария", invented=words) for words in INVENTED.values()}
    assert len(said | {plain}) == 4


def test_letters_say_that_they_are_invented_in_subject_and_both_bodies(world: World) -> None:
    from jariya.kernel.notices import mail
    from jariya.kernel.notices.compose import Wanted, compose
    from jariya.kernel.notices.models import InboxEntry

    entries = InboxEntry.objects.filter(person__handle="demo-citizen-1")
    for language in LANGUAGES:
        for notice in compose([Wanted(row.event_id, row.about, language) for row in entries]).values():
            letter = mail.build(notice, to="a@ulgi.example", token=entries[0].token, unsubscribe_token="x" * 27)
            html = str(letter.alternatives[0][0])
            for text in (letter.subject, letter.body, html):
                assert INVENTED[language] in text
            assert notice.number in letter.subject


@pytest.mark.parametrize("row", doors, ids=lambda row: row.name)
def test_an_address_that_takes_forms_alone_says_so_to_whoever_opens_it(
    row: Any, world: World, readers: dict[str, Client]
) -> None:
    response = ask(readers[row.persona], row.name, row.example(world.made), "ru")
    if row.takes == "GET":
        assert response.status_code == row.example(world.made).status
        return
    assert response.status_code == 405
    assert "POST" in response["Allow"]
    assert "<code>method</code>" in response.content.decode()


def test_a_page_of_an_invented_matter_says_so_outside_a_demonstration_too(
    world: World, readers: dict[str, Client], settings: Any
) -> None:
    settings.DEMO = False
    for name in ("dialogue:question", "pages:body", "pages:punctuality"):
        text = ask(readers[ANYONE], name, KINDS[name].normal(world.made), "kk").content.decode()
        assert INVENTED["kk"] in text, name


def test_no_file_of_the_design_leads_to_another_site() -> None:
    files = [path for path in (ROOT / "src").rglob("static/**/*") if path.suffix in (".css", ".js", ".svg")]
    assert files
    for path in files:
        text = path.read_text().replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", "")
        reaching = re.compile(r"""(?:url\(|@import|src=|href=|fetch\(|import\()\s*["']?\s*(?:https?:)?//""")
        assert reaching.search(text) is None, path

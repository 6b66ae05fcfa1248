"""The writers of feeds: what RFC 4287 and RFC 5545 ask for. Pure."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from jariya.kernel.notices.feeds import atom, ical

AT = dt.datetime(2026, 3, 18, 6, 0, tzinfo=dt.UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(title: str) -> bytes:
    entry = atom.Entry(
        id=atom.tag("example.kz", "event/1"),
        title=title,
        link="https://example.kz/kk/x",
        at=AT,
        author="Үлгі министрлігі",
        summary=title,
        category=("question", "Сұрақ"),
        rights="ОЙДАН ШЫҒАРЫЛҒАН ДЕРЕКТЕР",
        demo=True,
    )
    return atom.write(
        atom.Feed(
            id=atom.tag("example.kz", "feed/kk"),
            title=title,
            language="kk",
            link="https://example.kz/feeds/kk/x.atom",
            home="https://example.kz/kk/",
            updated=AT,
            author="Жария",
            entries=[entry],
        )
    )


@given(st.text())
def test_any_title_gives_well_formed_xml(title: str) -> None:
    root = ET.fromstring(feed(title))
    assert root.tag == f"{ATOM}feed"
    if title.isprintable():
        assert (root.findtext(f"{ATOM}title") or "") == title


def test_a_feed_has_all_that_the_rfc_demands() -> None:
    root = ET.fromstring(feed("Су тасқыны"))
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    for node in (root, entry):
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{ATOM}{name}")) == 1
        assert node.find(f"{ATOM}author/{ATOM}name") is not None
    assert root.findtext(f"{ATOM}updated") == "2026-03-18T06:00:00Z"
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")][:2] == ["self", "alternate"]
    assert {category.get("term") for category in entry.findall(f"{ATOM}category")} == {"question", "invented"}


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_a_folded_line_has_at_most_75_octets_and_unfolds_to_itself(text: str) -> None:
    text = text.replace("\r", "").replace("\n", "")
    folded = ical.fold(text)
    pieces = folded.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.decode("utf-8") is not None for piece in pieces)
    assert folded.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode("utf-8") == text


def unescape(text: str) -> str:
    out, chars = [], iter(text)
    for char in chars:
        out.append({"n": "\n"}.get(after := next(chars), after) if char == "\\" else char)
    return "".join(out)


@given(st.text(alphabet=st.sampled_from('aқ;,\\\nn:"'), max_size=40))
def test_an_escaped_text_reads_back(text: str) -> None:
    escaped = ical.escape(text)
    assert "\n" not in escaped
    assert unescape(escaped) == text


def test_a_calendar_has_all_day_events_with_stable_ids() -> None:
    day = ical.Day("u1@example.kz", dt.date(2026, 12, 31), "M; x, y", "a\nb", "https://example.kz/kk/x", AT, 2, "ОЙДАН")
    content = ical.write("Жария", "kk", [day])
    assert content == ical.write("Жария", "kk", [day])
    lines = content.replace(b"\r\n ", b"").decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2] == "END:VCALENDAR" and lines[-1] == ""
    assert {"UID:u1@example.kz", "DTSTAMP:20260318T060000Z", "SEQUENCE:2"} <= set(lines)
    assert {"DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101"} <= set(lines)
    assert "SUMMARY;LANGUAGE=kk:M\\; x\\, y" in lines
    assert b"\n" not in content.replace(b"\r\n", b"")

"""A calendar as bytes (RFC 5545, RFC 7986): all-day events for due days. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

PRODUCT = "-//Jariya//Notices 1.0//EN"
OCTETS = 75
"""RFC 5545, 3.1: lines should not be longer, the line break not counted."""


@dataclass(frozen=True)
class Day:
    """One due day. `revised`: when what is said here last changed; `sequence`: how often the day moved."""

    uid: str
    day: dt.date
    summary: str
    description: str
    url: str
    revised: dt.datetime
    sequence: int = 0
    category: str = ""


def write(name: str, language: str, days: Sequence[Day]) -> bytes:
    """The calendar as UTF-8 with CRLF line ends."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME;LANGUAGE={language}:{escape(name)}",
        f"X-WR-CALNAME:{escape(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for day in days:
        lines += _event(day, language)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def _event(day: Day, language: str) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{day.uid}",
        f"DTSTAMP:{_moment(day.revised)}",
        f"LAST-MODIFIED:{_moment(day.revised)}",
        f"SEQUENCE:{day.sequence}",
        f"DTSTART;VALUE=DATE:{day.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.day + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY;LANGUAGE={language}:{escape(day.summary)}",
        f"DESCRIPTION;LANGUAGE={language}:{escape(day.description)}",
        f"URL:{day.url}",
        "TRANSP:TRANSPARENT",
    ]
    if day.category:
        lines.append(f"CATEGORIES;LANGUAGE={language}:{escape(day.category)}")
    return [*lines, "END:VEVENT"]


def escape(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11; control characters are dropped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(char for char in text if char == "\n" or char == "\t" or ord(char) >= 32 and ord(char) != 127)
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> bytes:
    """A content line in pieces of at most 75 octets; a letter of several octets is never cut in two."""
    pieces: list[bytes] = []
    piece = b""
    for char in line:
        octets = char.encode("utf-8")
        room = OCTETS if not pieces else OCTETS - 1
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece = b""
        piece += octets
    pieces.append(piece)
    return b"\r\n ".join(pieces) + b"\r\n"


def _moment(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")

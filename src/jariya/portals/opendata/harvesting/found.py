"""What a source says of one data set, whatever it speaks: one value that all clients make. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

LANGUAGES = ("kk", "ru", "en")
LONGEST_TITLE, LONGEST_TEXT, LONGEST_URL, MOST_LINKS, MOST_TAGS = 300, 20_000, 1000, 200, 50


@dataclass(frozen=True)
class Link:
    """One file or page of a record, at its own place."""

    url: str
    title: str = ""
    format: str = ""


@dataclass(frozen=True)
class Found:
    """A record. Words by language; what the source does not say is empty.

    `publisher`: the id by which the source names who publishes, `publisher_title`: its name there. Nothing is guessed
    from either: which body it is here stands in the mapping. Names of persons are never taken along.
    """

    id: str
    title: Mapping[str, str]
    text: Mapping[str, str] = field(default_factory=dict)
    publisher: str = ""
    publisher_title: str = ""
    licence: str = ""
    tags: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    frequency: str = ""
    modified: str = ""
    page: str = ""
    links: tuple[Link, ...] = ()

    @property
    def digest(self) -> bytes:
        """SHA-256 of all that is said; the same words are an unchanged record."""
        said = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode()
        return hashlib.sha256(said).digest()

    def name(self) -> str:
        """A title in whichever language there is."""
        return next((self.title[lang] for lang in LANGUAGES if self.title.get(lang)), "")


@dataclass(frozen=True)
class Wrong:
    """A record that could not be read: its id as far as it is known, a code of `problems`, values for its sentence."""

    id: str
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Some records, and where the next ones begin; an empty cursor is the end.

    `unchanged`: the whole source is as it was, by its ETag.
    """

    records: tuple[Found | Wrong, ...]
    cursor: str = ""
    etag: str = ""
    unchanged: bool = False


def words(value: object, lang: str, most: int = LONGEST_TEXT) -> dict[str, str]:
    """A text, or texts by language, as `Found` keeps them; what is no text is left out."""
    if isinstance(value, str):
        return {lang: value.strip()[:most]} if value.strip() else {}
    if isinstance(value, Mapping):
        kept = {"kk": value.get("kk") or value.get("kz"), "ru": value.get("ru"), "en": value.get("en")}
        return {code: said.strip()[:most] for code, said in kept.items() if isinstance(said, str) and said.strip()}
    return {}


def web(url: object) -> str:
    """An address that a reader can open; empty when it is none."""
    text = str(url or "").strip()
    return text if text.startswith(("http://", "https://")) and len(text) <= LONGEST_URL and " " not in text else ""

"""Names in three languages: which one to show, how to sort it, how to find it. No Django here.

A missing name is never filled with a copy of another language: the reader sees the other one with its own `lang`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from jariya.kernel.language import scripts

LANGUAGES = ("kk", "ru", "en")

# Whom a reader of a language understands next: a Kazakh page shows Russian before English, and the other way round.
FALLBACK = {"kk": ("kk", "ru", "en"), "ru": ("ru", "kk", "en"), "en": ("en", "kk", "ru")}

_KAZAKH_LETTERS = frozenset("әғқңөұүһі")
_WORD = re.compile(r"\w+")


class Name(NamedTuple):
    """A name and the language it is really in."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text


def best(names: dict[str, str | None], lang: str) -> Name:
    """The name to show to a reader of `lang`, with the language it is in; empty when there is none at all."""
    for candidate in FALLBACK.get(lang, LANGUAGES):
        text = names.get(candidate)
        if text:
            return Name(text, candidate)
    return Name("", lang)


def sort_key(text: str) -> str:
    """The key of a name in the order of the Kazakh alphabet, cut to what the column holds (characters)."""
    return scripts.sort_key(text)[:120]


def searchable(*texts: str | None) -> str:
    """What names and a search for them have in common: lower-case words in the folded alphabet of any keyboard."""
    return scripts.fold(" ".join(_WORD.findall(" ".join(scripts.normal(text).lower() for text in texts if text))))


def script(text: str) -> str:
    """`latin`, `kazakh` (Cyrillic with letters that Russian lacks), `cyrillic` or `none`."""
    lowered = text.lower()
    latin = sum("a" <= letter <= "z" for letter in lowered)
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in lowered)
    if latin > cyrillic:
        return "latin"
    if _KAZAKH_LETTERS & set(lowered):
        return "kazakh"
    return "cyrillic" if cyrillic else "none"

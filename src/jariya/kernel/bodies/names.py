"""Names in three languages: which one to show, how to sort it, how to find it. No Django here.

A missing name is never filled with a copy of another language: the reader sees the other one with its own `lang`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LANGUAGES = ("kk", "ru", "en")

# Whom a reader of a language understands next: a Kazakh page shows Russian before English, and the other way round.
FALLBACK = {"kk": ("kk", "ru", "en"), "ru": ("ru", "kk", "en"), "en": ("en", "kk", "ru")}

# The Kazakh Cyrillic alphabet of 42 letters in its own order; Unicode order puts the Kazakh letters after я.
KAZAKH_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACE = {letter: chr(0x430 + index) for index, letter in enumerate(KAZAKH_ALPHABET)}

# What people type on a Russian keyboard instead of the Kazakh letters.
_FOLD = str.maketrans("әғқңөұүһіё", "агкноуухие")

_NOISE = re.compile(r"[\s\"'«»“”„‘’`()№.,:;/\\–—-]+")


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


def plain(text: str) -> str:
    """Lower case, one space between words, quotes and punctuation gone."""
    return _NOISE.sub(" ", unicodedata.normalize("NFC", text).lower()).strip()


def sort_key(text: str) -> str:
    """A key that puts names in the order of the Kazakh alphabet (а ә б … о ө … і ь э ю я) under a byte-wise collation.

    Digits and Latin letters come before Cyrillic, quotes and punctuation do not count.
    """
    return "".join(_PLACE.get(letter, letter) for letter in plain(text))[:120]


def fold(text: str) -> str:
    """What a name and a search for it have in common: lower case, Kazakh letters as a Russian keyboard gives them."""
    return plain(text).translate(_FOLD)


def script(text: str) -> str:
    """`latin`, `kazakh` (Cyrillic with Kazakh letters), `cyrillic` or `none`."""
    lowered = text.lower()
    latin = sum("a" <= letter <= "z" for letter in lowered)
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in lowered)
    if latin > cyrillic:
        return "latin"
    if any(letter in "әғқңөұүһі" for letter in lowered):
        return "kazakh"
    return "cyrillic" if cyrillic else "none"

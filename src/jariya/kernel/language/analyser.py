"""One analyser for the three languages: a word becomes an exact word, a stem and what a Russian keyboard makes.

`exact` answers quoted words, `stem` answers any form of a word, `fold` answers a word typed without Kazakh letters, and
`fold_stem` any form of it so typed. Index and query go through the same function, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from threading import local
from typing import NamedTuple

import snowballstemmer

from jariya.kernel.language.kazakh import stem as kazakh_stem
from jariya.kernel.language.kazakh import stem_folded
from jariya.kernel.language.scripts import fold, from_latin
from jariya.kernel.language.tokens import Word, words

_SNOWBALL = {"ru": "russian", "en": "english"}
# A snowball stemmer keeps the word it works on in itself: one per thread.
_mine = local()


class Token(NamedTuple):
    """One word and its streams; `start`/`end` are its place in `normal(text)`."""

    word: str
    exact: str
    stem: str
    fold: str
    fold_stem: str
    start: int
    end: int


class Streams(NamedTuple):
    """What one lower-case word becomes."""

    stem: str
    fold: str
    fold_stem: str


def _snowball(lang: str, word: str) -> str:
    stemmers = getattr(_mine, "stemmers", None)
    if stemmers is None:
        stemmers = _mine.stemmers = {code: snowballstemmer.stemmer(name) for code, name in _SNOWBALL.items()}
    return str(stemmers[lang].stemWord(word))


@lru_cache(maxsize=300_000)
def streams(word: str, lang: str) -> Streams:
    """Streams of one lower-case word in the language `kk`, `ru` or `en`.

    The script wins over the language: a Latin word in a Kazakh text is stemmed as English. Raises ValueError for
    another language.
    """
    if lang not in ("kk", "ru", "en"):
        raise ValueError(f"no analyser for the language {lang!r}: use kk, ru or en")
    if word.isascii():
        stem = _snowball("en", word) if word.replace("'", "").isalpha() else word
        return Streams(stem, word, stem)
    folded = fold(word)
    if lang == "kk" or any(letter in "әіңғүұқөһ" for letter in word):
        return Streams(kazakh_stem(word), folded, stem_folded(word))
    stem = _snowball("ru", word.replace("ё", "е"))
    return Streams(stem, folded, fold(stem))


def analyse(text: str, lang: str) -> Iterator[Token]:
    """Tokens of a text in order. `lang`: kk, ru or en (ValueError otherwise). Takes any input, broken too."""
    for word in words(text):
        yield token(word, lang)


def token(word: Word, lang: str) -> Token:
    """The streams of one word found by `words`."""
    made = streams(word.low, lang)
    return Token(word.text, word.low, made.stem, made.fold, made.fold_stem, word.start, word.end)


def latin_readings(word: str, lang: str) -> tuple[Streams, ...]:
    """For a query word in Latin letters: what it may be in Cyrillic, analysed. () for any other word."""
    seen: dict[str, Streams] = {}
    for candidate in from_latin(word):
        made = streams(candidate, lang)
        seen.setdefault(made.fold_stem, made)
    return tuple(seen.values())

"""From words to what the index holds, and from a query to what it looks for. Both go through the one analyser.

In a row's vector stand, for each word: its stem and its folded stem (one lexeme when they are the same), with
positions and the weight A in the title; the exact word after `=`, for quoted phrases; and without positions the facts
that filters name, after `@`: language, kind, portal, body, region, month, answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache

from jariya.kernel.language import analyse, latin_readings, streams
from jariya.kernel.search.stopwords import STOPWORDS

LONGEST_TEXT = 100_000
"""Characters of one document that are indexed; PostgreSQL keeps positions up to 16,383 words anyway."""
LAST_POSITION = 16_383
MOST_POSITIONS = 24
"""Places kept per lexeme: enough for rank and phrases, and keeps a row that repeats itself small."""


def month_number(day: dt.date) -> int:
    """Months since year 0, the unit in which common words are searched newest first."""
    return day.year * 12 + day.month - 1


def marks(
    *,
    language: str,
    kind: str | None = None,
    portal: str | None = None,
    body: int | None = None,
    region: int | None = None,
    month: int | None = None,
    answered: bool = False,
) -> list[str]:
    """The lexemes that filters look for."""
    found = [f"@{language}"] if language else []
    for letter, value in (("k", kind), ("p", portal), ("b", body), ("r", region), ("m", month)):
        if value is not None and value != "":
            found.append(f"@{letter}:{value}")
    if answered:
        found.append("@answered")
    return found


def quoted(lexeme: str) -> str:
    """A lexeme as PostgreSQL reads it in a tsvector or tsquery."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def vector(title: str, text: str, language: str, marked: Iterable[str]) -> tuple[str, set[tuple[str, str]]]:
    """The row's vector in PostgreSQL's own notation, and its (word, folded word) pairs for the vocabulary."""
    places: dict[str, list[str]] = {}
    vocabulary: set[tuple[str, str]] = set()
    position = 0
    for part, weight in ((title, "A"), (text[:LONGEST_TEXT], "")):
        for token in analyse(part, language):
            if position < LAST_POSITION:
                position += 1
            place = f"{position}{weight}"
            exact = token.exact
            lexemes = [f"={exact}"]
            if exact not in STOPWORDS:
                lexemes.append(token.stem)
                if token.fold_stem != token.stem:
                    lexemes.append(token.fold_stem)
                if len(exact) > 2 and not exact.isdigit():
                    vocabulary.add((exact, token.fold))
            for lexeme in lexemes:
                at = places.setdefault(lexeme, [])
                if len(at) < MOST_POSITIONS:
                    at.append(place)
        position = min(position + 10, LAST_POSITION)  # a phrase does not run from the title into the text
    pieces = [f"{quoted(lexeme)}:{','.join(at)}" for lexeme, at in places.items()]
    pieces.extend(quoted(mark) for mark in marked)
    return " ".join(pieces), vocabulary


@lru_cache(maxsize=50_000)
def alternatives(word: str) -> tuple[str, ...]:
    """Lexemes any of which answers a query word: its stems in each language, typed with or without Kazakh letters."""
    found: dict[str, None] = {}
    languages = ("en",) if word.isascii() else ("kk", "ru")
    for language in languages:
        made = streams(word, language)
        found[made.stem] = None
        found[made.fold_stem] = None
    if word.isascii():
        for made in latin_readings(word, "kk"):
            found[made.fold_stem] = None
        for made in latin_readings(word, "ru"):
            found[made.fold_stem] = None
    return tuple(found)


def exact_phrase(words: Iterable[str]) -> str:
    """Quoted words, one right after the other."""
    return " <-> ".join(quoted(f"={word}") for word in words)


def months_back(last: int, how_many: int) -> Iterator[str]:
    """Marks of the newest months, as one condition."""
    for month in range(last, last - how_many, -1):
        yield f"@m:{month}"

"""From words to what the index holds, and from a query to what it looks for. Both go through the one analyser.

In a row's vector stand, for each word: its stem and its folded stem (one lexeme when they are the same), with
positions and the weight A in the title; the exact word after `=`, for quoted phrases; and without positions the facts
that filters name, after `@`: language, kind, portal, body, region, month, answered, and the tags of its portal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from jariya.kernel.language import LANGUAGES, latin_readings, streams, words
from jariya.kernel.search.stopwords import STOPWORDS

LONGEST_TEXT = 100_000
"""Characters of one document that are indexed; PostgreSQL keeps positions up to 16,383 words anyway."""
LAST_POSITION = 16_383
MOST_TITLE_WORDS = 16
MOST_POSITIONS = 24
"""Places kept per lexeme: enough for rank and phrases, and keeps a row that repeats itself small."""


def month_number(day: dt.date) -> int:
    """Months since year 0, the unit in which common words are searched newest first."""
    return day.year * 12 + day.month - 1


def when(day: dt.date) -> list[str]:
    """Marks of a day's month, quarter and year: few of them name any stretch of newest months."""
    month = month_number(day)
    return [f"@m:{month}", f"@q:{month // 3}", f"@y:{month // 12}"]


def marks(
    *,
    language: str,
    kind: str | None = None,
    portal: str | None = None,
    body: int | None = None,
    region: int | None = None,
    answered: bool = False,
    tags: Iterable[str] = (),
    year: int | None = None,
) -> list[str]:
    """The lexemes that filters look for. `tags`: facts that a portal gives its documents, such as `state=published`."""
    found = [f"@{language}"] if language else []
    for letter, value in (("k", kind), ("p", portal), ("b", body), ("r", region)):
        if value is not None and value != "":
            found.append(f"@{letter}:{value}")
    if answered:
        found.append("@answered")
    found += [f"@t:{tag}" for tag in tags]
    if year is not None:
        found.append(f"@y:{year}")
    return found


def quoted(lexeme: str) -> str:
    """A lexeme as PostgreSQL reads it in a tsvector or tsquery."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


@lru_cache(maxsize=400_000)
def _of_word(word: str, language: str) -> tuple[tuple[str, ...], str, str | None]:
    """Of a word in a text: its lexemes, ready for PostgreSQL, its folded stem, its folded form for the vocabulary."""
    lexemes = [quoted(f"={word}")]
    made = streams(word, language)
    folded = None
    if word not in STOPWORDS:
        lexemes.append(quoted(made.stem))
        if made.fold_stem != made.stem:
            lexemes.append(quoted(made.fold_stem))
        if len(word) > 2 and not word.isdigit():
            folded = made.fold
    return tuple(lexemes), lexemes[-1], folded


@dataclass(frozen=True, slots=True)
class Vectors:
    """What the index keeps of a document's words, in PostgreSQL's own notation."""

    words: str
    title: str
    """Folded stems of the title alone, small enough to stay in the row: the first ranking reads nothing else."""
    vocabulary: frozenset[tuple[str, str]]
    """Words with their folded form."""


def vectors(title: str, text: str, language: str, marked: Iterable[str]) -> Vectors:
    """Vectors of a document; title and text normal already. ValueError for a language other than kk, ru, en."""
    if language not in LANGUAGES:
        raise ValueError(f"no index in the language {language!r}: use kk, ru or en")
    places: dict[str, list[str]] = {}
    vocabulary: dict[tuple[str, str], None] = {}
    titled: dict[str, None] = {}
    position = 0
    for part, weight in ((title, "A"), (text[:LONGEST_TEXT], "")):
        for word in words(part):
            if position < LAST_POSITION:
                position += 1
            place = f"{position}{weight}"
            lexemes, fold_stem, folded = _of_word(word.low, language)
            for lexeme in lexemes:
                at = places.get(lexeme)
                if at is None:
                    places[lexeme] = [place]
                elif len(at) < MOST_POSITIONS:
                    at.append(place)
            if folded is not None:
                vocabulary[(word.low, folded)] = None
                if weight:
                    titled[fold_stem] = None
        position = min(position + 10, LAST_POSITION)  # a phrase does not run from the title into the text
    pieces = [f"{lexeme}:{','.join(at)}" for lexeme, at in places.items()]
    pieces.extend(quoted(one) for one in marked)
    return Vectors(" ".join(pieces), " ".join(list(titled)[:MOST_TITLE_WORDS]), frozenset(vocabulary))


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
    """Marks that together name the newest months up to `last`, and what comes later in its year; years before quarters
    before months, since every mark is one more list to join."""
    month = last - last % 12 + 11
    first = last - how_many + 1
    while month >= first:
        if month % 12 == 11 and month - 11 >= first:
            yield f"@y:{month // 12}"
            month -= 12
        elif month % 3 == 2 and month - 2 >= first:
            yield f"@q:{month // 3}"
            month -= 3
        else:
            if month <= last:
                yield f"@m:{month}"
            month -= 1

"""From a query as read to what PostgreSQL is asked, and how much of the index that would match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from jariya.kernel.search.common import Shares
from jariya.kernel.search.lexemes import alternatives, exact_phrase, months_back, quoted
from jariya.kernel.search.parse import Wanted

COUNTED = 10_000
"""Totals and facets are exact to here, "more than" after."""
READ = 60_000
"""Hits read at most."""


@dataclass(frozen=True)
class Plan:
    """A query ready for PostgreSQL, without filters."""

    condition: str
    """What must hold, a tsquery."""
    rank: str
    """What raises the rank, a tsquery: the words in any form, and once more as typed."""
    lexemes: frozenset[str]
    """What is marked in the rows shown."""
    share: float
    """Estimated share of the entries that match."""
    most: float = 0.0
    """The share that they cannot be over: as if the rarest word never stood without the others."""
    sure: bool = False
    """The share is one word's own, measured, not guessed from several."""


def any_form(word: str) -> str:
    """A tsquery for a word in any of its forms and spellings."""
    return "(" + " | ".join(quoted(lexeme) for lexeme in alternatives(word)) + ")"


def _together(known: Shares, groups: Iterable[tuple[str, ...]]) -> tuple[float, float]:
    """Share of entries with all the words of one of the groups: as guessed, and at most.

    Words of one text keep company: the rarest one's share, halved for each other.
    """
    guess = most = 0.0
    for group in groups:
        each = [known.of_word(word) or 0.001 for word in group]
        most += min(each, default=1.0)
        guess += min(each, default=1.0) * 0.5 ** max(0, len(each) - 1)
    return min(1.0, guess), min(1.0, most)


def plans(wanted: Wanted, known: Shares) -> Iterator[Plan]:
    """All the words; for when that finds nothing, all but one of them; then any."""
    count = len(wanted.words)
    fixed = [exact_phrase(phrase) for phrase in wanted.phrases]
    without = [f"!{any_form(word)}" for word in wanted.excluded]
    typed = [f"={word}" for phrase in wanted.phrases for word in phrase]
    lexemes = frozenset([lexeme for word in wanted.words for lexeme in alternatives(word)] + typed)
    rank = " | ".join([f"{any_form(word)} | {quoted('=' + word)}" for word in wanted.words] + [*map(quoted, typed)])
    if not count:
        yield Plan(" & ".join(fixed + without), rank, lexemes, 0.0)
        return
    for size in dict.fromkeys(max(1, size) for size in (count, count - 1, 1)):
        groups = list(combinations(wanted.words, size))
        choice = " | ".join("(" + " & ".join(map(any_form, group)) + ")" for group in groups)
        sure = count == 1 and not fixed and not without
        condition = " & ".join([f"({choice})", *fixed, *without])
        yield Plan(condition, rank, lexemes, *_together(known, groups), sure)


def pairs(words: list[str], known: Shares) -> Plan:
    """Any two of the words; the one word when there is no second."""
    groups: list[tuple[str, ...]] = [*combinations(words, 2)] or [(words[0],)]
    choice = " | ".join("(" + " & ".join(map(any_form, group)) + ")" for group in groups)
    lexemes = frozenset(lexeme for word in words for lexeme in alternatives(word))
    return Plan(f"({choice})", " | ".join(map(any_form, words)), lexemes, *_together(known, groups))


def filtered(plan: Plan, required: list[str], languages: list[str]) -> str:
    """The condition with filters: marks that must all stand, languages of which one must."""
    parts = [plan.condition, *map(quoted, required)]
    if languages:
        parts.append("(" + " | ".join(quoted(f"@{language}") for language in languages) + ")")
    return " & ".join(parts)


def guessed(share: float, known: Shares, required: list[str], languages: list[str]) -> float:
    """How many entries may match a plan of this share; zero on an index that was never measured."""
    for one in required:
        share *= known.of_mark(one)
    if languages:
        # A word belongs to one language, mostly: its share is not shared out among them.
        share = min(share, sum(known.share.get(f"@{language}", 0.0) for language in languages) or 1.0)
    return known.entries * share if known.newest_month else 0.0


def narrowed(condition: str, known: Shares, months: int) -> str:
    """The condition on the newest months alone, and on the one that has begun since they were counted."""
    return f"{condition} & ({' | '.join(map(quoted, months_back(known.newest_month + 1, months + 1)))})"

"""What a search gives back. Plain values; nothing here touches the database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple


class Segment(NamedTuple):
    """A run of text, marked or not. Not HTML: the page escapes it and puts its own mark around a hit."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One thing found."""

    id: int
    ref: str
    language: str
    portal: str
    kind: str
    body: int | None
    region: int | None
    day: dt.date
    answered: bool
    invented: bool
    title: tuple[Segment, ...]
    text: tuple[Segment, ...]
    url_name: str
    url_args: list[str | int]
    score: float


class Count(NamedTuple):
    """A number that is exact, or "more than" it."""

    number: int
    more: bool


class Facet(NamedTuple):
    """How many of the hits have this value. Of the newest 10,000 when the total is "more than"."""

    value: str | int
    number: int


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results and what is known about all of them."""

    rows: tuple[Row, ...] = ()
    total: Count = Count(0, False)
    facets: dict[str, tuple[Facet, ...]] = field(default_factory=dict)
    """By portal, kind, body, region, year; on the first page only."""
    also_in: dict[str, Count] = field(default_factory=dict)
    """Hits in the other languages, where there are any."""
    suggestion: str | None = None
    """The query with unknown words mended, when the rows are those of the mended query."""
    mended: dict[str, str] = field(default_factory=dict)
    """Typed word -> the word searched for instead."""
    loose: bool = False
    """No row holds all the words; these hold all but one, or any."""
    cut: bool = False
    """There were more hits than are ranked: only the newest ones were."""
    query_cut: bool = False
    """The query was too long and only its beginning was read."""
    next: str | None = None
    """Give this as `after` for the next page."""

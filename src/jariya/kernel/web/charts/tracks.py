"""Rows of days on one line of time: spans and single days, row by row. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

WIDE, ROW, PAD = 360.0, 40.0, 8.0
"""Narrow, so that it can be read on a phone; wide screens hold it in a frame."""
SHORTEST = 4.0
"""A span of one day must still be seen."""


@dataclass(frozen=True)
class Span:
    """A stretch of days. `kind` names its look."""

    first: dt.date
    last: dt.date
    kind: str


@dataclass(frozen=True)
class Mark:
    """A single day."""

    day: dt.date
    kind: str


@dataclass(frozen=True)
class Row:
    """One row of a drawing; `number` is that of the table's row."""

    number: int
    spans: Sequence[Span] = ()
    marks: Sequence[Mark] = ()


@dataclass(frozen=True)
class Box:
    """A span as drawn."""

    x: float
    y: float
    width: float
    kind: str


@dataclass(frozen=True)
class Dot:
    """A day as drawn."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True)
class Tracks:
    """All rows in one drawing of 360 by `height`; `years` are (x, year) of each first of January inside."""

    height: float
    boxes: list[Box]
    dots: list[Dot]
    numbers: list[tuple[float, int]]
    years: list[tuple[float, int]]
    first: dt.date
    last: dt.date


def tracks(rows: Sequence[Row]) -> Tracks | None:
    """The drawing of rows with at least two different days between them; None when there is nothing to draw."""
    days = [day for row in rows for span in row.spans for day in (span.first, span.last)]
    days += [mark.day for row in rows for mark in row.marks]
    if not days or min(days) == max(days):
        return None
    first, last = min(days), max(days)
    whole = (last - first).days
    left = 26.0

    def at(day: dt.date) -> float:
        return round(left + (day - first).days / whole * (WIDE - left - PAD), 1)

    boxes, dots, numbers = [], [], []
    for place, row in enumerate(rows):
        middle = round(place * ROW + ROW / 2, 1)
        numbers.append((middle, row.number))
        for span in row.spans:
            x = at(span.first)
            boxes.append(Box(x, middle - 9, max(SHORTEST, round(at(span.last) - x, 1)), span.kind))
        dots += [Dot(at(mark.day), middle, mark.kind) for mark in row.marks]
    years = [
        (at(dt.date(year, 1, 1)), year)
        for year in range(first.year, last.year + 1)
        if first <= dt.date(year, 1, 1) <= last
    ]
    return Tracks(len(rows) * ROW, boxes, dots, numbers, years, first, last)

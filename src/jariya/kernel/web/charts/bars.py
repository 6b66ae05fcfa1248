"""Bars that may point both ways from zero. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDE = 100.0


@dataclass(frozen=True)
class Bar:
    """One bar: where it begins and how long it is, of 100. Both None where the value is unknown."""

    start: float | None
    length: float | None
    negative: bool
    second: float | None = None
    """Where a second value stands as a mark, such as the plan beside what was paid."""


@dataclass(frozen=True)
class Bars:
    """The bars in the order of the rows, and where zero stands."""

    zero: float
    bars: list[Bar]


def bars(values: Sequence[int | None], seconds: Sequence[int | None] | None = None) -> Bars:
    """Bars of amounts on one scale; `seconds` are marks on the same scale."""
    marks = list(seconds) if seconds is not None else [None] * len(values)
    known = [value for value in [*values, *marks] if value is not None] or [0]
    low, high = min(0, *known), max(0, *known)
    span = (high - low) or 1

    def at(value: int) -> float:
        return round((value - low) / span * WIDE, 2)

    made = []
    for value, mark in zip(values, marks, strict=True):
        second = None if mark is None else at(mark)
        if value is None:
            made.append(Bar(None, None, False, second))
        else:
            first, last = sorted((at(0), at(value)))
            made.append(Bar(first, round(last - first, 2), value < 0, second))
    return Bars(at(0), made)

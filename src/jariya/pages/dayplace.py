"""A place in a list that is sorted by day, as a reader's address carries it: `2026-03-18.4`.

The day of the last row shown, and how many rows of that day were shown. So the next page begins at an index entry and
skips no more than a part of one day, and no internal number stands in an address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple


class DayPlace(NamedTuple):
    """After which row the next page begins."""

    day: dt.date
    seen: int

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.seen}"


MOST_SEEN = 100_000


def read(text: str | None) -> DayPlace | None:
    """The place an address names; None for none and for one that cannot be read (the list then begins at its start)."""
    day, _sep, seen = (text or "").partition(".")
    try:
        place = DayPlace(dt.date.fromisoformat(day), int(seen))
    except ValueError:
        return None
    return place if 0 < place.seen <= MOST_SEEN and len(day) == 10 else None


def following(days: Sequence[dt.date], before: DayPlace | None) -> DayPlace:
    """The place after the last of `days`, which were shown after the place `before`."""
    last = days[-1]
    seen = sum(1 for day in days if day == last)
    return DayPlace(last, seen + (before.seen if before and before.day == last else 0))

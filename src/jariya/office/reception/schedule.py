"""From a row like "every third Wednesday, 15 to 17" to days and places in time. Pure: no database, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Protocol


class Rule(Protocol):
    """What is needed of a reception day's row."""

    weekday: int
    week: int | None
    starts: dt.time
    ends: dt.time


class Worked(Protocol):
    """What is needed of a calendar."""

    def is_working(self, day: dt.date) -> bool:
        """Whether offices are open on the day."""
        ...


def falls_on(rule: Rule, day: dt.date) -> bool:
    """Whether the reception falls on a day: its weekday, and where a week is named, that week of the month."""
    return day.isoweekday() == rule.weekday and (rule.week is None or (day.day - 1) // 7 + 1 == rule.week)


def days(rule: Rule, *, first: dt.date, last: dt.date, calendar: Worked) -> Iterator[dt.date]:
    """Days of the reception from `first` to `last`, both included; a day off is skipped and not moved."""
    day = first
    while day <= last:
        if falls_on(rule, day) and calendar.is_working(day):
            yield day
        day += dt.timedelta(days=1)


def places(rule: Rule, *, minutes: int) -> list[dt.time]:
    """Beginnings of the places in time, each `minutes` long; a rest shorter than that is nobody's.

    Raises:
        ValueError: `minutes` is not positive.
    """
    if minutes <= 0:
        raise ValueError("minutes")
    start, end = _minutes(rule.starts), _minutes(rule.ends)
    return [dt.time(at // 60, at % 60) for at in range(start, end - minutes + 1, minutes)]


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute

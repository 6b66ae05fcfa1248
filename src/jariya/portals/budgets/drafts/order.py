"""Did people speak before the money moved? The days of a draft on one line, and what is wrong with them. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Days:
    """The days of a draft; None where a thing has not happened, or is not known."""

    published: dt.date | None
    discussion_from: dt.date | None
    discussion_until: dt.date | None
    """Its last day, also while it still runs."""
    approved: dt.date | None
    first_paid: dt.date | None
    reported: dt.date | None = None
    """Last day of the first month in which reports of execution show the programme itself paid."""


@dataclass(frozen=True)
class Stop:
    """A day on the line. `wrong`: it came before what it had to wait for; `ahead`: it has not come yet."""

    code: str
    day: dt.date
    wrong: bool = False
    ahead: bool = False


@dataclass(frozen=True)
class Line:
    """The stops in the order of their days, and what is wrong: codes in the order of their weight."""

    stops: tuple[Stop, ...]
    wrongs: tuple[str, ...]


def line(days: Days, today: dt.date) -> Line:
    """The line of a draft as of `today`.

    Wrong are: `paid_before_end` and `paid_unheard` (money moved before the discussion ended, or without one),
    `paid_before_approval`, `approved_before_end`, `approved_unheard`; `reported_unheard` and `reported_before_end`
    where the body noted no payment, or a later one, and the reports show money before.
    """
    wrongs = [
        code
        for code, holds in (
            ("paid_unheard", days.first_paid is not None and days.discussion_from is None),
            ("paid_before_end", _before(days.first_paid, days.discussion_until)),
            (
                "paid_before_approval",
                days.first_paid is not None and (days.approved is None or days.first_paid < days.approved),
            ),
            ("reported_unheard", _told(days) and days.discussion_from is None),
            ("reported_before_end", _told(days) and _before(days.reported, days.discussion_until)),
            ("approved_unheard", days.approved is not None and days.discussion_from is None),
            ("approved_before_end", _before(days.approved, days.discussion_until)),
        )
        if holds
    ]
    bad = {code.partition("_")[0] for code in wrongs}
    order = ("published", "discussion_from", "discussion_until", "approved", "first_paid", "reported")
    stops = [
        Stop(
            code,
            day,
            wrong=_WORD.get(code) in bad,
            ahead=day > today,
        )
        for code in order
        if (day := getattr(days, code)) is not None
    ]
    return Line(tuple(sorted(stops, key=lambda stop: (stop.day, order.index(stop.code)))), tuple(wrongs))


_WORD = {"approved": "approved", "first_paid": "paid", "reported": "reported"}


def _told(days: Days) -> bool:
    """Whether the reports say more than the body: they show money of which it noted nothing, or a later day."""
    return days.reported is not None and (days.first_paid is None or days.reported < days.first_paid)


def _before(day: dt.date | None, end: dt.date | None) -> bool:
    """On the last day of the discussion or before it. Without a known end nothing is said here."""
    return day is not None and end is not None and day <= end

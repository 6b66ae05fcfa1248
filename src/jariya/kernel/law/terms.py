"""Counting of legal terms. Pure and O(1): the calendar's tables do the walking once.

The rules (assumed until a lawyer confirms them, rows `term.*` of the norms): day one is the day after the event;
a term in working days ends on a worked day by itself; one in calendar days, months or years that ends on a day off
ends on the next working day; a month ends on the same-numbered day, else on its last. A term counted back is the
mirror: day one is the day before the event, and a day off gives way to the previous working day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import TYPE_CHECKING

from jariya.kernel.law.calendar import Calendar

if TYPE_CHECKING:
    from jariya.kernel.law.norms import Norms

TERM_UNITS = frozenset({"working_day", "calendar_day", "month", "year"})


def ends_day(start: date, value: int, unit: str, calendar: Calendar) -> date:
    """Return the last day of a term of `value` `unit`s that `start` sets going. No trace: the fast path.

    `value` is 0 or more; 0 means the day itself, or the next working day when that is a day off.
    Raises `OutsideCalendar`, and `ValueError` for a unit that is not a term or a negative value.
    """
    origin = calendar.origin
    if unit == "working_day" and value > 0:
        index = start.toordinal() - origin
        if index < 0:
            raise calendar.outside(start)
        try:
            return date.fromordinal(origin + calendar.worked[calendar.worked_until[index] + value - 1])
        except IndexError:
            raise calendar.outside(None) from None
    try:
        day = counted_last(start, value, unit)
    except OverflowError:
        raise calendar.outside(start) from None
    index = day.toordinal() - origin
    if index < 0 or index >= len(calendar.rolls_on) or calendar.rolls_on[index] < 0:
        raise calendar.outside(day)
    return date.fromordinal(origin + calendar.rolls_on[index])


def latest_day(event: date, value: int, unit: str, calendar: Calendar) -> date:
    """Return the last day on which a thing due at least `value` `unit`s before `event` is still in time.

    Raises `OutsideCalendar`, and `ValueError` for a unit that is not a term or a negative value.
    """
    origin = calendar.origin
    if unit == "working_day" and value > 0:
        index = event.toordinal() - origin
        if not 0 <= index < len(calendar):
            raise calendar.outside(event)
        before = calendar.worked_until[index] - calendar.is_working(event)
        if before < value:
            raise calendar.outside(None)
        return date.fromordinal(origin + calendar.worked[before - value])
    try:
        day = counted_last(event, -value, unit, back=True)
    except OverflowError:
        raise calendar.outside(event) from None
    return calendar.previous_working(day)


def counted_last(start: date, value: int, unit: str, *, back: bool = False) -> date:
    """Return the day a calendar count reaches before any roll-over to a working day (`value` negative with `back`).

    Raises `OverflowError` beyond the days that exist (years 1 to 9999).
    """
    if (value > 0 if back else value < 0) or unit not in TERM_UNITS:
        raise ValueError(f"not a term: {value} {unit}")
    if unit in ("calendar_day", "working_day"):
        return start + timedelta(days=value)
    months = start.year * 12 + start.month - 1 + (value * 12 if unit == "year" else value)
    year, month = divmod(months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(year)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def table(value: int, unit: str, calendar: Calendar) -> list[date | None]:
    """Return (and remember in the calendar) the due day for each starting day it knows, None where it ends."""
    known = calendar.memo.get((value, unit))
    if known is None:
        known = [_or_none(calendar.first + timedelta(days=n), value, unit, calendar) for n in range(len(calendar))]
        calendar.memo[(value, unit)] = known
    return known


def ends_days(starts: Iterable[date], value: int, unit: str, calendar: Calendar) -> list[date]:
    """Return the due day for each of `starts`, in order: for millions at once. Raises `OutsideCalendar`."""
    days, origin, size = table(value, unit, calendar), calendar.origin, len(calendar)
    due: list[date] = []
    for start in starts:
        index = start.toordinal() - origin
        day = days[index] if 0 <= index < size else None
        if day is None:
            raise calendar.outside(start)
        due.append(day)
    return due


def received_on(moment: datetime, norms: Norms, calendar: Calendar) -> date:
    """Return the legal day of registration of what arrives at `moment` (an aware datetime).

    The same day; after the end of office hours or on a day off, the next working day (APPC, article 64).
    The hours are the norm `office.closes`, in minutes of the day. Raises `NormMissing`, `OutsideCalendar`.
    """
    local = calendar.local(moment)
    day = local.date()
    closes = norms.at(day)["office.closes"].count
    late = (local.hour * 60 + local.minute, local.second, local.microsecond) > (closes, 0, 0)
    return calendar.next_working(day + timedelta(days=1) if late else day)


def _or_none(start: date, value: int, unit: str, calendar: Calendar) -> date | None:
    from jariya.kernel.law.errors import OutsideCalendar

    try:
        return ends_day(start, value, unit, calendar)
    except OutsideCalendar:
        return None

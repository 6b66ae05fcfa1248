"""The working-day calendar: which day is worked, and why the others are not. Pure: no Django, no clock."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

from jariya.kernel.law.errors import OutsideCalendar

Kind = Literal["working", "weekend", "holiday", "moved", "swap_off", "swap_work"]
WORKED: frozenset[str] = frozenset({"working", "swap_work"})
MARKS: tuple[Kind, ...] = ("holiday", "moved", "swap_off", "swap_work")


@cache
def zone(name: str) -> ZoneInfo:
    """Return the time zone `name` from the pinned `tzdata`, never from the machine's own, maybe older, tables.

    Kazakhstan moved to one offset on 2024-03-01; a machine that has not heard of it would shift legal days.
    """
    *folders, city = name.split("/")
    with files("tzdata").joinpath("zoneinfo", *folders, city).open("rb") as table:
        return ZoneInfo.from_file(table, key=name)


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that is not what its weekday says.

    kind: `holiday`; `moved` (day off moved from `instead_of`, a holiday on a weekend); `swap_off` (day off for the
    worked day `instead_of`); `swap_work` (worked for the day off `instead_of`). `estimated`: the date is not fixed yet.
    """

    kind: Kind
    holiday: str | None = None
    instead_of: date | None = None
    estimated: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """What the calendar says of one day. `name` holds the holiday's name by language, empty when there is none."""

    date: dt.date
    kind: Kind
    name: Mapping[str, str]
    instead_of: dt.date | None
    estimated: bool

    @property
    def working(self) -> bool:
        """Is this day worked?"""
        return self.kind in WORKED


_NO_NAME: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Calendar:
    """One edition of the calendar of working days.

    `first` and `last` bound what it knows (both inclusive); a question beyond them raises `OutsideCalendar`.
    `weekend` are ISO weekdays (6, 7). `names` maps a holiday's key to its name by language.
    """

    edition: int
    first: date
    last: date
    marks: Mapping[date, Mark]
    names: Mapping[str, Mapping[str, str]]
    zone: str
    weekend: frozenset[int] = field(default=frozenset({6, 7}))

    def __reduce__(self) -> tuple[type[Calendar], tuple[object, ...]]:
        """Pickle the facts, not the derived tables (some thousand numbers, cheap to derive again)."""
        facts = (self.edition, self.first, self.last, dict(self.marks), dict(self.names), self.zone, self.weekend)
        return (Calendar, facts)

    def day(self, day: date) -> Day:
        """Say what `day` is and why. Raises `OutsideCalendar`."""
        self._index(day)
        mark = self.marks.get(day)
        if mark is None:
            kind: Kind = "weekend" if day.isoweekday() in self.weekend else "working"
            return Day(day, kind, _NO_NAME, None, False)
        name = self.names.get(mark.holiday, _NO_NAME) if mark.holiday else _NO_NAME
        return Day(day, mark.kind, name, mark.instead_of, mark.estimated)

    def is_working(self, day: date) -> bool:
        """Is `day` worked? Raises `OutsideCalendar`."""
        index = self._index(day)
        return self.rolls_on[index] == index

    def next_working(self, day: date) -> date:
        """Return `day` itself when it is worked, else the first worked day after it."""
        return self._date(self.rolls_on[self._index(day)])

    def previous_working(self, day: date) -> date:
        """Return `day` itself when it is worked, else the last worked day before it."""
        return self._date(self.rolls_back[self._index(day)])

    def working_between(self, after: date, until: date) -> int:
        """Return the number of worked days later than `after` and not later than `until`."""
        return self.worked_until[self._index(until)] - self.worked_until[self._index(after)]

    def legal_day(self, moment: datetime) -> date:
        """Return the day on the wall calendar of the jurisdiction at `moment` (an aware datetime)."""
        return self.local(moment).date()

    def local(self, moment: datetime) -> datetime:
        """Return `moment` as the clock on the wall shows it. Raises `ValueError` for a naive datetime."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return moment.astimezone(zone(self.zone))

    def end_of(self, day: date) -> datetime:
        """Return the last instant of `day` as a UTC datetime: later than it is too late."""
        return datetime.combine(day, time.max, tzinfo=zone(self.zone)).astimezone(UTC)

    # Derived tables, one entry for each day from `first`: they make a term O(1) however long it is.

    @cached_property
    def origin(self) -> int:
        """The ordinal of `first`."""
        return self.first.toordinal()

    @cached_property
    def worked(self) -> list[int]:
        """The indexes of the worked days, ascending."""
        return [index for index, day in enumerate(self._days()) if self._works(day)]

    @cached_property
    def worked_until(self) -> list[int]:
        """For each day: how many worked days lie at or before it."""
        return [bisect_right(self.worked, index) for index in range(len(self))]

    @cached_property
    def rolls_on(self) -> list[int]:
        """For each day: the index of the first worked day at or after it, -1 when the calendar ends before."""
        table, upcoming = [-1] * len(self), -1
        working = set(self.worked)
        for index in range(len(self) - 1, -1, -1):
            upcoming = index if index in working else upcoming
            table[index] = upcoming
        return table

    @cached_property
    def rolls_back(self) -> list[int]:
        """For each day: the index of the last worked day at or before it, -1 when the calendar begins after."""
        table, past = [-1] * len(self), -1
        working = set(self.worked)
        for index in range(len(self)):
            past = index if index in working else past
            table[index] = past
        return table

    @cached_property
    def memo(self) -> dict[tuple[int, str], list[date | None]]:
        """Due days by (value, unit) for each starting day, filled by `terms.table`."""
        return {}

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def _days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(len(self))]

    def _works(self, day: date) -> bool:
        mark = self.marks.get(day)
        return mark.kind in WORKED if mark else day.isoweekday() not in self.weekend

    def _index(self, day: date) -> int:
        index = day.toordinal() - self.origin
        if not 0 <= index < len(self.worked_until):
            raise self.outside(day)
        return index

    def _date(self, index: int) -> date:
        if index < 0:
            raise self.outside(None)
        return date.fromordinal(self.origin + index)

    def outside(self, day: date | None) -> OutsideCalendar:
        """Make the refusal for a `day` this edition does not know (None: a day past its end)."""
        said = day.isoformat() if day else "…"
        return OutsideCalendar(first=self.first.isoformat(), last=self.last.isoformat(), day=said)

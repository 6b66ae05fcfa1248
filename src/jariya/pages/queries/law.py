"""What the pages of the law show besides the norms themselves: their editions and the year of the calendar."""

from __future__ import annotations

import calendar as weeks
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jariya.kernel.bodies.models import HolderDuty
from jariya.kernel.law.calendar import Calendar, Day
from jariya.kernel.law.explain import why
from jariya.kernel.law.models import CalendarEdition, NormRow
from jariya.kernel.law.norms import Act, Norm, Norms


@dataclass(frozen=True)
class Change:
    """An edition in which a norm's rows became what they are: when, from the files or on a page, and why."""

    edition: int
    at: dt.datetime
    origin: str
    reason: str


def changes_of(key: str) -> list[Change]:
    """Editions that changed the rows of a norm, newest first. One query."""
    columns = ("edition_id", "edition__made_at", "edition__origin", "edition__reason")
    said_in = [f"{name}_{lang}" for name in ("title", "text", "note") for lang in ("kk", "ru", "en")]
    content = (
        "value",
        "unit",
        "valid_from",
        "valid_to",
        "act_id",
        "article",
        "standing",
        "direction",
        "items",
        *said_in,
    )
    rows = NormRow.objects.filter(key=key).order_by("edition_id", "valid_from").values(*columns, *content)
    said: dict[int, list[tuple[Any, ...]]] = {}
    head: dict[int, Change] = {}
    for row in rows:
        number, at, origin, reason = (row[name] for name in columns)
        said.setdefault(number, []).append(tuple(str(row[name]) for name in content))
        head[number] = Change(number, at, origin, reason)
    changed: list[Change] = []
    before: list[tuple[Any, ...]] | None = None
    for number in sorted(said):
        if said[number] != before:
            changed.append(head[number])
        before = said[number]
    return changed[::-1]


def duties_resting_on(key: str, day: dt.date) -> list[HolderDuty]:
    """Duties of holders of information whose term this norm gives. One query."""
    return list(HolderDuty.objects.on(day).filter(norm=key).select_related("kind").order_by("kind__order", "key"))


@dataclass(frozen=True)
class Group:
    """Norms of one act; `act` is None for the rules of the platform itself and for norms whose act is not known."""

    act: Act | None
    house: bool
    norms: list[Norm]


def in_groups(norms: Norms, day: dt.date) -> list[Group]:
    """Norms in force on a day by act, the acts in the order of the most norms, the platform's own rules last."""
    groups: dict[tuple[bool, str], list[Norm]] = {}
    for norm in norms.at(day).values():
        groups.setdefault((norm.standing == "house", norm.act or ""), []).append(norm)
    order = sorted(groups, key=lambda name: (name[0], not name[1], -len(groups[name]), name[1]))
    return [Group(norms.acts.get(name[1]), name[0], sorted(groups[name], key=lambda row: row.key)) for name in order]


@dataclass(frozen=True)
class Month:
    """A month as a wall calendar shows it: weeks from Monday, None outside the month."""

    first: dt.date
    weeks: list[list[Day | None]]
    worked: int


def months(calendar: Calendar, year: int) -> list[Month]:
    """The twelve months of a year. Raises `OutsideCalendar`."""
    found = []
    for number in range(1, 13):
        rows: list[list[Day | None]] = [
            [calendar.day(day) if day.month == number else None for day in week]
            for week in weeks.Calendar().monthdatescalendar(year, number)
        ]
        worked = sum(1 for week in rows for day in week if day and day.working)
        found.append(Month(dt.date(year, number, 1), rows, worked))
    return found


@dataclass(frozen=True)
class DayOff:
    """A day of a year that is not what its weekday says, and why."""

    day: dt.date
    kind: str
    why: str
    estimated: bool
    source: str


def days_off(calendar: Calendar, year: int, lang: str) -> list[DayOff]:
    """The marked days of a year in order."""
    found = []
    for date in sorted(day for day in calendar.marks if day.year == year):
        mark, day = calendar.marks[date], calendar.day(date)
        step: Mapping[str, Any] = {
            "kind": day.kind,
            "name": day.name,
            "estimated": day.estimated,
            **({"instead_of": day.instead_of.isoformat()} if day.instead_of else {}),
        }
        found.append(DayOff(date, mark.kind, why(step, lang), mark.estimated, mark.source))
    return found


def edition_of(calendar: Calendar) -> CalendarEdition | None:
    """The edition row of a calendar: when and why it was made. One query."""
    return CalendarEdition.objects.filter(number=calendar.edition).first()

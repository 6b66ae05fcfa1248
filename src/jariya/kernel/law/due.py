"""A due day that can show how it was counted. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from jariya.kernel.law.calendar import Calendar, Day
from jariya.kernel.law.terms import counted_last, ends_day, latest_day

if TYPE_CHECKING:
    from jariya.kernel.law.norms import Norm


@dataclass(frozen=True)
class Due:
    """The end of a term: `day` (in time until its end), counted from `start` by `norm` with `calendar`.

    The trace is made when asked for, from the same facts; a test holds that it always leads to the same day.
    """

    day: date
    start: date
    norm: Norm = field(repr=False)
    calendar: Calendar = field(repr=False, compare=False)

    @classmethod
    def of(cls, norm: Norm, start: date, calendar: Calendar) -> Due:
        """Count `norm` from `start`, on or back as the norm says. Raises `OutsideCalendar`."""
        rule = latest_day if norm.direction == "before" else ends_day
        return cls(rule(start, norm.count, norm.unit, calendar), start, norm, calendar)

    @property
    def moment(self) -> datetime:
        """The last instant that is still in time (UTC): the end of `day` in the zone of the jurisdiction."""
        return self.calendar.end_of(self.day)

    @cached_property
    def trace(self) -> dict[str, Any]:
        """How the day was counted, as JSON-serialisable facts (no sentences; `explain` says them in a language).

        `steps` holds, in order of counting, every day `counted` (with its number), `skipped` (with its kind and
        name) or `rolled` (a day off at the end, passed over), and for months the day `reached`. `ends` is the result.
        """
        norm = self.norm
        return {
            "norm": {
                "key": norm.key,
                "value": norm.count,
                "unit": norm.unit,
                "title": dict(norm.title),
                "act": norm.act,
                "act_title": dict(norm.act_title),
                "article": norm.article,
                "url": norm.url,
                "standing": norm.standing,
                "valid_from": norm.valid_from.isoformat() if norm.valid_from else None,
                "edition": norm.edition,
            },
            "calendar_edition": self.calendar.edition,
            "zone": self.calendar.zone,
            "direction": norm.direction,
            "start": self.start.isoformat(),
            "steps": self._steps(),
            "ends": self.day.isoformat(),
            "moment": self.moment.isoformat(),
            "offset_minutes": self._offset(),
        }

    def _offset(self) -> int:
        offset = self.calendar.local(self.moment).utcoffset() or timedelta()
        return int(offset.total_seconds() // 60)

    def _steps(self) -> list[dict[str, Any]]:
        count, unit = self.norm.count, self.norm.unit
        way = timedelta(days=-1 if self.norm.direction == "before" else 1)
        steps: list[dict[str, Any]] = []
        day, counted = self.start, 0
        if unit in ("working_day", "calendar_day"):
            while counted < count:
                day += way
                known = self.calendar.day(day)
                if unit == "calendar_day" or known.working:
                    counted += 1
                    steps.append(_step(known, "counted", n=counted))
                else:
                    steps.append(_step(known, "skipped"))
        else:
            day = counted_last(self.start, count * way.days, unit, back=way.days < 0)
            same = day.day == self.start.day
            steps.append(_step(self.calendar.day(day), "reached", same_number=same))
        while day != self.day:
            steps.append(_step(self.calendar.day(day), "rolled"))
            day += way
        return steps


def _step(day: Day, role: str, **more: Any) -> dict[str, Any]:
    """Describe one day of the count; `kind` and names are left out for a plain worked day, which needs no reason."""
    step: dict[str, Any] = {"day": day.date.isoformat(), "as": role, **more}
    if day.kind != "working":
        step["kind"] = day.kind
    if day.name:
        step["name"] = dict(day.name)
    if day.instead_of:
        step["instead_of"] = day.instead_of.isoformat()
    if day.estimated:
        step["estimated"] = True
    return step

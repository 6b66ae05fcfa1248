"""How far a petition has come, and how its figures are laid out for charts and the map. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST_OF_A_DISTRICT = 10
"""Fallback of norm `petition.district.least`, where the law is not loaded."""
OBLAST_DIGITS = 2
MOST_DAYS = 400


@dataclass(frozen=True)
class Progress:
    """A count beside its threshold. `share` is at most 1; `left` at least 0; None where no threshold is known."""

    count: int
    needed: int | None

    @property
    def share(self) -> float | None:
        """Part of the threshold, 0 to 1."""
        return None if not self.needed else min(1.0, max(0, self.count) / self.needed)

    @property
    def left(self) -> int | None:
        """How many are missing."""
        return None if self.needed is None else max(0, self.needed - self.count)

    @property
    def reached(self) -> bool:
        """Whether the threshold is there."""
        return self.needed is not None and self.count >= self.needed


@dataclass(frozen=True)
class Slot:
    """A day or an hour: signatures in it and since the beginning."""

    at: str
    number: int
    total: int


def running(history: Sequence[tuple[str, int]], paper: int = 0) -> list[Slot]:
    """The slots of a history with their running totals. What has no readable hour is left out of the line, not of the
    total that the log counts."""
    total, slots = paper, []
    for at, number in history:
        if not at:
            continue
        total += number
        slots.append(Slot(at, number, total))
    return slots


def days(history: Sequence[tuple[str, int]]) -> list[Slot]:
    """Days without a gap, so that a week of silence is as wide as it was; at most the last 400."""
    known = {dt.date.fromisoformat(at): number for at, number in history if at}
    if not known:
        return []
    first, last = min(known), max(known)
    whole = [(first + dt.timedelta(days=step)) for step in range((last - first).days + 1)]
    return running([(day.isoformat(), known.get(day, 0)) for day in whole])[-MOST_DAYS:]


def hours(history: Sequence[tuple[str, int]], last: int = 48) -> list[Slot]:
    """The last hours without a gap, as many as asked for; hours are UTC, `YYYY-MM-DDTHH`."""
    known = {_hour(at): number for at, number in history if at}
    if not known:
        return []
    end = max(known)
    start = max(min(known), end - dt.timedelta(hours=last - 1))
    before = sum(number for at, number in known.items() if at < start)
    steps = int((end - start) / dt.timedelta(hours=1)) + 1
    listed = [start + dt.timedelta(hours=step) for step in range(steps)]
    total, slots = before, []
    for at in listed:
        total += known.get(at, 0)
        slots.append(Slot(at.strftime("%Y-%m-%dT%H"), known.get(at, 0), total))
    return slots


def _hour(at: str) -> dt.datetime:
    return dt.datetime.strptime(at, "%Y-%m-%dT%H").replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Places:
    """Signatures by oblast and by district. `elsewhere`: those who did not say, and codes nobody knows."""

    oblasts: Mapping[str, int]
    districts: Mapping[str, int]
    elsewhere: int
    few: int
    """Signatures of districts with too few to be shown; they stand in their oblast's figure."""


def places(tallies: Mapping[str, int], known: set[str], least: int = LEAST_OF_A_DISTRICT) -> Places:
    """Oblasts with all that lies in them; districts from `least` signatures up.

    Args:
        tallies: signatures by KATO code; the empty code is those who did not say.
        known: codes of oblasts.
    """
    oblasts: dict[str, int] = {}
    districts: dict[str, int] = {}
    elsewhere = few = 0
    by_head = {code[:OBLAST_DIGITS]: code for code in known}
    for code, number in tallies.items():
        oblast = code if code in known else by_head.get(code[:OBLAST_DIGITS]) if code else None
        if oblast is None:
            elsewhere += number
            continue
        oblasts[oblast] = oblasts.get(oblast, 0) + number
        if code != oblast:
            if number >= least:
                districts[code] = number
            else:
                few += number
    return Places(oblasts, districts, elsewhere, few)

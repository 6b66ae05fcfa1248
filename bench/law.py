"""How many due dates a second, and how many times faster than walking the calendar day by day?

    python bench/law.py [SECONDS]

Peer: the plain loop that steps one day at a time and asks whether it is worked. Printed: one row a way, tab-separated.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

sys.path.insert(0, "src")

from jariya.kernel.law.calendar import Calendar
from jariya.kernel.law.shipped import shipped_calendar, shipped_norms
from jariya.kernel.law.terms import ends_day, ends_days


def walked(start: date, value: int, calendar: Calendar) -> date:
    """Count working days by walking: the way everyone writes it first."""
    day = start
    while value:
        day += timedelta(days=1)
        value -= calendar.is_working(day)
    return day


def rate(work: Callable[[], int], seconds: float) -> float:
    """Return how many due dates a second `work` makes, over at least `seconds`."""
    began, made = time.perf_counter(), 0
    while (spent := time.perf_counter() - began) < seconds:
        made += work()
    return made / spent


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    calendar, norm = shipped_calendar("kz"), shipped_norms("kz").at(date(2026, 3, 18))["appeal.answer"]
    chance = random.Random(1)
    starts = [date(2021, 7, 1) + timedelta(days=chance.randrange(2000)) for _ in range(20_000)]
    some = starts[:500]

    def naive() -> int:
        return len([walked(start, 15, calendar) for start in some])

    def single() -> int:
        return len([ends_day(start, 15, "working_day", calendar) for start in starts])

    def bulk() -> int:
        return len(ends_days(starts, 15, "working_day", calendar))

    def traced() -> int:
        return len([norm.ends(start, calendar).trace for start in some])

    for way in (naive, single, bulk, traced):
        way()
    peer = rate(naive, seconds)
    print("way\tdue dates/s\tratio to walking")
    print(f"walking day by day\t{peer:,.0f}\t1.0")
    for name, way in (("ends_day", single), ("ends_days (bulk)", bulk), ("norm.ends with its trace", traced)):
        made = rate(way, seconds)
        print(f"{name}\t{made:,.0f}\t{made / peer:.1f}")


if __name__ == "__main__":
    main()

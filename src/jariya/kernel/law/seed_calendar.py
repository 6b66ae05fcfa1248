"""Make the first `days.csv` of a jurisdiction from the package `holidays`: run once, people edit the file after.

    python -m jariya.kernel.law.seed_calendar kz > days.csv

The package knows holidays, the days off moved from weekends and the swaps that the Government decides each year
(its sources are the acts themselves). The years and the holidays' names come from `calendar.yaml`.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date
from typing import TextIO

from jariya.kernel.law.shipped import COLUMNS, calendar_frame

ESTIMATED, OBSERVED, SUBSTITUTED = " (estimated)", " (observed)", "Day off (substituted from "


def rows(jurisdiction: str) -> Iterator[list[str]]:
    """Yield the rows of `days.csv` for `jurisdiction` (a two-letter code), by date."""
    import holidays

    frame = calendar_frame(jurisdiction)
    source = f"holidays {holidays.__version__}"
    swap_source = f"act of the Government, after {source}"
    keys = {words["seed"]: key for key, words in frame["names"].items()}
    first, last = frame["first"].year, frame["last"].year
    known = holidays.country_holidays(jurisdiction.upper(), years=range(first, last + 1), language="en_US")
    weekend = set(frame["weekend"])
    waiting: dict[str, list[date]] = {}
    found: dict[date, list[str]] = {}
    for day in sorted(known):
        for name in known.get_list(day):
            estimated = "yes" if name.endswith(ESTIMATED) else ""
            name = name.removesuffix(ESTIMATED)
            if name.startswith(SUBSTITUTED):
                month, number, year = (int(part) for part in name.removeprefix(SUBSTITUTED).rstrip(")").split("/"))
                worked = date(year, month, number)
                found[day] = [day.isoformat(), "swap_off", "", worked.isoformat(), "", swap_source]
                found[worked] = [worked.isoformat(), "swap_work", "", day.isoformat(), "", swap_source]
            elif name.endswith(OBSERVED):
                key = keys[name.removesuffix(OBSERVED)]
                off = waiting[key].pop(0)
                found[day] = [day.isoformat(), "moved", key, off.isoformat(), estimated, source]
            else:
                key = keys[name]
                found[day] = [day.isoformat(), "holiday", key, "", estimated, source]
                if day.isoweekday() in weekend:
                    waiting.setdefault(key, []).append(day)
        # What was not moved in its own year (Christmas, Qurban Ait) is not moved at all.
        waiting = {key: [off for off in days if (day - off).days < 10] for key, days in waiting.items()}
    yield from (found[day] for day in sorted(found))


def write(jurisdiction: str, out: TextIO) -> None:
    """Write `days.csv` of `jurisdiction` to `out`."""
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(rows(jurisdiction))


if __name__ == "__main__":
    write(sys.argv[1], sys.stdout)

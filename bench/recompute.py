"""How long does a new edition of the calendar take to move a million running due days, and does a kill double any?

    DATABASE_URL=postgresql://… python bench/recompute.py [--obligations 1000000] [--keep]

Fills a database of its own with running obligations (working days, calendar days, months, extended ones) by COPY,
then measures `lifecycle.overdue.recompute` twice: for an edition that makes two working days days off, killed midway
by SIGKILL and resumed by another process; and for the next edition, which takes that back, in one run.
Checked after each: every due day equals the one counted anew, and each moved day has exactly one change row.
The limit is 60 s; exit code 1 over it or when a check fails.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from ground import Clock, database, figure, heading, megabytes, say, use

LIMIT = 60.0
TODAY = dt.date(2026, 3, 18)
NOW = dt.datetime(2026, 3, 18, 5, tzinfo=dt.UTC)
OFF = (dt.date(2026, 3, 19), dt.date(2026, 3, 20))
TERMS = (("answer", 15, "working_day"), ("forward", 3, "working_day"), ("rate", 14, "calendar_day"),
         ("answer", 1, "month"))  # fmt: skip
SHARES = (70, 10, 15, 5)


def calendar(edition: int, *, off: bool) -> Any:
    """The shipped calendar as an edition, with the two days off or without."""
    from jariya.kernel.law.calendar import Calendar, Mark
    from jariya.kernel.law.shipped import shipped_calendar

    shipped = shipped_calendar("kz")
    extra = {day: Mark("holiday", "nauryz", source="benchmark") for day in OFF} if off else {}
    return Calendar(edition, shipped.first, shipped.last, {**shipped.marks, **extra}, shipped.names, shipped.zone)


def fill(count: int) -> None:
    """Open cases with one running obligation each."""
    from django.db import connection, transaction

    from jariya.kernel.bodies.load import load_bodies, load_invented
    from jariya.kernel.bodies.models import Body
    from jariya.kernel.law.terms import ends_day
    from jariya.portals.dialogue.simulate.copying import copy_rows

    load_bodies("kz")
    load_invented()
    bodies = list(Body.objects.filter(invented=True).values_list("id", flat=True))
    rng, law = random.Random(1), calendar(1, off=False)
    days = [day for day in (TODAY - dt.timedelta(days=n) for n in range(30)) if law.is_working(day)]
    due = {(day, value, unit): ends_day(day, value, unit, law) for day in days for _kind, value, unit in TERMS}

    def cases(first: int, last: int) -> Iterator[tuple[Any, ...]]:
        for number in range(first, last):
            yield (number, f"Q2026-{number:08d}-0", "question", "accepted", rng.choice(bodies), "kk", NOW, TODAY,
                   "public", False, 1)  # fmt: skip

    def obligations(first: int, last: int) -> Iterator[tuple[Any, ...]]:
        for number in range(first, last):
            day = rng.choice(days)
            kind, value, unit = rng.choices(TERMS, SHARES)[0]
            end = due[day, value, unit]
            extended = law.next_working(end + dt.timedelta(days=20)) if rng.random() < 0.05 else None
            yield (number, bodies[number % len(bodies)], kind, "body", True, "question.answer", value, unit, day,
                   extended or end, extended, 1)  # fmt: skip

    step = 50_000
    for first in range(1, count + 1, step):
        last = min(first + step, count + 1)
        with transaction.atomic():
            copy_rows(
                "lifecycle_case",
                ("id", "public_id", "kind", "state", "body_id", "language", "opened_at", "opened_on", "visibility",
                 "sealed", "version"),
                cases(first, last),
            )  # fmt: skip
            copy_rows(
                "lifecycle_obligation",
                ("case_id", "body_id", "kind", "duty_of", "public", "norm_key", "value", "unit", "started_on",
                 "due_on", "extended_to", "edition"),
                obligations(first, last),
            )  # fmt: skip
        say(f"  {last - 1:,} of {count:,} obligations written")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE lifecycle_obligation")
        cursor.execute("VACUUM ANALYZE lifecycle_case")


def recompute(edition: int, *, off: bool) -> tuple[int, int]:
    """Run the recomputation to its end, saying each batch."""
    from jariya.kernel.lifecycle.overdue import recompute

    return recompute(calendar(edition, off=off), now=NOW, progress=lambda seen, moved: say(f"  {seen:,} {moved:,}"))


def check(edition: int, *, off: bool, moved: int) -> bool:
    """Count everything anew; say what is wrong."""
    from django.db import connection

    from jariya.kernel.law.terms import ends_day
    from jariya.kernel.lifecycle.models import DueChange, Obligation

    law = calendar(edition, off=off)
    wrong = 0
    rows = Obligation.objects.values_list("started_on", "value", "unit", "due_on", "extended_to", "edition")
    for started, value, unit, due, extended, _edition in rows.iterator(chunk_size=20_000):
        wrong += due != (law.next_working(extended) if extended else ends_day(started, value, unit, law))
    changes = DueChange.objects.filter(cause="calendar", edition=edition)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM lifecycle_duechange d JOIN lifecycle_obligation o ON o.id = d.obligation_id"
            " WHERE d.edition = %s AND d.new <> o.due_on",
            [edition],
        )
        (stale,) = cursor.fetchone()
    distinct = changes.values("obligation_id").distinct().count()
    figure("check", f"edition {edition}", "wrong due days", wrong, "change rows", changes.count(), "of obligations",
           distinct, "said to be moved", moved, "not the present day", stale)  # fmt: skip
    return wrong == 0 and stale == 0 and distinct == changes.count() == moved


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--obligations", type=int, default=1_000_000)
    parser.add_argument("--keep", action="store_true", help="leave the database")
    parser.add_argument("--resume", nargs=2, metavar=("DATABASE", "EDITION"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.resume:
        use(options.resume[0])
        recompute(int(options.resume[1]), off=int(options.resume[1]) == 2)
        return 0
    heading()
    with database("recompute", keep=options.keep) as name:
        fill(options.obligations)
        figure("obligations", options.obligations, "megabytes", megabytes())
        good, seconds = _killed(name, options.obligations)
        clock = Clock()
        seen, moved = recompute(3, off=False)
        wall, cpu = clock.read()
        figure("in one run", "seconds", wall, "processor of Python", cpu, "looked at", seen, "moved", moved,
               "per second", int(seen / wall))  # fmt: skip
        good &= check(3, off=False, moved=moved)
    figure("limit", LIMIT, "killed and resumed", seconds, "in one run", wall, "good" if good else "WRONG")
    return 0 if good and max(wall, seconds) <= LIMIT else 1


def _killed(name: str, count: int) -> tuple[bool, float]:
    """Kill the first run in the middle, resume by a second process; whether all is right, and the seconds of both."""
    from django.db import connection

    from jariya.kernel.lifecycle.models import Recomputation

    command = [sys.executable, __file__, "--resume", name, "2"]
    begun = time.monotonic()
    first = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    while True:
        row = Recomputation.objects.filter(edition=2).first()
        if row and row.seen > count * 0.4:
            break
        if first.poll() is not None:
            sys.exit("The first run ended before it could be killed; take more obligations.")
        time.sleep(0.02)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    killed = time.monotonic() - begun
    connection.close()
    at = Recomputation.objects.get(edition=2)
    figure("killed", "after seconds", killed, "looked at", at.seen, "moved", at.moved)
    subprocess.run(command, stderr=subprocess.DEVNULL, check=True)
    both = time.monotonic() - begun
    done = Recomputation.objects.get(edition=2)
    figure("resumed", "seconds of both", both, "looked at", done.seen, "moved", done.moved)
    return check(2, off=True, moved=done.moved) and done.seen == count, both


if __name__ == "__main__":
    sys.exit(main())

"""How long does a nation take to make, and what does each part of it cost? The limit is half an hour for 367,000
questions and 604,000 requests, with the word index of the search.

    DATABASE_URL=postgresql://… python bench/nation.py [--questions 367000] [--processes N] [--keep]

Prints seconds on the wall and of Python's processor, rows, rows a second, megabytes; exit code 1 over the limit.
"""

from __future__ import annotations

import argparse
import os
import sys

from ground import Clock, database, figure, heading, megabytes, say

LIMIT = 1_800.0
FULL = 367_000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=FULL)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", action="store_true", help="leave the database")
    options = parser.parse_args()
    heading()
    with database("nation", keep=options.keep):
        from django.db import connection
        from django.utils import timezone

        from jariya.kernel.lifecycle.models import Case
        from jariya.portals.dialogue.simulate import copying as questions
        from jariya.portals.requests.simulate import copying as requests
        from jariya.project import full_nation, nation

        now = timezone.now()
        for name, work in (
            ("ground: law, registers, invented bodies", lambda: nation.load_ground(now=now, say=say)),
            ("small nation", lambda: nation.make_small(now=now, seed=1, say=say)),
        ):
            clock = Clock()
            work()
            figure(name, "seconds", clock.read()[0], "processor", clock.read()[1])
        clock = Clock()
        full_nation.make(now=now, seed=1, say=say, questions=options.questions, processes=options.processes)
        wall, cpu = clock.read()
        with connection.cursor() as cursor:
            rows = 0
            for table in {name for name, _columns in (*questions.TABLES.values(), *requests.TABLES.values())}:
                cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
                rows += cursor.fetchone()[0]
        figure("full nation", "questions", options.questions, "requests", Case.objects.filter(kind="request").count(),
               "seconds", wall, "processor of Python", cpu, "rows", rows,
               "rows/s", int(rows / wall), "megabytes", megabytes())  # fmt: skip
    figure("limit for 367,000 questions and 604,000 requests", LIMIT, "at this rate", wall * FULL / options.questions)
    return 0 if wall <= LIMIT * max(options.questions / FULL, 0.2) else 1


if __name__ == "__main__":
    sys.exit(main())

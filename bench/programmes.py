"""How fast is an invented decade of budget programmes made, and how fast are its pages read?

    DATABASE_URL=postgresql://… python bench/programmes.py [--drafts 74000] [--processes N] [--asks 40] [--keep]
    DATABASE_URL=postgresql://… python bench/programmes.py --database NAME_OF_A_KEPT_ONE [--asks 40]

Makes the drafts of the full nation (histories by the pure `decide`, comments, reports down to the programme) into a
database of its own: rows a second, amounts a second, what the design's number would take at this rate. Then asks in
this process, uncached, for a programme, a draft, a difference and the lists: p50 and p95 by the clock and of this
process's processor, and how many queries. Then groups the comments of a campaign. Exit code 1 over a limit; a page's
limit is of the processor, since the clock also measures who else uses the machine.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from statistics import quantiles
from typing import Any

from ground import Clock, database, figure, heading, say, use

FULL, LIMIT_MAKE, LIMIT_PAGE = 74_000, 900.0, 60.0


def make(drafts: int, processes: int) -> bool:
    """Make the drafts; whether the design's number stays in its limit at this rate."""
    from django.db import connection
    from django.utils import timezone

    from jariya.portals.budgets.drafts.simulate.copying import TABLES
    from jariya.project import drafts_nation

    now = timezone.now()
    drafts_nation.prepare(drafts, now=now, say=say)
    clock = Clock()
    amounts = drafts_nation.make(now=now, seed=1, say=say, drafts=drafts, processes=processes)
    wall, cpu = clock.read()
    with connection.cursor() as cursor:
        counts = {}
        for name in (*TABLES, "line"):
            table = TABLES[name][0] if name in TABLES else "budgets_line"
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  names of our own tables
            counts[name] = cursor.fetchone()[0]
    rows = sum(counts.values()) + counts["line"]
    figure("drafts", counts["draft"], "versions", counts["version"], "comments", counts["comment"], "amounts", amounts)
    figure("making", "seconds", wall, "processor of Python", cpu, "rows/s", int(rows / wall), "drafts/s",
           int(counts["draft"] / wall), "amounts/s", int(amounts / wall))  # fmt: skip
    full = wall * FULL / max(1, counts["draft"])
    figure(f"{FULL:,} at this rate", "seconds", full, "limit", LIMIT_MAKE)
    return full <= LIMIT_MAKE


def addresses(rng: random.Random) -> list[tuple[str, list[str]]]:
    """Pages by kind, each with some addresses."""
    from jariya.portals.budgets.drafts.models import Draft, Programme

    drafts = list(Draft.objects.visible_to(None).order_by("?").values_list("case__public_id", "version")[:2_000])
    programmes = list(Programme.objects.visible_to(None).order_by("?").values_list("body__slug", "code")[:2_000])
    changed = [public_id for public_id, version in drafts if version > 1]
    some = [rng.choice(drafts)[0] for _ask in range(20)]
    published = Draft.objects.visible_to(None).filter(published_on__isnull=False).order_by("?")
    deep = [f"{day}_{public_id}" for public_id, day in published.values_list("case__public_id", "published_on")[:10]]
    return [
        ("programme", [f"/ru/budgets/programmes/{slug}/{code}/" for slug, code in rng.choices(programmes, k=20)]),
        ("draft", [f"/kk/budgets/drafts/{public_id}/" for public_id in some]),
        ("difference", [f"/kk/budgets/drafts/{public_id}/changes/1/2/" for public_id in rng.choices(changed, k=20)]),
        ("discussion", [f"/kk/discussion/{public_id}/" for public_id in some]),
        ("front", ["/ru/budgets/drafts/", "/kk/budgets/drafts/?which=done", "/kk/budgets/drafts/?which=all"]),
        ("deep in the list", [f"/kk/budgets/drafts/?which=all&after={key}" for key in deep]),
        (
            "programmes",
            [
                "/kk/budgets/programmes/",
                *(f"/ru/budgets/programmes/?after={slug}/{code}" for slug, code in rng.choices(programmes, k=10)),
            ],
        ),
        ("money moved first", ["/kk/budgets/drafts/early/"]),
        ("API", [f"/api/v1/budgets/programmes/{slug}/{code}" for slug, code in rng.choices(programmes, k=20)]),
    ]


def ask(asks: int) -> bool:
    """Ask for each kind of page; whether p95 of the processor stays in the limit."""
    from django.db import connection
    from django.test import Client

    client, rng, good = Client(), random.Random(3), True
    figure(
        "page", "clock p50 ms", "clock p95 ms", "processor p50 ms", "processor p95 ms", "queries", "limit", LIMIT_PAGE
    )
    for name, paths in addresses(rng):
        walls, cpus, queries = [], [], 0
        for path in paths:
            client.get(path)
        for number in range(asks):
            path, spent = paths[number % len(paths)], [0]

            def counted(execute: Any, *args: Any, spent: list[int] = spent) -> Any:
                spent[0] += 1
                return execute(*args)

            wall, cpu = time.perf_counter(), time.process_time()
            with connection.execute_wrapper(counted):
                answer = client.get(path)
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
            queries = max(queries, spent[0])
            assert answer.status_code == 200, path
        shown = [(quantiles(rows, n=2)[0], quantiles(rows, n=20)[-1]) for rows in (walls, cpus)]
        figure(name, *shown[0], *shown[1], queries)
        good = good and shown[1][1] <= LIMIT_PAGE
    return good


def alike() -> None:
    """Group twenty thousand comments, half of them one letter."""
    from jariya.kernel.discussion.likeness import groups

    rng = random.Random(5)
    words = ["".join(rng.choices("аәбвгғдеёжзиклмнңоөпрстуұүшы", k=rng.randint(3, 9))) for _word in range(4_000)]
    letter = "Біздің {} ауылына мектеп автобусын беріңіздер, балалар қыста алты шақырым жаяу жүреді, бұл қауіпті."
    texts = [letter.format(rng.choice(words)) for _copy in range(10_000)]
    texts += [" ".join(rng.choices(words, k=30)) for _own in range(10_000)]
    rng.shuffle(texts)
    clock = Clock()
    found = groups(texts)
    figure("alike among 20,000", "seconds", clock.read()[0], "largest group", len(found[0]), "groups", len(found))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drafts", type=int, default=FULL)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--asks", type=int, default=40)
    parser.add_argument("--keep", action="store_true", help="leave the database")
    parser.add_argument("--database", help="ask in one that a run with --keep left")
    options = parser.parse_args()
    heading()
    if options.database:
        use(options.database)
        return 0 if ask(options.asks) else 1
    with database("programmes", keep=options.keep):
        made = make(options.drafts, options.processes)
        asked = ask(options.asks)
        alike()
    return 0 if made and asked else 1


if __name__ == "__main__":
    sys.exit(main())

"""How fast is the catalogue of open data searched, narrowed and paged, at 3,500 and at 35,000 sets?

    DATABASE_URL=postgresql://… python bench/opendata_catalogue.py [--sets 3500 35000] [--asks 200] [--keep]

Makes a catalogue of invented bodies by COPY in a database of its own, then asks `reading.finding` what its page asks:
words in any form with the facets counted, facets without words, a word nobody wrote, the last page by keyset; one
reader at a time, uncached. The limit is p95 < 60 ms for search with facets at 3,500 sets; at 35,000 the same figures
stand beside it, and the last page may cost no more than half again what the first does. Also says how long the making
took, and the lists of overdue items of all plans, first page and last.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from itertools import count
from statistics import quantiles
from time import perf_counter
from typing import Any

from ground import database, figure, heading, say, timed

LIMIT, RATIO = 60.0, 1.5
WORDS = (
    ("kk", "мектептер тізімі"), ("ru", "школы"), ("ru", "расходы на ремонт дорог"), ("kk", "ауа сапасы"),
    ("en", "bus stops"), ("kk", "кітапхана"), ("ru", "реестр поликлиник"), ("ru", "ремнот"), ("kk", "жоқсөз"),
)  # fmt: skip


def asked(what: str, work: Callable[[int], Any], asks: int) -> float:
    """Ask so often; p95 in milliseconds by the clock, the processor's beside it."""
    turns = count()
    walls, processor = timed(lambda: work(next(turns)), asks)
    p50, p95 = quantiles(walls, n=20)[9], quantiles(walls, n=20)[18]
    figure(what, f"p50 {p50:.1f} ms", f"p95 {p95:.1f} ms", f"processor p95 {quantiles(processor, n=20)[18]:.1f} ms")
    return p95


def grown(sets: int, asks: int) -> bool:
    """Grow the catalogue to so many sets and ask; whether the limits were kept."""
    from django.db import connection
    from django.utils import timezone

    from jariya.kernel.lifecycle.engine import legal_day
    from jariya.portals.opendata.models import DataSet
    from jariya.portals.opendata.planning import queries as planning
    from jariya.portals.opendata.reading import entries
    from jariya.portals.opendata.reading.finding import Wish, find
    from jariya.portals.opendata.simulate import full

    now = timezone.now()
    today = legal_day(now)
    there = DataSet.objects.count()
    began = perf_counter()
    more = sets - there
    full.make(now=now, seed=7, sets=more, resources=more * 24 // 7, plans=0 if there else 2000)
    figure("made by COPY", f"{more:,} sets", f"{perf_counter() - began:.1f} s")
    began = perf_counter()
    figure("entries", f"{entries.rebuild():,}", f"{perf_counter() - began:.1f} s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def words(turn: int) -> None:
        lang, text = WORDS[turn % len(WORDS)]
        find(Wish(words=text), lang=lang, today=today)

    figure(f"{sets:,} sets")
    p95 = asked("words with facets", words, asks)
    asked("no words, facets", lambda turn: find(Wish(), lang="kk", today=today), asks)
    asked("one theme", lambda turn: find(Wish(facets={"theme": "EDUC"}), lang="kk", today=today), asks)
    first = asked("first page, newest", lambda turn: find(Wish(), lang="kk", today=today, counting=False), asks)
    after, pages = "", 0
    while pages < 150:
        found = find(Wish(), lang="kk", today=today, after=after, counting=False)
        if not found.following:
            break
        after, pages = found.following, pages + 1
    last = asked(
        f"page {pages + 1}", lambda turn: find(Wish(), lang="kk", today=today, after=after, counting=False), asks
    )
    asked("overdue items of plans", lambda turn: planning.overdue(today=today), asks)
    kept = (p95 < LIMIT or sets > 3_500) and last < max(first * RATIO, 5.0)
    say(f"limit p95 < {LIMIT:.0f} ms at 3,500, last page < {RATIO} x first: {'kept' if kept else 'BROKEN'}")
    return kept


def main() -> int:
    """Run; 1 when a limit is broken."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--sets", type=int, nargs="+", default=[3_500, 35_000])
    words.add_argument("--asks", type=int, default=200)
    words.add_argument("--keep", action="store_true")
    said = words.parse_args()
    with database("catalogue", keep=said.keep):
        from django.utils import timezone

        from jariya.kernel.bodies.load import load_bodies, load_invented
        from jariya.kernel.law.loader import load_law
        from jariya.project import invented_bodies

        load_law("kz", now=timezone.now())
        load_bodies("kz")
        load_invented()
        invented_bodies.make()
        heading()
        kept = [grown(sets, said.asks) for sets in sorted(said.sets)]
        return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())

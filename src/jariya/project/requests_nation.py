"""Requests for information of the full nation: hundreds of thousands, by COPY, in batches that survive kill -9.

The plan (arrivals, registration numbers) follows from the seed and is computed anew by every run. A batch is one
transaction of its rows, its index entries and its row in `NationBatch`; what is not there is made by the next run.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter as Tally
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction

from jariya.kernel.bodies.models import Region
from jariya.portals.requests.actions.deciding import oblast_of
from jariya.portals.requests.simulate import bulk
from jariya.portals.requests.simulate.chance import Chance
from jariya.portals.requests.simulate.copying import TABLES
from jariya.project.full_nation import Made, _counted, _vacuum, cores, run, token_of
from jariya.project.models import Nation, NationBatch
from jariya.project.nation import Say, lock, timed

REQUESTS = 604_000
"""Of a year."""
SIZE = "requests"
BATCH = 1_500
SALT = 0x52
"""Kept apart from the public ids of questions of the same seed."""

# What a worker has after the fork; nothing of it is written.
_work: dict[str, Any] = {}


def make(
    cast: Any,
    *,
    now: dt.datetime,
    seed: int,
    say: Say,
    requests: int = REQUESTS,
    processes: int | None = None,
    batch: int = BATCH,
) -> int:
    """Make the requests of the full nation, or go on with what was begun (then as it was begun). Returns how many.

    Args:
        cast: the law, bodies, officials and citizens of the nation, made before.
        processes: how many write at once; as many as there are cores when not given.
        batch: requests in a transaction.
    """
    from jariya.kernel.search import actions as index

    nation = Nation.objects.filter(size=SIZE).first()
    if nation is not None and nation.finished_at is not None:
        return int(nation.questions)
    with timed("plan: arrivals and registration numbers of requests", say):
        nation, drawn, numbers = _planned(cast, nation, now=now, seed=seed, requests=requests, batch=batch)
    size = int(nation.plan["batch"])
    done = set(NationBatch.objects.filter(nation=nation).values_list("number", flat=True))
    wanted = [number for number in range(-(-nation.questions // size)) if number not in done]
    oblasts = {
        row.pk: one.pk for row in Region.objects.select_related("parent__parent__parent") if (one := oblast_of(row))
    }
    _work.update(nation=nation, drawn=drawn, numbers=numbers, bases=nation.plan["bases"], size=size, oblasts=oblasts)
    started, rows, made = time.monotonic(), 0, len(done)
    with index.rebuilding():
        for count, _seconds in run(_batch, wanted, processes or cores()):
            rows, made = rows + count, made + 1
            passed = time.monotonic() - started
            say(f"  {min(made * size, nation.questions):,} of {nation.questions:,} requests, {rows:,} rows,"
                f" {rows / passed:,.0f} rows/s, {passed:.0f} s")  # fmt: skip
        _vacuum("search_entry")
    with timed("statistics of tables of requests", say):
        _vacuum(*(table for table, _columns in TABLES.values()), "search_entry")
    Nation.objects.filter(pk=nation.pk).update(finished_at=dt.datetime.now(dt.UTC))
    return int(nation.questions)


def _planned(
    cast: Any, nation: Nation | None, *, now: dt.datetime, seed: int, requests: int, batch: int
) -> tuple[Nation, Chance, dict[int, tuple[int, ...]]]:
    """The plan of what was begun, or a new one: its counters are moved on at once."""
    link = f"{settings.PUBLIC_URL}/kk/law/"
    if nation is not None:
        drawn = Chance(cast, now=nation.now, seed=nation.seed, total=nation.questions, link=link)
        return nation, drawn, drawn.numbers()[0]
    drawn = Chance(cast, now=now, seed=seed, total=requests, link=link)
    numbers, given = drawn.numbers()
    with transaction.atomic():
        lock()
        nation = Nation.objects.create(
            size=SIZE,
            seed=seed,
            now=now,
            questions=requests,
            plan={"bases": _counted(Tally(given)), "batch": batch},
            started_at=now,
        )
    return nation, drawn, numbers


def _batch(number: int) -> Made:
    """Write one batch; returns its rows and the seconds of its parts."""
    from jariya.kernel.search import actions as index

    nation, drawn = _work["nation"], _work["drawn"]
    bases: dict[str, int] = _work["bases"]
    begun = time.monotonic()
    taken: Iterator[int] = iter(())
    token = ""

    def registration(body: int, year: int) -> int:
        return next(taken) + bases.get(f"{body}:{year}", 0)

    ledger = bulk.Ledger(
        drawn.cast, now=nation.now, seed=nation.seed + number, number=registration, oblasts=_work["oblasts"],
        token=lambda: token,
    )  # fmt: skip
    for request in drawn.in_batch(number, _work["size"]):
        taken, token = iter(_work["numbers"][request]), token_of(nation.seed + SALT, request)
        ledger.perform(drawn.tale(request))
    decided = time.monotonic()
    with transaction.atomic():
        NationBatch.objects.create(nation=nation, number=number, indexed=True)
        ledger.rows.write()
        copied = time.monotonic()
        index.bulk_put(ledger.documents, fresh=True)
    ended = time.monotonic()
    return ledger.rows.count(), {
        "histories": decided - begun, "rows": copied - decided, "search": ended - copied
    }  # fmt: skip

"""The full nation: questions, requests for information and drafts of programmes by the hundred thousand, by COPY, in
batches that survive kill -9.

The plan (arrivals, registration numbers) follows from the seed and is computed anew by every run. A batch is one
transaction of its rows, its index entries and its row in `NationBatch`; what is not there is made by the next run.
"""

from __future__ import annotations

import datetime as dt
import gc
import multiprocessing
import os
import time
import traceback
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction

from jariya.kernel.correspondence.models import Counter
from jariya.portals.dialogue.simulate import bulk, cast
from jariya.portals.dialogue.simulate.chance import Chance
from jariya.project import invented, invented_bodies
from jariya.project.models import Nation, NationBatch
from jariya.project.nation import NotADemonstration, Say, is_made, lock, timed

QUESTIONS = 367_000
BATCH = 1_500
PERSONS_SHARE = 0.4
"""Citizens for each question: some ask once, some often."""
ALPHABET_BITS = 40
SPREAD = 0x9E3779B97 | 1
"""An odd factor: index * SPREAD modulo 2**40 meets every value once, so public ids of a nation never collide."""

# What a worker has after the fork; nothing of it is written.
_work: dict[str, Any] = {}


def make(
    *,
    now: dt.datetime,
    seed: int,
    say: Say,
    questions: int = QUESTIONS,
    processes: int | None = None,
    batch: int = BATCH,
    districts: int = invented_bodies.DISTRICTS,
) -> int:
    """Make the full nation, or go on with one that was begun (then as it was begun). Returns how many questions it has.

    Args:
        processes: how many write at once; as many as there are cores when not given.
        batch: questions in a transaction.
        districts: of the invented oblast, 39 bodies each.

    Raises:
        NotADemonstration: outside demo and test.
    """
    if not settings.DEMO:
        raise NotADemonstration("An invented nation is made only where JARIYA_MODE is demo or test.")
    from jariya.kernel.search import actions as index
    from jariya.portals.dialogue.simulate.copying import TABLES

    nation = Nation.objects.filter(size="full").first()
    if nation is None or nation.finished_at is None or not is_made("requests"):
        # The word indexes are built once, over what lives: a build fails on a dead row whose long text was vacuumed.
        index.drop()
        try:
            nation = _questions(
                nation, now=now, seed=seed, say=say, questions=questions, processes=processes, batch=batch,
                districts=districts,
            )  # fmt: skip
            _requests(nation, say, processes)
            _vacuum("search_entry")
        finally:
            with timed("search: word indexes", say):
                index.mend()
        with timed("search: shares and vocabulary", say):
            index.refresh_shares()
            index.refresh_vocabulary()
        with timed("statistics of tables", say):
            _vacuum(*(table for table, _columns in TABLES.values()), "search_entry", "people_person", "bodies_body")
    _drafts(nation, say, processes)
    return int(nation.questions)


def _questions(
    nation: Nation | None,
    *,
    now: dt.datetime,
    seed: int,
    say: Say,
    questions: int,
    processes: int | None,
    batch: int,
    districts: int,
) -> Nation:
    """Bodies, people and questions; nothing when they are there."""
    from jariya.pages.indexing import index_registers

    if nation is not None and nation.finished_at is not None:
        return nation
    with timed("bodies, officials and citizens", say) as note:
        added = invented_bodies.make(districts)
        invented.staff(nation.now if nation else now)
        invented.staff_many(now)
        invented.citizens(
            int((nation.questions if nation else questions) * PERSONS_SHARE), seed=nation.seed if nation else seed,
            now=now,
        )  # fmt: skip
        if added:
            index_registers(now.date())
        note(added)
    with timed("plan: arrivals and registration numbers", say):
        nation, drawn, numbers = _planned(nation, now=now, seed=seed, questions=questions, batch=batch)
    size = int(nation.plan["batch"])
    done = set(NationBatch.objects.filter(nation=nation).values_list("number", flat=True))
    wanted = [number for number in range(-(-nation.questions // size)) if number not in done]
    _work.update(nation=nation, drawn=drawn, numbers=numbers, bases=nation.plan["bases"], size=size)
    started, rows, made = time.monotonic(), 0, len(done)
    spent = Tally[str]()
    for count, seconds in run(_batch, wanted, processes or cores()):
        rows, made = rows + count, made + 1
        spent.update(seconds)
        passed = time.monotonic() - started
        say(f"  {min(made * size, nation.questions):,} of {nation.questions:,} questions, {rows:,} rows,"
            f" {rows / passed:,.0f} rows/s, {passed:.0f} s")  # fmt: skip
    say("seconds of work: " + ", ".join(f"{name} {value:.0f}" for name, value in spent.items()))
    Nation.objects.filter(pk=nation.pk).update(finished_at=dt.datetime.now(dt.UTC))
    return nation


def _requests(nation: Nation, say: Say, processes: int | None) -> None:
    """Requests for information, as many as the questions' share of a full nation; nothing when they are there."""
    from jariya.project import requests_nation

    wanted = max(1, requests_nation.REQUESTS * nation.questions // QUESTIONS)
    requests_nation.make(cast.load(), now=nation.now, seed=nation.seed, say=say, requests=wanted, processes=processes)


def _drafts(nation: Nation, say: Say, processes: int | None) -> None:
    """The drafts of programmes, as many as the questions' share of a full nation; nothing when they are there."""
    from jariya.project import drafts_nation

    wanted = max(1, drafts_nation.DRAFTS * nation.questions // QUESTIONS)
    drafts_nation.make(now=nation.now, seed=nation.seed, say=say, drafts=wanted, processes=processes)


def _planned(
    nation: Nation | None, *, now: dt.datetime, seed: int, questions: int, batch: int
) -> tuple[Nation, Chance, dict[int, tuple[int, ...]]]:
    """The plan of a nation that was begun, or of a new one: its counters are moved on at once, so that whoever asks
    meanwhile gets a number after the nation's."""
    players = cast.load()
    if nation is None:
        drawn = Chance(players, now=now, seed=seed, total=questions)
        numbers, given = drawn.numbers()
        with transaction.atomic():
            lock()
            bases = _counted(given)
            nation = Nation.objects.create(
                size="full",
                seed=seed,
                now=now,
                questions=questions,
                plan={"bases": bases, "batch": batch},
                started_at=now,
            )
        return nation, drawn, numbers
    drawn = Chance(players, now=nation.now, seed=nation.seed, total=nation.questions)
    return nation, drawn, drawn.numbers()[0]


def _counted(given: Tally[tuple[int, int]]) -> dict[str, int]:
    """Move the counters on; returns where those that had counted before stood."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Counter._meta.db_table} AS c (body_id, year, last)"  # noqa: S608
            " SELECT * FROM unnest(%s::bigint[], %s::int[], %s::int[])"
            " ON CONFLICT (body_id, year) DO UPDATE SET last = c.last + EXCLUDED.last RETURNING body_id, year, last",
            [[body for body, _year in given], [year for _body, year in given], list(given.values())],
        )
        return {
            f"{body}:{year}": last - given[body, year]
            for body, year, last in cursor.fetchall()
            if last > given[body, year]
        }


def cores() -> int:
    """How many processes write at once when nobody says."""
    return max(1, min(os.cpu_count() or 1, 8))


def _alone() -> None:
    """What a worker begins with: its own connection, and no hunting for cycles, which are none in a batch."""
    connections.close_all()
    gc.freeze()
    gc.disable()


Made = tuple[int, dict[str, float]]
"""Rows of a batch, and the seconds of its parts."""


class FailedBatch(RuntimeError):
    """A batch that could not be written, with what its process said: not every error can travel between processes, and
    one that cannot would leave the maker waiting for ever."""


def _attempt(work: Callable[[int], Made], number: int) -> Made:
    try:
        return work(number)
    except Exception:
        raise FailedBatch(f"batch {number}: {traceback.format_exc()}") from None


def run(work: Callable[[int], Made], wanted: list[int], processes: int) -> Iterator[Made]:
    """Do batches, in processes that inherit what this one has read.

    Raises:
        FailedBatch: one of them failed; those written before stay.
    """
    if processes == 1 or len(wanted) < 2:
        yield from map(work, wanted)
        return
    connections.close_all()
    context = multiprocessing.get_context("fork")
    with context.Pool(processes, initializer=_alone) as pool:
        yield from pool.imap_unordered(partial(_attempt, work), wanted)


def _batch(number: int) -> tuple[int, dict[str, float]]:
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
        drawn.cast, now=nation.now, seed=nation.seed + number, number=registration, token=lambda: token
    )
    for question in drawn.in_batch(number, _work["size"]):
        tale = drawn.tale(question)
        taken = iter(_work["numbers"][question])
        tokens = iter((token_of(nation.seed, 2 * question), token_of(nation.seed, 2 * question + 1)))
        ledger.token = tokens.__next__
        ledger.perform(tale)
    decided = time.monotonic()
    with transaction.atomic():
        NationBatch.objects.create(nation=nation, number=number, indexed=True)
        ledger.rows.write()
        copied = time.monotonic()
        index.bulk_put(ledger.documents, fresh=True)
    ended = time.monotonic()
    return ledger.rows.count(), {
        "histories": decided - begun,
        "rows": copied - decided,
        "search": ended - copied,
    }


def token_of(seed: int, index: int) -> str:
    """The random part of the public id of a nation's thing: every index has its own."""
    from jariya.kernel.lifecycle.ids import ALPHABET

    value = (index * SPREAD + seed * 7919) % (1 << ALPHABET_BITS)
    letters = []
    for _place in range(8):
        value, rest = divmod(value, 32)
        letters.append(ALPHABET[rest])
    return "".join(letters)


def _vacuum(*tables: str) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'VACUUM ANALYZE "{table}"')

"""Requests for information of the full nation: hundreds of thousands, by COPY, in batches that survive kill -9.

The plan (arrivals, registration numbers) follows from the seed and is computed anew by every run. A batch is one
transaction of its rows, its index entries and its row in `NationBatch`; what is not there is made by the next run.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from jariya.kernel.bodies.models import Region
from jariya.kernel.people.models import Person
from jariya.portals.requests.actions.deciding import oblast_of
from jariya.portals.requests.actions.repeated import digest_of
from jariya.portals.requests.editorial.models import Member, MemberRole, Office
from jariya.portals.requests.models import Information
from jariya.portals.requests.simulate import bulk
from jariya.portals.requests.simulate.chance import Chance
from jariya.portals.requests.simulate.copying import TABLES
from jariya.project.full_nation import Made, _counted, _vacuum, cores, run, token_of
from jariya.project.invented import SINCE
from jariya.project.models import Nation, NationBatch
from jariya.project.nation import Say, lock, timed

REQUESTS = 604_000
"""Of a year."""
SIZE = "requests"
BATCH = 1_500
JOURNALISTS = 40
"""Of each invented editorial office."""
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

    The caller drops the word indexes of the search before and builds them after (`search.actions.rebuilding`).
    """
    nation = Nation.objects.filter(size=SIZE).first()
    if nation is not None and nation.finished_at is not None:
        return int(nation.questions)
    with timed("plan: arrivals and registration numbers of requests", say):
        nation, drawn, numbers = _planned(cast, nation, now=now, seed=seed, requests=requests, batch=batch)
    with timed("plan: the same information asked for again", say) as note:
        known = _alike(drawn)
        note(len(known))
    size = int(nation.plan["batch"])
    done = set(NationBatch.objects.filter(nation=nation).values_list("number", flat=True))
    wanted = [number for number in range(-(-nation.questions // size)) if number not in done]
    oblasts = {
        row.pk: one.pk for row in Region.objects.select_related("parent__parent__parent") if (one := oblast_of(row))
    }
    _work.update(
        nation=nation, drawn=drawn, numbers=numbers, bases=nation.plan["bases"], size=size, oblasts=oblasts, known=known
    )
    started, rows, made, spent = time.monotonic(), 0, len(done), Tally[str]()
    for count, seconds in run(_batch, wanted, processes or cores()):
        rows, made = rows + count, made + 1
        spent.update(seconds)
        passed = time.monotonic() - started
        say(f"  {min(made * size, nation.questions):,} of {nation.questions:,} requests, {rows:,} rows,"
            f" {rows / passed:,.0f} rows/s, {passed:.0f} s")  # fmt: skip
    say("seconds of work: " + ", ".join(f"{name} {value:.0f}" for name, value in spent.items()))
    with timed("statistics of tables of requests", say):
        _vacuum(*(table for table, _columns in TABLES.values()), Information._meta.db_table)
    Nation.objects.filter(pk=nation.pk).update(finished_at=dt.datetime.now(dt.UTC))
    return int(nation.questions)


def _planned(
    cast: Any, nation: Nation | None, *, now: dt.datetime, seed: int, requests: int, batch: int
) -> tuple[Nation, Chance, dict[int, tuple[int, ...]]]:
    """The plan of what was begun, or a new one: its counters are moved on at once."""
    options: dict[str, Any] = {"link": f"{settings.PUBLIC_URL}/kk/law/", "journalists": _journalists(cast)}
    if nation is not None:
        drawn = Chance(cast, now=nation.now, seed=nation.seed, total=nation.questions, **options)
        return nation, drawn, drawn.numbers()[0]
    drawn = Chance(cast, now=now, seed=seed, total=requests, **options)
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


def _journalists(cast: Any) -> list[tuple[int, str]]:
    """Invented citizens who ask on behalf of the invented editorial offices; those that are missing are registered."""
    offices = list(Office.objects.filter(invented=True).order_by("pk"))
    chosen = cast.citizens["kk"][: JOURNALISTS * len(offices)]
    there = set(Member.objects.filter(person__in=chosen).values_list("person_id", flat=True))
    Member.objects.bulk_create(
        Member(office=offices[place % len(offices)], person_id=person, role=MemberRole.JOURNALIST,
               name=f"{place + 1}-тілші (ойдан шығарылған)", since=SINCE)
        for place, person in enumerate(chosen)
        if person not in there
    )  # fmt: skip
    rows = Member.objects.filter(person__in=Person.objects.filter(pk__in=chosen), until=None, office__in=offices)
    return list(rows.order_by("person_id").values_list("person_id", "office__code"))


def _alike(drawn: Chance) -> dict[tuple[int, bytes], int]:
    """Write the rows of information that several will ask for, and name to `drawn` the requests by which it has to be
    published. What was asked for before the nation counts as owed already: an act may have seen to it.

    Returns:
        (body, digest of the points) -> id of the row.
    """
    groups = {(body, digest_of(points)): indexes for (body, points), indexes in drawn.alike().items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO requests_information (body_id, digest, count, link)"
            " SELECT body, digest, count, ''"
            " FROM unnest(%s::bigint[], %s::bytea[], %s::int[]) AS n (body, digest, count)"
            " ON CONFLICT (body_id, digest) DO NOTHING",
            [[body for body, _digest in groups], [digest for _body, digest in groups],
             [len(indexes) for indexes in groups.values()]],
        )  # fmt: skip
    rows = {(row.body_id, bytes(row.digest or b"")): row for row in Information.objects.exclude(digest=None)}
    enough = drawn.cast.norms.at(drawn.today)["request.publish_after_repeats"].count
    drawn.owed = frozenset(
        indexes[enough - 1]
        for key, indexes in groups.items()
        if len(indexes) >= enough and rows[key].count == len(indexes)
    )
    return {key: rows[key].pk for key in groups}


def _write_singles(ledger: bulk.Ledger, singles: dict[tuple[int, bytes], int]) -> None:
    """Write the rows of information that one asks for, and put their ids where their marks (below 0) stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO requests_information AS i (body_id, digest, count, link)"
            " SELECT body, digest, 1, '' FROM unnest(%s::bigint[], %s::bytea[]) AS n (body, digest)"
            " ORDER BY body, digest"
            " ON CONFLICT (body_id, digest) DO UPDATE SET count = i.count + 1 RETURNING body_id, digest, id",
            [[body for body, _digest in singles], [digest for _body, digest in singles]],
        )
        ids = {singles[body, bytes(digest)]: pk for body, digest, pk in cursor.fetchall()}
    place = TABLES["request"][1].index("information_id")
    ledger.rows.by_table["request"] = [
        (*row[:place], ids[row[place]], *row[place + 1 :]) if (row[place] or 0) < 0 else row
        for row in ledger.rows.by_table["request"]
    ]


def _batch(number: int) -> Made:
    """Write one batch; returns its rows and the seconds of its parts."""
    from jariya.kernel.search import actions as index

    nation, drawn = _work["nation"], _work["drawn"]
    bases: dict[str, int] = _work["bases"]
    known: dict[tuple[int, bytes], int] = _work["known"]
    enough = drawn.cast.norms.at(drawn.today)["request.publish_after_repeats"].count
    begun = time.monotonic()
    taken: Iterator[int] = iter(())
    singles: dict[tuple[int, bytes], int] = {}
    owed = False

    def registration(body: int, year: int) -> int:
        return next(taken) + bases.get(f"{body}:{year}", 0)

    def alike(body: int, points: Sequence[str]) -> tuple[int, int]:
        key = (body, digest_of(points))
        row = known.get(key) or singles.setdefault(key, -1 - len(singles))
        return row, enough if owed else 0

    ledger = bulk.Ledger(
        drawn.cast, now=nation.now, seed=nation.seed + number, number=registration, oblasts=_work["oblasts"],
        offices=dict(drawn.journalists), alike=alike,
    )  # fmt: skip
    for request in drawn.in_batch(number, _work["size"]):
        taken, owed = iter(_work["numbers"][request]), request in drawn.owed
        tokens = (token_of(nation.seed + SALT, 2 * request), token_of(nation.seed + SALT, 2 * request + 1))
        ledger.token = iter(tokens).__next__
        ledger.perform(drawn.tale(request))
    decided = time.monotonic()
    with transaction.atomic():
        NationBatch.objects.create(nation=nation, number=number, indexed=True)
        _write_singles(ledger, singles)
        for link, day, information in ledger.published:
            Information.objects.filter(pk=information).update(link=link, published_on=day)
        ledger.rows.write()
        copied = time.monotonic()
        index.bulk_put(ledger.documents, fresh=True)
    ended = time.monotonic()
    return ledger.rows.count(), {
        "histories": decided - begun, "rows": copied - decided, "search": ended - copied
    }  # fmt: skip

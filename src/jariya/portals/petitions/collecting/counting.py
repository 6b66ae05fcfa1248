"""How queued signatures become leaves, and leaves the count: what the record's sequencer calls for petitions' logs.

Taking: queue rows leave the queue and get their places, in one transaction. Counting: in the transaction of the signed
checkpoint that covers them, the totals by region and hour, the count and the thresholds move. So the number that is
shown is the replay of a log that is signed, at every moment: killed between the two, the next run goes on.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

import psycopg
from django.db import connection
from django.db.models import F

from jariya.kernel.record import shelves, tiles
from jariya.kernel.record.leaves import Key
from jariya.kernel.record.models import Checkpoint, Log
from jariya.portals.petitions.collecting import count_file, leaf, thresholds
from jariya.portals.petitions.collecting.models import Batch, Collection

LOG_KIND = "petition"
MOST = 20_000
"""Queue rows a batch."""
SHOWN_NAMES = 100


def connect() -> None:
    """Make the shelf of petitions' logs known to the record; called when the app is loaded."""
    shelves.register(LOG_KIND, shelves.Shelf(take, entries, counted, count_file.files))


_TAKE = """
WITH taken AS (
  DELETE FROM collecting_queued WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM collecting_queued WHERE petition_id = %s ORDER BY id LIMIT %s))
  RETURNING id, region, commitment, name, issuer_id, extract(epoch FROM given_at)::bigint / 60 AS minute
)
SELECT * FROM taken ORDER BY id
"""
"""By the rows' own places: the list is read once already, and nobody changes a queued row, one can only be gone."""
_Row = tuple[int, str, bytes, str, int | None, int]
"""Number, region, commitment, name, issuer, minute since 1970."""


def take(log: Log, first: int, now: dt.datetime) -> tuple[int, bool]:
    """Give places to waiting signatures: `shelves.Shelf.take`."""
    found = Collection.objects.filter(log=log).only("case_id", "last_signers").first()
    if found is None:
        return 0, False
    connection.ensure_connection()
    # Values as the database holds them: Django's cursor reads each of them from text.
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        rows: list[_Row] = cursor.execute(_TAKE, [found.pk, MOST], binary=True).fetchall()
    if not rows:
        return 0, False
    seqs = [row[0] for row in rows]
    hours = {minute // 60: _hour(minute // 60) for minute in {row[5] for row in rows}}
    Batch.objects.create(
        petition=found,
        first=first,
        number=len(rows),
        span=(seqs[0], seqs[-1] + 1),
        seqs=None if seqs[-1] - seqs[0] + 1 == len(seqs) else seqs,
        entries=tiles.bundle([leaf.sign(row[1], hours[row[5] // 60], row[2]) for row in rows]),
        at=now,
    )
    names = [[row[3], first + place] for place, row in enumerate(rows)][: -SHOWN_NAMES - 1 : -1]
    Collection.objects.filter(pk=found.pk).update(last_signers=[*names, *found.last_signers][:SHOWN_NAMES])
    _add_pace(found.pk, rows)
    return len(rows), len(rows) == MOST


def _hour(since: int) -> str:
    return leaf.hour_of(dt.datetime.fromtimestamp(since * 3600, tz=dt.UTC))


def _add_pace(petition: int, rows: list[_Row]) -> None:
    counted = Counter((minute, region, issuer or 0) for _id, region, _hash, _name, issuer, minute in rows)
    keys = sorted(counted)
    minutes = [dt.datetime.fromtimestamp(minute * 60, tz=dt.UTC) for minute, _region, _issuer in keys]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO collecting_pace (petition_id, minute, region, issuer_id, number)"
            " SELECT %s, new.* FROM unnest(%s::timestamptz[], %s::text[], %s::int[], %s::int[]) AS new"
            " ON CONFLICT (petition_id, minute, region, issuer_id)"
            " DO UPDATE SET number = collecting_pace.number + excluded.number",
            [petition, minutes, *([key[part] for key in keys] for part in (1, 2)), [counted[key] for key in keys]],
        )


def entries(log: Log, start: int, end: int) -> list[tuple[int, bytes]]:
    """Leaves of signatures that no checkpoint covers yet: `shelves.Shelf.entries`."""
    batches = Batch.objects.filter(petition__log=log, first__gte=start, first__lt=end, entries__isnull=False)
    return [
        (first + place, entry)
        for first, bundle in batches.order_by("first").values_list("first", "entries")
        for place, entry in enumerate(tiles.entries_of(bytes(bundle or b"")))
    ]


def counted(checkpoint: Checkpoint, new: Counter[Key]) -> None:
    """Move the count by what a checkpoint's new leaves say, and cross thresholds: `shelves.Shelf.counted`."""
    by_kind: Counter[str] = Counter()
    for (kind, _region, _hour), number in new.items():
        by_kind[kind] += number
    rows = Collection.objects.filter(log_id=checkpoint.log_id)
    rows.update(
        size=checkpoint.size,
        signatures=F("signatures") + by_kind[leaf.SIGN],
        minus=F("minus") + by_kind[leaf.MINUS],
        paper=F("paper") + by_kind[leaf.PAPER],
        counted_at=checkpoint.at,
    )
    found = rows.select_related("case").first()
    if found is None:
        return
    # Covered leaves lie in the log's files now.
    Batch.objects.filter(petition=found, first__lt=checkpoint.size, entries__isnull=False).update(entries=None)
    thresholds.cross(found, now=checkpoint.at)

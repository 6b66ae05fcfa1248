"""How queued signatures become leaves, and leaves the count: what the record's sequencer calls for petitions' logs.

Taking: queue rows leave the queue and get their places, in one transaction. Counting: in the transaction of the signed
checkpoint that covers them, the totals by region and hour, the count and the thresholds move. So the number that is
shown is the replay of a log that is signed, at every moment: killed between the two, the next run goes on.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

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
  DELETE FROM collecting_queued WHERE id IN
    (SELECT id FROM collecting_queued WHERE petition_id = %s ORDER BY id LIMIT %s)
  RETURNING id, region, commitment, name, issuer_id, given_at
)
SELECT id, region, commitment, name, issuer_id, given_at FROM taken ORDER BY id
"""


def take(log: Log, first: int, now: dt.datetime) -> tuple[int, bool]:
    """Give places to waiting signatures: `shelves.Shelf.take`."""
    found = Collection.objects.filter(log=log).only("case_id", "last_signers").first()
    if found is None:
        return 0, False
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [found.pk, MOST])
        rows = cursor.fetchall()
    if not rows:
        return 0, False
    seqs = [row[0] for row in rows]
    entries = [leaf.sign(row[1], leaf.hour_of(row[5]), bytes(row[2])) for row in rows]
    Batch.objects.create(
        petition=found,
        first=first,
        number=len(rows),
        span=(seqs[0], seqs[-1] + 1),
        seqs=None if seqs[-1] - seqs[0] + 1 == len(seqs) else seqs,
        entries=tiles.bundle(entries),
        at=now,
    )
    names = [[row[3], first + place] for place, row in enumerate(rows)][: -SHOWN_NAMES - 1 : -1]
    Collection.objects.filter(pk=found.pk).update(last_signers=[*names, *found.last_signers][:SHOWN_NAMES])
    _add_pace(found.pk, rows)
    return len(rows), len(rows) == MOST


def _add_pace(petition: int, rows: list[tuple[int, str, bytes, str, int | None, dt.datetime]]) -> None:
    counted = Counter((row[5].replace(second=0, microsecond=0), row[1], row[4] or 0) for row in rows)
    keys = sorted(counted)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO collecting_pace (petition_id, minute, region, issuer_id, number)"
            " SELECT %s, new.* FROM unnest(%s::timestamptz[], %s::text[], %s::int[], %s::int[]) AS new"
            " ON CONFLICT (petition_id, minute, region, issuer_id)"
            " DO UPDATE SET number = collecting_pace.number + excluded.number",
            [petition, *([key[part] for key in keys] for part in range(3)), [counted[key] for key in keys]],
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

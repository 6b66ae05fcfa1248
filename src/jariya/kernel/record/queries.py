"""Reads of the record: what is served, shown, and given to the holder of a leaf."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jariya.kernel.record import proof, sequencing, sources, storage, tiles
from jariya.kernel.record.errors import RecordError
from jariya.kernel.record.models import Alarm, Checkpoint, Cosignature, Daily, Key, Leaf, Log, Opening, Total
from jariya.kernel.record.note import Verifier


@dataclass(frozen=True)
class Shown:
    """A log in a list."""

    log: Log
    checkpoint: Checkpoint | None
    witnesses: int
    alarmed: bool


def shown_logs(limit: int = 200) -> list[Shown]:
    """Logs with their last checkpoints, the standing ones first. Four queries."""
    rows = list(Log.objects.order_by("id")[:limit])
    last = Checkpoint.objects.filter(log__in=rows).order_by("log_id", "-size").distinct("log_id")
    heads = {row.log_id: row for row in last}
    seen: dict[int, int] = {}
    for checkpoint_id in Cosignature.objects.filter(checkpoint__in=heads.values()).values_list("checkpoint", flat=True):
        seen[checkpoint_id] = seen.get(checkpoint_id, 0) + 1
    alarmed = set(Alarm.objects.filter(cleared_at__isnull=True).values_list("log_id", flat=True))
    return [
        Shown(row, head := heads.get(row.pk), seen.get(head.pk, 0) if head else 0, row.pk in alarmed) for row in rows
    ]


def last_checkpoint(log: Log) -> Checkpoint | None:
    """The last checkpoint of a log."""
    found: Checkpoint | None = Checkpoint.objects.filter(log=log).order_by("-size").first()
    return found


def vkeys(log: Log) -> list[str]:
    """Key lines of the keys that sign now, the newest first."""
    rows = Key.objects.filter(log=log, retired_at__isnull=True).order_by("-added_at", "-id")
    return list(rows.values_list("vkey", flat=True))


def all_vkeys(limit: int = 50) -> list[str]:
    """Key lines of all logs that sign now, in the order of the logs. One query."""
    rows = Key.objects.filter(retired_at__isnull=True).order_by("log_id", "-added_at", "-id")
    return list(rows.values_list("vkey", flat=True)[:limit])


def verifiers(log: Log) -> list[Verifier]:
    """The same as keys."""
    return [Verifier.parse(line) for line in vkeys(log)]


def reader(log: Log, size: int) -> tiles.Reader:
    """Tiles of a log at a size."""
    return tiles.Reader(lambda path: storage.get(log.name, path), size)


def receipt(log: str, key: str) -> bytes:
    """The receipt of a leaf, with its opening, for whoever may have it: the caller decides who that is.

    Raises:
        RecordError: `log_unknown` when there is no such leaf, `not_yet` while no checkpoint covers it.
    """
    leaf = Leaf.objects.filter(log__name=log, key=key).select_related("log").first()
    if leaf is None:
        raise RecordError("log_unknown", f"there is no such leaf in {log}")
    opened = Opening.objects.filter(leaf=leaf).first()
    opening = None
    if opened is not None and opened.salt is not None and opened.content is not None:
        opening = bytes(opened.salt), bytes(opened.content)
    return proof_of(leaf.log, leaf.index, opening)


def public_proof(log: Log, index: int) -> bytes:
    """The proof of an entry for anyone; with what opens it where that has become public.

    Raises:
        RecordError: `not_yet` when the last checkpoint does not cover the index.
    """
    return proof_of(log, index, public_opening(log, index))


def public_opening(log: Log, index: int) -> tuple[bytes, bytes] | None:
    """(salt, content) of an entry that anyone may see opened. Two queries at most."""
    found = public_openings(log, index, index + 1)
    return found[0][1:] if found else None


def proof_of(log: Log, index: int | None, opening: tuple[bytes, bytes] | None) -> bytes:
    """The proof of an entry with what opens it, for whoever may have it: the caller decides who that is.

    Raises:
        RecordError: `not_yet` while no checkpoint covers the index.
    """
    last = last_checkpoint(log)
    if last is None or index is None or index >= last.size:
        raise RecordError("not_yet", "the entry waits for the next checkpoint")
    tiled = reader(log, last.size)
    salt, content = opening or (None, None)
    packed = proof.pack(tiled.entry(index), salt, content)
    return proof.Proof(index, tuple(tiled.inclusion(index)), sequencing.published(last), packed).content()


def public_openings(log: Log, start: int, end: int) -> list[tuple[int, bytes, bytes]]:
    """(index, salt, content) of entries between two indexes that anyone may see opened, in order."""
    rows = Opening.objects.filter(leaf__log=log, leaf__index__gte=start, leaf__index__lt=end, salt__isnull=False)
    found = list(rows.order_by("leaf__index").values_list("leaf__index", "leaf__key", "salt", "content"))
    shown = sources.opened_to_all(log.name, [key for _index, key, _salt, _content in found]) if found else set()
    return [
        (index, bytes(salt), bytes(content))
        for index, key, salt, content in found
        if key in shown and index is not None and salt is not None and content is not None
    ]


def entries(log: Log, size: int, *, before: int | None, limit: int) -> list[tuple[int, bytes]]:
    """Entries below an index, the newest first, out of the bundles that are served: (index, entry)."""
    end = size if before is None else max(0, min(before, size))
    start = max(0, end - limit)
    tiled, found = reader(log, size), []
    for where in range(start // tiles.WIDTH, (end + tiles.WIDTH - 1) // tiles.WIDTH):
        bundle = tiled.bundle(where)
        base = where * tiles.WIDTH
        found += [(base + at, entry) for at, entry in enumerate(bundle) if start <= base + at < end]
    return found[::-1]


def totals(log: Log) -> dict[str, Any]:
    """Totals by kind, region and hour, with the size they were counted at."""
    with transaction.atomic(), _one_snapshot():
        last = last_checkpoint(log)
        rows = Total.objects.filter(log=log).order_by("kind", "region", "hour")
        listed = [list(row) for row in rows.values_list("kind", "region", "hour", "count")]
    return {"origin": log.origin, "size": last.size if last else 0, "totals": listed}


def by_kind(log: Log) -> list[tuple[str, int]]:
    """Totals of a log by kind."""
    from django.db.models import Sum

    rows = Total.objects.filter(log=log).values_list("kind").annotate(Sum("count")).order_by("kind")
    return [(kind, int(number)) for kind, number in rows]


def _one_snapshot() -> Any:
    """Totals and checkpoint of one moment; inside a test's own transaction they are that already."""
    from contextlib import contextmanager

    from django.db import connection

    @contextmanager
    def snapshot() -> Any:
        if len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield

    return snapshot()


def daily(*, limit: int = 1_000, day: dt.date | None = None) -> Sequence[Daily]:
    """Checkpoints that days ended with, the newest first."""
    rows = Daily.objects.select_related("log", "checkpoint").order_by("-day", "log__name")
    return list((rows.filter(day=day) if day else rows)[:limit])


def sealed_day(log: str = "events") -> Daily | None:
    """The newest day's checkpoint of a log, for the front page. One query."""
    found: Daily | None = (
        Daily.objects.filter(log__name=log).select_related("log", "checkpoint").order_by("-day").first()
    )
    return found


def standing_alarms() -> Sequence[Alarm]:
    """Alarms nobody has cleared."""
    return list(Alarm.objects.filter(cleared_at__isnull=True).select_related("log").order_by("at"))

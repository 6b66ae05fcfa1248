"""The sequencer: gives leaves their index, writes tiles, has the head signed, publishes it. One at a time for a log.

Each step can be the last one before the power goes; the next run goes on from there:

1. `assigned`   indexes are given and committed; from here on the order never changes.
2. `tiles_written`   bundles and tiles are on the disk; the same leaves give the same bytes, so again is harmless.
3. `signer_kept`   the signer remembers the head, before any signature exists.
4. `signed`, `recorded`   the checkpoint and the totals are rows of one transaction.
5. `committed`, `published`   the file `checkpoint` is replaced.

Locks belong to transactions, for a pooler may give each transaction another connection.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from jariya.kernel.record import leaves as convention
from jariya.kernel.record import note, shelves, storage, tiles
from jariya.kernel.record.checkpoint import Checkpoint as Head
from jariya.kernel.record.errors import ALARMING, RecordError
from jariya.kernel.record.models import Checkpoint, Cosignature, Key, Leaf, Log
from jariya.kernel.record.signer import LogSigner

log = logging.getLogger("jariya.record")
BATCH = 65_536
"""Leaves per checkpoint at most: a few tens of MB in memory."""
_LOCK = 0x6A61_0003
"""First word of the advisory lock; the second is the log's id."""


def step(name: str) -> None:
    """Between two steps; tests stop the process here."""


def signer_of(target: Log) -> LogSigner:
    """The signer of a log: keys in its folder under LOG_KEY_DIR, and in JARIYA_LOG_KEYS."""
    folder = Path(settings.LOG_KEY_DIR) / target.name
    return LogSigner(folder, target.origin, settings.LOG_KEYS, lambda name: step(name))


def sequence(name: str, *, now: dt.datetime, batches: int = 1_000) -> int:
    """Take in every waiting leaf of a log, batch by batch. Idempotent.

    Returns:
        The size of the last published checkpoint.

    Raises:
        RecordError: `shrunken`, `forked`, `state_missing`, `key_missing`, `leaves_missing`, `tile_differs`: an alarm
            stands and nothing was published.
    """
    target = Log.objects.get(name=name)
    try:
        for _batch in range(batches):
            waiting = _assign(target, now)
            step("assigned")
            published = _checkpoint(target, now)
            step("committed")
            publish(target)
            step("published")
            if not waiting:
                break
        return published
    except RecordError as error:
        if error.code in ALARMING:
            from jariya.kernel.record.actions import alarm

            log.critical("log %s stands still: %s", name, error)
            alarm(target, error.code, error.said, now=now)
        raise


@contextmanager
def locked(target: Log) -> Iterator[None]:
    """A transaction that alone works at a log, over all processes."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, target.pk])
        yield


def _assign(target: Log, now: dt.datetime) -> bool:
    """Give indexes to waiting leaves; whether more wait than one batch holds."""
    with locked(target), connection.cursor() as cursor:
        size = Log.objects.values_list("size", flat=True).get(pk=target.pk)
        # Leaves whose transaction ends later than that of a younger one simply come in a later batch.
        cursor.execute(
            "WITH batch AS (SELECT id FROM record_leaf WHERE log_id = %s AND index IS NULL ORDER BY id LIMIT %s),"
            " numbered AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM batch)"
            " UPDATE record_leaf AS leaf SET index = %s + numbered.place FROM numbered WHERE leaf.id = numbered.id",
            [target.pk, BATCH, size],
        )
        found, more = cursor.rowcount, cursor.rowcount == BATCH
        if (shelf := shelves.of(target)) is not None and not more:
            taken, more = shelf.take(target, size + found, now)
            found += taken
        if found:
            Log.objects.filter(pk=target.pk).update(size=size + found)
        return bool(more)


def _checkpoint(target: Log, now: dt.datetime) -> int:
    """Tiles, signature and row for the assigned leaves that no checkpoint covers. Returns the covered size."""
    with locked(target):
        size = Log.objects.values_list("size", flat=True).get(pk=target.pk)
        last = Checkpoint.objects.filter(log=target).order_by("-size").first()
        old = last.size if last else 0
        signer = signer_of(target)
        if last is not None and size == old:
            _not_behind(signer, last)
            return int(old)
        entries = _entries(target, old, size)
        fresh: dict[str, bytes] = {}

        def read(path: str) -> bytes:
            return fresh[path] if path in fresh else storage.get(target.name, path)

        for path, content in tiles.grow(read, old, entries):
            fresh[path] = content
        _know_keys(target, signer, now)
        reader = tiles.Reader(read, size)
        head = Head(target.origin, size, reader.root())
        # Before a single file is written: a tree that the signer will refuse leaves no trace.
        signer.check(head, reader.consistency, first=last is None)
        storage.put_all(target.name, fresh.items())
        step("tiles_written")
        lines = signer.sign(head, reader.consistency, first=last is None)
        step("signed")
        content = note.write(head.text(), lines)
        row = Checkpoint.objects.create(log=target, size=size, root=head.root, note=content, at=now)
        counted = convention.totals(entries)
        _add_totals(target, counted)
        if (shelf := shelves.of(target)) is not None:
            shelf.counted(row, counted)
        step("recorded")
    return int(size)


def _not_behind(signer: LogSigner, last: Checkpoint) -> None:
    """A database brought back from an older copy is noticed at once, not at the next leaf."""
    known = signer.last()
    if known is not None and known.size > last.size:
        raise RecordError("shrunken", f"{known.size} leaves were signed, {last.size} are there now")
    if known is not None and known.size == last.size and known.root != bytes(last.root):
        raise RecordError("forked", f"another tree of {known.size} leaves was signed")


def _entries(target: Log, start: int, end: int) -> list[bytes]:
    rows = list(Leaf.objects.filter(log=target).between(start, end).values_list("index", "entry"))
    if (shelf := shelves.of(target)) is not None:
        rows = sorted([*rows, *shelf.entries(target, start, end)])
    if [index for index, _entry in rows] != list(range(start, end)):
        raise RecordError("leaves_missing", f"leaves {start} to {end} of {target.name} are not all there")
    return [bytes(entry) for _index, entry in rows]


def _know_keys(target: Log, signer: LogSigner, now: dt.datetime) -> None:
    """Public halves of the keys that sign are rows; the very first key is made here, a later loss is a refusal."""
    keys = [key.verifier for key in signer.signers()]
    if not keys and not Key.objects.filter(log=target).exists():
        keys = [signer.make_key()]
    for verifier in keys:
        Key.objects.get_or_create(vkey=verifier.line(), defaults={"log": target, "added_at": now})


def _add_totals(target: Log, counted: Counter[convention.Key]) -> None:
    if not counted:
        return
    rows = sorted(counted.items())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_total (log_id, kind, region, hour, count)"
            " SELECT %s, new.* FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[]) AS new"
            " ON CONFLICT (log_id, kind, region, hour) DO UPDATE SET count = record_total.count + excluded.count",
            [target.pk, *([key[part] for key, _n in rows] for part in range(3)), [number for _key, number in rows]],
        )


def publish(target: Log) -> None:
    """Replace the file `checkpoint` by the last one with its cosignatures; drop partial tiles that are full now."""
    with locked(target):
        last = Checkpoint.objects.filter(log=target).order_by("-size").first()
        if last is None:
            return
        content = published(last)
        try:
            before = storage.get(target.name, "checkpoint")
        except FileNotFoundError:
            before = b""
        if before == content:
            # The power may have gone between the checkpoint and what the shelf says beside it.
            _put_beside(target, last)
            return
        keys = Key.objects.filter(log=target, retired_at__isnull=True).order_by("-added_at", "-id")
        lines = "".join(f"{vkey}\n" for vkey in keys.values_list("vkey", flat=True))
        # The key first: whoever reads the new checkpoint finds the key that signed it.
        storage.put_all(target.name, [("key", lines.encode()), ("checkpoint", content)])
        step("checkpoint_published")
        _put_beside(target, last)
        if before:
            _drop_partials(target.name, Head.parse(note.Note.parse(before).text).size, last.size)


def _put_beside(target: Log, last: Checkpoint) -> None:
    if (shelf := shelves.of(target)) is not None:
        storage.put_all(target.name, shelf.files(target, last).items())


def published(row: Checkpoint) -> bytes:
    """A checkpoint as it is served: the log's signatures, then those of witnesses."""
    lines = Cosignature.objects.filter(checkpoint=row).order_by("id").values_list("line", flat=True)
    return bytes(row.note) + "".join(f"{line}\n" for line in lines).encode()


def _drop_partials(name: str, old: int, size: int) -> None:
    level: int = 0
    while old >> tiles.HEIGHT * level:
        index, width = divmod(old >> tiles.HEIGHT * level, tiles.WIDTH)
        if width and tiles.width_of(level, index, size) == tiles.WIDTH:
            for kind in (level, None) if level == 0 else (level,):
                storage.drop_partial(name, kind, index)
        level += 1


def sign_again(target: Log) -> None:
    """Sign the last checkpoint with the keys as they are now, and publish it; after a change of keys."""
    with locked(target):
        last = Checkpoint.objects.filter(log=target).order_by("-size").first()
        if last is None:
            return
        head = Head.parse(note.Note.parse(bytes(last.note)).text)
        reader = tiles.Reader(lambda path: storage.get(target.name, path), head.size)
        lines = signer_of(target).sign(head, reader.consistency, first=False)
        Checkpoint.objects.filter(pk=last.pk).update(note=note.write(head.text(), lines))
    publish(target)

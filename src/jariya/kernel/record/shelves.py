"""Logs whose entries do not lie in the record's own table: a log of millions keeps them beside what they are about.

The record knows none of it: the app of such a kind of log registers its shelf when it is loaded. Leaves that are queued
by `actions.append` (a batch of minus signs, a new key) still go the common way and get their indexes first.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jariya.kernel.record.leaves import Key
from jariya.kernel.record.models import Checkpoint, Log

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Shelf:
    """How the sequencer reaches such entries. Each function is called in a transaction that alone works at the log.

    Args:
        take: (log, first index, now) -> (how many waiting entries have got their indexes, whether more wait). What it
            writes is committed before anything is published, and from then on the order never changes.
        entries: (log, start, end) -> (index, entry) of its own entries from `start` up to `end`; asked only for what
            no checkpoint covers yet.
        counted: (checkpoint, what the new entries add to the totals): in the transaction of the checkpoint's row.
        files: (log, checkpoint) -> further files of the log, put in place after the checkpoint's own.
    """

    take: Callable[[Log, int, dt.datetime], tuple[int, bool]]
    entries: Callable[[Log, int, int], list[tuple[int, bytes]]]
    counted: Callable[[Checkpoint, Counter[Key]], None]
    files: Callable[[Log, Checkpoint], Files]


_shelves: dict[str, Shelf] = {}


def register(kind: str, shelf: Shelf) -> None:
    """Logs of this kind have this shelf, and a sequencer of their own that calls `sequencing.sequence`."""
    _shelves[kind] = shelf


def of(log: Log) -> Shelf | None:
    """The shelf of a log; None when all its entries lie in the record's table."""
    return _shelves.get(log.kind)


def kinds() -> list[str]:
    """Kinds of logs that have a shelf."""
    return sorted(_shelves)

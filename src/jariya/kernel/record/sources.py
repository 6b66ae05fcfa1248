"""Where leaves come from besides the acts that queue them: sources that are looked through in the order of their ids.

An act queues its own leaves in its transaction. What was written past the acts (a made-up nation, an archive brought
in) is found here. The record knows none of it: `project/wiring.py` registers the sources.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from jariya.kernel.record.actions import NewLeaf, append
from jariya.kernel.record.models import Cursor

BATCH = 5_000


@dataclass(frozen=True)
class Source:
    """A table whose rows belong into a log.

    Args:
        name: of its cursor.
        log: the log its leaves go to.
        horizon: the id up to which no transaction can add a row any more. Ids are drawn before their transactions end,
            so the largest id one sees is not it: a smaller one may still come.
        rows: (after, up to, limit) -> (id, leaf or nothing) in the order of ids.
        shown: of these keys, those whose commitments anyone may see opened now.
    """

    name: str
    log: str
    horizon: Callable[[], int]
    rows: Callable[[int, int, int], Sequence[tuple[int, NewLeaf | None]]]
    shown: Callable[[Iterable[str]], set[str]] = lambda keys: set()


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Join a source; called by `project/wiring.py` alone."""
    _sources[source.name] = source


def opened_to_all(log: str, keys: Iterable[str]) -> set[str]:
    """Of these leaves of a log, those whose commitments anyone may see opened."""
    wanted = list(keys)
    return {key for source in _sources.values() if source.log == log for key in source.shown(wanted)}


def catch_up(now: dt.datetime, *, seconds: float = 50.0, from_start: bool = False) -> int:
    """Queue what no act has queued. Returns how many leaves were new; goes on where it stopped.

    Args:
        seconds: stop after so long; the next run goes on.
        from_start: look through everything again. Leaves that are there are passed over.
    """
    until, found = time.monotonic() + seconds, 0
    for source in _sources.values():
        if from_start:
            Cursor.objects.filter(name=source.name).update(value=0)
        # Read before the rows are: what ends after this moment waits for the next run.
        horizon = source.horizon()
        while time.monotonic() < until:
            queued = _batch(source, horizon, now)
            if queued is None:
                break
            found += queued
    return found


def _batch(source: Source, horizon: int, now: dt.datetime) -> int | None:
    with transaction.atomic():
        Cursor.objects.get_or_create(name=source.name)
        cursor = Cursor.objects.select_for_update().get(name=source.name)
        rows = source.rows(cursor.value, horizon, BATCH)
        if not rows:
            return None
        queued = append(source.log, [leaf for _id, leaf in rows if leaf is not None], now=now)
        Cursor.objects.filter(pk=cursor.pk).update(value=rows[-1][0])
        return queued

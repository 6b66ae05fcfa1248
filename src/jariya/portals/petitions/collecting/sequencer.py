"""The sequencer of petitions: once a second it counts what was signed. One at a time, whoever starts a second one.

Each log is worked at under the record's own lock, in short transactions; a second sequencer finds the lock of the
round taken and waits for its turn. Killed at any moment, the next round goes on where this one was.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import close_old_connections, connection
from django.db.utils import Error
from django.utils import timezone

from jariya.kernel.record import sequencing, shelves
from jariya.kernel.record.errors import RecordError
from jariya.kernel.record.models import Leaf
from jariya.portals.petitions.collecting import removing, thresholds
from jariya.portals.petitions.collecting.counting import LOG_KIND
from jariya.portals.petitions.collecting.models import Batch, Collection, Queued, Threshold

log = logging.getLogger("jariya.petitions")
SECOND = 1.0
_LOCK = 0x6A_61_70_65_74


@contextmanager
def alone() -> Iterator[bool]:
    """Whether this connection is the one sequencer for now. The lock goes with the connection, however it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def waiting_logs() -> list[str]:
    """Names of petitions' logs that have something to do: queued signatures, leaves, or a batch without checkpoint."""
    queued = Queued.objects.order_by().values_list("petition_id", flat=True).distinct()
    cut = Batch.objects.filter(entries__isnull=False).values_list("petition_id", flat=True)
    names = set(Collection.objects.filter(pk__in=[*queued, *cut]).values_list("log__name", flat=True))
    leaves = Leaf.objects.waiting().filter(log__kind__in=shelves.kinds())
    return sorted(names | set(leaves.values_list("log__name", flat=True).distinct()))


def count(*, now: Callable[[], dt.datetime] = timezone.now, everything: bool = False) -> int:
    """One round: count every petition that has something to count. Returns how many logs were worked at.

    Args:
        now: the clock; each checkpoint has the moment at which it was made.
        everything: also logs with nothing new, whose files may be older than their rows (the first round of a run).
    """
    removing.flush_due(now=now())
    names = waiting_logs()
    if everything:
        names = sorted({*names, *Collection.objects.filter(sealed_at=None).values_list("log__name", flat=True)})
    for name in names:
        try:
            sequencing.sequence(name, now=now())
        except RecordError as error:
            # The alarm stands; one log that stands still holds up no other.
            log.error("petition log %s: %s", name, error.code)
    _cross_left(now())
    return len(names)


def _cross_left(now: dt.datetime) -> None:
    """Thresholds that could not be crossed when the count reached them."""
    from django.db.models import F

    left = Threshold.objects.filter(
        crossed_at=None, number__lte=F("collection__signatures") - F("collection__minus")
    ).values_list("collection_id", flat=True)
    for pk in set(left):
        found = Collection.objects.select_related("log", "case").get(pk=pk)
        with sequencing.locked(found.log):
            thresholds.cross(found, now=now)


def run(stop: threading.Event, *, rounds: int | None = None) -> None:
    """Count once a second until `stop` is set. The database may go away meanwhile: the next second tries again.

    Args:
        rounds: end after so many; for tests.
    """
    first = True
    while not stop.is_set() and rounds != 0:
        began = time.monotonic()
        try:
            with alone() as mine:
                while mine and not stop.is_set() and rounds != 0:
                    began = time.monotonic()
                    count(everything=first)
                    first = False
                    rounds = rounds - 1 if rounds is not None else None
                    stop.wait(max(0.0, began + SECOND - time.monotonic()))
        except Error as error:
            log.warning("the database is away: %s", type(error).__name__)
            connection.close()
        close_old_connections()
        stop.wait(max(0.05, began + SECOND - time.monotonic()))


def lag(*, now: dt.datetime) -> float:
    """Seconds for which the oldest queued signature has waited; 0 when none does."""
    oldest = Queued.objects.order_by("id").values_list("given_at", flat=True).first()
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


__all__ = ["LOG_KIND", "alone", "count", "lag", "run", "waiting_logs"]

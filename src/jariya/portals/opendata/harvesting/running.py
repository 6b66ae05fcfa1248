"""A run over a source: leased, beating, one transaction a record, going on where it stopped."""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import DatabaseError, transaction
from django.db.models import F, Q

from jariya.portals.opendata.harvesting import clients, keeping
from jariya.portals.opendata.harvesting.fetching import Fetch, Unfetched, fetcher
from jariya.portals.opendata.harvesting.found import Found, Page, Wrong
from jariya.portals.opendata.harvesting.models import Publisher, Record, RecordState, Run, RunState, Source, Trouble

log = logging.getLogger("jariya.harvest")
LEASE = dt.timedelta(minutes=5)
BEAT = dt.timedelta(seconds=20)
MOST_TROUBLES = 5_000
"""Wrong records of a run that are kept one by one; the others are counted."""
MOST_RECORDS = 500_000
Clock = Callable[[], dt.datetime]


class Busy(Exception):
    """Another worker holds the source."""


@dataclass
class Tried:
    """What a dry run would do: nothing was written."""

    counts: Counter[str] = field(default_factory=Counter)
    troubles: list[Wrong] = field(default_factory=list)
    publishers: Counter[tuple[str, str]] = field(default_factory=Counter)
    code: str = ""
    values: dict[str, object] = field(default_factory=dict)


def harvest(source: Source, *, clock: Clock, fetch: Fetch | None = None, worker: str = "", gone: bool = False) -> Run:
    """Harvest a source to its end, or go on with a run that was killed or stopped.

    Args:
        clock: gives the present moment; a run is longer than one.
        fetch: how pages are fetched; by default with the house's bounds.
        gone: marks records as gone even where most of them left at once.

    Raises:
        Busy: another worker harvests it.
    """
    worker = (worker or f"{socket.gethostname()}:{os.getpid()}")[:80]
    run = _begin(source, worker, clock())
    lease = _Lease(source, run, worker, clock)
    try:
        _work(source, run, lease, fetch or fetcher(), clock, gone)
    finally:
        lease.give_back()
    run.refresh_from_db()
    return run


def _begin(source: Source, worker: str, now: dt.datetime) -> Run:
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    with transaction.atomic():
        if not Source.objects.filter(free, pk=source.pk).update(lease_by=worker, lease_until=now + LEASE):
            raise Busy
        left = Run.objects.filter(source=source).order_by("-pk").first()
        if left is not None and left.state in {RunState.RUNNING, RunState.FAILED} and left.cursor:
            Run.objects.filter(pk=left.pk).update(
                state=RunState.RUNNING, code="", values={}, beat_at=now, ended_at=None, times=F("times") + 1
            )
            left.refresh_from_db()
            return left
        if left is not None and left.state == RunState.RUNNING:
            # It died before its first page was done: what it wrote stays, and the new run finds it unchanged.
            Run.objects.filter(pk=left.pk).update(state=RunState.FAILED, code="harvest.unreached", ended_at=now)
        return Run.objects.create(source=source, began_at=now, beat_at=now)


class _Lease:
    """The worker's hold on a source: renewed by its beat, given back at the end, lost by time when it dies."""

    def __init__(self, source: Source, run: Run, worker: str, clock: Clock) -> None:
        self.source, self.run, self.worker, self.clock, self.last = source, run, worker, clock, clock()

    def beat(self) -> None:
        """Renew now and then.

        Raises:
            Busy: the lease was lost meanwhile and somebody else works.
        """
        now = self.clock()
        if now - self.last < BEAT:
            return
        self.last = now
        mine = Source.objects.filter(pk=self.source.pk, lease_by=self.worker)
        if not mine.update(lease_until=now + LEASE):
            raise Busy
        Run.objects.filter(pk=self.run.pk).update(beat_at=now)

    def give_back(self) -> None:
        """Let others harvest the source."""
        Source.objects.filter(pk=self.source.pk, lease_by=self.worker).update(lease_by="", lease_until=None)


def _work(source: Source, run: Run, lease: _Lease, fetch: Fetch, clock: Clock, gone: bool) -> None:
    counts = Counter(run.counts)
    before = Record.objects.filter(source=source).exclude(state=RecordState.GONE).count()
    unchanged, etag = False, ""
    resumed = bool(run.cursor)
    # Records that were counted apart or refused may be looked at anew though the source did not change.
    known = source.etag if not _mapped_since(source) else ""
    try:
        for page in _pages(source, run, fetch, known):
            unchanged, etag = page.unchanged, page.etag or etag
            seen = _take(source, run, page, counts, lease, clock)
            if page.cursor and not seen and not resumed:
                raise Unfetched("harvest.endless")
            # The page on which a worker died may have been taken whole.
            resumed = False
            Run.objects.filter(pk=run.pk).update(cursor=page.cursor, counts=dict(counts), beat_at=clock())
            if counts.total() > MOST_RECORDS:
                raise Unfetched("harvest.endless")
    except Unfetched as error:
        _end(source, run, counts, clock(), code=error.code, values=error.values)
        return
    if unchanged:
        counts[keeping.UNCHANGED] = before
        _end(source, run, counts, clock())
        return
    left = Record.objects.filter(source=source).exclude(run=run.pk).exclude(state=RecordState.GONE)
    missing = left.count()
    if missing and not gone and missing * 2 > before and before > 3:
        _end(source, run, counts, clock(), code="harvest.suddenly_empty", values={"missing": missing, "before": before})
        return
    counts["gone"] = left.update(state=RecordState.GONE, gone_at=clock())
    _end(source, run, counts, clock(), etag=etag)


def _mapped_since(source: Source) -> bool:
    """Whether a publisher was mapped whose records are still apart."""
    return Record.objects.filter(source=source, state=RecordState.APART, publisher__body__isnull=False).exists()


def _pages(source: Source, run: Run, fetch: Fetch, etag: str) -> Iterator[Page]:
    return clients.pages(
        source.kind, fetch, source.url, cursor=run.cursor, etag=etag, language=source.language, names=source.names
    )


def _take(source: Source, run: Run, page: Page, counts: Counter[str], lease: _Lease, clock: Clock) -> int:
    """Take a page in, record by record. Returns how many of its records this run had not seen."""
    ids = [one.id for one in page.records if isinstance(one, Found)]
    known = {
        row.remote: row for row in Record.objects.filter(source=source, remote__in=ids).select_related("data_set__case")
    }
    publishers = _publishers(source, page)
    fresh, done, untouched = 0, set(), []
    for one in page.records:
        lease.beat()
        if isinstance(one, Wrong):
            fresh += 1
            _trouble(run, counts, one)
            continue
        before = known.get(one.id)
        if one.id in done or (before is not None and before.run == run.pk):
            if one.id in done:
                _trouble(run, counts, Wrong(one.id, "record.twice"))
            continue
        done.add(one.id)
        fresh += 1
        publisher = publishers[one.publisher]
        if _same(one, before, publisher):
            untouched.append(one.id)
            counts[keeping.UNCHANGED] += 1
            continue
        try:
            with transaction.atomic():
                became = keeping.keep(source, one, publisher, before, run=run.pk, now=clock())
        except (DatabaseError, ValueError, TypeError) as error:
            log.warning("a record of %s could not be stored: %s", source.key, type(error).__name__)
            _trouble(run, counts, Wrong(one.id, "record.failed", {"kind": type(error).__name__}))
            continue
        counts[became] += 1
        if became == keeping.APART:
            _trouble(
                run,
                counts,
                Wrong(one.id, "record.publisher_unknown", {"publisher": one.publisher_title or one.publisher}),
                count=False,
            )
        elif became == keeping.REFUSED:
            code = Record.objects.values_list("code", flat=True).get(source=source, remote=one.id)
            _trouble(run, counts, Wrong(one.id, "record.refused", {"reason": code}), count=False)
    # What did not change costs one row of one statement, not a transaction.
    Record.objects.filter(source=source, remote__in=untouched).update(run=run.pk, seen_at=clock())
    return fresh


def _same(found: Found, before: Record | None, publisher: Publisher) -> bool:
    if before is None or before.publisher_id != publisher.pk or bytes(before.digest) != found.digest:
        return False
    return before.state == (RecordState.KEPT if publisher.body_id else RecordState.APART)


def _publishers(source: Source, page: Page) -> dict[str, Publisher]:
    """The publishers of a page; new ones are written down, mapped to nobody."""
    names = {one.publisher: one.publisher_title for one in page.records if isinstance(one, Found)}
    rows = [Publisher(source=source, name=name, title=title or name) for name, title in names.items()]
    Publisher.objects.bulk_create(rows, ignore_conflicts=True)
    found = Publisher.objects.filter(source=source, name__in=names).select_related("body")
    return {row.name: row for row in found}


def _trouble(run: Run, counts: Counter[str], wrong: Wrong, *, count: bool = True) -> None:
    if count:
        counts["wrong"] += 1
    counts["troubles"] += 1
    if counts["troubles"] <= MOST_TROUBLES:
        Trouble.objects.create(run=run, remote=wrong.id[:300], code=wrong.code, values=dict(wrong.values))


def _end(
    source: Source,
    run: Run,
    counts: Counter[str],
    now: dt.datetime,
    *,
    code: str = "",
    values: dict[str, object] | None = None,
    etag: str = "",
) -> None:
    state = RunState.FAILED if code else RunState.DONE
    with transaction.atomic():
        Run.objects.filter(pk=run.pk).update(
            state=state, code=code, values=values or {}, counts=dict(counts), beat_at=now, ended_at=now
        )
        if code == "harvest.endless":
            # Going on there would only turn in the same circle: the next run begins anew.
            Run.objects.filter(pk=run.pk).update(cursor="")
        wait = dt.timedelta(hours=1 if code else source.every_hours)
        changed = {"etag": etag[:300]} if etag and not counts["wrong"] and not counts["refused"] else {}
        Source.objects.filter(pk=source.pk).update(due_at=now + wait, **changed)


def try_out(source: Source, *, fetch: Fetch | None = None) -> Tried:
    """Read a source to its end and say what a harvest would do; nothing is written, the source need not be stored."""
    made = Tried()
    known = dict(Record.objects.filter(source=source).values_list("remote", "digest")) if source.pk else {}
    mapped = (
        set(Publisher.objects.filter(source=source, body__isnull=False).values_list("name", flat=True))
        if source.pk
        else set()
    )
    seen: set[str] = set()
    try:
        for page in clients.pages(
            source.kind, fetch or fetcher(), source.url, language=source.language, names=source.names
        ):
            fresh = 0
            for one in page.records:
                if isinstance(one, Wrong):
                    fresh += 1
                    made.counts["wrong"] += 1
                    made.troubles.append(one)
                elif one.id in seen:
                    made.counts["wrong"] += 1
                    made.troubles.append(Wrong(one.id, "record.twice"))
                else:
                    fresh += 1
                    seen.add(one.id)
                    digest = known.get(one.id)
                    became = "new" if digest is None else "unchanged" if bytes(digest) == one.digest else "changed"
                    made.counts[became if one.publisher in mapped else keeping.APART] += 1
                    made.publishers[one.publisher, one.publisher_title] += 1
            if page.cursor and not fresh or made.counts.total() > MOST_RECORDS:
                raise Unfetched("harvest.endless")
    except Unfetched as error:
        made.code, made.values = error.code, dict(error.values)
    return made


def harvest_due(clock: Clock, *, fetch: Fetch | None = None) -> dict[str, str]:
    """Harvest every active source that is due; what another worker holds is left. Returns states by source."""
    now = clock()
    due = Source.objects.filter(Q(due_at=None) | Q(due_at__lte=now), active=True)
    done: dict[str, str] = {}
    for source in list(due):
        try:
            done[source.key] = harvest(source, clock=clock, fetch=fetch).state
        except Busy:
            done[source.key] = "busy"
    return done

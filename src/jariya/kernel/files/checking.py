"""The check of a file: its kind and limits, what hides in it, viruses. Until it is over nobody gets the file."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import tempfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from jariya.kernel.files import clamd, deeds, lifecycle, limits, sealing, tasks, vault
from jariya.kernel.files.inspect import apart, images, looking
from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.kinds import KINDS, Kind
from jariya.kernel.files.inspect.limits import Limits
from jariya.kernel.files.inspect.refused import Refused as Inspected
from jariya.kernel.files.lifecycle import Status
from jariya.kernel.files.models import Area, Attachment, Copy, Deed, File, Scan, Upload, Which
from jariya.kernel.signing.identity import keys

log = logging.getLogger("jariya.files")
FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(hours=1)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
LOST = dt.timedelta(days=30)
"""How far back is looked for copies whose job was lost."""
DRAWN = frozenset(kind.code for kind in KINDS.values() if kind.family == "image")
"""Kinds whose parties' copy is drawn anew at once: place, time and device stay in the sealed original."""


class _Later(Exception):
    """A service does not answer: the check is postponed."""


def check(file_id: int, *, now: Callable[[], dt.datetime]) -> str:
    """Settle one file. Returns its state. Killed at any point, it is run again.

    The row is not locked while the file is looked into: two runs of the same file do the same work, and the first one
    to settle it is the one that counts.
    """
    row = File.objects.filter(pk=file_id, removed_at=None).first()
    if row is None or row.state not in lifecycle.RUNNING:
        return row.state if row is not None else ""
    _move(row, "take", tries=row.tries + 1, again_at=now() + LONGEST_WAIT)
    bounds = limits.of_inspection(limits.law(now()))
    try:
        kind, found = _tabular(row, bounds) if row.area == Area.TABLES else _inspected(row, bounds)
        scan = _scanned(row)
    except Inspected as error:
        return _refuse(row, error.code, dict(error.values), now())
    except clamd.TooBig:
        return _refuse(row, "files.scan_too_big", {}, now())
    except _Virus as error:
        log.warning("virus file=%s found=%s", row.pk, error.name)
        return _refuse(row, "files.virus", {}, now(), scan=Scan.FOUND)
    except _Later:
        wait = min(FIRST_WAIT * 2 ** min(row.tries, 10), LONGEST_WAIT)
        _move(row, "postpone", again_at=now() + wait)
        return str(Status.CHECKING)
    with transaction.atomic():
        settled = _move(
            row,
            "pass",
            kind=kind.code,
            media_type=kind.media_type,
            findings=[one.row() for one in found],
            scan=scan,
            again_at=None,
            checked_at=now(),
        )
        if settled:
            for pk in _waiting(row):
                tasks.prepare.defer(attachment_id=pk)
    return str(Status.READY)


TABLE = Kind("table", "application/octet-stream", "container", inspectable=False)
"""A content of the area of tables into which the inspection has no look: text of any length, JSON, archives."""


def _tabular(row: File, bounds: Limits) -> tuple[Kind, list[Finding]]:
    """What hides in a workbook that is to become open data; of anything else the importer says what it is."""
    with vault.open_(row) as source:
        head = source.read(8)
    if not head.startswith(_WORKBOOKS):
        return TABLE, []
    try:
        return _inspected(row, bounds)
    except Inspected:
        return TABLE, []


class _Virus(Exception):
    def __init__(self, name: str) -> None:
        super().__init__("virus")
        self.name = name


def _inspected(row: File, bounds: Limits) -> tuple[Kind, list[Finding]]:
    name = Upload.objects.filter(file=row).order_by("-pk").values_list("name", flat=True).first() or ""
    try:
        opened = vault.open_(row)
    except (OSError, sealing.SealBroken, keys.KeyTrouble) as error:
        log.error("unreadable file=%s why=%s", row.pk, type(error).__name__)
        raise _Later from None
    with opened as source:
        try:
            # In a process of its own: what breaks the readers of pictures and pages must not break the worker.
            return apart.look(source, name, limits=bounds)
        except (OSError, sealing.SealBroken, keys.KeyTrouble) as error:
            log.error("unreadable file=%s why=%s", row.pk, type(error).__name__)
            raise _Later from None
        except Inspected:
            # The storage failed, not the file: a good file is not refused for it.
            if (trouble := getattr(getattr(source, "raw", None), "trouble", None)) is not None:
                log.error("unreadable file=%s why=%s", row.pk, type(trouble).__name__)
                raise _Later from None
            raise


def _readable(row: File) -> None:
    """Read the whole content. Raises _Later where the storage does not give it."""
    try:
        for _piece in vault.pieces(vault.open_(row)):
            pass
    except (OSError, sealing.SealBroken, keys.KeyTrouble) as error:
        log.error("unreadable file=%s why=%s", row.pk, type(error).__name__)
        raise _Later from None


def _scanned(row: File) -> Scan:
    if not settings.CLAMD:
        return Scan.NONE
    try:
        verdict = clamd.scan(vault.pieces(vault.open_(row)), settings.CLAMD, seconds=settings.CLAMD_SECONDS)
    except clamd.Down as error:
        log.warning("scanner down file=%s why=%s", row.pk, error)
        raise _Later from None
    if not verdict.clean:
        raise _Virus(verdict.name)
    return Scan.CLEAN


def _refuse(row: File, code: str, values: dict[str, int | str], now: dt.datetime, *, scan: str | None = None) -> str:
    changes = {"scan": scan} if scan else {}
    _move(row, "refuse", refusal=code, refusal_values=values, again_at=None, checked_at=now, **changes)
    return str(Status.REFUSED)


def _move(row: File, verb: str, **changes: object) -> bool:
    """Move the file by the table, unless another run has moved it; says whether this one did."""
    move = lifecycle.TABLE[verb]
    rows = File.objects.filter(pk=row.pk, state__in=[str(state) for state in move.source])
    done = rows.update(state=move.target, **changes)
    for name, value in {"state": str(move.target), **changes}.items():
        setattr(row, name, value)
    return bool(done)


def _waiting(row: File) -> list[int]:
    """Attachments of this content without a parties' copy."""
    held = Copy.objects.living().filter(file=row, copy=Which.SEALED)
    return list(held.filter(~_MADE).values_list("attachment", flat=True))


_MADE = Exists(Copy.objects.living().filter(copy=Which.PARTIES, attachment=OuterRef("attachment")))
"""A condition on sealed copies: the parties' copy is there."""


def prepare(attachment_id: int, *, now: dt.datetime) -> bool:
    """Make the parties' copy of an attachment whose file is ready: photographs drawn anew, all else as it is.

    Again, or where it is not time yet, it does nothing.
    """
    sealed = (
        Copy.objects.living()
        .filter(attachment=attachment_id, copy=Which.SEALED)
        .select_related("file", "attachment")
        .first()
    )
    if sealed is None or not sealed.file.ready:
        return False
    try:
        made = _drawn(sealed.file, now) if sealed.file.kind in DRAWN else sealed.file
    except Inspected as error:
        # Where the storage failed, the next run asks again.
        with contextlib.suppress(_Later):
            _readable(sealed.file)
            _refuse(sealed.file, error.code, dict(error.values), now)
        return False
    with transaction.atomic():
        attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment_id)
        if attachment.erased_at is not None:
            return False
        if Copy.objects.living().filter(attachment=attachment, copy=Which.PARTIES).exists():
            return False
        File.objects.select_for_update().get(pk=made.pk)
        Copy.objects.create(
            attachment=attachment, copy=Which.PARTIES, file=made, title=sealed.title, by=sealed.by, at=now
        )
        if made.pk != sealed.file_id:
            deeds.note(attachment, Deed.Kind.MADE_ANEW, by=None, now=now, copy=Which.PARTIES)
    return True


def _drawn(file: File, now: dt.datetime) -> File:
    """A photograph drawn anew, as a content of its own."""
    bounds = limits.of_inspection(limits.law(now))
    with tempfile.SpooledTemporaryFile(max_size=32 * 1024 * 1024) as held:
        into = cast(BinaryIO, held)
        with vault.open_(file) as source:
            kind = looking.look(source, limits=bounds)
            source.seek(0)
            done = images.clean(source, kind, into, limits=bounds)
        return store(into, done.kind, Area.SEALED, scan=file.scan, now=now)


def store(made: BinaryIO, kind: Kind, area: str, *, scan: str, now: dt.datetime) -> File:
    """Keep a content that was made here out of a checked one; it is ready at once, with its own findings."""

    def pieces() -> Iterator[bytes]:
        made.seek(0)
        return iter(lambda: made.read(vault.PIECE), b"")

    digest, size = vault.digest_of(pieces())
    made.seek(0)
    found = [one.row() for one in looking.findings(made, kind)]
    with transaction.atomic():
        row, _new = File.objects.get_or_create(digest=digest, area=area, defaults={"size": size, "at": now})
        row = File.objects.select_for_update().get(pk=row.pk)
        vault.put(digest, area, pieces())
        row.kind, row.media_type, row.findings, row.scan = kind.code, kind.media_type, found, scan
        row.state, row.removed_at, row.checked_at, row.again_at = Status.READY, None, now, None
        row.save()
    return row


def check_left(now: dt.datetime) -> int:
    """Start again checks that were postponed or whose job was lost. Returns how many."""
    rows = File.objects.running().filter(removed_at=None)
    late = rows.filter(again_at__lt=now) | rows.filter(again_at=None, at__lt=now - dt.timedelta(minutes=5))
    ids = list(late.values_list("pk", flat=True)[:200])
    for pk in ids:
        tasks.check.defer(file_id=pk)
    return len(ids)


def prepare_left(now: dt.datetime) -> int:
    """Make parties' copies whose job was lost."""
    held = Copy.objects.living().filter(copy=Which.SEALED, file__state=Status.READY, file__removed_at=None)
    edge = now - dt.timedelta(minutes=5)
    rows = held.filter(at__lt=edge, at__gt=now - LOST).filter(~_MADE)
    ids = list(rows.values_list("attachment", flat=True)[:200])
    return sum(prepare(pk, now=now) for pk in ids)


def scan_unscanned(now: dt.datetime) -> int:
    """Once a scanner is there, scan what came in without one; until it has spoken nobody gets it. Returns how many."""
    if not settings.CLAMD:
        return 0
    rows = File.objects.filter(state=Status.READY, scan=Scan.NONE, removed_at=None)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:200])
    for pk in ids:
        with transaction.atomic():
            if File.objects.filter(pk=pk, state=Status.READY, scan=Scan.NONE).update(
                state=lifecycle.TABLE.after(Status.READY, "again"), again_at=now + LONGEST_WAIT, tries=0
            ):
                tasks.check.defer(file_id=pk)
    return len(ids)

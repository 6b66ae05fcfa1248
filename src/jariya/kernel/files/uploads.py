"""Taking files in: piece by piece with a place to go on from, or whole from a plain form.

A piece is an object of its own in the storage, sealed, and counts only once it is there whole: whatever is killed,
the next piece begins where the last whole one ended.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import F

from jariya.kernel.files import limits, sealing, storage, tasks, vault
from jariya.kernel.files.inspect import kinds, looking, names
from jariya.kernel.files.inspect.refused import Refused as Inspected
from jariya.kernel.files.lifecycle import Status
from jariya.kernel.files.models import Area, File, Upload
from jariya.kernel.files.refusals import inspected, refused
from jariya.kernel.files.removing import forget
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person

PIECE = 8 * 1024 * 1024
"""Bytes that the field's script sends at a time. On a line of 1 Mbit/s a piece takes a minute."""
PIECE_MOST = 64 * 1024 * 1024
AT_ONCE = 20 * 1024 * 1024
"""Up to this size the kind is known before the form goes on; larger files are looked into by the job."""
_HEAD = 8192


def begin(*, name: str, size: int, by: Person, now: dt.datetime, area: str = Area.SEALED) -> Upload:
    """Announce a file.

    Args:
        name: as its sender calls it; only the parties will ever read it.
        size: in bytes; exactly so many must come.
        area: sealed (a letter's file) or tables (of open data).

    Raises:
        Refused: files.empty, files.too_big, files.person_too_many, files.person_too_big, files.day_too_big.
    """
    with transaction.atomic():
        limits.serialise(by)
        limits.may_begin(by, size, limits.law(now), now)
        upload: Upload = Upload.objects.create(
            person=by, name=names.safe(name), size=size, area=area, at=now, touched_at=now
        )
        return upload


def find(token: str, by: Person) -> Upload:
    """One's own upload that is not attached yet.

    Raises:
        Refused: files.upload_unknown.
    """
    found: Upload | None = Upload.objects.of(by).select_related("file").filter(token=token[:32]).first()
    if found is None:
        raise refused("files.upload_unknown")
    return found


def found(tokens: Iterable[str], by: Person) -> list[Upload]:
    """One's own uploads among these words, in their order; what is not there any more is left out."""
    wanted = list(dict.fromkeys(token[:32] for token in tokens))[:200]
    rows = {row.token: row for row in Upload.objects.of(by).select_related("file").filter(token__in=wanted)}
    return [rows[token] for token in wanted if token in rows]


def append(
    *, upload: Upload, offset: int, body: BinaryIO, length: int, checksum: str, by: Person, now: dt.datetime
) -> Upload:
    """Take one piece.

    Args:
        offset: where it begins; must be where the last one ended.
        body, length: its bytes and how many were announced.
        checksum: `sha256 <base64>` of the piece, or empty.

    Raises:
        Refused: files.offset_differs, files.piece_too_long, files.piece_broken_off, files.checksum_differs, and from
            the last piece what `finish` raises.
    """
    if offset != upload.received:
        raise refused("files.offset_differs")
    if length <= 0 or length > min(PIECE_MOST, upload.size - upload.received):
        raise refused("files.piece_too_long")
    aad = _aad(upload, offset)
    with tempfile.TemporaryFile() as held:
        digest, came = hashlib.sha256(), 0

        def arriving() -> Iterator[bytes]:
            nonlocal came
            while came < length and (piece := body.read(min(sealing.SEGMENT, length - came))):
                digest.update(piece)
                came += len(piece)
                yield piece

        # Nothing lies on a disk unsealed, not even for a moment.
        for sealed in sealing.seal(arriving(), aad):
            held.write(sealed)
        if came != length:
            raise refused("files.piece_broken_off")
        if checksum and checksum != f"sha256 {base64.b64encode(digest.digest()).decode()}":
            raise refused("files.checksum_differs")
        held.seek(0)
        with transaction.atomic():
            row = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk, taken_at=None).first()
            if row is None:
                raise refused("files.upload_unknown")
            if row.received != offset:
                raise refused("files.offset_differs")
            storage.put(_part(row, offset), iter(lambda: held.read(vault.PIECE), b""))
            row.received, row.touched_at = offset + came, now
            row.ends = [*row.ends, row.received]
            row.save(update_fields=["received", "ends", "touched_at"])
    return finish(upload=row, now=now) if row.whole else row


def finish(*, upload: Upload, now: dt.datetime) -> Upload:
    """Make a content of the pieces and have it checked. Killed midway, it is done again.

    Raises:
        Refused: files.unfinished; what the inspection says of a small file (the upload is dropped then).
    """
    try:
        with transaction.atomic():
            row = Upload.objects.select_for_update(of=("self",)).select_related("file").get(pk=upload.pk)
            if row.file is not None:
                return row
            if not row.whole:
                raise refused("files.unfinished")
            if row.area == Area.SEALED:
                _first_look(row.name, row.size, lambda: _joined(row), now)
            digest, _size = vault.digest_of(_joined(row))
            row.file = keep(digest, row.size, lambda: _joined(row), now=now, area=row.area)
            row.touched_at = now
            row.save(update_fields=["file", "touched_at"])
            transaction.on_commit(lambda: _drop_parts(row))
        return row
    except Refused as error:
        if error.code != "files.unfinished":
            drop(upload=row, now=now)
        raise


def take_whole(*, name: str, content: Any, by: Person, now: dt.datetime, area: str = Area.SEALED) -> Upload:
    """Take a file that came whole: from a plain form, a letter by mail, a body's own system.

    Args:
        content: has `size` and `chunks()`, as Django's uploaded files.

    Raises:
        Refused: as `begin`, and what the inspection says of a small file.
    """
    upload = begin(name=name, size=content.size, by=by, now=now, area=area)
    try:
        if area == Area.SEALED:
            _first_look(name, content.size, content.chunks, now)
    except Refused:
        upload.delete()
        raise
    digest, size = vault.digest_of(content.chunks())
    with transaction.atomic():
        upload.file = keep(digest, size, content.chunks, now=now, area=area)
        upload.received, upload.touched_at = size, now
        upload.save(update_fields=["file", "received", "touched_at"])
    return upload


def keep(digest: bytes, size: int, pieces: Any, *, now: dt.datetime, area: str = Area.SEALED) -> File:
    """The row of a sealed content, stored and on its way to its check. Inside a transaction.

    `pieces`: a function that gives the bytes from their beginning.
    """
    row, made = File.objects.get_or_create(digest=digest, area=area, defaults={"size": size, "at": now})
    row = File.objects.select_for_update().get(pk=row.pk)
    vault.put(digest, area, pieces())
    if row.removed_at is not None:
        row.state, row.removed_at, row.tries, row.again_at = Status.UPLOADED, None, 0, None
        row.save(update_fields=["state", "removed_at", "tries", "again_at"])
        made = True
    if made:
        tasks.check.defer(file_id=row.pk)
    return row


@transaction.atomic
def hand_over(*, upload: Upload, by: Person, now: dt.datetime) -> File:
    """Give the content of an upload to a portal's own row, which holds it from now on (`removing.holder`).

    Raises:
        Refused: files.upload_unknown (another's, or taken already), files.unfinished, files.refused.
    """
    row = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk, person=by, taken_at=None).first()
    if row is None:
        raise refused("files.upload_unknown")
    if row.file_id is None:
        raise refused("files.unfinished")
    file: File = File.objects.select_for_update().get(pk=row.file_id)
    if file.state == Status.REFUSED:
        raise refused("files.refused")
    row.taken_at = now
    row.save(update_fields=["taken_at"])
    return file


def drop(*, upload: Upload, now: dt.datetime) -> None:
    """Remove an upload that no case has: its pieces, and its content where nobody else needs it."""
    _drop_parts(upload)
    file = upload.file
    upload.delete()
    if file is not None:
        forget(file, now=now)


def expire(now: dt.datetime) -> int:
    """Remove what was never finished and what was never attached, once its time is over. Returns how many."""
    norms = limits.law(now)
    gone = 0
    for whole, norm in ((False, "files.unfinished.keep"), (True, "files.unattached.keep")):
        edge = now - dt.timedelta(hours=norms[norm].count)
        rows = Upload.objects.filter(taken_at=None, touched_at__lt=edge, file__isnull=not whole).order_by("touched_at")
        for pk in list(rows.values_list("pk", flat=True)[:1000]):
            with transaction.atomic():
                row = Upload.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
                if row is not None and row.taken_at is None and row.touched_at < edge:
                    drop(upload=row, now=now)
                    gone += 1
    return gone


def finish_left(now: dt.datetime) -> int:
    """Finish uploads whose last piece came but whose process died before they became a content."""
    done = 0
    edge = now - dt.timedelta(minutes=5)
    rows = Upload.objects.filter(taken_at=None, file=None, received=F("size"), touched_at__lt=edge)
    for row in rows[:100]:
        try:
            finish(upload=row, now=now)
            done += 1
        except Refused:
            continue
    return done


def _first_look(name: str, size: int, pieces: Any, now: dt.datetime) -> None:
    """Refuse at once what is refused anyway: by its first bytes, or by the whole of a small file."""
    bounds = limits.of_inspection(limits.law(now))
    try:
        if size <= AT_ONCE:
            whole = io.BytesIO(b"".join(pieces()))
            looking.look(whole, name, limits=bounds)
            return
        head = b""
        for piece in pieces():
            head += piece
            if len(head) >= _HEAD:
                break
        kinds.detect(head[:_HEAD], None, name, limits=bounds)
    except Inspected as error:
        raise inspected(error) from None


def _part(upload: Upload, offset: int) -> str:
    return f"parts/{upload.token}/{offset}"


def _aad(upload: Upload, offset: int) -> bytes:
    return f"files.part:{upload.token}:{offset}".encode()


def _joined(upload: Upload) -> Iterator[bytes]:
    """The pieces, one after the other."""
    start = 0
    for end in upload.ends:
        opened = sealing.Opened(storage.get(_part(upload, start)), _aad(upload, start), end - start)
        yield from vault.pieces(io.BufferedReader(opened, vault.PIECE))
        start = end


def _drop_parts(upload: Upload) -> None:
    start = 0
    for end in upload.ends:
        storage.drop(_part(upload, start))
        start = end

"""Publishing a file: a copy is prepared, looked at, and only then anyone may have it. The original stays untouched."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO, cast

from django.db import transaction

from jariya.kernel.files import deeds, kinds, limits, tasks, telling, vault
from jariya.kernel.files.checking import TABLE, store
from jariya.kernel.files.inspect import apart, pdf
from jariya.kernel.files.inspect.kinds import KINDS
from jariya.kernel.files.inspect.names import safe
from jariya.kernel.files.inspect.pdf import Box
from jariya.kernel.files.inspect.refused import Refused as Inspected
from jariya.kernel.files.marking import marks
from jariya.kernel.files.models import Area, Attachment, Copy, Deed, Draft, File, Way, Which
from jariya.kernel.files.refusals import refused
from jariya.kernel.files.removing import forget
from jariya.kernel.language.personal import SURE, find
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import LANGUAGES
from jariya.kernel.people.models import Person

AT_ONCE = 5 * 1024 * 1024
PAGES_AT_ONCE = 5
"""What is larger is made by the job, while the page says so."""
_IN_MEMORY = 32 * 1024 * 1024
MOST_BOXES = 500
"""Boxes of one page."""


def ways(file: File) -> list[Way]:
    """How a public copy of this content can be made."""
    kind = KINDS.get(file.kind)
    if kind is None:
        return []
    # An author is only a warning, for the cleaned copy is without it: as it is goes out what nothing hides in.
    found = [] if any(one.severity == "blocks" or one.leaves for one in file.found) else [Way.AS_IS]
    if kind.cleans_to:
        found.append(Way.CLEANED)
    if kind.family == "office":
        found.append(Way.BARE)
    if kind.family == "pdf":
        found.append(Way.BLACKENED)
    return found


def original(attachment: Attachment) -> File:
    """The sealed original's content.

    Raises:
        Refused: files.erased, files.not_ready.
    """
    copy = Copy.objects.living().filter(attachment=attachment, copy=Which.SEALED).select_related("file").first()
    if copy is None:
        raise refused("files.erased")
    if not copy.file.ready:
        raise refused("files.not_ready")
    return copy.file


def _allowed(attachment: Attachment, by: Person, now: dt.datetime) -> None:
    if not kinds.publishes(attachment, by, legal_day(now)):
        raise refused("files.not_yours")


@transaction.atomic
def begin_blackening(*, attachment: Attachment, by: Person, now: dt.datetime) -> Draft:
    """Open the original page by page, to mark what is to be blackened; it is written down who did.

    Boxes that somebody has kept before stay.

    Raises:
        Refused: files.not_yours, files.erased, files.not_ready, files.blocking (nothing to be blackened in this kind).
    """
    _allowed(attachment, by, now)
    if Way.BLACKENED not in ways(original(attachment)):
        raise refused("files.blocking")
    row = _draft(attachment, Way.BLACKENED, by, now)
    _unmade(row, now)
    deeds.read(attachment, Which.SEALED, by=by, now=now)
    return row


@transaction.atomic
def mark(
    *,
    attachment: Attachment,
    page: int,
    boxes: Sequence[Sequence[float]],
    by: Person,
    now: dt.datetime,
) -> Draft:
    """Keep what is to be blackened on a page; no boxes: the page was looked at and all of it may be read.

    Args:
        page: from 1.
        boxes: `(x0, y0, x1, y1)` in points from the page's top left corner.

    Raises:
        Refused: files.not_yours, files.erased, files.not_ready.
    """
    _allowed(attachment, by, now)
    original(attachment)
    row = _draft(attachment, Way.BLACKENED, by, now)
    row.boxes = {**row.boxes, str(page): [[round(float(side), 2) for side in box] for box in boxes[:MOST_BOXES]]}
    _unmade(row, now)
    return row


@transaction.atomic
def prepare(*, attachment: Attachment, way: str, by: Person, now: dt.datetime) -> Draft:
    """Make the copy that is to be published, or have the job make it; what it is made of stays.

    Raises:
        Refused: files.not_yours, files.erased, files.not_ready, files.no_boxes, files.blocking (as it is).
    """
    _allowed(attachment, by, now)
    file = original(attachment)
    if way not in ways(file):
        raise refused("files.blocking")
    row = _draft(attachment, Way(way), by, now)
    if way == Way.BLACKENED and not row.boxes:
        raise refused("files.no_boxes")
    _unmade(row, now)
    row.asked_at = now
    row.save(update_fields=["asked_at"])
    if file.size <= AT_ONCE and (way != Way.BLACKENED or _pages(file) <= PAGES_AT_ONCE):
        make(row, now=now)
    else:
        tasks.make_draft.defer(attachment_id=attachment.pk)
    return row


def _draft(attachment: Attachment, way: Way, by: Person, now: dt.datetime) -> Draft:
    Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    row, _new = Draft.objects.get_or_create(attachment=attachment, defaults={"way": way, "by": by, "at": now})
    row.way, row.by, row.at = way, by, now
    return row


def _unmade(row: Draft, now: dt.datetime) -> None:
    """What was made before is not what will be published."""
    former, row.file, row.asked_at, row.refusal, row.repeats = row.file, None, None, "", []
    row.save()
    if former is not None:
        forget(former, now=now)


def _pages(file: File) -> int:
    with vault.open_(file) as source:
        return len(pdf.pages(source))


def make(row: Draft, *, now: dt.datetime) -> None:
    """Make the copy of a draft. A draft that was changed meanwhile keeps what it waits for."""
    file = original(row.attachment)
    bounds = limits.of_inspection(limits.law(now))
    repeats: Iterable[int] = ()
    try:
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as held, vault.open_(file) as source:
            into = cast(BinaryIO, held)
            if row.way == Way.BLACKENED:
                boxes = _boxes(row.boxes, source)
                language = row.attachment.case.language
                done = apart.redact(source, boxes, into, limits=bounds, language=language)
                kind, repeats = KINDS["pdf"], {box.page for box in done.repeats}
            elif row.way == Way.AS_IS:
                kind = KINDS[file.kind]
                for piece in iter(lambda: source.read(vault.PIECE), b""):
                    into.write(piece)
            else:
                kind = apart.cleaned(source, KINDS[file.kind], into, hidden=row.way == Way.BARE, limits=bounds)
            made = store(into, kind, Area.SEALED, scan=file.scan, now=now)
    except Inspected as error:
        Draft.objects.filter(pk=row.pk, at=row.at).update(refusal=error.code)
        row.refusal = error.code
        return
    Draft.objects.filter(pk=row.pk, at=row.at).update(file=made, repeats=sorted(repeats))
    row.file, row.repeats = made, sorted(repeats)


def make_draft(attachment_id: int, *, now: dt.datetime) -> bool:
    """Make the copy that a draft waits for. Killed midway, it is made again."""
    row = Draft.objects.select_related("attachment__case").filter(pk=attachment_id, file=None, refusal="").first()
    if row is None or row.asked_at is None:
        return False
    make(row, now=now)
    return True


def make_left(now: dt.datetime) -> int:
    """Make the copies whose job was lost."""
    rows = Draft.objects.filter(file=None, refusal="", asked_at__lt=now - dt.timedelta(minutes=10))
    ids = list(rows.values_list("pk", flat=True)[:50])
    return sum(make_draft(pk, now=now) for pk in ids)


@transaction.atomic
def publish(*, attachment: Attachment, title: str, language: str, looked: bool, by: Person, now: dt.datetime) -> Copy:
    """Give the prepared copy to anyone.

    Args:
        title: what the file is, in the official's words; no names of private persons.
        language: of the title.
        looked: the official has opened the copy and looked at it.

    Raises:
        Refused: files.not_yours, files.not_ready (no copy is prepared), files.title_missing, files.not_looked,
            files.title_personal, files.blocking.
    """
    _allowed(attachment, by, now)
    row = Attachment.objects.select_for_update(of=("self",)).select_related("case").get(pk=attachment.pk)
    draft = Draft.objects.select_related("file").filter(attachment=row).first()
    if draft is None or draft.file is None or not draft.file.ready or not original(row).ready:
        raise refused("files.not_ready")
    said = safe(title).strip() if title.strip() else ""
    if not said:
        raise refused("files.title_missing")
    if any(piece.kind in SURE for piece in find(said)):
        raise refused("files.title_personal")
    if not looked:
        raise refused("files.not_looked")
    if draft.file.blocking:
        raise refused("files.blocking")
    with vault.open_(draft.file) as source:
        kind = KINDS[draft.file.kind]
        made = store(source, kind, Area.OPEN, scan=draft.file.scan, now=now)
    if (former := Copy.objects.living().filter(attachment=row, copy=Which.PUBLIC).first()) is not None:
        former.ended_at = now
        former.save(update_fields=["ended_at"])
    copy: Copy = Copy.objects.create(
        attachment=row,
        copy=Which.PUBLIC,
        file=made,
        title=said,
        language=language if language in LANGUAGES else "",
        by=by,
        at=now,
    )
    codes: Mapping[str, Any] = {"way": draft.way, "boxes": draft.marked if draft.way == Way.BLACKENED else 0}
    deeds.note(row, Deed.Kind.PUBLISHED, by=by, now=now, copy=Which.PUBLIC, codes=codes, digest=bytes(made.digest))
    telling.tell(row, telling.PUBLISHED, by=by, now=now, digest=bytes(made.digest))
    prepared = draft.file
    draft.delete()
    forget(prepared, now=now)
    if former is not None and former.file_id != made.pk:
        forget(former.file, now=now)
    return copy


def opened(file: File, *, now: dt.datetime) -> File:
    """The same bytes for anyone: what a portal publishes whole. Nothing is asked; the caller has asked."""
    with vault.open_(file) as source:
        return store(source, KINDS.get(file.kind, TABLE), Area.OPEN, scan=file.scan, now=now)


def _boxes(marked: Mapping[str, Sequence[Sequence[float]]], source: BinaryIO) -> list[Box]:
    """What was marked; on pages that nobody looked at, all that the finder finds."""
    found = [Box(int(page), *sides) for page, boxes in sorted(marked.items()) for sides in boxes]
    for page in pdf.pages(source):
        if str(page.number) not in marked:
            found += [box for one in marks(pdf.words(source, page.number)) for box in one.boxes]
    return found

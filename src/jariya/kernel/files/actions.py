"""The verbs of attachments: attach, publish, withdraw, erase. A portal's own act calls them in its transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from jariya.kernel.files import deeds, limits, tasks, telling
from jariya.kernel.files.inspect.names import safe
from jariya.kernel.files.lifecycle import Status
from jariya.kernel.files.models import Area, Attachment, Copy, Deed, File, Upload, Which
from jariya.kernel.files.refusals import refused
from jariya.kernel.files.removing import forget
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person

LETTER = "F"


@transaction.atomic
def attach(*, case: Case, uploads: Sequence[Upload], role: str, by: Person, now: dt.datetime) -> list[Attachment]:
    """Attach what a person has uploaded to a case. Inside or outside the portal's own transaction.

    A file whose check is not over is attached all the same: nobody gets it before the check says so, and where it is
    refused the attachment says why.

    Args:
        uploads: whole uploads of `by`, in the order in which they will be numbered.
        role: the portal's word for what the files are here: `letter`, `answer`, `evidence`, `scan` ...

    Raises:
        Refused: files.upload_unknown (another's, or attached already), files.unfinished, files.refused,
            files.too_many, files.case_too_big.
    """
    if not uploads:
        return []
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    wanted = [upload.pk for upload in uploads]
    held = Upload.objects.select_for_update(of=("self",)).select_related("file").filter(pk__in=wanted).order_by("pk")
    rows = {row.pk: row for row in held}
    for pk in wanted:
        row = rows.get(pk)
        if row is None or row.person_id != by.pk or row.taken_at is not None:
            raise refused("files.upload_unknown")
        if row.file_id is None:
            raise refused("files.unfinished")
        if row.area != Area.SEALED:
            raise refused("files.upload_unknown")
    # Held until the end: a content cannot be settled by its check, or removed, while it is being attached.
    contents = {
        file.pk: file
        for file in File.objects.select_for_update()
        .filter(pk__in=[row.file_id for row in rows.values()])
        .order_by("pk")
    }
    if any(file.state == Status.REFUSED for file in contents.values()):
        raise refused("files.refused")
    limits.may_attach(case, len(wanted), sum(row.size for row in rows.values()), limits.law(now))
    last = Attachment.objects.filter(case=case).aggregate(last=Max("position"))["last"] or 0
    made = []
    for position, pk in enumerate(wanted, start=last + 1):
        row = rows[pk]
        attachment = Attachment.objects.create(
            public_id=ids.new(LETTER, legal_day(now).year), case=case, role=role, position=position, by=by, at=now
        )
        assert row.file_id is not None  # asked above
        file = contents[row.file_id]
        Copy.objects.create(attachment=attachment, copy=Which.SEALED, file=file, title=row.name, by=by, at=now)
        deeds.note(attachment, Deed.Kind.ATTACHED, by=by, now=now, codes={"role": role, "size": file.size})
        row.taken_at = now
        row.save(update_fields=["taken_at"])
        if file.state == Status.READY:
            tasks.prepare.defer(attachment_id=attachment.pk)
        made.append(attachment)
    return made


@transaction.atomic
def withdraw(*, attachment: Attachment, by: Person, now: dt.datetime) -> None:
    """Take the public copy back. The others stay; its bytes go where no other case shows them.

    Raises:
        Refused: files.not_published.
    """
    row = Attachment.objects.select_for_update(of=("self",)).select_related("case").get(pk=attachment.pk)
    copy = Copy.objects.living().filter(attachment=row, copy=Which.PUBLIC).select_related("file").first()
    if copy is None:
        raise refused("files.not_published")
    _end(copy, now)
    deeds.note(row, Deed.Kind.WITHDRAWN, by=by, now=now, copy=Which.PUBLIC)
    telling.tell(row, telling.WITHDRAWN, by=by, now=now)


@transaction.atomic
def erase(*, attachment: Attachment, by: Person | None, now: dt.datetime) -> None:
    """Erase all copies and their titles, by a duty of law or a court's decision. Number and digests stay."""
    row = Attachment.objects.select_for_update(of=("self",)).select_related("case").get(pk=attachment.pk)
    if row.erased_at is not None:
        return
    for copy in Copy.objects.living().filter(attachment=row).select_related("file"):
        _end(copy, now)
    Copy.objects.filter(attachment=row).update(title="")
    row.erased_at = now
    row.save(update_fields=["erased_at"])
    deeds.note(row, Deed.Kind.ERASED, by=by, now=now)
    telling.tell(row, telling.ERASED, by=by, now=now)


@transaction.atomic
def rename(*, attachment: Attachment, copy: str, title: str, now: dt.datetime) -> None:
    """Correct a copy's title, for example where a name stands in the public one."""
    Copy.objects.living().filter(attachment=attachment, copy=copy).update(title=safe(title))


def _end(copy: Copy, now: dt.datetime) -> None:
    copy.ended_at = now
    copy.save(update_fields=["ended_at"])
    forget(copy.file, now=now)

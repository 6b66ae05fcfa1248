"""What pages, API, feeds and exports read of files. Each read begins at what the case's portal shows this reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from jariya.kernel.files import kinds
from jariya.kernel.files.inspect import names
from jariya.kernel.files.lifecycle import Status
from jariya.kernel.files.models import Attachment, Copy, File, Scan, Which
from jariya.kernel.files.refusals import of_inspection
from jariya.kernel.files.serving import address
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person


@dataclass(frozen=True)
class FileView:
    """An attachment as one reader may see it.

    `copy`: the best copy that is this reader's to see. `title`: of that copy, in `language` where it is known.
    `href`: where it is downloaded, empty while it is not handed out. `recorded`: opening it is written down, so it is
    opened by a form. `published`: anyone may have it.
    """

    attachment: Attachment
    copy: str
    title: str
    language: str
    name: str
    kind: str
    size: int
    state: Any
    refusal: Refused | None
    scan: Any
    href: str
    recorded: bool
    published: bool

    @property
    def public_id(self) -> str:
        """Id of the attachment."""
        return self.attachment.public_id

    @property
    def role(self) -> str:
        """What the file is in its case, in the portal's word."""
        return self.attachment.role


def of(case: Case, reader: Person | None, *, role: str | None = None, day: dt.date | None = None) -> list[FileView]:
    """The files of a case that the reader may know of, in their order. Two queries and those of roles.

    Args:
        reader: None is the public.
        role: files of this role alone.
        day: on which roles are held; today without it.
    """
    day = day or legal_day(timezone.now())
    rows = Attachment.objects.filter(case=case, erased_at=None).order_by("position")
    rows = rows.filter(role=role) if role else rows
    return _views(rows, case, reader, day)


def of_cases(cases: Iterable[Case], reader: Person | None, *, day: dt.date | None = None) -> dict[int, list[FileView]]:
    """The same of many cases at once, by the case's key; for lists, feeds and exports. Two queries."""
    day = day or legal_day(timezone.now())
    known = {case.pk: case for case in cases}
    rows = Attachment.objects.filter(case__in=known, erased_at=None).order_by("case_id", "position")
    found: dict[int, list[Attachment]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    copies = _copies(row for group in found.values() for row in group)
    return {
        pk: [view for row in group if (view := _view(row, known[pk], copies.get(row.pk, {}), reader, day)) is not None]
        for pk, group in found.items()
    }


def one(public_id: str, reader: Person | None, *, day: dt.date | None = None) -> FileView | None:
    """One attachment by its id as typed; None when there is none or it is not this reader's to see."""
    row = attachment(public_id)
    if row is None:
        return None
    return _view(row, row.case, _copies([row]).get(row.pk, {}), reader, day or legal_day(timezone.now()))


def attachment(public_id: str) -> Attachment | None:
    """An attachment by its id as typed, with its case; what the reader may see of it is asked apart."""
    canonical = ids.normal(public_id)
    rows = Attachment.objects.select_related("case__body").filter(public_id=canonical, erased_at=None)
    found: Attachment | None = rows.first() if canonical else None
    return found


def copy_of(row: Attachment, which: str) -> Copy | None:
    """A living copy with its content."""
    found: Copy | None = Copy.objects.living().filter(attachment=row, copy=which).select_related("file").first()
    return found


def digests(case: Case) -> list[tuple[int, str]]:
    """(position, SHA-256 in hex) of the sealed originals, in order: for manifests that a person signs."""
    rows = Copy.objects.filter(attachment__case=case, copy=Which.SEALED).select_related("file", "attachment")
    return [(row.attachment.position, row.file.hex) for row in rows.order_by("attachment__position")]


def refusal_of(file: File) -> Refused | None:
    """Why a content was refused."""
    return of_inspection(file.refusal, file.refusal_values) if file.state == Status.REFUSED else None


def neutral_name(row: Attachment, file: File) -> str:
    """The name under which a copy is handed out: id of the case, number, kind. Nothing of what its sender typed."""
    return names.public_name(row.case.public_id, row.position, file.kind or "bin")


def _views(rows: Any, case: Case, reader: Person | None, day: dt.date) -> list[FileView]:
    found = list(rows)
    copies = _copies(found)
    views = (_view(row, case, copies.get(row.pk, {}), reader, day) for row in found)
    return [view for view in views if view is not None]


def _copies(rows: Iterable[Attachment]) -> dict[int, dict[str, Copy]]:
    found: dict[int, dict[str, Copy]] = {}
    wanted = [row.pk for row in rows]
    if wanted:
        for copy in Copy.objects.living().filter(attachment__in=wanted).select_related("file"):
            found.setdefault(copy.attachment_id, {})[copy.copy] = copy
    return found


def _view(row: Attachment, case: Case, copies: dict[str, Copy], reader: Person | None, day: dt.date) -> FileView | None:
    row.case = case
    public = copies.get(Which.PUBLIC)
    published = public is not None and kinds.visible(row, Which.PUBLIC, None, day)
    if kinds.visible(row, Which.PARTIES, reader, day):
        # Until the parties' copy is made, its row says how far the sealed one's check has come.
        shown, which = copies.get(Which.PARTIES) or copies.get(Which.SEALED), Which.PARTIES
    elif public is not None and kinds.visible(row, Which.PUBLIC, reader, day):
        shown, which = public, Which.PUBLIC
    else:
        return None
    if shown is None:
        return None
    file = shown.file
    out = file.ready and shown.copy == which
    name = neutral_name(row, file)
    return FileView(
        attachment=row,
        copy=which,
        title=shown.title,
        language=shown.language,
        name=name,
        kind=file.kind,
        size=file.size,
        state=Status(file.state) if shown.copy == which or file.state != Status.READY else Status.CHECKING,
        refusal=refusal_of(file),
        scan=Scan(file.scan),
        href=address(reverse("files:copy", args=[row.public_id, which, name])) if out else "",
        recorded=which != Which.PUBLIC and (reader is None or reader.pk != case.person_id),
        published=published,
    )

"""Removing bytes that no copy and no upload needs any more. The row and the digest stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from jariya.kernel.files import vault
from jariya.kernel.files.models import Copy, Draft, File, Upload

Holder = Callable[[File], bool]
_HOLDERS: list[Holder] = []


def holder(holds: Holder) -> None:
    """Ask also whether a portal's own row holds a content before its bytes go; called from `project/wiring.py`."""
    _HOLDERS.append(holds)


def needed(file: File) -> bool:
    """Whether a living copy, an upload, a draft or a row of a portal holds the content."""
    return (
        Copy.objects.filter(file=file, ended_at=None).exists()
        or Draft.objects.filter(file=file).exists()
        or Upload.objects.filter(file=file, taken_at=None).exists()
        or any(holds(file) for holds in _HOLDERS)
    )


def forget(file: File, *, now: dt.datetime) -> bool:
    """Remove the bytes of a content unless somebody needs it; says whether they were removed."""
    with transaction.atomic():
        # Who attaches or uploads the same content holds this row too, so it cannot vanish under them.
        row = File.objects.select_for_update().get(pk=file.pk)
        if row.removed_at is not None or needed(row):
            return False
        row.removed_at, row.findings = now, []
        row.save(update_fields=["removed_at", "findings"])
        transaction.on_commit(lambda: _drop_if_gone(row.pk))
    return True


def _drop_if_gone(pk: int) -> None:
    """After the commit: a content that came back meanwhile keeps its bytes."""
    with transaction.atomic():
        row = File.objects.select_for_update().get(pk=pk)
        if row.removed_at is not None:
            vault.drop(row)

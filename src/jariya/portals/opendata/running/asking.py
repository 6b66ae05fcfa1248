"""What officials do with imports: begin one, have the file read again with corrections, throw one away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jariya.kernel.files import uploads
from jariya.kernel.files.models import File, Upload
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import not_yours
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of
from jariya.kernel.web import outgoing
from jariya.portals.opendata import tasks
from jariya.portals.opendata.models import Import, ImportState, Resource
from jariya.portals.opendata.refusals import refused
from jariya.portals.opendata.running.states import OFFICIALS, TABLE


def may(resource: Resource, by: Person | None, now: dt.datetime) -> None:
    """Only officials of the body, and the platform itself.

    Raises:
        Refused: lifecycle.not_yours.
    """
    body = resource.data_set.case.body_id
    if by is not None and not roles_of(by, body_id=body, day=legal_day(now)) & set(OFFICIALS):
        raise not_yours()


@transaction.atomic
def begin(
    *,
    resource: Resource,
    by: Person | None,
    now: dt.datetime,
    upload: Upload | None = None,
    file: File | None = None,
    file_name: str = "",
    url: str = "",
    wishes: Mapping[str, Any] | None = None,
) -> Import:
    """Have a file, or what lies at an address, read in. The job begins when this transaction is done.

    Args:
        upload: what `by` has sent (area `tables`); or `file`: a content that is here already.
        url: where it is fetched from, where neither is given.
        wishes: as `running.wishes` reads them; without any those of the resource.

    Raises:
        Refused: lifecycle.not_yours, resource.removed, import.no_file, import.address_bad, files.upload_unknown,
            files.unfinished, files.refused.
    """
    may(resource, by, now)
    if resource.removed_at is not None:
        raise refused("resource.removed")
    if upload is not None and by is not None:
        file, file_name = uploads.hand_over(upload=upload, by=by, now=now), file_name or upload.name
    if file is None:
        if not url:
            raise refused("import.no_file")
        try:
            outgoing.read(url, neighbours=neighbours())
        except outgoing.Refused as error:
            raise refused("import.address_bad") from error
    run = Import.objects.create(
        resource=resource,
        state=TABLE.after("", "begin"),
        file=file,
        file_name=file_name[:200],
        url="" if file is not None else url,
        wishes=dict(wishes if wishes is not None else resource.wishes),
        by=by,
        at=now,
    )
    tasks.later(run)
    return run


@transaction.atomic
def again(*, run: Import, wishes: Mapping[str, Any], by: Person | None, now: dt.datetime) -> Import:
    """Read the same file anew with other wishes; the resource keeps them for the next file of its kind.

    Raises:
        Refused: as `begin`; import.published (it is a version already: send the file anew).
    """
    held = Import.objects.select_for_update(of=("self",)).select_related("resource__data_set__case").get(pk=run.pk)
    may(held.resource, by, now)
    if held.state == ImportState.PUBLISHED:
        raise refused("import.published")
    made = begin(
        resource=held.resource,
        by=by,
        now=now,
        file=held.file,
        file_name=held.file_name,
        url=held.url,
        wishes=wishes,
    )
    if held.state != ImportState.DROPPED:
        Import.objects.filter(pk=held.pk).update(state=TABLE.after(held.state, "drop"), ended_at=now)
    Resource.objects.filter(pk=held.resource_id).update(wishes=dict(wishes))
    return made


@transaction.atomic
def drop(*, run: Import, by: Person | None, now: dt.datetime) -> None:
    """Throw an import away. A worker that reads it stops within seconds.

    Raises:
        Refused: lifecycle.not_yours, import.published.
    """
    held = Import.objects.select_for_update(of=("self",)).select_related("resource__data_set__case").get(pk=run.pk)
    may(held.resource, by, now)
    if held.state == ImportState.PUBLISHED:
        raise refused("import.published")
    if held.state != ImportState.DROPPED:
        Import.objects.filter(pk=held.pk).update(state=TABLE.after(held.state, "drop"), ended_at=now)


def neighbours() -> bool:
    """Whether addresses on this very machine may be fetched: in tests alone."""
    from django.conf import settings

    return bool(settings.OPENDATA_NEIGHBOURS)

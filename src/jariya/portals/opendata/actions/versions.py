"""Versions: publish what was read, publish a former one again. One transaction, and the same twice is one version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from jariya.kernel.files.models import File
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.opendata import originals, scoring
from jariya.portals.opendata.actions.acting import act, fresh
from jariya.portals.opendata.models import DataSet, Import, ImportState, Resource, Version
from jariya.portals.opendata.refusals import refused


@dataclass(frozen=True)
class Content:
    """What a version holds. `parquet`: digest by which `store` has the canonical table; None of a file that is none."""

    sha256: bytes
    size: int
    file: File | None = None
    file_name: str = ""
    parquet: bytes | None = None
    rows: int | None = None
    report: Mapping[str, Any] = field(default_factory=dict)
    difference: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Note:
    """What the publisher says of a version."""

    kk: str = ""
    ru: str = ""
    en: str = ""


NO_NOTE = Note()
PAGES_OWN = frozenset({"excerpts", "sample"})
"""Parts of an import's report that its page alone shows: the version has the table itself."""


def publish_version(
    *,
    resource: Resource,
    content: Content,
    by: Person | None,
    now: dt.datetime,
    note: Note = NO_NOTE,
    verb: str = "publish_version",
    codes: Mapping[str, Any] | None = None,
    run: Import | None = None,
    **options: Any,
) -> Version:
    """Publish a content as the next version of a resource; the first one makes its set public.

    Raises:
        Refused: data_set.no_title, data_set.no_licence, no role in the body; resource.removed;
            import.stale (another version was published since it was compared).
    """
    made: list[Version] = []
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=resource.data_set_id)
        held = Resource.objects.select_for_update(of=("self",)).select_related("data_set__case").get(pk=resource.pk)
        if held.removed_at is not None:
            raise refused("resource.removed")
        if run is not None and run.base_id != held.current_id:
            raise refused("import.stale")
        last = Version.objects.filter(resource=held).order_by("-number").values_list("number", flat=True).first()
        number = (last or 0) + 1

        def rows(locked: Case, _event: Event) -> None:
            version = Version.objects.create(
                resource=held,
                number=number,
                file=content.file,
                file_name=content.file_name,
                sha256=content.sha256,
                size=content.size,
                parquet=content.parquet,
                rows=content.rows,
                report=dict(content.report),
                difference=dict(content.difference) if content.difference is not None else None,
                note_kk=note.kk,
                note_ru=note.ru,
                note_en=note.en,
                at=now,
                by=by,
            )
            Resource.objects.filter(pk=held.pk).update(current=version)
            row = DataSet.objects.get(case=locked)
            DataSet.objects.filter(case=locked).update(
                published_at=row.published_at or now, renewed_at=now, fresh_until=fresh(row.frequency, now)
            )
            scoring.score(locked.pk, now)
            if run is not None:
                Import.objects.filter(pk=run.pk).update(state=ImportState.PUBLISHED, version=version, ended_at=now)
            made.append(version)

        outcome = act(
            held.data_set.case,
            verb,
            by=by,
            now=now,
            codes={"resource": held.position, "version": number, **(codes or {})},
            digest=content.sha256,
            changes={"visibility": "public"},
            rows=rows,
            **options,
        )
    if outcome.repeated:
        found: Version = Version.objects.filter(resource=resource).latest("number")
        return found
    return made[0]


def publish_import(
    *, run: Import, by: Person | None, now: dt.datetime, note: Note = NO_NOTE, **options: Any
) -> Version:
    """Publish what an import has read. Of an import that was published before, its version comes back.

    Raises:
        Refused: import.not_ready, import.stale, import.personal, and what `publish_version` raises.
    """
    with transaction.atomic():
        held = Import.objects.select_for_update(of=("self",)).select_related("resource", "file").get(pk=run.pk)
        if held.version is not None:
            return held.version
        if held.state != ImportState.READY or held.file is None:
            raise refused("import.not_ready")
        if any(column.get("personal") and column.get("filled") for column in held.report.get("columns", [])):
            raise refused("import.personal")
        content = Content(
            sha256=bytes(held.file.digest),
            size=held.file.size,
            file=originals.given(held.file, held.report, now=now),
            file_name=held.file_name,
            parquet=bytes(held.parquet) if held.parquet else None,
            rows=held.report.get("rows"),
            report={name: said for name, said in held.report.items() if name not in PAGES_OWN},
            difference=held.difference,
        )
        return publish_version(resource=held.resource, content=content, by=by, now=now, note=note, run=held, **options)


def roll_back(
    *, resource: Resource, number: int, by: Person | None, now: dt.datetime, note: Note = NO_NOTE, **options: Any
) -> Version:
    """Publish what a former version held as the next version.

    Raises:
        Refused: version.unknown; version.in_force (it is the newest already); no role in the body.
    """
    former = Version.objects.filter(resource=resource, number=number).select_related("file").first()
    if former is None:
        raise refused("version.unknown")
    if former.pk == resource.current_id:
        raise refused("version.in_force")
    content = Content(
        sha256=bytes(former.sha256),
        size=former.size,
        file=former.file,
        file_name=former.file_name,
        parquet=bytes(former.parquet) if former.parquet else None,
        rows=former.rows,
        report=former.report,
    )
    return publish_version(
        resource=resource, content=content, by=by, now=now, note=note, verb="roll_back", codes={"of": number}, **options
    )

"""`jariya data publish`: the whole way of the desk in one command, as the platform itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from jariya.kernel.files import uploads, vault
from jariya.kernel.files.models import Area
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.opendata import actions
from jariya.portals.opendata.importing.table import Wishes
from jariya.portals.opendata.models import DataSet, Import, Resource, ResourceKind
from jariya.portals.opendata.running import asking, reading
from jariya.portals.opendata.running.wishes import kept


@dataclass(frozen=True)
class Done:
    """What came of it; `said`: names and values for people and programs."""

    good: bool
    said: dict[str, Any]


def publish(
    file: Path,
    slug: str,
    *,
    position: int = 0,
    wishes: Wishes | None = None,
    notes: tuple[str, str] = ("", ""),
    dry_run: bool = False,
    lang: str = "en",
) -> Done:
    """Read a file and publish its table.

    Args:
        slug: name of the set.
        position: of the resource; 0: its only table, or a new one where it has none.
        notes: what is new, in Kazakh and in Russian.
        dry_run: read and compare alone.
    """
    with translation.override(lang):
        try:
            run = _read(file, slug, position, wishes or Wishes())
            if isinstance(run, str):
                return Done(False, {"refused": run})
            said = _told(run)
            if run.state != "ready" or dry_run:
                good = run.state == "ready"
                asking.drop(run=run, by=None, now=timezone.now())
                return Done(good, said)
            version = actions.publish_import(
                run=run, by=None, now=timezone.now(), note=actions.Note(kk=notes[0], ru=notes[1])
            )
        except Refused as error:
            return Done(False, {"refused": error.code, "title": str(error.title), "remedy": str(error.remedy)})
    return Done(True, {**said, "version": version.number, "sha256": bytes(version.sha256).hex()})


def _read(file: Path, slug: str, position: int, wishes: Wishes) -> Import | str:
    held = DataSet.objects.select_related("case").filter(slug=slug).first()
    if held is None:
        return "data_set.unknown"
    now = timezone.now()
    tables = Resource.objects.filter(data_set=held, removed_at=None, kind=ResourceKind.TABLE).select_related(
        "data_set__case"
    )
    rows = list(tables.filter(position=position) if position else tables[:2])
    if (position and not rows) or len(rows) > 1:
        return "resource.unknown" if position else "resource.several"

    def pieces() -> Iterator[bytes]:
        with file.open("rb") as source:
            while piece := source.read(vault.PIECE):
                yield piece

    digest, size = vault.digest_of(pieces())
    with transaction.atomic():
        resource = rows[0] if rows else actions.add_resource(case=held.case, kind=ResourceKind.TABLE, by=None, now=now)
        content = uploads.keep(digest, size, pieces, now=now, area=Area.TABLES)
        said = kept(wishes) or None
        run = asking.begin(resource=resource, file=content, file_name=file.name, wishes=said, by=None, now=now)
    reading.read(run.pk, now=timezone.now)
    found: Import = Import.objects.select_related("resource__data_set__case", "file", "base").get(pk=run.pk)
    return found


def _told(run: Import) -> dict[str, Any]:
    report, changes = run.report, run.difference or {}
    said: dict[str, Any] = {"state": run.state}
    if run.refusal:
        return {**said, "refused": run.refusal, **run.refusal_values}
    before = run.base.number if run.base is not None else None
    counts = (report.get("problems") or {}).get("counts", [])
    return {
        **said,
        "rows": report.get("rows"),
        "columns": len(report.get("columns", [])),
        "problems": sum(one["count"] for one in counts),
        "compared_with": before,
        **{name: changes.get(name) for name in ("added", "removed", "changed") if changes},
    }

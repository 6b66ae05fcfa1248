"""An import from waiting to read: fetch, look for viruses, have it read, keep what came of it.

A worker owns an import by the number of its try: whoever comes later with a higher number has taken it over, and what
the former one still writes finds no row. The table lies in the store under its digest before any row names it, so a
worker may be killed between any two lines: the next one begins anew, and after some dead workers the import ends as
`import.gave_up`.
"""

from __future__ import annotations

import datetime as dt
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from jariya.kernel.files import checking, vault
from jariya.kernel.files.models import File, Scan
from jariya.portals.opendata import store
from jariya.portals.opendata.models import Import, ImportState, Resource, ResourceKind
from jariya.portals.opendata.running import fetching, stages
from jariya.portals.opendata.running.child import Task
from jariya.portals.opendata.running.limits import Bounds, bounds
from jariya.portals.opendata.running.states import TABLE
from jariya.portals.opendata.running.working import Failed, Unwanted, work

log = logging.getLogger("jariya.opendata")
Now = Callable[[], dt.datetime]
DEAD = dt.timedelta(seconds=60)
"""Without a sign of life for so long a worker is dead."""


class Later(Exception):
    """A service does not answer: the import waits."""


def read(import_id: int, *, now: Now, stop_at: str = "") -> str:
    """Bring one import to its end. Returns its state. Run twice at once, one of the two does nothing.

    Args:
        stop_at: stage at which the reading process kills itself, for tests.
    """
    limits = bounds(now())
    run = _taken(import_id, limits, now())
    if run is None:
        return Import.objects.values_list("state", flat=True).get(pk=import_id)
    folder = Path(settings.OPENDATA_STORE) / "work" / f"{run.pk}-{run.tries}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        changes = _read(run, folder, limits, now, stop_at)
        _end(run, "finish", now(), **changes)
    except Failed as error:
        log.info("import=%s failed code=%s", run.pk, error.code)
        _end(run, "fail", now(), refusal=error.code, refusal_values=error.about)
    except Later:
        Import.objects.filter(pk=run.pk, state=ImportState.RUNNING, tries=run.tries).update(
            state=TABLE.after(ImportState.RUNNING, "postpone"), beat_at=now(), tries=F("tries") - 1
        )
    except Unwanted:
        log.info("import=%s is not wanted any more", run.pk)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Import.objects.values_list("state", flat=True).get(pk=run.pk)


def _taken(import_id: int, limits: Bounds, now: dt.datetime) -> Import | None:
    """The import, owned by this worker; None where another one lives or there is nothing to do."""
    with transaction.atomic():
        run = (
            Import.objects.select_for_update(of=("self",))
            .select_related("resource__data_set__case", "file")
            .filter(pk=import_id, state__in=[ImportState.WAITING, ImportState.RUNNING])
            .first()
        )
        if run is None:
            return None
        alive = run.state == ImportState.RUNNING and run.beat_at is not None and run.beat_at > now - DEAD
        if alive:
            return None
        run.tries += 1
        if run.tries > limits.tries:
            Import.objects.filter(pk=run.pk).update(
                state=TABLE.after(ImportState.RUNNING, "fail"), refusal="import.gave_up", ended_at=now
            )
            return None
        run.state, run.beat_at = TABLE.after(run.state, "take"), now
        run.save(update_fields=["state", "tries", "beat_at"])
        stages.clear(run)
        return run


def _read(run: Import, folder: Path, limits: Bounds, now: Now, stop_at: str) -> dict[str, Any]:
    """All stages. Returns the columns that the row gets."""
    told = stages.Told(run, now)
    if run.file is None:
        told.stage("fetch")
        came = fetching.fetched(run, limits, told, now)
        if came is None:
            raise Failed("import.unchanged")
        run.file = came
    told.stage("scan")
    _checked(run.file, now, told)
    if run.resource.kind == ResourceKind.FILE:
        told.done()
        return {"report": {"bytes": run.file.size, "sha256": run.file.hex}}
    sent = folder / "sent"
    with vault.open_(run.file) as source, sent.open("wb") as target:
        for piece in vault.pieces(source):
            target.write(piece)
            if not told.beat():
                raise Unwanted
    resource = Resource.objects.select_related("current").get(pk=run.resource_id)
    before = resource.current if resource.current and resource.current.parquet else None
    base = str(store.path_of(bytes(before.parquet))) if before is not None and before.parquet else ""
    room = folder / "room"
    room.mkdir()
    done = work(
        Task(
            path=str(sent),
            folder=str(room),
            wishes=run.wishes,
            limits=limits.importer(),
            schema=resource.schema,
            row_key=list(resource.row_key),
            base=base if base and Path(base).exists() else "",
            base_columns=before.report["columns"] if before is not None else [],
            megabytes=limits.megabytes,
            seconds=limits.seconds,
            stop_at=stop_at,
        ),
        stage=told.stage,
        beat=told.beat,
    )
    told.done()
    return {
        "report": done["report"],
        "difference": done["difference"],
        "base": resource.current,
        "parquet": store.kept(Path(done["parquet"])),
    }


def _checked(file: File, now: Now, told: stages.Told) -> None:
    """The kernel's check of the file: viruses, and what hides in a workbook."""
    state = checking.check(file.pk, now=now)
    file.refresh_from_db()
    if file.scan == Scan.FOUND:
        raise Failed("import.virus")
    if file.refusal:
        raise Failed("import.refused", {"code": file.refusal})
    if state != "ready":
        raise Later
    told.found({"scan": file.scan, "findings": file.findings})


def _end(run: Import, verb: str, now: dt.datetime, **changes: Any) -> bool:
    """The last row of a try, unless another worker has taken the import over or an official threw it away."""
    rows = Import.objects.filter(pk=run.pk, state=ImportState.RUNNING, tries=run.tries)
    return bool(rows.update(state=TABLE.after(ImportState.RUNNING, verb), ended_at=now, **changes))


def read_left(now: dt.datetime) -> int:
    """Have imports read whose worker died or whose job was lost. A periodic job. Returns how many."""
    from jariya.portals.opendata import tasks

    open_ = Import.objects.filter(state__in=[ImportState.WAITING, ImportState.RUNNING])
    dead = Q(beat_at__lt=now - DEAD) | Q(beat_at=None, at__lt=now - DEAD)
    left = list(open_.filter(dead).order_by("pk")[:100])
    for run in left:
        tasks.later(run)
    return len(left)

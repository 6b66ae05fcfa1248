"""What the pages of the desk show, put together from rows: sets with their dues, imports with every problem."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jariya.kernel.lifecycle.models import Case
from jariya.portals.opendata.desk import words
from jariya.portals.opendata.importing.columns import TYPES
from jariya.portals.opendata.lifecycle import KIND
from jariya.portals.opendata.models import DataSet, Import, ImportState, Resource, Stage
from jariya.portals.opendata.reading.phrases import types
from jariya.portals.opendata.running.states import STAGES, TITLES

PAGE = 20
LISTED = 100
"""Problems of one kind that are listed without their surroundings."""
COLUMNS = 200
MOVING = (ImportState.WAITING, ImportState.RUNNING)


def sets_of(bodies: frozenset[int], before: int | None) -> tuple[list[DataSet], int | None]:
    """Sets of bodies in any state, the newest first, and where the next page begins."""
    rows = DataSet.objects.select_related("case__body").filter(case__body_id__in=bodies, case__kind=KIND)
    rows = rows.filter(case_id__lt=before) if before else rows
    found = list(rows.order_by("-case_id")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].case_id if len(found) > PAGE else None


def late(bodies: frozenset[int], today: dt.date) -> list[DataSet]:
    """Published sets that were not renewed when they should have been, the latest first."""
    rows = DataSet.objects.living().select_related("case__body").filter(case__body_id__in=bodies)
    return list(rows.filter(fresh_until__lt=today).order_by("fresh_until")[:PAGE])


def waiting(bodies: frozenset[int]) -> list[Import]:
    """Imports of these bodies that are read and wait for their publisher, or could not be read."""
    rows = Import.objects.filter(resource__data_set__case__body_id__in=bodies, state__in=["ready", "failed"])
    return list(rows.select_related("resource__data_set__case").order_by("-id")[:PAGE])


@dataclass(frozen=True)
class Step:
    """One stage of an import as a reader sees it: `state` is done, now or ahead."""

    name: str
    title: str
    state: str
    percent: int | None
    seconds: float | None


def steps(run: Import) -> list[Step]:
    """All stages of an import, also those ahead."""
    rows = {row.name: row for row in Stage.objects.filter(run=run)}
    names = [name for name in STAGES if name != "fetch" or run.url]
    if run.resource.kind == "file":
        names = [name for name in names if name in ("fetch", "scan")]
    found = []
    for name in names:
        row = rows.get(name)
        over = run.state in (ImportState.READY, ImportState.PUBLISHED)
        if row is None:
            state = "passed" if over else "ahead"
        else:
            state = "done" if row.ended_at else "now" if run.state in MOVING else "broken"
        taken = (row.ended_at - row.began_at).total_seconds() if row and row.ended_at else None
        found.append(Step(name, str(TITLES[name]), state, row.percent if row else None, taken))
    return found


def progress(shown: list[Step]) -> int:
    """Percent of the way."""
    done = sum(1.0 if one.state in ("done", "passed") else (one.percent or 0) / 100 for one in shown)
    return round(100 * done / max(1, len(shown)))


@dataclass(frozen=True)
class Problem:
    """Problems of one kind in one column. `excerpts`: with what stands around; `cells`: the others (row, value)."""

    title: str
    remedy: str
    column: str
    count: int
    excerpts: list[dict[str, Any]]
    cells: list[tuple[int | None, str]]


def problems(report: dict[str, Any]) -> list[Problem]:
    """Every problem of an import, the most frequent first."""
    said = report.get("problems") or {}
    found = []
    for one in said.get("counts", []):
        title, remedy = words.problem(one["rule"])
        key = (one["rule"], one["column"])
        near = [cut for cut in report.get("excerpts", []) if (cut["rule"], cut["column"]) == key]
        rows = {cut["row"] for cut in near}
        cells = [
            (cell["row"], cell["value"])
            for cell in said.get("cells", [])
            if (cell["rule"], cell["column"]) == key and cell["row"] not in rows and (cell["row"] or cell["value"])
        ]
        found.append(Problem(title, remedy, one["column"] or "", one["count"], near[:10], cells[:LISTED]))
    return found


@dataclass(frozen=True)
class Column:
    """A column as the publisher sees and corrects it."""

    number: int
    name: str
    type: str
    words: str
    why: str
    told: str
    examples: list[str]


def columns(report: dict[str, Any], wishes: dict[str, Any]) -> list[Column]:
    """Columns of an import with their types and reasons."""
    names, told = types(), wishes.get("types") or {}
    found = []
    for number, one in enumerate(report.get("columns", [])[:COLUMNS]):
        top = [] if one.get("personal") else (one.get("profile") or {}).get("top") or []
        examples = [str(item[0] if isinstance(item, list) else item.get("value", "")) for item in top[:3]]
        found.append(
            Column(
                number,
                one["name"],
                one["type"],
                names.get(one["type"], one["type"]),
                words.why(one["reasons"]),
                told.get(one["name"], ""),
                [text[:40] for text in examples if text],
            )
        )
    return found


def type_choices() -> list[tuple[str, str]]:
    """Types a publisher may say."""
    names = types()
    return [("", _("Find it")), *((code, names[code]) for code in TYPES)]


def number_of(run: Import) -> int:
    """Which import of its resource it is, from 1: its name in addresses."""
    return Import.objects.filter(resource_id=run.resource_id, pk__lte=run.pk).count()


def import_of(resource: Resource, number: int) -> Import | None:
    """The import with this number."""
    rows = Import.objects.filter(resource=resource).order_by("id").select_related("file", "version", "base")
    found: Import | None = rows[number - 1 : number].first() if number > 0 else None
    if found is not None:
        found.resource = resource
    return found


def names_in(run: Import) -> list[str]:
    """Files of an archive that holds several tables."""
    return [str(name) for name in (run.refusal_values or {}).get("names", [])]


def title_at_desk(case: Case, lang: str) -> tuple[str, str]:
    """The title of a set, published or not."""
    row = DataSet.objects.get(case=case)
    found = row.title(lang)
    return found if found[0] else (row.slug, "en")

"""The read API of budgets: releases, checks, differences, the cube with babbage's words, downloads.

No postponed annotations here: ninja reads the types of the wrapped functions.
"""

import logging
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from jariya.api.habits import ApiProblem, public
from jariya.kernel.web.caching import kept
from jariya.kernel.web.ranges import served
from jariya.portals.budgets import cube, drill, exporting, parquet, queries, tables
from jariya.portals.budgets.checks import CHECKS
from jariya.portals.budgets.measures import KEYS, MEASURES
from jariya.portals.budgets.models import Budget, Check, Release

logger = logging.getLogger(__name__)
router = Router(tags=["budgets"])
Short = Annotated[str, Query(max_length=400)]
Page = Annotated[int, Query(ge=1, le=100_000)]
Size = Annotated[int, Query(ge=1, le=cube.LARGEST)]


def _lang() -> str:
    return translation.get_language() or "kk"


def _release(key: str) -> Release:
    found = queries.release(key)
    if found is None:
        raise Http404
    return found


def _budget(row: Budget) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "level": row.level,
        "territory": row.region.code if row.region else None,
        "name": row.region.name(_lang()).text if row.region else None,
        "year": row.year,
        "page": reverse("budgets:budget", args=[row.slug]),
        "demo": row.invented,
    }


@router.get("", summary="Budgets of a year")
@public
def budgets(request: HttpRequest, year: Annotated[int, Query(ge=1990, le=2100)] | None = None) -> dict[str, Any]:
    """Budgets, the latest year first. The measures are whole tenge; null is unknown and never 0."""
    rows = drill.budgets() if year is None else drill.budgets().filter(year=year)
    return {
        "items": [_budget(row) for row in rows],
        "measures": [
            {"key": one.key, "source_column": one.column, "meaning": one.meaning, "unit": "KZT"} for one in MEASURES
        ],
        "rules": [{"key": one.key, **one.words(_lang())} for one in CHECKS],
    }


@router.get("/releases", summary="Releases: what was published, from which file")
@public
def budget_releases(request: HttpRequest, budget: Short = "", superseded: bool = False) -> dict[str, Any]:
    """Releases in force, or with the superseded ones; `budget` is the address word of one."""
    rows = queries.listed(everything=superseded)
    return {"items": [row for row in rows if not budget or row["budget"] == budget]}


@router.get("/checks", summary="Findings over all releases in force, the largest money first")
@public
def budget_checks(
    request: HttpRequest, rule: Short = "", verdict: Short = "", budget: Short = "", after: Short = ""
) -> dict[str, Any]:
    """What does not agree (`differs`) and what was not given (`not_given`), with the rows on both sides."""
    rows, following = tables.findings(rule=rule, verdict=verdict, budget=budget, after=after)
    return {"items": [queries.check_json(row, _lang()) for row in rows], "after": following}


@router.get("/diff", summary="What changed between two releases")
@public
def budget_diff(
    request: HttpRequest, before: Short, after: Short, month: Annotated[int, Query(ge=1, le=12)] | None = None
) -> dict[str, Any]:
    """Rows that are not the same in the months both have, the largest first; at most 200, `total` says how many."""
    one, two = _release(before), _release(after)
    if one.cut != two.cut:
        raise ApiProblem(422, "cuts_differ", _("The two releases are of different cuts"), _("Choose two of one cut."))
    months = sorted(set(one.months) & set(two.months) & ({month} if month else set(range(13))))
    rows, count = tables.differences(one, two, months)
    return {
        "before": one.key,
        "after": two.key,
        "months": months,
        "total": count,
        "items": [
            {
                "month": row.month,
                "path": row.path,
                "names": row.names,
                "changed": row.changed,
                "before": row.before,
                "after": row.after,
            }
            for row in rows
        ],
    }


@router.get("/releases/{key}", summary="One release with its digests and how often each check looked")
@public
def budget_release(request: HttpRequest, key: str) -> dict[str, Any]:
    """A release is never changed: a corrected file is a new one that supersedes."""
    found = _release(key)
    return {
        "key": found.key,
        "budget": _budget(found.budget),
        "cut": found.cut,
        "stage": found.stage,
        "months": found.months,
        "months_in_force": list(found.periods.filter(current=True).order_by("month").values_list("month", flat=True)),
        "rows": found.rows,
        "measures": found.measures,
        "dimensions": cube.DIMENSIONS,
        "source": {"text": found.source, "url": found.source_url, "licence": found.licence, "file": found.file_name},
        "unit_of_file": found.unit,
        "file_sha256": found.file_digest,
        "figures_sha256": found.digest,
        "supersedes": found.supersedes.key if found.supersedes else None,
        "tested": found.tested,
        "at": found.at,
        "downloads": [
            reverse(f"api:{name}", args=[found.key])
            for name in ("budget_csv", "budget_xlsx", "budget_parquet", "budget_package")
        ],
        "page": reverse("budgets:release", args=[found.key]),
        "demo": found.invented,
    }


@router.get("/releases/{key}/checks", summary="Findings of a release, the largest money first")
@public
def budget_release_checks(
    request: HttpRequest, key: str, after: Annotated[int, Query(ge=0)] = 0, limit: Size = 100
) -> dict[str, Any]:
    """Findings by their place; `after` is the last place read."""
    found = _release(key)
    rows = list(
        Check.objects.filter(release=found, place__gt=after)
        .select_related("release__budget", "node", "other")
        .order_by("place")[: limit + 1]
    )
    return {
        "items": [{"place": row.place, **queries.check_json(row, _lang())} for row in rows[:limit]],
        "after": rows[limit - 1].place if len(rows) > limit else None,
    }


def _asked(word: str) -> ApiProblem:
    return ApiProblem(
        422,
        "not_a_dimension",
        _("“%(word)s” is not a dimension or measure of a release") % {"word": word},
        _("The release itself lists its dimensions and measures."),
    )


@router.get("/releases/{key}/aggregate", summary="Signed sums of the leaves: drilldown, cut, aggregates")
@public
def budget_aggregate(
    request: HttpRequest, key: str, drilldown: Short = "", cut: Short = "", aggregates: Short = "", page: Page = 1,
    pagesize: Size = 100,
) -> dict[str, Any]:  # fmt: skip
    """`drilldown=section|level_1&cut=month:2024-05|section:II&aggregates=paid.sum`. Months add up from January."""
    found = _release(key)
    try:
        return cube.aggregate(
            found,
            drilldown=cube.names(drilldown, cube.DIMENSIONS),
            cut=cube.cells(cut),
            measures=cube.names(aggregates.replace(".sum", ""), KEYS),
            page=page,
            size=pagesize,
        )
    except cube.NotAsked as refusal:
        raise _asked(refusal.word) from refusal


@router.get("/releases/{key}/members/{dimension}", summary="The values of a dimension")
@public
def budget_members(
    request: HttpRequest, key: str, dimension: str, cut: Short = "", page: Page = 1, pagesize: Size = 100
) -> dict[str, Any]:
    """`month`, `section`, `level_1` to `level_4`, `place`."""
    found = _release(key)
    try:
        cube.names(dimension, cube.DIMENSIONS)
        return cube.members(found, dimension, cut=cube.cells(cut), page=page, size=pagesize)
    except cube.NotAsked as refusal:
        raise _asked(refusal.word) from refusal


@router.get("/releases/{key}/facts", summary="The leaves themselves")
@public
def budget_facts(
    request: HttpRequest, key: str, cut: Short = "", fields: Short = "", page: Page = 1, pagesize: Size = 100
) -> dict[str, Any]:
    """Rows under which nothing stands, with the sign by which each counts."""
    found = _release(key)
    try:
        return cube.facts(found, cut=cube.cells(cut), fields=cube.names(fields, KEYS), page=page, size=pagesize)
    except cube.NotAsked as refusal:
        raise _asked(refusal.word) from refusal


def _file(content: bytes | str, kind: str, name: str) -> HttpResponseBase:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    return kept(response)


def _name(release: Release, ending: str) -> str:
    return f"{'INVENTED-' if release.invented else ''}{release.key}{ending}"


@router.get("/releases/{key}/rows.csv", summary="All rows as CSV: whole tenge, empty for unknown", response=None)
def budget_csv(request: HttpRequest, key: str) -> HttpResponseBase:
    """One row for each month and place."""
    found = _release(key)
    text = "".join(exporting.as_csv(found))
    return _file(text, "text/csv; charset=utf-8; header=present", _name(found, ".csv"))


@router.get("/releases/{key}/rows.xlsx", summary="The same rows as XLSX", response=None)
def budget_xlsx(request: HttpRequest, key: str) -> HttpResponseBase:
    """One sheet."""
    found = _release(key)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(exporting.as_xlsx(found), kind, _name(found, ".xlsx"))


@router.get("/releases/{key}/rows.parquet", summary="The same rows as Parquet, whole or in ranges", response=None)
def budget_parquet(request: HttpRequest, key: str) -> HttpResponseBase:
    """Made once, kept as a file: `SELECT ... FROM 'https://…/rows.parquet'` reads the columns it needs."""
    found = _release(key)
    try:
        path = parquet.of(found)
    except (OSError, parquet.NotTheSame) as error:
        logger.exception("the Parquet file of %s was not made", found.key)
        raise ApiProblem(
            503,
            "parquet_not_made",
            _("The Parquet file could not be made"),
            _("Take the CSV, which holds the same rows. The operator finds the cause in the log."),
        ) from error
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Content-Range, Content-Length, ETag",
        "Content-Disposition": f'attachment; filename="{_name(found, ".parquet")}"',
    }
    return served(
        request,
        lambda start, length: parquet.pieces(path, start, length),
        size=path.stat().st_size,
        tag=f"{found.digest}-{parquet.FORM}",
        kind="application/vnd.apache.parquet",
        headers=headers,
    )


@router.get("/releases/{key}/package.zip", summary="Fiscal Data Package: descriptor, rows, script", response=None)
def budget_package(request: HttpRequest, key: str) -> HttpResponseBase:
    """datapackage.json, rows.csv and recompute_budget.py, which recomputes any total to the tenge."""
    found = _release(key)
    return _file(exporting.as_package(found), "application/zip", _name(found, ".zip"))


@router.get("/recompute_budget.py", summary="Recomputes any total from a download; Python alone", response=None)
def budget_script(request: HttpRequest) -> HttpResponseBase:
    """One file, the standard library."""
    return _file(exporting.script(), "text/x-python; charset=utf-8", "recompute_budget.py")

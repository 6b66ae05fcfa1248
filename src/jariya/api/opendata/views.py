"""The native API of open data under /api/v1/opendata/.

No postponed annotations here: ninja reads the types of the wrapped functions.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from ninja import Query, Router

from jariya.api.habits import LANGUAGES, ApiProblem, public
from jariya.api.opendata import rows
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.web.ranges import served
from jariya.portals.opendata.downloads import lines, making
from jariya.portals.opendata.models import DataSet, Resource, ResourceKind, Version
from jariya.portals.opendata.querying import engine
from jariya.portals.opendata.querying.asking import Ask, Condition, Every
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.reading import counted, finding
from jariya.portals.opendata.reading.models import What

router = Router(tags=["open data"])
near = Router(tags=["open data"])
"""The address of rows that the design names, without the portal's word."""
Short = Annotated[str, Query(max_length=400)]
Limit = Annotated[int, Query(ge=1, le=100)]
IMMUTABLE = "public, max-age=31536000, immutable"
_QUESTION = """`{column}__{comparison}=value`: a column is its name or `c0`, `c1`, ...; a comparison is exact, not, in
(values parted by `|` or repeated), gt, gte, lt, lte, contains, prefix, null, not_null; `{column}=value` is exact.
`q` looks for words; `sort=-column,column`; `fields=column,column`; `group=column` with `count`, `sum=column`, `avg`,
`min`, `max`, `distinct`, sorted by `sort=-sum(column)`; `unique=true`; `limit` (at most 10,000) and `after`, the mark
of the page before; `version=number`; `total=false`; `format` json, csv, excel.csv, ndjson, xlsx, parquet, xml, geojson:
all rows that fit unless a limit is given. A question may take five seconds."""


def refused(error: Misasked) -> ApiProblem:
    """A refusal in the language of the answer."""
    return ApiProblem(error.status, error.code, *error.said(translation.get_language() or "kk"))


def _told(view: Callable[..., Any]) -> Callable[..., Any]:
    """In the language of `?lang=`; refusals of questions as the API's own."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        lang = request.GET.get("lang", "kk")
        with translation.override(lang if lang in LANGUAGES else "kk"):
            try:
                return view(request, *args, **kwargs)
            except Misasked as error:
                raise refused(error) from error

    return answered


def _resource(key: uuid.UUID) -> Resource:
    found = Resource.objects.visible_to(None).filter(key=key).select_related("current", "data_set__case__body").first()
    if found is None:
        raise Http404
    return found


def _version(resource: Resource, number: int | None) -> Version:
    """A version of a table; without a number the one in force."""
    found = resource.current if number is None else resource.versions.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _asked_version(request: HttpRequest, resource: Resource) -> Version:
    said = request.GET.get("version", "")
    if said and not (said.isascii() and said.isdigit() and len(said) < 9):
        raise Http404
    return _version(resource, int(said) if said else None)


def _words(row: Any, name: str) -> dict[str, str | None]:
    return {lang: getattr(row, f"{name}_{lang}") or None for lang in LANGUAGES}


def _set(row: DataSet) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "id": row.case.public_id,
        "title": _words(row, "title"),
        "body": row.case.body.slug if row.case.body else None,
        "licence": row.licence_id,
        "themes": row.themes,
        "tags": row.tags,
        "frequency": row.frequency or None,
        "renewed_at": row.renewed_at,
        "fresh_until": row.fresh_until,
        "page": reverse("data:set", args=[row.slug]),
        "demo": row.case.invented,
    }


@router.get("/sets", summary="Published sets, by words and facets")
@public
def data_sets(
    request: HttpRequest, q: Short = "", body: Short = "", theme: Short = "", format: Short = "", region: Short = "",
    licence: Short = "", order: Short = "", after: Short = "", limit: Limit = 20,
) -> dict[str, Any]:  # fmt: skip
    """`order`: newest (default), title, used, quality; with words the best first. `body` is an address word."""
    facets = {"body": body, "theme": theme, "format": format, "region": region, "licence": licence}
    wish = finding.Wish(q, {kind: value for kind, value in facets.items() if value}, order=order)
    lang = translation.get_language() or "kk"
    found = finding.find(wish, lang=lang, today=legal_day(timezone.now()), after=after, limit=limit, counting=False)
    return {"items": [_set(row) for row in found.sets], "total": found.total, "after": found.following or None}


@router.get("/sets/{slug}", summary="One set with its resources")
@public
def data_set(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Words in three languages, what it is about, its resources with the version in force."""
    row = (
        DataSet.objects.visible_to(None)
        .living()
        .filter(slug=slug)
        .select_related("case__body", "region", "licence")
        .first()
    )
    if row is None:
        raise Http404
    resources = Resource.objects.visible_to(None).filter(data_set=row).select_related("current").order_by("position")
    return {
        **_set(row),
        "text": _words(row, "text"),
        "period": [row.period_from, row.period_to],
        "region": row.region.code if row.region else None,
        "whole_country": row.whole_country,
        "contact": row.contact or None,
        "documentation": row.documentation or None,
        "source": row.source or None,
        "published_at": row.published_at,
        "scores": row.scores,
        "resources": [_about(one) for one in resources],
    }


def _about(row: Resource) -> dict[str, Any]:
    return {
        "key": str(row.key),
        "position": row.position,
        "kind": row.kind,
        "title": _words(row, "title"),
        "text": _words(row, "text"),
        "url": row.url if row.kind == ResourceKind.LINK else None,
        "version": _version_told(row, row.current) if row.current else None,
    }


def _version_told(resource: Resource, version: Version) -> dict[str, Any]:
    table = version.parquet is not None
    return {
        "number": version.number,
        "at": version.at,
        "rows": version.rows,
        "bytes": version.size,
        "sha256": bytes(version.sha256).hex(),
        "note": _words(version, "note"),
        "difference": version.difference and {name: version.difference.get(name) for name in _COUNTS},
        "rows_at": _address("rows_of_table", resource.key) + f"?version={version.number}" if table else None,
        "files": {kind: _address("table_file", resource.key, version.number, kind) for kind in making.formats(version)}
        if table
        else {},
    }


_COUNTS = ("same", "rows", "columns", "added", "removed", "changed", "cells")


def _address(name: str, *args: Any) -> str:
    """A whole address on the listener that may take its time."""
    return (settings.TRANSFERS_URL or settings.PUBLIC_URL) + reverse(f"api:{name}", args=args)


@router.get("/resources/{uuid:key}", summary="One resource: columns of its table, its versions")
@public
def resource(request: HttpRequest, key: uuid.UUID) -> dict[str, Any]:
    """What it holds now, its columns with their types and words, and all its versions, the newest first."""
    row = _resource(key)
    table = row.current is not None and row.current.parquet is not None
    return {
        **_about(row),
        "set": row.data_set.slug,
        "row_key": row.row_key,
        "columns": [
            {**one, "words": row.columns.get(one["name"])} for one in rows.columns(engine.shape_of(row.current))
        ]
        if table and row.current
        else None,
        "versions": [
            {"number": one.number, "at": one.at, "rows": one.rows, "sha256": bytes(one.sha256).hex()}
            for one in row.versions.order_by("-number").defer("report")[:1000]
        ],
        "page": reverse("data:resource", args=[row.data_set.slug, row.position]),
        "demo": row.data_set.case.invented,
    }


@router.get("/resources/{uuid:key}/versions/{int:number}", summary="One version: what was read, what was found wrong")
@public
def resource_version(request: HttpRequest, key: uuid.UUID, number: int) -> dict[str, Any]:
    """Never changed once published. `report` is what the importer understood, with each problem and its cell."""
    row = _resource(key)
    found = _version(row, number)
    return {**_version_told(row, found), "resource": str(row.key), "set": row.data_set.slug, "report": found.report}


@router.get(
    "/resources/{uuid:key}/versions/{int:number}/difference", summary="What a version changed against the one before"
)
@public
def version_difference(request: HttpRequest, key: uuid.UUID, number: int) -> dict[str, Any]:
    """Counts are whole; the first hundred rows and cells of each kind are listed."""
    found = _version(_resource(key), number)
    if found.difference is None:
        raise Http404
    return {"version": number, "difference": found.difference}


@router.get("/resources/{uuid:key}/rows", summary="Rows of a table", description=_QUESTION, response=None)
@_told
def rows_of_table(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """Rows by filter, order and groups."""
    row = _resource(key)
    version = _asked_version(request, row)
    counted.tell(row.pk, What.QUERY)
    return rows.answered(request, row, version)


@near.get("/{uuid:key}/rows", summary="Rows of a table", description=_QUESTION, response=None, include_in_schema=False)
@_told
def rows_near(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """The same at a shorter address."""
    row = _resource(key)
    version = _asked_version(request, row)
    counted.tell(row.pk, What.QUERY)
    return rows.answered(request, row, version)


@router.get("/resources/{uuid:key}/rows/{int:number}", summary="One row by its number")
@public
def one_row(request: HttpRequest, key: uuid.UUID, number: int, version: int | None = None) -> dict[str, Any]:
    """Rows are counted from 1 in the order of the file; a row keeps its number within one version."""
    row = _resource(key)
    held = _version(row, version)
    try:
        found = engine.ask(held, Ask(offset=number - 1, limit=1, total=False)) if number else None
    except Misasked as error:
        raise refused(error) from error
    if found is None or not found.rows:
        raise refused(Misasked("row.none"))
    return {"resource": str(key), "version": held.number, "number": number, "row": rows.objects(found)[0]}


@router.get("/resources/{uuid:key}/row", summary="One row by its key", response=None)
@_told
def keyed_row(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """`{key column}=value` for each column of the resource's `row_key`."""
    row = _resource(key)
    held = _asked_version(request, row)
    shape = engine.shape_of(held)
    parts = []
    for name in row.row_key:
        number = shape.number(name)
        value = request.GET.get(name, request.GET.get(f"c{number}"))
        if value is None:
            raise Misasked("value.count", operator="exact", column=name)
        parts.append(Condition(number, "exact", (value,)))
    found = engine.ask(held, Ask(where=Every(tuple(parts)), limit=1, total=False)) if parts else None
    if found is None or not found.rows:
        raise Misasked("row.none")
    told = {"resource": str(key), "version": held.number, "number": found.numbers[0], "row": rows.objects(found)[0]}
    return public(lambda request: told)(request)  # type: ignore[no-any-return]


@router.get(
    "/resources/{uuid:key}/versions/{int:number}/table.{kind}", summary="A whole table as a file", response=None
)
@_told
def table_file(request: HttpRequest, key: uuid.UUID, number: int, kind: str) -> HttpResponseBase:
    """Made once, given out in ranges. `csv` holds the data as they are; `excel.csv` opens by a double click."""
    row = _resource(key)
    version = _version(row, number)
    if kind not in making.FORMATS:
        raise Misasked("format.unknown", format=kind)
    path = making.made(version, kind)
    if path is None and (version.rows or 0) <= (making.QUICK if kind in making.COPIED else making.SMALL):
        path = making.make(version, kind)
    counted.tell(row.pk, What.DOWNLOAD)
    name = rows.file_name(row, version, kind)
    headers = {
        "Cache-Control": IMMUTABLE,
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Content-Range, Content-Length, ETag",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if path is None:
        if kind not in making.formats(version):
            making.make(version, kind)  # says which of the reasons it is
        making.wish(version, kind)
        raise Misasked("file.being_made")
    found = path
    return served(
        request,
        lambda start, length: making.pieces(found, start, length),
        size=found.stat().st_size,
        tag=making.tag(version, kind)[:32],
        kind=lines.MEDIA[kind],
        headers=headers,
    )

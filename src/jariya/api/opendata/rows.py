"""Rows of a table: by filter, order, groups, page by page or all of them in a format.

No postponed annotations here: ninja reads the types of the wrapped functions.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import orjson
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from jariya.api.opendata import asked as asking
from jariya.api.opendata.asked import Wanted
from jariya.kernel.web.caching import kept
from jariya.portals.opendata.downloads import lines, parquet, workbook
from jariya.portals.opendata.importing.rows import GEOMETRY
from jariya.portals.opendata.models import Resource, Version
from jariya.portals.opendata.querying import engine
from jariya.portals.opendata.querying.asking import Answer
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.querying.shape import Shape

_LONG = 2**63


def answered(request: HttpRequest, resource: Resource, version: Version) -> HttpResponseBase:
    """The answer to an address.

    Raises:
        Misasked: by name, why there is none.
    """
    shape = engine.shape_of(version)
    wanted = asking.read(dict(request.GET.lists()), shape)
    if wanted.format == "geojson" and GEOMETRY not in shape.names:
        raise Misasked("format.no_places")
    tag = f'W/"{_tag(request, shape)}"'
    known = {one.strip() for one in request.headers.get("If-None-Match", "").split(",")}
    if tag in known or tag.removeprefix("W/") in known:
        response: HttpResponseBase = HttpResponse(status=304)
        response["Cache-Control"] = "public, max-age=30, stale-while-revalidate=60"
    elif wanted.format == "json":
        response = kept(HttpResponse(_page(resource, version, shape, wanted), content_type=lines.MEDIA["json"]))
    else:
        response = kept(_file(resource, version, shape, wanted))
    response["ETag"] = tag
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link"
    return response


def _tag(request: HttpRequest, shape: Shape) -> str:
    """The version and the question: the same bytes as long as both are the same."""
    told = repr((shape.digest, shape.names, sorted((name, tuple(v)) for name, v in request.GET.lists())))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def file_name(resource: Resource, version: Version, kind: str) -> str:
    """The name of a download; that of invented data says so."""
    mark = "INVENTED-" if resource.data_set.case.invented else ""
    return f"{mark}{resource.data_set.slug}-{resource.position}-v{version.number}.{kind}"


def columns(shape: Shape) -> list[dict[str, Any]]:
    """The columns of a table: name, type, and the short name that any column has."""
    return [
        {"key": f"c{number}", "name": name, "type": kind}
        for number, (name, kind) in enumerate(zip(shape.names, shape.types, strict=True))
    ]


def _page(resource: Resource, version: Version, shape: Shape, wanted: Wanted) -> bytes:
    found = engine.ask(version, wanted.asked)
    return orjson.dumps(
        {
            "resource": str(resource.key),
            "version": version.number,
            "columns": columns(shape),
            "rows": objects(found),
            "numbers": found.numbers,
            "total": found.total,
            "after": found.following or None,
            "demo": resource.data_set.case.invented,
        },
        default=str,
    )


def objects(found: Answer) -> list[dict[str, Any]]:
    """Rows by the names of their columns. A sum beyond 64 bits is given as text and whole."""
    return [
        {
            name: str(cell) if type(cell) is int and not -_LONG <= cell < _LONG else cell
            for name, cell in zip(found.names, row, strict=True)
        }
        for row in found.rows
    ]


def _file(resource: Resource, version: Version, shape: Shape, wanted: Wanted) -> HttpResponseBase:
    """All that fits, or one page, in a format other than JSON."""
    if wanted.whole:
        answers: Iterator[Answer] = engine.stream(version, wanted.asked)
    else:
        answers = iter([engine.ask(version, wanted.asked)])
    first = next(answers)  # what is wrong with the question is known before the first byte goes out
    rows = (row for piece in chain([first], answers) for row in piece.rows)
    name = file_name(resource, version, wanted.format)
    if wanted.format in lines.TEXTS:
        place = first.names.index(GEOMETRY) if GEOMETRY in first.names else None
        response: HttpResponseBase = StreamingHttpResponse(lines.written(wanted.format, first.names, rows, place))
    else:
        response = FileResponse(_made(wanted.format, first.names, first.kinds, rows))
    response["Content-Type"] = lines.MEDIA[wanted.format]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    if first.following and not wanted.whole:
        response["X-After"] = first.following
    return response


def _made(kind: str, names: list[str], kinds: list[str], rows: Iterator[tuple[Any, ...]]) -> Any:
    """A file that is whole before it goes out; it has no name on the disk when it does."""
    with tempfile.TemporaryDirectory(prefix="opendata-") as folder:
        path = Path(folder) / "table"
        if kind == "xlsx":
            workbook.write(path, names, islice(rows, workbook.ROWS + 1))
        else:
            parquet.write(path, names, kinds, rows)
        return path.open("rb")

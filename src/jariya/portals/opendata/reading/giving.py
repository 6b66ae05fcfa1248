"""What a filter leaves of a table, as a file in the format asked for. Rows go out as they come."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from jariya.kernel.web.caching import kept
from jariya.portals.opendata.downloads import lines, making, parquet, workbook
from jariya.portals.opendata.importing.rows import GEOMETRY
from jariya.portals.opendata.models import Resource, Version
from jariya.portals.opendata.querying import engine
from jariya.portals.opendata.querying.asking import Answer
from jariya.portals.opendata.reading import addressed
from jariya.portals.opendata.reading.addressed import Asked
from jariya.portals.opendata.reading.columns import Column, coordinates
from jariya.portals.opendata.reading.phrases import format_name

_WORDS = {"excel.csv": "CSV (Excel)", "json": "JSON", "ndjson": "NDJSON", "geojson": "GeoJSON", "parquet": "Parquet"}


def formats(version: Version, columns: list[Column]) -> list[tuple[str, str]]:
    """(name, words) of the formats that a table is given in; GeoJSON of one whose rows have places."""
    found = list(making.formats(version))
    if "geojson" not in found and coordinates(columns) is not None:
        found.append("geojson")
    return [(kind, _WORDS.get(kind, format_name(kind))) for kind in found]


def whole(resource: Resource, version: Version, kind: str) -> str | None:
    """The address of the whole table as a file that is made once; None where it is made for each reader."""
    if kind not in making.formats(version):
        return None
    # The address of the native API: it belongs to a floor above, which serves it with ranges.
    listener = settings.TRANSFERS_URL or ""
    return f"{listener}/api/v1/opendata/resources/{resource.key}/versions/{version.number}/table.{kind}"


def given(resource: Resource, version: Version, asked: Asked, columns: list[Column], kind: str) -> HttpResponseBase:
    """The rows of a filter as a download.

    Args:
        kind: one of the names of `formats`.

    Raises:
        Misasked: the filter cannot be asked.
    """
    pieces = engine.stream(version, replace(addressed.rows_of(asked, total=False), after=""))
    first = next(pieces)  # what is wrong with the question is known before the first byte goes out
    rows: Iterator[tuple[Any, ...]] = (row for piece in chain([first], pieces) for row in piece.rows)
    names = list(first.names)
    response: HttpResponseBase
    if kind in lines.TEXTS:
        place, pair = names.index(GEOMETRY) if GEOMETRY in names else None, coordinates(columns)
        if kind == "geojson" and place is None and pair is not None:
            rows, names, place = _placed(rows, pair), [*names, GEOMETRY], len(names)
        response = StreamingHttpResponse(lines.written(kind, names, rows, place))
    else:
        response = FileResponse(_made(kind, first, rows))
    part = "-part" if asked.narrowed else ""
    name = f"{resource.data_set.slug}-{resource.position}-v{version.number}{part}.{kind}"
    response["Content-Type"] = lines.MEDIA[kind]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return kept(response)


def _placed(rows: Iterator[tuple[Any, ...]], pair: tuple[Column, Column]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        place = place_of(row, None, pair)
        yield (*row, json.dumps(place) if place else None)


def _made(kind: str, first: Answer, rows: Iterator[tuple[Any, ...]]) -> Any:
    """A file that is whole before it goes out; it has no name on the disk when it does."""
    with tempfile.TemporaryDirectory(prefix="opendata-") as folder:
        path = Path(folder) / "table"
        if kind == "xlsx":
            workbook.write(path, first.names, rows)
        else:
            parquet.write(path, first.names, first.kinds, rows)
        return path.open("rb")


def place_of(row: tuple[Any, ...], shape: Column | None, pair: tuple[Column, Column] | None) -> dict[str, Any] | None:
    """The geometry of a row by its column, or by its latitude and longitude; None where it has none."""
    if shape is not None:
        try:
            found = json.loads(row[shape.number]) if row[shape.number] else None
        except ValueError:
            return None
        return found if isinstance(found, dict) else None
    if pair is None:
        return None
    latitude, longitude = row[pair[0].number], row[pair[1].number]
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}

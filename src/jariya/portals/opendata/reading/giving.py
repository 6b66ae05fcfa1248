"""What a filter leaves of a table, as a file in the format asked for. Rows go out as they come.

A cell of text that a spreadsheet would run as a formula is put behind an apostrophe in CSV and XLSX; numbers keep
their minus, and the other formats hold the text as it is.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import duckdb
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from jariya.kernel.web.caching import kept
from jariya.portals.opendata.importing import writing
from jariya.portals.opendata.importing.rows import GEOMETRY
from jariya.portals.opendata.models import Resource, Version
from jariya.portals.opendata.querying import engine
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.reading import addressed
from jariya.portals.opendata.reading.addressed import Asked
from jariya.portals.opendata.reading.columns import Column, coordinates

MEDIA = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "xml": "application/xml",
    "geojson": "application/geo+json",
}
_SQL = {
    "integer": "BIGINT", "decimal": "DOUBLE", "date": "DATE", "datetime": "TIMESTAMP", "boolean": "BOOLEAN",
}  # fmt: skip


def formats(version: Version, columns: list[Column]) -> list[tuple[str, str]]:
    """(name, words) of the formats that a table is given in; GeoJSON of one whose rows have places."""
    found = ["csv", "json", "ndjson", "parquet", "xml"]
    if (version.rows or 0) <= writing.SHEET_ROWS:
        found.insert(1, "xlsx")
    if _geometry(columns) is not None or coordinates(columns) is not None:
        found.insert(2, "geojson")
    words = {"json": "JSON", "ndjson": "NDJSON", "geojson": "GeoJSON", "parquet": "Parquet"}
    return [(name, words.get(name, name.upper())) for name in found]


def given(resource: Resource, version: Version, asked: Asked, columns: list[Column], kind: str) -> HttpResponseBase:
    """The rows of a filter as a download.

    Args:
        kind: one of the names of `formats`.

    Raises:
        Misasked: the filter cannot be asked.
    """
    question = replace(addressed.rows_of(asked, total=False), after="")
    pieces = engine.stream(version, question)
    first = next(pieces)  # what is wrong with the question is known before the first byte goes out
    rows = (row for piece in chain([first], pieces) for row in piece.rows)
    name = f"{resource.data_set.slug}-{resource.position}-v{version.number}{'-part' if asked.narrowed else ''}.{kind}"
    response: HttpResponseBase
    if kind in ("xlsx", "parquet"):
        response = FileResponse(_file(kind, rows, columns), as_attachment=True, filename=name)
    else:
        response = StreamingHttpResponse(_TEXTS[kind](rows, columns))
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Type"] = MEDIA[kind]
    return kept(response)


def _geometry(columns: list[Column]) -> Column | None:
    return next((one for one in columns if one.name == GEOMETRY), None)


def _csv(rows: Iterator[tuple[Any, ...]], columns: list[Column]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, row in enumerate(chain([tuple(writing.safe(one.name) for one in columns)], rows)):
        writer.writerow([_cell(cell) for cell in row])
        if number % 200 == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _cell(cell: Any) -> Any:
    if isinstance(cell, str):
        return writing.safe(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _plain(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _objects(rows: Iterator[tuple[Any, ...]], columns: list[Column]) -> Iterator[str]:
    names = [one.name for one in columns]
    for row in rows:
        yield json.dumps({name: _plain(cell) for name, cell in zip(names, row, strict=True)}, ensure_ascii=False)


def _json(rows: Iterator[tuple[Any, ...]], columns: list[Column]) -> Iterator[str]:
    yield "["
    for number, line in enumerate(_objects(rows, columns)):
        yield (",\n" if number else "\n") + line
    yield "\n]\n"


def _ndjson(rows: Iterator[tuple[Any, ...]], columns: list[Column]) -> Iterator[str]:
    for line in _objects(rows, columns):
        yield line + "\n"


def _legal(text: str) -> str:
    """Without the letters that XML 1.0 has no room for."""
    return "".join(letter for letter in text if letter in "\t\n\r" or " " <= letter <= "\ud7ff" or letter >= "\ue000")


def _xml(rows: Iterator[tuple[Any, ...]], columns: list[Column]) -> Iterator[str]:
    heads = [f"<cell name={quoteattr(_legal(one.name))}>" for one in columns]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rows>\n'
    for row in rows:
        filled = [
            f"{head}{escape(_legal(str(_cell(cell) if isinstance(cell, bool) else _plain(cell))))}</cell>"
            for head, cell in zip(heads, row, strict=True)
            if cell is not None
        ]
        yield f"<row>{''.join(filled)}</row>\n"
    yield "</rows>\n"


def _geojson(rows: Iterator[tuple[Any, ...]], columns: list[Column]) -> Iterator[str]:
    shape, pair = _geometry(columns), coordinates(columns)
    yield '{"type":"FeatureCollection","features":['
    for number, row in enumerate(rows):
        properties = {one.name: _plain(cell) for one, cell in zip(columns, row, strict=True) if one != shape}
        feature = {"type": "Feature", "properties": properties, "geometry": place_of(row, shape, pair)}
        yield (",\n" if number else "\n") + json.dumps(feature, ensure_ascii=False)
    yield "\n]}\n"


def place_of(row: tuple[Any, ...], shape: Column | None, pair: tuple[Column, Column] | None) -> Any:
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


_TEXTS = {"csv": _csv, "json": _json, "ndjson": _ndjson, "xml": _xml, "geojson": _geojson}


def _file(kind: str, rows: Iterator[tuple[Any, ...]], columns: list[Column]) -> Any:
    """A file that is whole before it goes out. It has no name on disk when it is sent: nothing is left behind."""
    with tempfile.TemporaryDirectory(prefix="opendata-") as folder:
        path = Path(folder) / f"table.{kind}"
        if kind == "xlsx":
            _xlsx(rows, columns, path)
        else:
            _parquet(rows, columns, path, Path(folder) / "rows.ndjson")
        return path.open("rb")


def _xlsx(rows: Iterator[tuple[Any, ...]], columns: list[Column], path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("data")
    sheet.append([writing.safe(one.name) for one in columns])
    for number, row in enumerate(rows, start=1):
        if number > writing.SHEET_ROWS:
            raise Misasked("limit.wrong", most=writing.SHEET_ROWS)
        sheet.append([_excel(sheet, cell) for cell in row])
    book.save(path)


def _excel(sheet: Any, cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else cell
    plain = "".join(letter for letter in writing.safe(cell) if letter >= " " or letter in "\n\t")[:32_767]
    made = WriteOnlyCell(sheet, plain)
    made.data_type = "s"
    return made


def _parquet(rows: Iterator[tuple[Any, ...]], columns: list[Column], path: Path, between: Path) -> None:
    """By way of JSON lines with numbered columns, so that no name people wrote stands in a path or a type."""
    with between.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps({f"c{n}": _plain(cell) for n, cell in enumerate(row)}, ensure_ascii=False) + "\n")
    types = ", ".join(f"c{one.number}: '{_SQL.get(one.type, 'VARCHAR')}'" for one in columns)
    named = ", ".join(f"c{one.number} AS {writing.identifier(one.name)}" for one in columns)
    con = duckdb.connect()
    try:
        con.execute(
            f"COPY (SELECT {named} FROM read_json(?, format='newline_delimited', columns={{{types}}}))"  # noqa: S608
            f" TO '{path}' (FORMAT parquet, COMPRESSION zstd)",
            [str(between)],
        )
    finally:
        con.close()

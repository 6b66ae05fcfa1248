"""Rows as text of a format, piece by piece. Pure.

CSV is given twice. `csv` holds the data as they are (RFC 4180, UTF-8, commas): a program that reads it back has every
byte of every identifier, a minus and a leading `=` among them. `excel.csv` is for opening by a double click: a byte
order mark, semicolons and decimal commas, as Excel expects them in Kazakh and Russian, and an apostrophe before a text
that a spreadsheet would run as a formula. One file cannot be both: an apostrophe put in for safety is a changed value.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from jariya.portals.opendata.importing import writing

TEXTS = ("csv", "excel.csv", "json", "ndjson", "geojson", "xml")
"""Formats that are written as rows come; XLSX and Parquet are whole files."""
MEDIA = {
    "csv": "text/csv; charset=utf-8; header=present",
    "excel.csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json; charset=utf-8",
    "ndjson": "application/x-ndjson; charset=utf-8",
    "geojson": "application/geo+json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
_BATCH = 500
Row = Sequence[Any]


def written(kind: str, names: Sequence[str], rows: Iterable[Row], geometry: int | None = None) -> Iterator[str]:
    """Rows in a format.

    Args:
        kind: one of TEXTS.
        names: of the columns.
        rows: values of Python in the order of `names`.
        geometry: place of the column that holds GeoJSON, if there is one.
    """
    return _batched(_WRITERS[kind](names, rows, geometry))


def _batched(pieces: Iterator[str]) -> Iterator[str]:
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        if len(held) >= _BATCH:
            yield "".join(held)
            held.clear()
    yield "".join(held)


def word(cell: Any) -> str:
    """A cell as text: days and moments as ISO 8601, yes and no as true and false, nothing where it is empty."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def _csv(names: Sequence[str], rows: Iterable[Row], geometry: int | None) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        yield out.getvalue()
        out.seek(0)
        out.truncate()
        writer.writerow([word(cell) for cell in row])
    yield out.getvalue()


def _excel(names: Sequence[str], rows: Iterable[Row], geometry: int | None) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    out.write("\ufeff")
    writer.writerow([writing.safe(name) for name in names])
    for row in rows:
        yield out.getvalue()
        out.seek(0)
        out.truncate()
        writer.writerow([_local(cell) for cell in row])
    yield out.getvalue()


def _local(cell: Any) -> str:
    if isinstance(cell, str):
        return writing.safe(cell)
    return word(cell).replace(".", ",") if isinstance(cell, float) else word(cell)


def _plain(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _object(names: Sequence[str], row: Row) -> str:
    return json.dumps({name: _plain(cell) for name, cell in zip(names, row, strict=True)}, ensure_ascii=False)


def _json(names: Sequence[str], rows: Iterable[Row], geometry: int | None) -> Iterator[str]:
    yield "["
    for place, row in enumerate(rows):
        yield (",\n" if place else "\n") + _object(names, row)
    yield "\n]\n"


def _ndjson(names: Sequence[str], rows: Iterable[Row], geometry: int | None) -> Iterator[str]:
    for row in rows:
        yield _object(names, row) + "\n"


def _geojson(names: Sequence[str], rows: Iterable[Row], geometry: int | None) -> Iterator[str]:
    yield '{"type":"FeatureCollection","features":['
    for place, row in enumerate(rows):
        properties = {
            name: _plain(cell) for at, (name, cell) in enumerate(zip(names, row, strict=True)) if at != geometry
        }
        shape = row[geometry] if geometry is not None else None
        feature = {"type": "Feature", "properties": properties, "geometry": _shape(shape)}
        yield (",\n" if place else "\n") + json.dumps(feature, ensure_ascii=False)
    yield "\n]}\n"


def _shape(text: Any) -> Any:
    try:
        found = json.loads(text) if text else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _legal(text: str) -> str:
    """Without the letters that XML 1.0 has no room for."""
    return "".join(
        letter
        for letter in text
        if letter in "\t\n\r" or (" " <= letter <= "\ud7ff") or ("\ue000" <= letter <= "\ufffd") or letter > "\uffff"
    )


def _escaped(text: str) -> str:
    # A reader of XML turns a bare carriage return into a line feed: the cell would come back changed.
    return escape(_legal(text), {"\r": "&#13;"})


def _xml(names: Sequence[str], rows: Iterable[Row], geometry: int | None) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rows>\n'
    heads = [f"<cell name={quoteattr(_legal(name))}>" for name in names]
    for row in rows:
        cells = "".join(
            f"{head}{_escaped(word(cell))}</cell>" for head, cell in zip(heads, row, strict=True) if cell is not None
        )
        yield f"<row>{cells}</row>\n"
    yield "</rows>\n"


_WRITERS: dict[str, Callable[[Sequence[str], Iterable[Row], int | None], Iterator[str]]] = {
    "csv": _csv,
    "excel.csv": _excel,
    "json": _json,
    "ndjson": _ndjson,
    "geojson": _geojson,
    "xml": _xml,
}

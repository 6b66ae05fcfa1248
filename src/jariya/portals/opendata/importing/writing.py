"""The canonical Parquet of a table, and the files other people's programs open.

In the Parquet of the house columns are named c0, c1, ... beside `_row`; the Parquet that is given out carries the names
people wrote. In CSV and XLSX a cell of text that a spreadsheet would run as a formula is put behind an apostrophe, as
OWASP advises; numbers keep their minus. JSON and Parquet hold the text as it is.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import duckdb
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import IllegalCharacterError

from jariya.portals.opendata.importing.rows import GEOMETRY
from jariya.portals.opendata.importing.types import TEXT, Column, value

GROUP = 20_480
"""Rows of a row group: DuckDB's own measure of a vector of work; a page of rows opens one of them."""
BATCH = 20_000
FORMATS = ("parquet", "csv", "json", "ndjson", "xlsx", "geojson", "xml")
SHEET_ROWS = 1_048_575
"""Rows of data that a sheet of Excel holds under its header."""
_RISKY = ("=", "+", "-", "@", "\t", "\r")


class TooManyRows(Exception):
    """The format cannot hold the table."""


class NoGeometry(Exception):
    """The table has no geometry to write as GeoJSON."""


def canonical(con: duckdb.DuckDBPyConnection, columns: list[Column], target: Path) -> None:
    """Write `raw` in its types as the Parquet that everything else is made of."""
    cells = ", ".join(f"{value(column)} AS {column.source}" for column in columns)
    con.execute(
        f"COPY (SELECT _row, {cells} FROM raw ORDER BY _row) TO '{_quoted(target)}' "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP})"
    )


def write(con: duckdb.DuckDBPyConnection, columns: list[Column], parquet: Path, target: Path, kind: str) -> None:
    """Write the table as one of FORMATS.

    Args:
        parquet: the canonical one.
        target: the new file.

    Raises:
        TooManyRows: Excel has no room.
        NoGeometry: GeoJSON of a table without geometry.
    """
    named = ", ".join(f"{column.source} AS {identifier(column.name)}" for column in columns)
    source = f"(SELECT {named} FROM read_parquet('{_quoted(parquet)}') ORDER BY _row)"
    to = f"'{_quoted(target)}'"
    if kind == "parquet":
        con.execute(f"COPY {source} TO {to} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP})")
    elif kind == "csv":
        safe = ", ".join(f"{_safe(column)} AS {identifier(column.name)}" for column in columns)
        con.execute(
            f"COPY (SELECT {safe} FROM read_parquet('{_quoted(parquet)}') ORDER BY _row) TO {to} "
            "(FORMAT csv, HEADER, DELIMITER ',')"
        )
    elif kind == "json":
        con.execute(f"COPY {source} TO {to} (FORMAT json, ARRAY true)")
    elif kind == "ndjson":
        con.execute(f"COPY {source} TO {to} (FORMAT json)")
    elif kind == "xlsx":
        _xlsx(con, columns, parquet, target)
    elif kind == "geojson":
        _geojson(con, columns, parquet, target)
    elif kind == "xml":
        _xml(con, columns, parquet, target)
    else:
        raise ValueError(kind)


def identifier(name: str) -> str:
    """A name people wrote, quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _safe(column: Column) -> str:
    """SQL of a cell that no spreadsheet runs."""
    if column.type != TEXT:
        return column.source
    signs = ", ".join(["'='", "'+'", "'-'", "'@'", "chr(9)", "chr(13)"])
    return f"CASE WHEN left({column.source}, 1) IN ({signs}) THEN '''' || {column.source} ELSE {column.source} END"


def safe(text: str) -> str:
    """The same for one cell of text."""
    return "'" + text if text.startswith(_RISKY) else text


def rows(con: duckdb.DuckDBPyConnection, columns: list[Column], parquet: Path) -> Iterator[tuple[Any, ...]]:
    """All rows in their order, in batches that fit memory."""
    names = ", ".join(column.source for column in columns)
    cursor = con.cursor()
    cursor.execute(f"SELECT {names} FROM read_parquet('{_quoted(parquet)}') ORDER BY _row")
    while batch := cursor.fetchmany(BATCH):
        yield from batch


def _xlsx(con: duckdb.DuckDBPyConnection, columns: list[Column], parquet: Path, target: Path) -> None:
    found = con.execute(f"SELECT count(*) FROM read_parquet('{_quoted(parquet)}')").fetchone()
    if found and found[0] > SHEET_ROWS:
        raise TooManyRows
    book = Workbook(write_only=True)
    sheet = book.create_sheet("data")
    sheet.append([safe(column.name) for column in columns])
    for row in rows(con, columns, parquet):
        sheet.append([_cell(sheet, cell) for cell in row])
    book.save(target)


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value
    try:
        cell = WriteOnlyCell(sheet, safe(value)[:32_767])
    except IllegalCharacterError:
        plain = "".join(letter for letter in value if letter >= " " or letter in "\n\t")
        cell = WriteOnlyCell(sheet, safe(plain)[:32_767])
    cell.data_type = "s"
    return cell


def _geojson(con: duckdb.DuckDBPyConnection, columns: list[Column], parquet: Path, target: Path) -> None:
    place = next((number for number, column in enumerate(columns) if column.name == GEOMETRY), None)
    if place is None:
        raise NoGeometry
    with target.open("w", encoding="utf-8") as out:
        out.write('{"type":"FeatureCollection","features":[')
        for number, row in enumerate(rows(con, columns, parquet)):
            properties = {
                column.name: cell for column, cell in zip(columns, row, strict=True) if column.name != GEOMETRY
            }
            try:
                geometry = json.loads(row[place]) if row[place] else None
            except ValueError:
                geometry = None
            feature = {"type": "Feature", "properties": properties, "geometry": geometry}
            out.write(("," if number else "") + "\n" + json.dumps(feature, ensure_ascii=False, default=_iso))
        out.write("\n]}\n")


def _xml(con: duckdb.DuckDBPyConnection, columns: list[Column], parquet: Path, target: Path) -> None:
    with target.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<rows>\n')
        heads = [f"<cell name={quoteattr(_legal(column.name))}>" for column in columns]
        for row in rows(con, columns, parquet):
            cells = "".join(
                f"{head}{escape(_legal(_word(cell)))}</cell>"
                for head, cell in zip(heads, row, strict=True)
                if cell is not None
            )
            out.write(f"<row>{cells}</row>\n")
        out.write("</rows>\n")


def _word(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(_iso(cell))


def _legal(text: str) -> str:
    """Without the letters that XML 1.0 has no room for."""
    return "".join(letter for letter in text if letter in "\t\n\r" or " " <= letter <= "\ud7ff" or letter >= "\ue000")


def _iso(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, dt.date | dt.datetime) else cell

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

from jariya.kernel.files.inspect.tables import safe_cell
from jariya.portals.opendata.importing.places import latitude_and_longitude
from jariya.portals.opendata.importing.rows import GEOMETRY
from jariya.portals.opendata.importing.types import DECIMAL, INTEGER, TEXT, Column, value

GROUP = 20_480
"""Rows of a row group: DuckDB's own measure of a vector of work; a page of rows opens one of them."""
BATCH = 20_000
FORMATS = ("parquet", "csv", "json", "ndjson", "xlsx", "geojson", "xml")
SHEET_ROWS = 1_048_575
"""Rows of data that a sheet of Excel holds under its header."""
_STARTS = r"^[ \x{00a0}\x{2007}\x{202f}\x{feff}\x{200b}]*[=+\-@\t\r\n|%\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"
_NUMBER = r"^[+-]?[0-9]{1,3}([ \x{00a0}\x{202f}]?[0-9]{3})*([.,][0-9]+)?([eE][+-]?[0-9]{1,3})?%?$"


SHEET_LETTERS = 32_767
"""Letters that a cell of Excel holds."""


class TooManyRows(Exception):
    """The format cannot hold the table."""


class NoGeometry(Exception):
    """The table has neither a geometry nor columns of latitude and longitude to write as GeoJSON."""


def canonical(con: duckdb.DuckDBPyConnection, columns: list[Column], target: Path) -> None:
    """Write `raw`, whose rows stand in order, in its types as the Parquet that everything else is made of."""
    cells = ", ".join(f"{value(column)} AS {column.source}" for column in columns)
    con.execute(
        f"COPY (SELECT _row, {cells} FROM raw) TO '{_quoted(target)}' "
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
        safe_cells = ", ".join(f"{_safe(column)} AS {identifier(safe(column.name))}" for column in columns)
        con.execute(
            f"COPY (SELECT {safe_cells} FROM read_parquet('{_quoted(parquet)}') ORDER BY _row) TO {to} "
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
    """SQL of a cell that no spreadsheet runs: what `safe` does, over whole columns."""
    if column.type != TEXT:
        return column.source
    risky = f"regexp_matches({column.source}, '{_STARTS}') AND NOT regexp_matches({column.source}, '{_NUMBER}')"
    return f"CASE WHEN {risky} THEN '''' || {column.source} ELSE {column.source} END"


def safe(text: str) -> str:
    """The same for one cell of text: an apostrophe before what begins like a formula; numbers keep their signs."""
    return safe_cell(text)


def rows(con: duckdb.DuckDBPyConnection, columns: list[Column], parquet: Path) -> Iterator[tuple[Any, ...]]:
    """All rows in their order, in batches that fit memory."""
    names = ", ".join(column.source for column in columns)
    cursor = con.cursor()
    cursor.execute(f"SELECT {names} FROM read_parquet('{_quoted(parquet)}') ORDER BY _row")
    while batch := cursor.fetchmany(BATCH):
        yield from batch


def _xlsx(con: duckdb.DuckDBPyConnection, columns: list[Column], parquet: Path, target: Path) -> None:
    # A command that writes no workbook starts without this.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils.exceptions import IllegalCharacterError

    found = con.execute(f"SELECT count(*) FROM read_parquet('{_quoted(parquet)}')").fetchone()
    if found and found[0] > SHEET_ROWS:
        raise TooManyRows
    book = Workbook(write_only=True)
    sheet = book.create_sheet("data")

    def cell(value: Any) -> Any:
        if not isinstance(value, str):
            return value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value
        try:
            made = WriteOnlyCell(sheet, safe(value)[:SHEET_LETTERS])
        except IllegalCharacterError:
            plain = "".join(letter for letter in value if letter >= " " or letter in "\n\t")
            made = WriteOnlyCell(sheet, safe(plain)[:SHEET_LETTERS])
        made.data_type = "s"
        return made

    sheet.append([cell(column.name) for column in columns])
    for row in rows(con, columns, parquet):
        sheet.append([cell(one) for one in row])
    book.save(target)


def _geojson(con: duckdb.DuckDBPyConnection, columns: list[Column], parquet: Path, target: Path) -> None:
    place = next((number for number, column in enumerate(columns) if column.name == GEOMETRY), None)
    pair = latitude_and_longitude([column.name for column in columns])
    if pair and not all(columns[one].type in (INTEGER, DECIMAL) for one in pair):
        pair = None
    if place is None and pair is None:
        raise NoGeometry
    names = [(number, column.name) for number, column in enumerate(columns) if number != place]
    with target.open("w", encoding="utf-8") as out:
        out.write('{"type":"FeatureCollection","features":[')
        for number, row in enumerate(rows(con, columns, parquet)):
            geometry: Any = None
            if place is not None:
                try:
                    geometry = json.loads(row[place]) if row[place] else None
                except ValueError:
                    geometry = None
            elif pair and row[pair[0]] is not None and row[pair[1]] is not None:
                geometry = {"type": "Point", "coordinates": [row[pair[1]], row[pair[0]]]}
            properties = {name: row[one] for one, name in names}
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

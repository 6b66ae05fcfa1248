"""Rows into DuckDB as text, every one of them: `raw` with `_row` (number in the file's table, from 1) and c0, c1, ...

A regular text file goes the fast way, through DuckDB's own reader in its strict mode. Whatever that refuses (ragged
rows, quotes left open, titles and headers of several rows) goes row by row through `records`: short rows are padded,
long ones widen the table, and each is reported.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

import duckdb

from jariya.portals.opendata.importing import layout
from jariya.portals.opendata.importing.dialect import Dialect, reader
from jariya.portals.opendata.importing.fast import NotRegular, fast
from jariya.portals.opendata.importing.layout import Layout
from jariya.portals.opendata.importing.limits import Limits
from jariya.portals.opendata.importing.loaded import NOTES, Loaded, connect, drop, named
from jariya.portals.opendata.importing.problems import Problems, Unreadable
from jariya.portals.opendata.importing.records import records
from jariya.portals.opendata.importing.rows import Source
from jariya.portals.opendata.importing.scanning import Scan

__all__ = ["Loaded", "connect", "drop", "load_rows", "load_source", "load_text"]

LOOKED_AT = 200
"""Rows from which header and notes of a workbook are told."""


def load_text(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    dialect: Dialect,
    problems: Problems,
    folder: Path,
    limits: Limits,
    scan: Scan,
) -> Loaded:
    """Load a UTF-8 text file.

    Args:
        path: UTF-8 without mark and zero bytes.
        dialect: as found or told.
        scan: its lines.
    """
    if scan.regular and dialect.skip == 0 and dialect.header_rows <= 1 and not dialect.escape and not dialect.spaced:
        with path.open(encoding="utf-8", newline="") as file:
            try:
                head: list[str] = next(reader(file, dialect), [])
            except csv.Error:
                head = []
        names = head if dialect.header else []
        width = len(names) or dialect.width
        if width > limits.columns:
            raise Unreadable("table.too_wide", columns=width)
        if head and names[-1:] != [""] and not any("\n" in cell or "\r" in cell for cell in names):
            try:
                return fast(con, path, replace(dialect, width=width), names, problems, limits, scan)
            except (duckdb.Error, NotRegular):
                drop(con)
    with path.open(encoding="utf-8", newline="") as file:
        rows = records(file, dialect, problems)
        loaded = load_rows(con, rows, problems, folder, limits, place=dialect.layout)
    return replace(loaded, dialect=dialect)


def load_source(
    con: duckdb.DuckDBPyConnection, source: Source, problems: Problems, folder: Path, limits: Limits
) -> Loaded:
    """Load rows that come from a workbook, a web page or JSON."""
    rows = iter(source.rows)
    first = list(islice(rows, LOOKED_AT))
    place = Layout(source.skip or 0, 1)
    if source.look:
        width = max((len(row) for row in first), default=0)
        place = layout.found(first, width, skip=source.skip, header=source.header)
    elif source.header is False:
        place = Layout(source.skip or 0, 0)
    for top, bottom in source.merged:
        if top >= source.first_row + place.skip + place.header:
            problems.add("sheet.merged", top, None, f"{top}-{bottom}")
    return load_rows(con, chain(first, rows), problems, folder, limits, place=place, first=source.first_row)


def load_rows(
    con: duckdb.DuckDBPyConnection,
    rows: Iterable[list[str]],
    problems: Problems,
    folder: Path,
    limits: Limits,
    *,
    place: Layout,
    first: int = 1,
) -> Loaded:
    """Load rows one by one: padded, widened, reported.

    Args:
        place: rows above the header, which are reported, and rows of the header.
        first: number of the first row in its file.
    """
    clean = folder / "clean.csv"
    head: list[list[str]] = []
    names: list[str] = []
    widest = written = 0
    start = first + place.skip + place.header
    found = Problems()
    waiting: list[tuple[int, list[str]]] = []
    with clean.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)

        def keep(number: int, row: list[str]) -> None:
            nonlocal widest, written
            width = len(names) or widest or len(row)
            if len(row) < width:
                found.add("row.short", number, None, " | ".join(row))
                row = row + [""] * (max(widest, width) - len(row))
            elif len(row) > width and names:
                found.add("row.long", number, None, " | ".join(row[width:]))
            widest = max(widest, len(row))
            writer.writerow([number - start + 1, *row])
            written += 1

        for number, row in enumerate(rows, start=first):
            if number < first + place.skip:
                if any(cell.strip() for cell in row):
                    found.add("row.above_header", number, None, " ".join(filter(None, map(str.strip, row))))
                continue
            if len(row) > limits.columns and len(_trimmed(row, 0)) > limits.columns:
                raise Unreadable("table.too_wide", columns=len(row), row=number)
            if number < start:
                head.append(row)
                if number == start - 1:
                    names = _trimmed(layout.names(head), 0)
                    if place.header > 1 and layout.numbers_columns(row):
                        found.add("header.numbers", number, None, " ".join(row))
                continue
            row = _trimmed(row, len(names) or len(row))
            filled = sum(bool(cell) for cell in row)
            if not filled or (filled < 2 and (len(names) or widest) > 2):
                waiting.append((number, row))
                if len(waiting) > NOTES:
                    _kept(waiting[:1], keep, found)
                    del waiting[0]
                continue
            if waiting:
                _kept(waiting, keep, found)
                waiting.clear()
            if names and any(row == _trimmed(one, len(names)) for one in head) and filled > 1:
                found.add("header.again", number, None, " | ".join(row))
            else:
                keep(number, row)
        while waiting and not any(waiting[-1][1]):
            waiting.pop()  # empty lines at the end of a file are no rows
        notes = layout.notes_below(waiting, len(names) or widest) if written else 0
        _kept(waiting[: len(waiting) - notes], keep, found)
        for number, row in waiting[len(waiting) - notes :]:
            if any(row):
                found.add("row.below_table", number, None, " ".join(filter(None, row)))
    width = max(widest, len(names))
    if not width:
        raise Unreadable("table.no_rows")
    problems.take(found)
    columns = {"_row": "BIGINT"} | {f"c{number}": "VARCHAR" for number in range(width)}
    if not written:
        con.execute(f"CREATE TABLE cells ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
    else:
        con.execute(
            """
            CREATE TABLE cells AS SELECT * FROM read_csv($path, auto_detect=false, delim=',', quote='"', escape='"',
                header=false, columns=$columns, null_padding=true, nullstr='', parallel=false, max_line_size=$longest,
                encoding='utf-8', allow_quoted_nulls=true, new_line='\\n')
            """,
            {"path": str(clean), "columns": columns, "longest": 2 * limits.line_bytes},
        )
    con.execute("CREATE VIEW raw AS SELECT * FROM cells")
    clean.unlink()
    return Loaded(named(names, width, problems), written, start, "careful")


def _kept(rows: Sequence[tuple[int, list[str]]], keep: object, found: Problems) -> None:
    """Rows that were held back in case they are notes: they are not."""
    for number, row in rows:
        if any(row):
            keep(number, row)  # type: ignore[operator]
        else:
            found.add("row.empty", number)


def _trimmed(row: list[str], width: int) -> list[str]:
    """The row without empty cells at its end beyond the width."""
    end = len(row)
    while end > width and not row[end - 1].strip():
        end -= 1
    return row[:end]

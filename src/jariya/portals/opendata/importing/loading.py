"""Rows into DuckDB as text, every one of them: `raw` with `_row` (number in the file's table, from 1) and c0, c1, ...

A regular text file goes the fast way, through DuckDB's own reader in its strict mode. Whatever that refuses (ragged
rows, quotes left open, titles and headers of several rows) goes row by row through `records`: short rows are padded,
long ones widen the table, and each is reported.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

import duckdb

from jariya.portals.opendata.importing import layout
from jariya.portals.opendata.importing.dialect import Dialect, reader
from jariya.portals.opendata.importing.layout import Layout
from jariya.portals.opendata.importing.limits import Limits
from jariya.portals.opendata.importing.problems import Problems, Unreadable
from jariya.portals.opendata.importing.records import open_quote, records
from jariya.portals.opendata.importing.rows import Source
from jariya.portals.opendata.importing.scanning import Scan

LOOKED_AT = 200
"""Rows from which header and notes of a workbook are told."""
NOTES = 50
"""Rows at the end of a file among which notes are looked for."""


@dataclass(frozen=True)
class Loaded:
    """`names`: of the columns, in order; `rows`: how many; `first_row`: number in the file of the first one."""

    names: list[str]
    rows: int
    first_row: int
    way: str
    """fast or careful."""
    dialect: Dialect | None = None


def connect(folder: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    """A database that spills into the folder and takes no more memory than it may."""
    con = duckdb.connect(
        config={
            "memory_limit": limits.memory,
            "threads": str(limits.threads),
            "temp_directory": str(folder / "spill"),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    con.execute("SET TimeZone='UTC'")
    return con


def drop(con: duckdb.DuckDBPyConnection) -> None:
    """Forget the rows."""
    con.execute("DROP VIEW IF EXISTS raw")
    con.execute("DROP TABLE IF EXISTS cells")


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
                head = next(reader(file, dialect), [])
            except csv.Error:
                head = []
        names = head if dialect.header else []
        width = len(names) or dialect.width
        if width > limits.columns:
            raise Unreadable("table.too_wide", columns=width)
        if head and names[-1:] != [""] and not any("\n" in cell or "\r" in cell for cell in names):
            try:
                return _fast(con, path, replace(dialect, width=width), names, problems, limits, scan)
            except (duckdb.Error, _NotRegular):
                drop(con)
    with path.open(encoding="utf-8", newline="") as file:
        rows = records(file, dialect, problems)
        loaded = load_rows(con, rows, problems, folder, limits, place=dialect.layout)
    return replace(loaded, dialect=dialect)


class _NotRegular(Exception):
    """The fast way read something that has to be looked at row by row."""


def _fast(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    dialect: Dialect,
    names: list[str],
    problems: Problems,
    limits: Limits,
    scan: Scan,
) -> Loaded:
    columns = {f"c{number}": "VARCHAR" for number in range(dialect.width)}
    con.execute(
        """
        CREATE TABLE cells AS SELECT * FROM read_csv($path, auto_detect=false, delim=$delim, quote=$quote,
            escape=$quote, header=false, skip=$skip, columns=$columns, null_padding=false, strict_mode=true,
            nullstr='', max_line_size=$longest, encoding='utf-8')
        """,
        {
            "path": str(path),
            "delim": dialect.delimiter,
            "quote": dialect.quote,
            "skip": int(dialect.header),
            "columns": columns,
            "longest": limits.line_bytes,
        },
    )
    con.execute("CREATE VIEW raw AS SELECT rowid + 1 AS _row, * FROM cells")
    rows = _count(con)
    first = 1 + dialect.header
    lines = scan.lines - dialect.header
    if rows > lines:
        raise _NotRegular
    if rows < lines and dialect.width > 1:
        # Some cell is of several lines: is it one, or did a quote take rows for its inside?
        mark, parts = _escaped(dialect.delimiter), min(dialect.width - 1, 500)
        line = f"([^\\n{mark}]*{mark}){{{parts}}}[^\\n{mark}]*(\\n|$)"
        inner = f"\\n({line}){{{open_quote(dialect.width)}}}"
        doubtful = " OR ".join(f"regexp_matches({name}, '{inner}')" for name in columns)
        if con.execute(f"SELECT 1 FROM cells WHERE {doubtful} LIMIT 1").fetchone():
            raise _NotRegular
    found = Problems()
    empty = " AND ".join(f"{name} IS NULL" for name in columns)
    again = " AND ".join(f"c{number} = '{name.replace(chr(39), chr(39) * 2)}'" for number, name in enumerate(names))
    for rule, which in (("row.empty", empty), ("header.again", again if "".join(names) else "")):
        if which:
            gone = con.execute(f"SELECT _row FROM raw WHERE {which} ORDER BY 1").fetchall()
            if len(gone) == rows:
                raise _NotRegular
            if gone:
                con.execute(f"DELETE FROM cells WHERE {which}")
                found.tell(rule, [(number + first - 1, "") for (number,) in gone], len(gone))
    one = " + ".join(f"(nullif(trim({name}), '') IS NOT NULL)::INT" for name in columns)
    tail = con.execute(
        f"SELECT _row, {', '.join(columns)}, {one} AS filled FROM raw ORDER BY _row DESC LIMIT {NOTES}"
    ).fetchall()
    lone = []
    for number, *cells, filled in tail:
        if filled > 1:
            break
        lone.append((int(number), [cell or "" for cell in cells]))
    if lone and len(lone) < min(rows, NOTES):
        notes = lone[::-1][len(lone) - layout.notes_below(lone[::-1], dialect.width) :]
        for number, cells in notes:
            found.add("row.below_table", number + first - 1, None, " ".join(filter(None, cells)))
            con.execute("DELETE FROM cells WHERE rowid = ?", [number - 1])
    problems.take(found)
    return Loaded(_named(names, dialect.width, problems), _count(con), first, "fast", dialect)


def _escaped(delimiter: str) -> str:
    return {"|": "\\|", "^": "\\^", "'": "''"}.get(delimiter, delimiter)


def _count(con: duckdb.DuckDBPyConnection) -> int:
    found = con.execute("SELECT count(*) FROM cells").fetchone()
    assert found
    return int(found[0])


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
    return Loaded(_named(names, width, problems), written, start, "careful")


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


def _named(header: list[str], width: int, problems: Problems) -> list[str]:
    """Names of all columns: none empty, none twice."""
    if not header:
        problems.add("header.missing")
    names: list[str] = []
    taken: set[str] = set()
    for number in range(width):
        name = " ".join(header[number].split()) if number < len(header) else ""
        if not name:
            if header:
                problems.add("header.empty", None, f"column_{number + 1}")
            name = f"column_{number + 1}"
        if name.casefold() in taken:
            problems.add("header.twice", None, name)
            again = 2
            while f"{name}_{again}".casefold() in taken:
                again += 1
            name = f"{name}_{again}"
        taken.add(name.casefold())
        names.append(name)
    return names

"""Rows into DuckDB as text, every one of them: table `raw` with `_row` (from 1) and columns c0, c1, ...

A regular text file goes the fast way, through DuckDB's own reader in its strict mode. Whatever that refuses (ragged
rows, quotes left open, line breaks in a header) goes row by row through Python's reader: short rows are padded, long
ones widen the table, and each is reported.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import duckdb

from jariya.portals.opendata.importing import dialect as dialects
from jariya.portals.opendata.importing.dialect import Dialect
from jariya.portals.opendata.importing.limits import Limits
from jariya.portals.opendata.importing.problems import Problems, Unreadable
from jariya.portals.opendata.importing.rows import Source

OPEN_QUOTE = 3
"""Lines inside one cell, each of which is a whole row, from which its quote is thought never to have been closed."""
LITERAL = "\ue0ff"
"""Stands for a quote that is a letter like any other, while the line is parted."""


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


def load_text(
    con: duckdb.DuckDBPyConnection, path: Path, dialect: Dialect, problems: Problems, folder: Path, limits: Limits
) -> Loaded:
    """Load a UTF-8 text file.

    Args:
        path: UTF-8 without mark and zero bytes.
        dialect: as found or told.
    """
    with path.open(encoding="utf-8", newline="") as file:
        try:
            above = list(islice(dialects.reader(file, dialect), dialect.skip + 2))
        except csv.Error:
            above = []
    broken = any("\n" in cell or "\r" in cell for row in above[: dialect.skip + 1] for cell in row)
    for number in range(min(dialect.skip, len(above))):
        if any(cell.strip() for cell in above[number]):
            problems.add("row.above_header", number + 1, None, " ".join(above[number]).strip())
    names = above[dialect.skip] if dialect.header and len(above) > dialect.skip else []
    width = len(names) or dialect.width
    if above and not broken and len(dialect.delimiter) == 1 and dialect.skip == 0 and not dialect.escape:
        if width > limits.columns:
            raise Unreadable("table.too_wide", columns=width)
        try:
            rows = _fast(con, path, dialect, width, limits)
            return Loaded(_named(names, width, problems), rows, 1 + dialect.header, "fast", dialect)
        except duckdb.Error:
            con.execute("DROP TABLE IF EXISTS raw")
    return _careful_text(con, path, dialect, problems, folder, limits)


def _fast(con: duckdb.DuckDBPyConnection, path: Path, dialect: Dialect, width: int, limits: Limits) -> int:
    columns = {f"c{number}": "VARCHAR" for number in range(width)}
    con.execute(
        """
        CREATE TABLE raw AS SELECT row_number() OVER () AS _row, * FROM read_csv($path, auto_detect=false, delim=$delim,
            quote=$quote, escape=$quote, header=false, skip=$skip, columns=$columns, null_padding=false,
            strict_mode=true, nullstr='', max_line_size=$longest, encoding='utf-8')
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
    return _count(con)


def _count(con: duckdb.DuckDBPyConnection) -> int:
    found = con.execute("SELECT count(*) FROM raw").fetchone()
    assert found
    return int(found[0])


def _careful_text(
    con: duckdb.DuckDBPyConnection, path: Path, dialect: Dialect, problems: Problems, folder: Path, limits: Limits
) -> Loaded:
    literal: set[int] = set()

    def lines(file: Iterable[str]) -> Iterator[str]:
        for number, line in enumerate(file, start=1):
            yield line.replace(dialect.quote, LITERAL) if number in literal else line

    def rows() -> Iterator[list[str]]:
        with path.open(encoding="utf-8", newline="") as file:
            reader = dialects.reader(lines(file), dialect)
            while True:
                began = reader.line_num + 1
                try:
                    row = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    continue
                if reader.line_num - began >= OPEN_QUOTE and any(_swallowed(cell, dialect) for cell in row):
                    raise _QuoteOpen(began)
                yield [cell.replace(LITERAL, dialect.quote) for cell in row] if literal else row

    while True:
        try:
            loaded = load_rows(con, rows(), problems, folder, limits, header=dialect.header, skip=dialect.skip)
            return replace(loaded, dialect=dialect)
        except _QuoteOpen as trouble:
            problems.add("dialect.quote_open", trouble.line)
            literal.add(trouble.line)
            if len(literal) > 100:  # its quotes quote nothing
                dialect = replace(dialect, quote="")
                literal.clear()


def _swallowed(cell: str, dialect: Dialect) -> bool:
    """Whether a cell has eaten the rows below it: its lines have as many delimiters as a row has."""
    inner = cell.split("\n")[1:]
    if len(inner) < OPEN_QUOTE:
        return False
    counts = Counter(line.count(dialect.delimiter) for line in inner if line)
    usual, times = counts.most_common(1)[0] if counts else (0, 0)
    return usual > 0 and times >= 0.8 * sum(counts.values())


class _QuoteOpen(Exception):
    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(str(line))


def load_source(
    con: duckdb.DuckDBPyConnection, source: Source, problems: Problems, folder: Path, limits: Limits
) -> Loaded:
    """Load rows that come from a workbook or JSON."""
    rows = iter(source.rows)
    first = list(islice(rows, 200))
    header, skip = source.header, 0
    if header is None:
        width = max((len(row) for row in first), default=0)
        skip = dialects.above(first, width)
        header = dialects.has_header(first[skip:])
        for number, row in enumerate(first[:skip]):
            if any(row):
                problems.add("row.above_header", source.first_row + number, None, " ".join(filter(None, row)))

    def every() -> Iterator[list[str]]:
        yield from first
        yield from rows

    return load_rows(con, every(), problems, folder, limits, header=header, skip=skip, first=source.first_row)


def load_rows(
    con: duckdb.DuckDBPyConnection,
    rows: Iterable[list[str]],
    problems: Problems,
    folder: Path,
    limits: Limits,
    *,
    header: bool,
    skip: int = 0,
    first: int = 1,
) -> Loaded:
    """Load rows one by one: padded, widened, reported.

    Args:
        header: the first row after `skip` rows names the columns.
        first: number of the first row in its file.
    """
    clean = folder / "clean.csv"
    names: list[str] = []
    widest = written = 0
    start = first + skip + header
    found = Problems()
    with clean.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for number, row in enumerate(rows, start=first):
            if number < first + skip:
                continue
            if header and number == first + skip:
                names = row
                while names and not names[-1].strip():
                    names.pop()
                continue
            while row and row[-1] == "" and len(row) > len(names or row):
                row.pop()
            if not any(row):
                found.add("row.empty", number)
                continue
            if len(row) > limits.columns:
                raise Unreadable("table.too_wide", columns=len(row), row=number)
            width = len(names) or widest or len(row)
            if len(row) < width:
                found.add("row.short", number, None, " | ".join(row))
                row += [""] * (max(widest, width) - len(row))
            elif len(row) > width and names:
                found.add("row.long", number, None, " | ".join(row[width:]))
            widest = max(widest, len(row))
            writer.writerow([number, *row])
            written += 1
    width = max(widest, len(names))
    if not width:
        raise Unreadable("table.no_rows")
    _take(problems, found)
    columns = {"_row": "BIGINT"} | {f"c{number}": "VARCHAR" for number in range(width)}
    if not written:
        con.execute(f"CREATE TABLE raw ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
    else:
        con.execute(
            """
            CREATE TABLE raw AS SELECT * FROM read_csv($path, auto_detect=false, delim=',', quote='"', escape='"',
                header=false, columns=$columns, null_padding=true, nullstr='', parallel=false, max_line_size=$longest,
                encoding='utf-8', allow_quoted_nulls=true, new_line='\\n')
            """,
            {"path": str(clean), "columns": columns, "longest": 2 * limits.line_bytes},
        )
        con.execute(f"UPDATE raw SET _row = _row - {int(start) - 1}")
    clean.unlink()
    return Loaded(_named(names, width, problems), written, start, "careful")


def _take(problems: Problems, found: Problems) -> None:
    for (rule, column), count in found.counts.items():
        cells = [(one.row, one.value) for one in found.shown if (one.rule, one.column) == (rule, column)]
        problems.tell(rule, cells, count, column)


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

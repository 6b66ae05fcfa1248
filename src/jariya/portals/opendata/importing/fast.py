"""A regular text file through DuckDB's own reader in its strict mode; what that could misread is refused here."""

from __future__ import annotations

from pathlib import Path

import duckdb

from jariya.portals.opendata.importing import layout
from jariya.portals.opendata.importing.dialect import Dialect
from jariya.portals.opendata.importing.limits import Limits
from jariya.portals.opendata.importing.loaded import NOTES, Loaded, named
from jariya.portals.opendata.importing.problems import Problems
from jariya.portals.opendata.importing.records import open_quote
from jariya.portals.opendata.importing.scanning import Scan


class NotRegular(Exception):
    """The fast way read something that has to be looked at row by row."""


def fast(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    dialect: Dialect,
    names: list[str],
    problems: Problems,
    limits: Limits,
    scan: Scan,
) -> Loaded:
    """Load the file into `cells` behind the view `raw`.

    Raises:
        NotRegular: rows have to be looked at one by one.
        duckdb.Error: the strict reader refused.
    """
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
        raise NotRegular
    if rows < lines and dialect.width > 1:
        # Some cell is of several lines: is it one, or did a quote take rows for its inside?
        mark, parts = _escaped(dialect.delimiter), min(dialect.width - 1, 500)
        line = f"([^\\n{mark}]*{mark}){{{parts}}}[^\\n{mark}]*(\\n|$)"
        inner = f"\\n({line}){{{open_quote(dialect.width)}}}"
        doubtful = " OR ".join(f"regexp_matches({name}, '{inner}')" for name in columns)
        if con.execute(f"SELECT 1 FROM cells WHERE {doubtful} LIMIT 1").fetchone():
            raise NotRegular
    found = Problems()
    empty = " AND ".join(f"{name} IS NULL" for name in columns)
    again = " AND ".join(f"c{number} = '{name.replace(chr(39), chr(39) * 2)}'" for number, name in enumerate(names))
    for rule, which in (("row.empty", empty), ("header.again", again if "".join(names) else "")):
        if which:
            gone = con.execute(f"SELECT _row FROM raw WHERE {which} ORDER BY 1").fetchall()
            if len(gone) == rows:
                raise NotRegular
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
    return Loaded(named(names, dialect.width, problems), _count(con), first, "fast", dialect)


def _escaped(delimiter: str) -> str:
    return {"|": "\\|", "^": "\\^", "'": "''"}.get(delimiter, delimiter)


def _count(con: duckdb.DuckDBPyConnection) -> int:
    found = con.execute("SELECT count(*) FROM cells").fetchone()
    assert found
    return int(found[0])

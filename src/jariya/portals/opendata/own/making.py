"""Rows into a canonical table without the way through a file of unknown kind: CSV, DuckDB, Parquet, profile.

The columns and their types are known, so nothing has to be guessed; the report is the one that an import writes, and
whoever reads a version need not know how it was made.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from jariya.portals.opendata import store
from jariya.portals.opendata.importing.problems import Problems
from jariya.portals.opendata.importing.profile import LONGEST, TOP, Profile, profile
from jariya.portals.opendata.importing.types import BOOLEAN, DATE, DATETIME, DECIMAL, INTEGER, TEXT, Column, role
from jariya.portals.opendata.importing.writing import GROUP
from jariya.portals.opendata.own.tables import Field

SQL = {TEXT: "VARCHAR", INTEGER: "BIGINT", DECIMAL: "DOUBLE", DATE: "DATE", DATETIME: "TIMESTAMP", BOOLEAN: "BOOLEAN"}

FEW = 20_000
"""Rows up to which a table is profiled here."""


@dataclass(frozen=True)
class Raw:
    """Rows as CSV: what is kept as the bytes of a version, and what tells whether anything changed."""

    data: bytes
    rows: int

    @property
    def digest(self) -> bytes:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).digest()


@dataclass(frozen=True)
class Made:
    """A table in the store: digest of its Parquet, rows, report."""

    parquet: bytes
    rows: int
    report: dict[str, Any]


def raw(fields: Sequence[Field], rows: Iterable[Sequence[Any]]) -> Raw:
    """Rows as CSV in UTF-8: empty cells for None, days and moments as ISO, yes and no as words of JSON."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in fields])
    number = 0
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
        number += 1
    return Raw(out.getvalue().encode(), number)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value).replace("\x00", "")


@contextmanager
def maker() -> Iterator[Maker]:
    """One DuckDB and one folder for many tables."""
    with TemporaryDirectory() as folder:
        con = duckdb.connect(config={"threads": 1, "memory_limit": "400MB", "temp_directory": folder})
        try:
            yield Maker(con, Path(folder))
        finally:
            con.close()


class Maker:
    """Makes tables one after the other."""

    def __init__(self, con: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.con, self.folder = con, folder

    def table(self, fields: Sequence[Field], held: Raw) -> Made:
        """A table of CSV with known types."""
        file = self.folder / "raw.csv"
        file.write_bytes(held.data)
        types = ", ".join(f"'c{at}': '{SQL[one.type]}'" for at, one in enumerate(fields))
        # Everything is quoted or escaped by the csv module above; the only text here is made of numbers and types.
        source = (
            f"read_csv('{_quoted(file)}', header=true, delim=',', quote='\"', escape='\"', columns={{{types}}}, "
            "nullstr='', auto_detect=false, max_line_size=4000000)"
        )
        return self.of(fields, f"SELECT * FROM {source}", size=len(held.data), digest=held.digest)  # noqa: S608

    def of(self, fields: Sequence[Field], select: str, *, size: int, digest: bytes) -> Made:
        """A table of a SELECT that gives c0, c1, ... in the types of the fields."""
        target = self.folder / "table.parquet"
        names = ", ".join(f"c{at}" for at in range(len(fields)))
        self.con.execute(
            f"COPY (SELECT row_number() OVER () AS _row, {names} FROM ({select})) TO '{_quoted(target)}' "  # noqa: S608
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP})"
        )
        counted = self.con.execute("SELECT count(*) FROM read_parquet($path)", {"path": str(target)}).fetchone()
        rows = int(counted[0]) if counted else 0
        columns = [
            Column(at, one.name, one.type, role=role(one.name), reasons=("own.known",)) for at, one in enumerate(fields)
        ]
        seen = self._profile(columns, str(target), rows)
        report = {
            "sha256": digest.hex(),
            "bytes": size,
            "container": {"kind": "text", "packed": "", "inner": ""},
            "encoding": {"name": "utf-8", "title": "UTF-8", "reasons": []},
            "dialect": {"delimiter": ",", "quote": '"', "skip": 0, "header": True, "reasons": []},
            "sheet": "",
            "sheets": [],
            "rows": rows,
            "first_row": 2,
            "way": "own",
            "columns": [
                column.as_json() | {"filled": one.filled, "profile": one.as_json()}
                for column, one in zip(columns, seen, strict=True)
            ],
            "problems": Problems().as_json(),
            "seconds": {},
        }
        return Made(store.kept(target), rows, report)

    def _profile(self, columns: list[Column], target: str, rows: int) -> list[Profile]:
        """What stands in each column. Of a small table counted here: forty of them are made at a first start, and two
        statements a column would take most of its seconds."""
        if rows > FEW:
            return profile(self.con, columns, target, rows)
        names = ", ".join(column.source for column in columns)
        found = self.con.execute(f"SELECT {names} FROM read_parquet($path)", {"path": target}).fetchall()  # noqa: S608
        cells = list(zip(*found, strict=True)) or [()] * len(columns)
        return [profiled(column, values) for column, values in zip(columns, cells, strict=True)]


def profiled(column: Column, values: Sequence[Any]) -> Profile:
    """A column as `importing.profile` tells of it, out of its values."""
    there = [value for value in values if value is not None]
    counted = Counter(there)
    ordered = column.type in (INTEGER, DECIMAL, DATE, DATETIME) and bool(there)
    numbers = column.type in (INTEGER, DECIMAL) and bool(there)
    top = sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:TOP] if not column.personal else []
    return Profile(
        column.name,
        column.type,
        len(there),
        len(values) - len(there),
        len(counted),
        min(there) if ordered else None,
        max(there) if ordered else None,
        float(sum(there) / len(there)) if numbers else None,
        max((len(value) for value in there), default=0) if column.type == TEXT else 0,
        [(value.isoformat() if hasattr(value, "isoformat") else str(value)[:LONGEST], count) for value, count in top],
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")

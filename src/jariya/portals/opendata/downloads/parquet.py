"""Rows as Parquet, by way of JSON lines with numbered columns: no name people wrote stands in a type. Pure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from jariya.portals.opendata.importing import writing
from jariya.portals.opendata.querying import filtering

_SQL = {"integer": "HUGEINT", "decimal": "DOUBLE", "date": "DATE", "datetime": "TIMESTAMP", "boolean": "BOOLEAN"}


def write(target: Path, names: Sequence[str], kinds: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as Parquet.

    Args:
        kinds: types of the columns, of `importing.types.TYPES`.
    """
    between = target.with_name(f"{target.name}.ndjson")
    with between.open("w", encoding="utf-8") as out:
        for row in rows:
            told = {f"c{n}": cell.isoformat() if isinstance(cell, dt.date) else cell for n, cell in enumerate(row)}
            out.write(json.dumps(told, ensure_ascii=False) + "\n")
    types = ", ".join(f"c{number}: '{_SQL.get(kind, 'VARCHAR')}'" for number, kind in enumerate(kinds))
    cells = ", ".join(
        f"{f'CAST(c{number} AS BIGINT)' if kind == 'integer' else f'c{number}'} AS {writing.identifier(name)}"
        for number, (name, kind) in enumerate(zip(names, kinds, strict=True))
    )
    with duckdb.connect(config={"memory_limit": "256MB", "threads": "1"}) as con:
        con.execute(
            f"COPY (SELECT {cells} FROM read_json({filtering.literal(str(between))}, "  # noqa: S608
            f"format='newline_delimited', columns={{{types}}})) "
            f"TO {filtering.literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
    between.unlink()

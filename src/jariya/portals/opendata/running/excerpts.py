"""The cells around a problem, as the publisher sees them: a few rows above and below, a few columns beside.

Cut out in the process that read the file, so that no page opens a table. Numbers of people are never shown.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from jariya.portals.opendata.importing.checks import HIDDEN
from jariya.portals.opendata.importing.columns import Column

FIRST = 8
"""Rows shown of the beginning of a table, and columns of them."""
FIRST_COLUMNS = 12
SHOWN = 40
"""Problems with their surroundings: the others are counted, and listed with row, column and value."""
BESIDE = 2
ABOVE = 2
LONGEST = 60


def first(con: duckdb.DuckDBPyConnection, parquet: Path, columns: list[Column]) -> dict[str, Any]:
    """The beginning of a table: `columns` (names) and `rows` (cells as text)."""
    near = columns[:FIRST_COLUMNS]
    source = str(parquet).replace("'", "''")
    shown = ", ".join(f"left(CAST({column.source} AS VARCHAR), {LONGEST})" for column in near)
    rows = con.execute(f"SELECT {shown} FROM read_parquet('{source}') ORDER BY _row LIMIT {FIRST}").fetchall()  # noqa: S608
    cells = [
        [HIDDEN if column.personal and text else text for column, text in zip(near, row, strict=True)] for row in rows
    ]
    return {"columns": [column.name for column in near], "rows": cells}


def cut(
    con: duckdb.DuckDBPyConnection, parquet: Path, columns: list[Column], cells: list[dict[str, Any]], first_row: int
) -> list[dict[str, Any]]:
    """Excerpts around problems.

    Args:
        cells: problems of the importer's report, each with `rule`, `row`, `column`, `value`.
        first_row: number in the file of row 1.

    Returns:
        `rule`, `row`, `column`, `columns` (names), `rows`: [row number in the file, [cells]].
    """
    names = {column.name: place for place, column in enumerate(columns)}
    found: list[dict[str, Any]] = []
    source = str(parquet).replace("'", "''")
    for cell in cells:
        row, name = cell.get("row"), cell.get("column")
        if row is None or row < first_row or (name is not None and name not in names):
            continue
        place = names[name] if name is not None else 0
        left = max(0, min(place - BESIDE, len(columns) - 2 * BESIDE - 1))
        near = columns[left : left + 2 * BESIDE + 1]
        shown = ", ".join(f"left(CAST({column.source} AS VARCHAR), {LONGEST})" for column in near)
        number = row - first_row + 1
        rows = con.execute(
            # Names are of our own making; nothing people write stands in it.
            f"SELECT _row, {shown} FROM read_parquet('{source}') WHERE _row BETWEEN ? AND ? ORDER BY _row",  # noqa: S608
            [number - ABOVE, number + ABOVE],
        ).fetchall()
        found.append(
            {
                "rule": cell["rule"],
                "row": row,
                "column": name,
                "columns": [column.name for column in near],
                "rows": [
                    [
                        one[0] + first_row - 1,
                        [
                            HIDDEN if column.personal and text else text
                            for column, text in zip(near, one[1:], strict=True)
                        ],
                    ]
                    for one in rows
                ],
            }
        )
        if len(found) >= SHOWN:
            break
    return found

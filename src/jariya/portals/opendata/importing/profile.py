"""What stands in each column: cells filled, values that differ, the least and the greatest, the most frequent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import duckdb

from jariya.portals.opendata.importing.types import DATE, DATETIME, DECIMAL, INTEGER, TEXT, Column

TOP = 20
"""Most frequent values kept of a column."""
LONGEST = 200
"""Letters of a value that are kept."""


@dataclass(frozen=True)
class Profile:
    """Of one column. `distinct` is exact; `top`: (value, count), most frequent first; `mean` of numbers alone."""

    name: str
    type: str
    filled: int
    empty: int
    distinct: int
    least: Any = None
    greatest: Any = None
    mean: float | None = None
    longest: int = 0
    top: list[tuple[str, int]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        return {
            "name": self.name,
            "type": self.type,
            "filled": self.filled,
            "empty": self.empty,
            "distinct": self.distinct,
            "least": _plain(self.least),
            "greatest": _plain(self.greatest),
            "mean": self.mean,
            "longest": self.longest,
            "top": [list(one) for one in self.top],
        }


def profile(con: duckdb.DuckDBPyConnection, columns: list[Column], parquet: str, rows: int) -> list[Profile]:
    """Ask the finished Parquet file about each column.

    Args:
        columns: as they stand in it, named c0, c1, ...
        rows: how many it has.
    """
    if not rows:
        return [Profile(column.name, column.type, 0, 0, 0) for column in columns]
    asked: list[str] = []
    for column in columns:
        name = column.source
        ordered = column.type in (INTEGER, DECIMAL, DATE, DATETIME)
        asked += [
            f"count({name})",
            f"approx_count_distinct({name})",
            f"min({name})" if ordered else "NULL",
            f"max({name})" if ordered else "NULL",
            f"avg({name})" if column.type in (INTEGER, DECIMAL) else "NULL",
            f"max(length({name}))" if column.type == TEXT else "0",
        ]
    found = con.execute(f"SELECT {', '.join(asked)} FROM read_parquet($path)", {"path": parquet}).fetchone()
    assert found
    profiles = []
    for place, column in enumerate(columns):
        filled, roughly, least, greatest, mean, longest = found[6 * place : 6 * place + 6]
        top: list[tuple[str, int]] = []
        distinct = int(roughly)
        # Identifiers differ in every row: their most frequent values say nothing and cost the most.
        if not column.personal and (filled and roughly < 0.8 * filled or filled <= 10_000):
            row = con.execute(
                f"SELECT count(DISTINCT {column.source}) FROM read_parquet($path)", {"path": parquet}
            ).fetchone()
            distinct = int(row[0]) if row else distinct
            top = [
                (str(_plain(value))[:LONGEST], int(count))
                for value, count in con.execute(
                    f"SELECT {column.source}, count(*) AS n FROM read_parquet($path) WHERE {column.source} IS NOT NULL "
                    f"GROUP BY 1 ORDER BY n DESC, 1 LIMIT {TOP}",
                    {"path": parquet},
                ).fetchall()
            ]
        profiles.append(
            Profile(
                column.name,
                column.type,
                int(filled),
                rows - int(filled),
                min(distinct, int(filled)),
                least,
                greatest,
                None if mean is None else float(mean),
                int(longest or 0),
                top,
            )
        )
    return profiles


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value

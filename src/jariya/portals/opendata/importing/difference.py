"""What changed between two versions of a table: columns, rows that came and went, cells that are other."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from jariya.portals.opendata.importing.types import Column

SHOWN = 100
"""Rows of each kind that are shown; all are counted."""


class WrongKey(Exception):
    """The key is no column of both tables, or names several rows of one: `why` is missing or twice."""

    def __init__(self, why: str, values: list[str]) -> None:
        self.why = why
        self.values = values
        super().__init__(f"{why}: {values}")


@dataclass(frozen=True)
class Cell:
    """One cell that is other: the row's key, the column, what it said and says; None is empty."""

    key: tuple[str | None, ...]
    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Difference:
    """Counts are whole, the lists hold the first SHOWN. Without a key rows are only there or not."""

    key: tuple[str, ...]
    rows: tuple[int, int]
    columns_added: list[str] = field(default_factory=list)
    columns_removed: list[str] = field(default_factory=list)
    types_changed: list[tuple[str, str, str]] = field(default_factory=list)
    added: int = 0
    removed: int = 0
    changed: int = 0
    cells: int = 0
    added_rows: list[dict[str, str | None]] = field(default_factory=list)
    removed_rows: list[dict[str, str | None]] = field(default_factory=list)
    changed_cells: list[Cell] = field(default_factory=list)
    by_column: dict[str, int] = field(default_factory=dict)

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return not (
            self.columns_added
            or self.columns_removed
            or self.types_changed
            or self.added
            or self.removed
            or self.changed
        )

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        return {
            "same": self.same,
            "key": list(self.key),
            "rows": {"old": self.rows[0], "new": self.rows[1]},
            "columns": {
                "added": self.columns_added,
                "removed": self.columns_removed,
                "types": [{"column": name, "old": old, "new": new} for name, old, new in self.types_changed],
            },
            "added": self.added,
            "removed": self.removed,
            "changed": self.changed,
            "cells": self.cells,
            "by_column": self.by_column,
            "added_rows": self.added_rows,
            "removed_rows": self.removed_rows,
            "changed_cells": [
                {"key": list(one.key), "column": one.column, "old": one.old, "new": one.new}
                for one in self.changed_cells
            ],
        }


def between(
    con: duckdb.DuckDBPyConnection,
    old: tuple[Path, list[Column]],
    new: tuple[Path, list[Column]],
    key: tuple[str, ...] = (),
) -> Difference:
    """Compare two canonical tables.

    Args:
        old, new: the Parquet and its columns.
        key: names of columns that together name a row; empty: whole rows are compared.

    Raises:
        WrongKey: the key is missing in one of them, or is no key.
    """
    names = [{column.name: column for column in columns} for _path, columns in (old, new)]
    missing = [name for name in key if name not in names[0] or name not in names[1]]
    if missing:
        raise WrongKey("missing", missing)
    both = [name for name in names[1] if name in names[0]]
    for label, (path, _columns), known in (("old", old, names[0]), ("new", new, names[1])):
        cells = ", ".join(f"CAST({known[name].source} AS VARCHAR) AS k{place}" for place, name in enumerate(both))
        con.execute(
            f"CREATE OR REPLACE TEMP VIEW {label}_table AS SELECT _row, {cells or 'NULL AS k0'} "
            f"FROM read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')"
        )
    counts = [_one(con, f"SELECT count(*) FROM {label}_table") for label in ("old", "new")]
    found: dict[str, Any] = {
        "columns_added": [name for name in names[1] if name not in names[0]],
        "columns_removed": [name for name in names[0] if name not in names[1]],
        "types_changed": [
            (name, names[0][name].type, names[1][name].type)
            for name in both
            if names[0][name].type != names[1][name].type
        ],
    }
    if key:
        found |= _by_key(con, both, key)
    else:
        found |= _by_rows(con, both)
    return Difference(key, (counts[0], counts[1]), **found)


def _one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    row = con.execute(query).fetchone()
    return int(row[0]) if row else 0


def _rows(con: duckdb.DuckDBPyConnection, query: str, both: list[str]) -> list[dict[str, str | None]]:
    return [dict(zip(both, row, strict=True)) for row in con.execute(f"{query} LIMIT {SHOWN}").fetchall()]


def _by_rows(con: duckdb.DuckDBPyConnection, both: list[str]) -> dict[str, Any]:
    """Rows of one that the other has not, each as often as it stands there more."""
    cells = ", ".join(f"k{place}" for place in range(len(both))) or "k0"
    more = "(SELECT {0} FROM {1}_table EXCEPT ALL SELECT {0} FROM {2}_table)"
    came, went = more.format(cells, "new", "old"), more.format(cells, "old", "new")
    return {
        "added": _one(con, f"SELECT count(*) FROM {came}"),
        "removed": _one(con, f"SELECT count(*) FROM {went}"),
        "added_rows": _rows(con, f"SELECT * FROM {came} ORDER BY ALL", both),
        "removed_rows": _rows(con, f"SELECT * FROM {went} ORDER BY ALL", both),
    }


def _by_key(con: duckdb.DuckDBPyConnection, both: list[str], key: tuple[str, ...]) -> dict[str, Any]:
    places = [both.index(name) for name in key]
    keys = ", ".join(f"k{place}" for place in places)
    for label in ("old", "new"):
        twice = con.execute(
            f"SELECT {keys} FROM {label}_table GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 5"
        ).fetchall()
        if twice:
            raise WrongKey("twice", [" | ".join(str(one) for one in row) for row in twice])
    # Empty keys meet each other: NULL is a name as any other here.
    meet = " AND ".join(f"o.k{place} IS NOT DISTINCT FROM n.k{place}" for place in places)
    rest = [place for place in range(len(both)) if place not in places]
    other = " OR ".join(f"o.k{place} IS DISTINCT FROM n.k{place}" for place in rest) or "false"
    cells = ", ".join(f"{{0}}.k{place}" for place in range(len(both)))
    lone = "FROM {0}_table {1} ANTI JOIN {2}_table {3} ON " + meet
    came, went = lone.format("new", "n", "old", "o"), lone.format("old", "o", "new", "n")
    joined = f"FROM old_table o JOIN new_table n ON {meet} WHERE {other}"
    sums = ", ".join(f"count(*) FILTER (o.k{place} IS DISTINCT FROM n.k{place})" for place in rest)
    tally = con.execute(f"SELECT count(*){', ' + sums if sums else ''} {joined}").fetchone() or (0,)
    by_column = {both[place]: int(count) for place, count in zip(rest, tally[1:], strict=True) if count}
    changed: list[Cell] = []
    pairs = ", ".join(f"o.k{place}, n.k{place}" for place in range(len(both)))
    for row in con.execute(f"SELECT {pairs} {joined} ORDER BY n._row LIMIT {SHOWN}").fetchall():
        named = tuple(row[2 * place] for place in places)
        changed += [
            Cell(named, both[place], row[2 * place], row[2 * place + 1])
            for place in rest
            if row[2 * place] != row[2 * place + 1]
        ]
    return {
        "added": _one(con, f"SELECT count(*) {came}"),
        "removed": _one(con, f"SELECT count(*) {went}"),
        "changed": int(tally[0]),
        "cells": sum(by_column.values()),
        "by_column": by_column,
        "added_rows": _rows(con, f"SELECT {cells.format('n')} {came} ORDER BY n._row", both),
        "removed_rows": _rows(con, f"SELECT {cells.format('o')} {went} ORDER BY o._row", both),
        "changed_cells": changed[:SHOWN],
    }

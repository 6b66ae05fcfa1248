"""Rows on their way into PostgreSQL by COPY, table by table: for histories that are made in bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import connection

Row = list[Any] | tuple[Any, ...]
Table = tuple[str, tuple[str, ...]]

LIFECYCLE: Mapping[str, Table] = {
    "case": (
        "lifecycle_case",
        ("id", "public_id", "kind", "state", "body_id", "region_id", "person_id", "parent_id", "language", "opened_at",
         "opened_on", "closed_on", "visibility", "sealed", "assignee_id", "version"),
    ),
    "obligation": (
        "lifecycle_obligation",
        ("id", "case_id", "body_id", "assignee_id", "kind", "duty_of", "public", "norm_key", "norm_valid_from",
         "value", "unit", "started_on", "due_on", "extended_to", "edition", "met_at", "met_on", "cancelled_on",
         "overdue_told_at"),
    ),
    "change": ("lifecycle_duechange", ("obligation_id", "old", "new", "cause", "at")),
    "event": (
        "lifecycle_event",
        ("case_id", "kind", "at", "on", "role", "person_id", "body_id", "codes", "digest", "public", "topics"),
    ),
}  # fmt: skip
"""Name here -> table and the columns that are written; the others have what the database gives."""

EVENT_AT = LIFECYCLE["event"][1].index("at")


class Rows:
    """Rows by table, in memory; written in the order in which the tables are given."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.tables = tables
        self.by_table: dict[str, list[Row]] = {name: [] for name in tables}

    def add(self, table: str, row: Row) -> None:
        """Keep a row; its values stand in the order of the table's columns."""
        self.by_table[table].append(row)

    def count(self) -> int:
        """How many rows, over all tables."""
        return sum(len(rows) for rows in self.by_table.values())

    def write(self) -> None:
        """Write all rows, in the caller's transaction. Events in the order of their moments."""
        self.by_table.get("event", []).sort(key=lambda row: row[EVENT_AT])
        for name, rows in self.by_table.items():
            if rows:
                table, columns = self.tables[name]
                copy_rows(table, columns, rows)


class Ids:
    """Ids from a table's own sequence, drawn in advance: two writers never meet, also while the site runs."""

    def __init__(self, table: str, batch: int = 4000) -> None:
        self.table, self.batch = table, batch
        self._drawn: list[int] = []

    def __call__(self) -> int:
        """The next id."""
        if not self._drawn:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                    [self.table, self.batch],
                )
                self._drawn = sorted((row[0] for row in cursor.fetchall()), reverse=True)
        return self._drawn.pop()


def copy_rows(table: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
    """COPY rows into a table. Names come from tables of ours, never from outside."""
    quoted = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copy:
        block: list[str] = []
        for row in rows:
            block.append("\t".join([_SAID[type(value)](value) for value in row]))
            if len(block) == 500:
                copy.write("\n".join(block) + "\n")
                block.clear()
        if block:
            copy.write("\n".join(block) + "\n")


def _text(value: str) -> str:
    if "\\" in value or "\n" in value or "\t" in value or "\r" in value:
        value = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return value


# What COPY reads for each type; three times as fast as the driver's adaptation of single values.
_SAID: dict[type, Callable[[Any], str]] = {
    str: _text,
    int: str,
    bool: lambda value: "t" if value else "f",
    type(None): lambda value: "\\N",
    dt.date: dt.date.isoformat,
    dt.datetime: dt.datetime.isoformat,
    Decimal: str,
    bytes: lambda value: "\\\\x" + value.hex(),
}

"""Groups of a table as a chart over its own table, and how the numbers of a column are spread."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from jariya.kernel.web.charts import Lines, lines
from jariya.portals.opendata.models import Version
from jariya.portals.opendata.querying import engine
from jariya.portals.opendata.querying.asking import Ask, Condition, Every, Sort
from jariya.portals.opendata.reading import addressed
from jariya.portals.opendata.reading.addressed import Asked
from jariya.portals.opendata.reading.cells import number, shown
from jariya.portals.opendata.reading.columns import DAYS, Column
from jariya.portals.opendata.reading.phrases import measures

STEPS = 10
"""Bars of a spread."""
FEW_POINTS = 4
"""From so many groups in an order of time or size a line says more than bars."""


@dataclass(frozen=True)
class Groups:
    """Groups of rows. `rows`: (words, rows of the group, measure or None, address of its rows)."""

    column: Column
    measure: str
    of: Column | None
    rows: list[tuple[str, int, float | None, str | None]]
    total: int
    more: bool
    line: Lines | None = None
    grid: tuple[str, ...] = ()

    @property
    def heads(self) -> tuple[str, str]:
        """Words over the two columns."""
        if self.of is None:
            return self.column.title, dict(measures())["count"]
        return self.column.title, f"{dict(measures())[self.measure]}: {self.of.title}"

    def values(self) -> list[Any]:
        """What the bars show, in the order of the rows."""
        return [row[1] if self.of is None else row[2] for row in self.rows]


def grouped(version: Version, asked: Asked, columns: list[Column], lang: str) -> Groups:
    """The groups that an address asks for: by size, or in their order where the column has one.

    Raises:
        Misasked: as `engine.ask`.
    """
    assert asked.group is not None
    column = columns[asked.group]
    measured = columns[asked.of] if asked.of is not None and asked.measure != "count" else None
    question = addressed.groups_of(asked)
    ordered = column.numeric or column.type in DAYS
    sort = (Sort(column.number),) if ordered else (Sort(len(question.measures) - 1, True, True),)
    answer = engine.ask(version, replace(question, sort=sort))
    rows: list[tuple[str, int, float | None, str | None]] = []
    for value, count, *more in answer.rows:
        value_said = shown(value, lang) if value is not None else _("empty")
        measure = more[0] if more else None
        rows.append((value_said, int(str(count)), _number(measure), _rows_of(asked, column, value)))
    drawing, grid = _line(rows, measured is not None) if ordered and len(rows) >= FEW_POINTS else (None, ())
    shown_grid = tuple(number(value, lang) for value in grid)
    return Groups(column, asked.measure, measured, rows, answer.total or 0, bool(answer.following), drawing, shown_grid)


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _line(
    rows: list[tuple[str, int, float | None, str | None]], measured: bool
) -> tuple[Lines | None, tuple[int, ...]]:
    values = [row[2] if measured else row[1] for row in rows]
    if any(value is not None and abs(value) >= 1e15 for value in values):
        return None, ()
    drawing = lines([[None if value is None else round(value) for value in values]])
    return drawing, tuple(value for _y, value in drawing.grid)


def _rows_of(asked: Asked, column: Column, value: object) -> str | None:
    """The address of the rows of one group."""
    operator, said = ("null", "1") if value is None else ("exact", _plain(value))
    if len(said) > addressed.LONGEST or "\0" in said or said != said.strip() or not said:
        return None
    filters = tuple(one for one in asked.filters if one[:2] != (column.number, operator))
    narrowed = replace(asked.only_rows(), filters=(*filters, (column.number, operator, said)))
    return addressed.query(narrowed)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def value_of(value: Any, column: Column) -> Any:
    """A value of the profile, which came through JSON, as a value again."""
    if value is None or not isinstance(value, str):
        return value
    try:
        if column.type == "date":
            return dt.date.fromisoformat(value[:10])
        return dt.datetime.fromisoformat(value) if column.type == "datetime" else value
    except ValueError:
        return value


def spread(version: Version, column: Column, lang: str) -> list[tuple[str, int]]:
    """How many rows lie in each tenth between the least and the greatest number; empty where that says nothing."""
    least, greatest = column.least, column.greatest
    if (
        not column.numeric
        or column.distinct < STEPS
        or not all(isinstance(one, int | float) for one in (least, greatest))
    ):
        return []
    step = (greatest - least) / STEPS
    if column.type == "integer":
        step = max(1, -(-(greatest - least + 1) // STEPS))
    bars = []
    for at in range(STEPS):
        low, high = least + at * step, least + (at + 1) * step
        last = at == STEPS - 1
        if low > greatest:
            break
        parts = (
            Condition(column.number, "gte", (str(low),)),
            Condition(column.number, "lte" if last else "lt", (str(greatest if last else high),)),
        )
        found = engine.ask(version, Ask(Every(parts), limit=0)).total or 0
        ends = (low, min(high - 1, greatest)) if column.type == "integer" else (low, high)
        bars.append((" – ".join(number(round(one, 6), lang) for one in ends), found))
    return bars

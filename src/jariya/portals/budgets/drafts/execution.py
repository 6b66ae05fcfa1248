"""The money of a programme as reports of execution show it, month by month. Reads by index; unknown is not zero."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

MEASURES = ("approved", "adjusted", "planned", "paid")
ORDER = ("full", "functional", "administrative", "economic", "investment")
"""The cuts are the same money divided anew: one of them is read, the first that has the programme."""


@dataclass(frozen=True)
class Month:
    """A sum from January to a month. `exact`: the report shows the programme itself, not its administrator's all."""

    year: int
    month: int
    exact: bool
    cut: str
    amounts: dict[str, int | None]

    @property
    def until(self) -> dt.date:
        """The last day that the sum covers."""
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])


_SUMS = ", ".join(f"CASE WHEN count(r.{key}) = count(*) THEN sum(r.{key})::bigint END" for key in MEASURES)
_SQL = (
    f"SELECT b.year, p.month, n.cut, q.exact, {_SUMS}"  # noqa: S608  columns of our own table
    " FROM drafts_position q JOIN budgets_node n ON n.id = q.node_id"
    " JOIN budgets_budget b ON b.level = q.level AND b.region_id IS NOT DISTINCT FROM q.region_id"
    " JOIN budgets_period p ON p.budget_id = b.id AND p.cut = n.cut AND p.current AND p.stage = 'monthly'"
    " JOIN budgets_release e ON e.id = p.release_id AND e.published"
    " JOIN budgets_rollup r ON r.node_id = n.id AND r.release_id = p.release_id AND r.month = p.month"
    " WHERE q.programme_id = ANY(%s) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2"
)


def months(programmes: Sequence[int]) -> list[Month]:
    """What reports in force say of these programmes together, by year and month. One query.

    Where the programme itself stands in a report, only that counts; else what stands for its administrator.
    """
    if not programmes:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [list(programmes)])
        rows = [
            Month(year, month, exact, cut, dict(zip(MEASURES, amounts, strict=True)))
            for year, month, cut, exact, *amounts in cursor.fetchall()
        ]
    best: dict[tuple[int, int], Month] = {}
    for row in rows:
        held = best.get((row.year, row.month))
        if held is None or _rank(row) < _rank(held):
            best[row.year, row.month] = row
    return [best[key] for key in sorted(best)]


def _rank(row: Month) -> tuple[bool, int]:
    return (not row.exact, ORDER.index(row.cut) if row.cut in ORDER else len(ORDER))


def first_paid(rows: Sequence[Month], year: int) -> Month | None:
    """The first month of a year in which the reports show the programme itself paid."""
    return next((row for row in rows if row.year == year and row.exact and (row.amounts["paid"] or 0) > 0), None)


def year_end(rows: Sequence[Month], year: int) -> Month | None:
    """The last sum of a year."""
    return next((row for row in reversed(rows) if row.year == year), None)

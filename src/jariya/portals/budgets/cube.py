"""A release as a cube, with the words of babbage: aggregate (drilldown, cut), members, facts.

Sums are over the leaves, each with its sign, so that nothing is counted twice; a sum with an unknown part is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from jariya.portals.budgets.measures import KEYS
from jariya.portals.budgets.models import Release

DIMENSIONS = ("month", "section", "level_1", "level_2", "level_3", "level_4", "place")
"""`section` is the first part of a path (I to VII, or total), `level_n` the path down to its n-th part below it."""
LARGEST = 1_000
_LEAVES = (
    "FROM budgets_rollup r JOIN budgets_node n ON n.id = r.node_id JOIN budgets_label l ON l.id = r.label_id"
    " LEFT JOIN budgets_node a ON a.cut = n.cut"
    "  AND a.path = split_part(n.path, '/', 1) || '/' || split_part(n.path, '/', 2)"
    " WHERE r.release_id = %s AND r.parts = 0"
)


class NotAsked(ValueError):
    """The question names a dimension or a measure that is not there. `word` is the one."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


@dataclass(frozen=True)
class Cell:
    """One condition of a cut."""

    dimension: str
    value: str


def _expression(dimension: str) -> str:
    """The SQL of a dimension; dimensions are ours, never the reader's text."""
    if dimension == "month":
        return "r.month"
    if dimension == "place":
        return "n.path"
    if dimension == "section":
        return "split_part(n.path, '/', 1)"
    depth = int(dimension.removeprefix("level_"))
    return f"array_to_string((string_to_array(n.path, '/'))[1:{depth + 1}], '/')"


def cells(text: str) -> list[Cell]:
    """`month:2024-05|section:II` -> conditions. NotAsked for an unknown dimension."""
    found = []
    for part in filter(None, text.split("|")):
        dimension, sep, value = part.partition(":")
        if not sep or dimension not in DIMENSIONS:
            raise NotAsked(part[:80])
        found.append(Cell(dimension, value.strip('"')[:400]))
    return found


def names(text: str, allowed: tuple[str, ...]) -> list[str]:
    """`section|month` -> names. NotAsked for one that is not allowed."""
    found = [part for part in text.split("|") if part]
    for part in found:
        if part not in allowed:
            raise NotAsked(part[:80])
    return list(dict.fromkeys(found))


def _where(release: Release, cut: list[Cell]) -> tuple[str, list[Any]]:
    sql = ""
    values: list[Any] = [release.pk]
    for cell in cut:
        if cell.dimension == "month":
            year, _sep, month = cell.value.rpartition("-")
            digits = month.isascii() and month.isdecimal() and len(month) <= 2
            if not digits or (year and year != str(release.budget.year)):
                raise NotAsked(cell.value)
            sql += " AND r.month = %s"
            values.append(int(month))
        else:
            sql += f" AND {_expression(cell.dimension)} = %s"
            values.append(cell.value)
    return sql, values


def aggregate(
    release: Release, *, drilldown: list[str], cut: list[Cell], measures: list[str], page: int = 1, size: int = 100
) -> dict[str, Any]:
    """Signed sums of the leaves by dimensions. Months cumulate: cut by a month or drill down by it.

    Without either the last month is taken, and the answer says so.
    """
    measures = measures or list(release.measures)
    if "month" not in drilldown and not any(cell.dimension == "month" for cell in cut):
        cut = [*cut, Cell("month", f"{release.budget.year}-{release.months[-1]:02d}")]
    where, values = _where(release, cut)
    sums = ", ".join(
        f"CASE WHEN count(r.{key}) = count(*) THEN sum(coalesce(a.sign, 1) * r.{key}) END::bigint" for key in measures
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), {sums} {_LEAVES}{where}", values)  # noqa: S608
        count, *totals = cursor.fetchone()
        rows: list[dict[str, Any]] = []
        cell_count = 1
        if drilldown:
            by = ", ".join(_expression(dimension) for dimension in drilldown)
            order = f"{len(drilldown) + 2} DESC NULLS LAST, " + ", ".join(str(at + 1) for at in range(len(drilldown)))
            cursor.execute(
                f"SELECT {by}, count(*), {sums}, count(*) OVER () {_LEAVES}{where} GROUP BY {by}"  # noqa: S608
                f" ORDER BY {order} LIMIT %s OFFSET %s",
                [*values, min(size, LARGEST), (page - 1) * min(size, LARGEST)],
            )
            found = cursor.fetchall()
            cell_count = found[0][-1] if found else 0
            for row in found:
                cell = dict(zip(drilldown, row, strict=False))
                if "month" in cell:
                    cell["month"] = f"{release.budget.year}-{cell['month']:02d}"
                cell["_count"] = row[len(drilldown)]
                cell |= {f"{key}.sum": row[len(drilldown) + 1 + at] for at, key in enumerate(measures)}
                rows.append(cell)
    return {
        "release": release.key,
        "demo": release.invented,
        "summary": {"_count": count, **{f"{key}.sum": total for key, total in zip(measures, totals, strict=True)}},
        "cells": rows,
        "total_cell_count": cell_count if drilldown else 0,
        "page": page,
        "page_size": min(size, LARGEST),
        "attributes": drilldown,
        "cell": [{"ref": cell.dimension, "operator": ":", "value": cell.value} for cell in cut],
        "aggregates": [f"{key}.sum" for key in measures],
        "unit": "KZT",
    }


def members(release: Release, dimension: str, *, cut: list[Cell], page: int = 1, size: int = 100) -> dict[str, Any]:
    """The values a dimension takes among the leaves, each with a name where it is a place."""
    where, values = _where(release, cut)
    by = _expression(dimension)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {by}, count(*) OVER () {_LEAVES}{where} GROUP BY 1 ORDER BY 1 LIMIT %s OFFSET %s",  # noqa: S608
            [*values, min(size, LARGEST), (page - 1) * min(size, LARGEST)],
        )
        found = cursor.fetchall()
        titles: dict[str, str] = {}
        if dimension != "month":
            cursor.execute(
                "SELECT n.path, max(l.text) FROM budgets_mention m JOIN budgets_node n ON n.id = m.node_id"
                " JOIN budgets_label l ON l.id = m.label_id WHERE m.release_id = %s AND n.path = ANY(%s) GROUP BY 1",
                [release.pk, [row[0] for row in found]],
            )
            titles = dict(cursor.fetchall())
    data = [
        {"month": f"{release.budget.year}-{value:02d}"}
        if dimension == "month"
        else {dimension: value, "name": titles.get(value)}
        for value, _count in found
    ]
    return {
        "release": release.key,
        "demo": release.invented,
        "data": data,
        "total_member_count": found[0][1] if found else 0,
        "page": page,
        "page_size": min(size, LARGEST),
        "fields": [dimension],
    }


def facts(release: Release, *, cut: list[Cell], fields: list[str], page: int = 1, size: int = 100) -> dict[str, Any]:
    """The leaves themselves."""
    where, values = _where(release, cut)
    keys = fields or list(KEYS)
    columns = ", ".join(f"r.{key}" for key in keys)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.month, n.path, l.text, r.number, coalesce(a.sign, 1), count(*) OVER (), {columns}"  # noqa: S608
            f" {_LEAVES}{where} ORDER BY r.month, r.number LIMIT %s OFFSET %s",
            [*values, min(size, LARGEST), (page - 1) * min(size, LARGEST)],
        )
        found = cursor.fetchall()
    data = [
        {"month": f"{release.budget.year}-{month:02d}", "place": path, "name": name, "row": row, "sign": sign}
        | dict(zip(keys, amounts, strict=True))
        for month, path, name, row, sign, _count, *amounts in found
    ]
    return {
        "release": release.key,
        "demo": release.invented,
        "data": data,
        "total_fact_count": found[0][5] if found else 0,
        "page": page,
        "page_size": min(size, LARGEST),
        "fields": ["month", "place", "name", "row", "sign", *keys],
    }

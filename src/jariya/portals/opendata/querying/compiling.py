"""A question as SQL with parameters. Pure.

Nothing that people type becomes SQL: columns are numbers, values are parameters, comparisons come out of a table here.
Pages go by the number of the last row; of a sorted table its keys are read from that row again. Order is that of the
Kazakh alphabet, empty cells last.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from jariya.portals.opendata.importing.types import DATE, DECIMAL, INTEGER, TEXT
from jariya.portals.opendata.querying.asking import MEASURES, Ask, Measure
from jariya.portals.opendata.querying.filtering import Filter, Source, order_key
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.querying.shape import Shape
from jariya.portals.opendata.querying.values import Value

LARGEST = 20_480
"""Rows of one answer: a row group of the Parquet."""
GROUPS, MEASURED = 8, 20
_TOKEN = re.compile(r"([ro])(\d{1,18})-([0-9a-f]{12})")


@dataclass(frozen=True)
class Compiled:
    """SQL and what its answer means.

    Attributes:
        names, kinds: of the columns given, after the row number.
        numbered: whether the first cell of each row is the row number.
        skipped: rows before the first, where the token counts rows.
    """

    sql: str
    parameters: list[Value]
    names: list[str]
    kinds: list[str]
    numbered: bool
    skipped: int = 0


def _check(asked: Ask, shape: Shape) -> str:
    """What ties a token to its question and version."""
    told = repr((shape.digest, asked.where, asked.sort, asked.group, asked.measures, asked.distinct, asked.fields))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def token(asked: Ask, shape: Shape, *, row: int = 0, skipped: int = 0) -> str:
    """The mark of the page after a row, or (groups, distinct rows) after so many rows."""
    counted = bool(asked.group) or asked.distinct
    return f"{'o' if counted else 'r'}{skipped if counted else row}-{_check(asked, shape)}"


def _place(asked: Ask, shape: Shape) -> int:
    """The row number, or the rows to leave out, of a token; 0 without one."""
    if not asked.after:
        return 0
    found = _TOKEN.fullmatch(asked.after) if asked.after.isascii() else None
    counted = bool(asked.group) or asked.distinct
    if found is None or found[3] != _check(asked, shape) or (found[1] == "o") != counted:
        raise Misasked("after.unknown")
    return int(found[2])


def _sort_key(cell: str, kind: str) -> str:
    return order_key(f"nullif({cell}, '')") if kind == TEXT else cell


def anchor(asked: Ask, shape: Shape, source: Source) -> tuple[str, list[Value]] | None:
    """SQL of the sort keys of the row a token names; None where no key is needed."""
    place = _place(asked, shape)
    if not place or not asked.sort or asked.group or asked.distinct:
        return None
    keys = ", ".join(_sort_key(f"c{one.column}", shape.column(one.column)[1]) for one in asked.sort)
    return f"SELECT {keys} FROM {source.sql} WHERE _row = ?", [place]  # noqa: S608 - of our own making


def _beyond(asked: Ask, place: int, keys: Sequence[Value | None], parameters: list[Value]) -> str:
    """SQL that is true of the rows after the anchor: empty ones stand last either way."""
    ways: list[str] = []
    equal: list[str] = []
    before: list[Value] = []
    for number, (sort, key) in enumerate(zip(asked.sort, keys, strict=True)):
        cell = f"k{number}"
        if key is not None:
            ways.append(" AND ".join([*equal, f"({cell} {'<' if sort.descending else '>'} ? OR {cell} IS NULL)"]))
            parameters += [*before, key]
            equal.append(f"{cell} = ?")
            before.append(key)
        else:
            equal.append(f"{cell} IS NULL")
    ways.append(" AND ".join([*equal, "_row > ?"]))
    parameters += [*before, place]
    return "(" + " OR ".join(f"({way})" for way in ways) + ")"


def check(asked: Ask, shape: Shape) -> None:
    """Whether a question can be asked of the table at all.

    Raises:
        Misasked: by name, why not.
    """
    if not 0 <= asked.limit <= LARGEST:
        raise Misasked("limit.wrong", most=LARGEST)
    if not 0 <= asked.offset < 10**15:
        raise Misasked("limit.wrong", most=10**15)
    if len(asked.group) > GROUPS or len(asked.measures) > MEASURED or len(asked.sort) > GROUPS:
        raise Misasked("question.too_large", most=GROUPS)
    if len(asked.fields) > max(len(shape.names), GROUPS):
        raise Misasked("question.too_large", most=len(shape.names))


def compiled(asked: Ask, shape: Shape, source: Source, *, keys: Sequence[Value | None] = ()) -> Compiled:
    """The SQL of a page, with one row more than asked, which says that there is a next page.

    Args:
        keys: what `anchor` answered.

    Raises:
        Misasked: a question that cannot be asked.
    """
    check(asked, shape)
    place = _place(asked, shape)
    filtered = Filter(shape, source)
    where = filtered.sql(asked.where)
    if asked.group or asked.measures:
        return _grouped(asked, shape, source, where, filtered.parameters, place)
    fields = asked.fields or tuple(range(len(shape.names)))
    told = [shape.column(number) for number in fields]
    cells = [_given(f"c{number}", kind) for number, (_name, kind) in zip(fields, told, strict=True)]
    names, kinds = [name for name, _kind in told], [kind for _name, kind in told]
    if asked.distinct:
        return _distinct(asked, shape, source, where, filtered.parameters, place, fields, cells)
    order = [f"{_sort_key(f'c{one.column}', shape.column(one.column)[1])}{_way(one.descending)}" for one in asked.sort]
    parameters = filtered.parameters
    if place and asked.sort:
        return Compiled(
            _sorted_page(asked, shape, source, where, place, keys, parameters), parameters, names, kinds, True
        )
    skip = 0 if asked.after else asked.offset
    if not asked.sort:
        first = place
        if asked.where is None:
            # Rows are numbered without gaps: the pages of a whole table are slices of it, wherever they lie.
            first, skip = place + skip, 0
            where = f"{where} AND _row <= ?"
            parameters.append(first + asked.limit + 1)
        where = f"{where} AND _row > ?"
        parameters.append(first)
    sql = (
        f"SELECT _row, {', '.join(cells)} FROM {source.sql} WHERE {where} "  # noqa: S608 - of our own making
        f"ORDER BY {', '.join([*order, '_row'])} LIMIT {asked.limit + 1}{f' OFFSET {skip}' if skip else ''}"
    )
    return Compiled(sql, parameters, names, kinds, True)


def _sorted_page(
    asked: Ask,
    shape: Shape,
    source: Source,
    where: str,
    place: int,
    keys: Sequence[Value | None],
    parameters: list[Value],
) -> str:
    """SQL of a page after the first of a sorted table. Keys are made once: comparing them in place took three times."""
    sorts = [_sort_key(f"c{one.column}", shape.column(one.column)[1]) for one in asked.sort]
    named = ", ".join(f"{key} AS k{number}" for number, key in enumerate(sorts))
    order = [f"k{number}{_way(one.descending)}" for number, one in enumerate(asked.sort)]
    beyond = _beyond(asked, place, keys, parameters)
    fields = asked.fields or tuple(range(len(shape.names)))
    cells = ", ".join(_given(f"s.c{number}", shape.types[number]) for number in fields)
    return (
        f"WITH keyed AS MATERIALIZED (SELECT _row, {named} FROM {source.sql} WHERE {where}), "  # noqa: S608
        f"page AS (SELECT * FROM keyed WHERE {beyond} ORDER BY {', '.join([*order, '_row'])} LIMIT {asked.limit + 1}) "
        f"SELECT s._row, {cells} FROM page JOIN {source.sql} AS s ON s._row = page._row "
        f"ORDER BY {', '.join(f'page.{key}' for key in [*order, '_row'])}"
    )


def counted(asked: Ask, shape: Shape, source: Source) -> tuple[str, list[Value]] | None:
    """SQL of the number of rows, groups or distinct rows; None where the table itself knows it."""
    filtered = Filter(shape, source)
    where = filtered.sql(asked.where)
    if asked.group:
        keys = ", ".join(_given(f"c{number}", shape.column(number)[1]) for number in asked.group)
    elif asked.distinct:
        fields = asked.fields or tuple(range(len(shape.names)))
        keys = ", ".join(_given(f"c{number}", shape.column(number)[1]) for number in fields)
    elif asked.where is None or asked.measures:
        return None
    else:
        return f"SELECT count(*) FROM {source.sql} WHERE {where}", filtered.parameters  # noqa: S608
    return (
        f"SELECT count(*) FROM (SELECT DISTINCT {keys} FROM {source.sql} WHERE {where})",  # noqa: S608
        filtered.parameters,
    )


def count_key(asked: Ask, shape: Shape) -> str:
    """What a total is remembered by: version and filter."""
    fields = asked.fields if asked.distinct else ()
    told = repr((shape.digest, asked.where, asked.group, asked.distinct, fields))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _given(cell: str, kind: str) -> str:
    """A cell as it is given: nothing stands where the text is empty."""
    return f"nullif({cell}, '')" if kind == TEXT else cell


def _way(descending: bool) -> str:
    return " DESC NULLS LAST" if descending else " ASC NULLS LAST"


def _distinct(
    asked: Ask,
    shape: Shape,
    source: Source,
    where: str,
    parameters: list[Value],
    skipped: int,
    fields: tuple[int, ...],
    cells: list[str],
) -> Compiled:
    places = {number: place for place, number in reversed(list(enumerate(fields)))}
    order = []
    for one in asked.sort:
        name, kind = shape.column(one.column)
        if one.column not in places:
            raise Misasked("sort.not_asked", column=name)
        order.append(f"{_sort_key(f'd{places[one.column]}', kind)}{_way(one.descending)}")
    order += [
        f"{_sort_key(f'd{place}', shape.types[number])} NULLS LAST, d{place} NULLS LAST"
        for place, number in enumerate(fields)
    ]
    given = ", ".join(f"{cell} AS d{place}" for place, cell in enumerate(cells))
    skip = skipped if asked.after else asked.offset
    sql = (
        f"SELECT * FROM (SELECT DISTINCT {given} FROM {source.sql} WHERE {where}) "  # noqa: S608
        f"ORDER BY {', '.join(order)} LIMIT {asked.limit + 1} OFFSET {skip}"
    )
    told = [shape.column(number) for number in fields]
    return Compiled(sql, parameters, [name for name, _k in told], [kind for _n, kind in told], False, skip)


def _measure(measure: Measure, shape: Shape) -> tuple[str, str, str]:
    """SQL, name and kind of a measure."""
    if measure.kind not in MEASURES:
        raise Misasked("measure.unknown", measure=measure.kind)
    if measure.column is None:
        if measure.kind != "count":
            raise Misasked("column.unknown", column="")
        return "count(*)", "count", INTEGER
    name, kind = shape.column(measure.column)
    cell, said = _given(f"c{measure.column}", kind), f"{measure.kind}({name})"
    if measure.kind == "count":
        return f"count({cell})", said, INTEGER
    if measure.kind == "distinct":
        return f"count(DISTINCT {cell})", said, INTEGER
    if measure.kind in ("sum", "avg"):
        if kind not in (INTEGER, DECIMAL):
            raise Misasked("measure.not_number", column=name)
        # Compensated: amounts of money add up to the same tenge in whatever order the threads come.
        function = {"sum": "sum" if kind == INTEGER else "fsum", "avg": "avg" if kind == INTEGER else "favg"}
        return f"{function[measure.kind]}({cell})", said, kind if measure.kind == "sum" else DECIMAL
    return f"{measure.kind}({cell})", said, kind


def _grouped(asked: Ask, shape: Shape, source: Source, where: str, parameters: list[Value], skipped: int) -> Compiled:
    told = [shape.column(number) for number in asked.group]
    measures = [_measure(one, shape) for one in asked.measures or (Measure("count"),)]
    given = [_given(f"c{number}", kind) for number, (_n, kind) in zip(asked.group, told, strict=True)]
    groups = ", ".join(f"{cell} AS g{place}" for place, cell in enumerate(given))
    sums = ", ".join(f"{sql} AS m{place}" for place, (sql, _name, _kind) in enumerate(measures))
    order = []
    places = {number: place for place, number in reversed(list(enumerate(asked.group)))}
    for one in asked.sort:
        if one.measure:
            if not 0 <= one.column < len(measures):
                raise Misasked("sort.not_asked", column=one.column)
            order.append(f"m{one.column}{_way(one.descending)}")
            continue
        name, kind = shape.column(one.column)
        if one.column not in places:
            raise Misasked("sort.not_asked", column=name)
        order.append(f"{_sort_key(f'g{places[one.column]}', kind)}{_way(one.descending)}")
    order += [
        f"{_sort_key(f'g{place}', kind)} NULLS LAST, g{place} NULLS LAST" for place, (_n, kind) in enumerate(told)
    ]
    inner = f"SELECT {', '.join(filter(None, [groups, sums]))} FROM {source.sql} WHERE {where}"  # noqa: S608
    if given:
        inner += f" GROUP BY {', '.join(given)}"
    sql = f"SELECT * FROM ({inner})"  # noqa: S608
    if order:
        sql += f" ORDER BY {', '.join(order)}"
    skip = skipped if asked.after else asked.offset
    sql += f" LIMIT {asked.limit + 1} OFFSET {skip}"
    names = [name for name, _kind in told] + [name for _sql, name, _kind in measures]
    kinds = [kind for _name, kind in told] + [kind for _sql, _name, kind in measures]
    return Compiled(sql, parameters, names, kinds, False, skip)


def python_value(value: object, kind: str) -> object:
    """A value as Answers give it, out of what travelled as JSON."""
    if value is None or not isinstance(value, str):
        return value
    if kind == DATE:
        return dt.date.fromisoformat(value)
    return dt.datetime.fromisoformat(value) if kind == "datetime" else value

"""A question to a table as it stands in an address, and back. Pure.

`q=words`, `c3__gte=10`, `sort=-c3`, `group=c1&measure=sum&of=c4`, `after=token`. Columns are numbered, because a name
in a file may hold anything and may be spelled anew in the next version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from jariya.portals.opendata.querying.asking import MEASURES, OPERATORS, Ask, Condition, Every, Measure, Sort, Where
from jariya.portals.opendata.querying.asking import Words as WordsOf

PAGE = 50
MOST_GROUPS = 200
LONGEST = 200
"""Letters of one value."""
MOST_FILTERS = 20
_FILTER = re.compile(r"c(\d{1,4})__([a-z_]{2,8})")
_COLUMN = re.compile(r"(-?)c(\d{1,4})")


@dataclass(frozen=True)
class Asked:
    """What an address asks of a table.

    Attributes:
        words: looked for in all columns.
        filters: (column, operator, value) in their order.
        sort: (column, descending) or None for the order of the file.
        group: column that rows are grouped by, or None.
        measure, of: what is reckoned of each group, and of which column.
        after: token of the page before.
    """

    words: str = ""
    filters: tuple[tuple[int, str, str], ...] = ()
    sort: tuple[int, bool] | None = None
    group: int | None = None
    measure: str = "count"
    of: int | None = None
    after: str = ""
    unread: tuple[str, ...] = field(default=(), compare=False)
    """Names of parameters that could not be read and were left out."""

    @property
    def narrowed(self) -> bool:
        """Whether less than the whole table is asked for."""
        return bool(self.words or self.filters)

    def value(self, column: int, operator: str) -> str:
        """What stands in one filter; empty where it is not set."""
        return next((value for at, kind, value in self.filters if (at, kind) == (column, operator)), "")

    def without(self, column: int) -> Asked:
        """The same without the filters of a column."""
        return replace(self, filters=tuple(one for one in self.filters if one[0] != column), after="")

    def only_rows(self) -> Asked:
        """The filter alone: what a download holds and a group is made of."""
        return replace(self, group=None, measure="count", of=None, after="")


def read(given: Mapping[str, str], columns: int) -> Asked:
    """An address's parameters as a question; what cannot be read is left out and named.

    Args:
        given: parameters (the last of each name).
        columns: how many the table has.
    """
    filters: list[tuple[int, str, str]] = []
    unread: list[str] = []
    for name, raw in given.items():
        found = _FILTER.fullmatch(name)
        value = raw.replace("\0", "").strip()[:LONGEST]
        if found is None or not value:
            continue
        column, operator = int(found[1]), found[2]
        if column >= columns or operator not in OPERATORS or len(filters) >= MOST_FILTERS:
            unread.append(name)
        else:
            filters.append((column, operator, value))
    sort = _COLUMN.fullmatch(given.get("sort", ""))
    group = _COLUMN.fullmatch(given.get("group", ""))
    of = _COLUMN.fullmatch(given.get("of", ""))
    measure = given.get("measure", "count") or "count"
    asked = Asked(
        words=given.get("q", "").replace("\0", "").strip()[:LONGEST],
        filters=tuple(filters),
        sort=(int(sort[2]), bool(sort[1])) if sort and int(sort[2]) < columns else None,
        group=int(group[2]) if group and int(group[2]) < columns else None,
        measure=measure if measure in MEASURES else "count",
        of=int(of[2]) if of and int(of[2]) < columns else None,
        after=given.get("after", "")[:400],
        unread=tuple(unread),
    )
    if asked.measure != "count" and asked.of is None:
        asked = replace(asked, measure="count")
    return asked


def pairs(asked: Asked) -> list[tuple[str, str]]:
    """The parameters of a question, in a lasting order; `after` is not among them."""
    made = [("q", asked.words)] if asked.words else []
    made += [(f"c{column}__{operator}", value) for column, operator, value in asked.filters]
    if asked.sort is not None:
        made.append(("sort", f"{'-' if asked.sort[1] else ''}c{asked.sort[0]}"))
    if asked.group is not None:
        made.append(("group", f"c{asked.group}"))
        if asked.measure != "count" and asked.of is not None:
            made += [("measure", asked.measure), ("of", f"c{asked.of}")]
    return made


def query(asked: Asked, *, after: str = "") -> str:
    """The question as the tail of an address, with `?` before it; empty for the whole table."""
    made = pairs(asked) + ([("after", after)] if after else [])
    return f"?{urlencode(made)}" if made else ""


def where_of(asked: Asked) -> Where | None:
    """The filter of a question."""
    parts: list[Where] = [_condition(*one) for one in asked.filters]
    if asked.words:
        parts.append(WordsOf(asked.words))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _condition(column: int, operator: str, value: str) -> Condition:
    if operator in ("null", "not_null"):
        return Condition(column, operator)
    values = tuple(part.strip() for part in value.split("|") if part.strip()) if operator == "in" else (value,)
    return Condition(column, operator, values)


def rows_of(asked: Asked, *, fields: Iterable[int] = (), limit: int = PAGE, total: bool = True) -> Ask:
    """The question for a page of rows."""
    sort = (Sort(*asked.sort),) if asked.sort else ()
    return Ask(where_of(asked), sort, tuple(fields), after=asked.after, limit=limit, total=total)


def groups_of(asked: Asked, *, limit: int = MOST_GROUPS) -> Ask:
    """The question for the groups; `asked.group` is set."""
    assert asked.group is not None
    measures = [Measure("count")]
    if asked.measure != "count" and asked.of is not None:
        measures.append(Measure(asked.measure, asked.of))
    return Ask(where_of(asked), group=(asked.group,), measures=tuple(measures), limit=limit, total=True)

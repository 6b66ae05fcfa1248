"""What may be asked of a table. Pure: every exit (page, native API, CKAN, egov) makes an `Ask`, one compiler reads it.

Columns are numbers (0, 1, ...) of the version's columns: names people write never reach SQL. Values are text as they
were typed; the compiler reads them by the type of the column, and what does not fit is refused by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

OPERATORS = (
    "exact", "not", "in", "gt", "gte", "lt", "lte", "contains", "prefix", "null", "not_null",
)  # fmt: skip
MEASURES = ("count", "sum", "avg", "min", "max", "distinct")


@dataclass(frozen=True)
class Condition:
    """A column, what is asked of it, and the values (none for null, one for most, some for `in`)."""

    column: int
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """Rows in which all words stand, in one column or in any."""

    text: str
    column: int | None = None


@dataclass(frozen=True)
class Every:
    """All of the parts hold."""

    parts: tuple[Where, ...]


@dataclass(frozen=True)
class Either:
    """One of the parts holds."""

    parts: tuple[Where, ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Where


Where = Condition | Words | Every | Either | Not


@dataclass(frozen=True)
class Sort:
    """A column to sort by; what is empty comes last either way. `measure`: of groups, `column` counts the measures."""

    column: int
    descending: bool = False
    measure: bool = False


@dataclass(frozen=True)
class Measure:
    """What is counted of each group."""

    kind: str
    column: int | None = None


@dataclass(frozen=True)
class Ask:
    """One question.

    Attributes:
        where: the filter.
        sort: columns; then by the row number, so that order is never chance.
        fields: columns to give, in order; empty: all.
        group: columns to group by; with it, `measures` are given and `fields` is not looked at.
        after: a token of the page before (keyset); empty: from the beginning.
        offset: rows to leave out; exits that promise it (CKAN, egov) use it, pages do not.
        limit: rows at most.
        distinct: no row twice.
        total: whether the number of all rows that fit is wanted.
    """

    where: Where | None = None
    sort: tuple[Sort, ...] = ()
    fields: tuple[int, ...] = ()
    group: tuple[int, ...] = ()
    measures: tuple[Measure, ...] = ()
    after: str = ""
    offset: int = 0
    limit: int = 50
    distinct: bool = False
    total: bool = True


@dataclass(frozen=True)
class Answer:
    """Rows as values of Python (None for empty), with the row number of the table before each unless grouped.

    Attributes:
        names: of the columns given.
        rows: values in the order of `names`.
        numbers: row numbers, from 1, beside `rows`; empty for groups.
        total: rows that fit; None when not asked.
        exact: whether `total` is all of them.
        following: token of the next page; empty on the last.
        kinds: types of the columns given, of `importing.types.TYPES`.
    """

    names: list[str]
    rows: list[tuple[object, ...]]
    numbers: list[int] = field(default_factory=list)
    total: int | None = None
    exact: bool = True
    following: str = ""
    kinds: list[str] = field(default_factory=list)

"""Parameters of an address as a question to a table. Pure.

`{column}__{comparison}=value` filters, `{column}=value` is exact; a column is its name or `c0`, `c1`, ... Everything
that is no word of ours is taken for a column: a misspelt filter is refused and never left out, which would give rows
that nobody asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jariya.portals.opendata.downloads.lines import TEXTS
from jariya.portals.opendata.querying.asking import (
    MEASURES,
    OPERATORS,
    Ask,
    Condition,
    Every,
    Measure,
    Sort,
    Where,
    Words,
)
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.querying.shape import Shape

WORDS_OF_OURS = frozenset({
    "q", "sort", "group", "fields", "unique", "after", "offset", "limit", "total", "format", "lang", "version",
    *MEASURES,
})  # fmt: skip
FORMATS = (*TEXTS, "xlsx", "parquet")
PAGE, LARGEST = 100, 10_000
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Wanted:
    """What an address asks: the question, and the format of its answer (json: a page with its total)."""

    asked: Ask
    format: str = "json"
    whole: bool = False
    """Whether all rows are wanted and not a page: in other formats than JSON where no limit is given."""


def read(given: Given, shape: Shape) -> Wanted:
    """The question of an address.

    Args:
        given: parameters, each with all its values.

    Raises:
        Misasked: what cannot be read, by name.
    """
    form = _one(given, "format") or "json"
    if form not in FORMATS:
        raise Misasked("format.unknown", format=form)
    parts: list[Where] = []
    for name, values in given.items():
        if name not in WORDS_OF_OURS:
            parts += _conditions(name, values, shape)
    if words := _one(given, "q"):
        parts.append(Words(words))
    group = tuple(shape.number(word) for word in _listed(given, "group", shape))
    measures = tuple(
        Measure(kind, shape.number(word) if word else None)
        for kind in MEASURES
        for word in (_listed(given, kind, shape) or ([""] if kind == "count" and "count" in given else []))
    )
    asked = Ask(
        where=None if not parts else parts[0] if len(parts) == 1 else Every(tuple(parts)),
        sort=tuple(_sort(word, shape, measures) for word in _listed(given, "sort", shape)),
        fields=tuple(shape.number(word) for word in _listed(given, "fields", shape)),
        group=group,
        measures=measures or ((Measure("count"),) if group else ()),
        after=_one(given, "after"),
        offset=_whole(given, "offset", 0, 10**12),
        limit=_whole(given, "limit", PAGE, LARGEST),
        distinct=_one(given, "unique") in ("true", "1"),
        total=_one(given, "total") not in ("false", "0"),
    )
    return Wanted(asked, form, whole=form != "json" and "limit" not in given)


def _conditions(name: str, values: Sequence[str], shape: Shape) -> list[Where]:
    """Repeated comparisons hold together; repeated `in` is one list, and one `in` may be parted by `|`."""
    word, _line, operator = name.rpartition("__")
    if not word:
        word, operator = name, "exact"
    elif operator not in OPERATORS:
        try:
            shape.number(name)
        except Misasked:
            shape.number(word)
            raise Misasked("operator.unknown", operator=operator) from None
        word, operator = name, "exact"
    column = shape.number(word)
    if operator in ("null", "not_null"):
        return [Condition(column, operator)]
    if operator == "in":
        listed = values[0].split("|") if len(values) == 1 else values
        return [Condition(column, operator, tuple(listed))]
    return [Condition(column, operator, (value,)) for value in values]


def _one(given: Given, name: str) -> str:
    return (given.get(name) or ("",))[-1]


def _listed(given: Given, name: str, shape: Shape) -> list[str]:
    """Words of a parameter that may be given several times or parted by commas; a name may itself hold commas."""
    found: list[str] = []
    for value in given.get(name) or ():
        bare = value.removeprefix("-")
        if bare in shape.names or (bare.endswith(")") and "(" in bare):
            found.append(value)
        else:
            found += [word for word in value.split(",") if word]
    return found


def _sort(word: str, shape: Shape, measures: tuple[Measure, ...]) -> Sort:
    descending, bare = word.startswith("-"), word.removeprefix("-")
    if word in shape.names:
        return Sort(shape.number(word))
    for place, one in enumerate(measures):
        if bare == called(one, shape):
            return Sort(place, descending, measure=True)
    return Sort(shape.number(bare), descending)


def called(measure: Measure, shape: Shape) -> str:
    """The name of a measure in the answer: `count`, `sum(amount)`."""
    return measure.kind if measure.column is None else f"{measure.kind}({shape.names[measure.column]})"


def _whole(given: Given, name: str, otherwise: int, most: int) -> int:
    text = _one(given, name)
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 16 and int(text) <= most):
        raise Misasked("limit.wrong", most=most)
    return int(text)

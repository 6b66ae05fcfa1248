"""datastore_search: its parameters as an `Ask`. Pure.

`_id` is the number of the row. A column is named by the words of its head; what is no column is refused by name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jariya.portals.opendata.querying.asking import Ask, Condition, Either, Every, Sort, Where, Words

LIMIT, MOST = 100, 20_000
"""Rows when none is asked, and at most."""
FARTHEST = 10_000_000
DEEPEST = 5
PARTS = 90
VALUES = 1_000
"""Conditions of one question, values of one list."""
ROW = "_id"
FORMATS = ("objects", "lists", "csv", "tsv")
TYPES = {
    "text": "text",
    "integer": "int8",
    "decimal": "float8",
    "date": "date",
    "datetime": "timestamp",
    "boolean": "bool",
}
"""Types of the house -> what CKAN says of a column."""
_OPERATORS = {"eq": "exact", "ne": "not", "gt": "gt", "gte": "gte", "lt": "lt", "lte": "lte", "in": "in"}


class Invalid(ValueError):
    """A parameter is not valid, as CKAN's Validation Error names it."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name}: {what}")
        self.name, self.what = name, what


@dataclass(frozen=True)
class Search:
    """A question with how it is to be answered.

    Attributes:
        numbers: rows that `_id` allows, when it was filtered by: they are looked up one by one; None: not filtered.
        row: whether `_id` is among the fields.
        names: the fields in the order that was asked, `_id` among them.
    """

    ask: Ask
    names: tuple[str, ...]
    format: str = "objects"
    row: bool = True
    numbers: tuple[int, ...] | None = None


def read(given: Mapping[str, Any], columns: Sequence[str]) -> Search:
    """What is asked.

    Args:
        given: parameters of the call; from a form all are text.
        columns: names of the table, in order.

    Raises:
        Invalid: naming the parameter.
    """
    places = {name: number for number, name in enumerate(columns)}
    filters = structure("filters", given.get("filters"))
    if filters is None:
        filters = {}
    if not isinstance(filters, dict):
        raise Invalid("filters", "Not a JSON object")
    numbers = _numbers(filters.pop(ROW)) if ROW in filters else None
    parts = [*_filters(filters, places, 0), *_words(given, places)]
    if len(parts) > PARTS:
        raise Invalid("filters", "Too many conditions")
    names = _fields(given.get("fields"), columns)
    limit = whole("limit", given.get("limit"), LIMIT, MOST)
    wanted = tuple(places[name] for name in names if name != ROW)
    shape = str(given.get("records_format") or "objects")
    if shape not in FORMATS:
        raise Invalid("records_format", f"Value must be one of {', '.join(FORMATS)}")
    distinct = truth("distinct", given.get("distinct"), False)
    return Search(
        Ask(
            where=Every(tuple(parts)) if parts else None,
            sort=_sort(given.get("sort"), places),
            fields=wanted if names != (ROW, *columns) else (),
            offset=whole("offset", given.get("offset"), 0, FARTHEST),
            limit=limit,
            distinct=distinct,
            total=truth("include_total", given.get("include_total"), True),
        ),
        names=tuple(name for name in names if name != ROW) if distinct else names,
        format=shape,
        row=ROW in names and not distinct,
        numbers=numbers,
    )


def structure(name: str, value: Any) -> Any:
    """A parameter that is JSON: as it came in a JSON body, or as text of a form. Raises `Invalid`."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    try:
        found = json.loads(value)
        # Half a letter, which JSON can write and UTF-8 cannot, is refused here and not by the table.
        json.dumps(found, ensure_ascii=False).encode()
        return found
    except (ValueError, RecursionError):
        raise Invalid(name, "Cannot parse JSON") from None


def whole(name: str, value: Any, usual: int, most: int) -> int:
    """A number from 0; what is over `most` is `most`. Raises `Invalid`."""
    if value is None or value == "":
        return usual
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Invalid(name, "Invalid integer")
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal()):
        raise Invalid(name, "Must be a natural number")
    return min(int(text), most) if len(text) < 16 else most


def truth(name: str, value: Any, usual: bool) -> bool:
    """A boolean as CKAN reads it. Raises `Invalid`."""
    if value is None or value == "":
        return usual
    text = str(value).strip().lower()
    if text in ("true", "yes", "t", "y", "1", "on"):
        return True
    if text in ("false", "no", "f", "n", "0", "off"):
        return False
    raise Invalid(name, "Not a boolean")


def _column(parameter: str, name: Any, places: Mapping[str, int]) -> int:
    if not isinstance(name, str) or name not in places:
        raise Invalid(parameter, f'field "{str(name)[:100]}" not in table')
    return places[name]


def text(value: Any) -> str:
    """A value of JSON as the table writes it. Raises `Invalid` for what is no single value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise Invalid("filters", "A value must be text, a number or a boolean")


def _filters(given: Mapping[str, Any], places: Mapping[str, int], depth: int) -> list[Where]:
    if depth > DEEPEST:
        raise Invalid("filters", "Too deep")
    parts: list[Where] = []
    for name, value in given.items():
        if name in ("$and", "$or"):
            groups = value if isinstance(value, list) else [value]
            if not groups or len(groups) > PARTS or not all(isinstance(one, dict) and one for one in groups):
                raise Invalid("filters", f"{name} takes a list of filters")
            found = tuple(_every(_filters(one, places, depth + 1)) for one in groups)
            parts.append(Every(found) if name == "$and" else Either(found))
        else:
            parts.append(_one(_column("filters", name, places), value))
    return parts


def _every(parts: list[Where]) -> Where:
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _one(column: int, value: Any) -> Where:
    """A filter of one column: a value, values any of which it may be, or ranges."""
    if value is None:
        return Condition(column, "null")
    if isinstance(value, list):
        return _any_of(column, value)
    if not isinstance(value, dict):
        return Condition(column, "exact", (text(value),))
    parts: list[Where] = []
    for word, wanted in value.items():
        operator = word.removeprefix("$")
        if operator == "between":
            if not isinstance(wanted, list) or len(wanted) != 2:
                raise Invalid("filters", "between takes two values")
            parts += [Condition(column, "gte", (text(wanted[0]),)), Condition(column, "lte", (text(wanted[1]),))]
        elif operator not in _OPERATORS:
            raise Invalid("filters", f'unknown operator "{word[:40]}"')
        elif operator == "in":
            parts.append(_any_of(column, wanted if isinstance(wanted, list) else [wanted]))
        elif wanted is None:
            if operator not in ("eq", "ne"):
                raise Invalid("filters", f"{operator} takes a value")
            parts.append(Condition(column, "null" if operator == "eq" else "not_null"))
        else:
            parts.append(Condition(column, _OPERATORS[operator], (text(wanted),)))
    if not parts:
        raise Invalid("filters", "An empty filter")
    return _every(parts)


def _any_of(column: int, values: list[Any]) -> Where:
    if len(values) > VALUES:
        raise Invalid("filters", "Too many values")
    known = tuple(text(one) for one in values if one is not None)
    empty = len(known) < len(values)
    listed = Condition(column, "in", known)
    if empty:
        return Either((listed, Condition(column, "null"))) if known else Condition(column, "null")
    # Of an empty list nothing is a member.
    return listed if known else Every((Condition(column, "null"), Condition(column, "not_null")))


def _numbers(value: Any) -> tuple[int, ...]:
    values = value if isinstance(value, list) else [value]
    if len(values) > PARTS:
        raise Invalid("filters", "Too many values")
    return tuple(sorted({whole(ROW, one, 0, 10**15) for one in values}))


def _words(given: Mapping[str, Any], places: Mapping[str, int]) -> list[Where]:
    value = given.get("q")
    if isinstance(value, str) and value.lstrip().startswith("{"):
        value = structure("q", value)
    if value in (None, "", {}):
        return []
    if isinstance(value, dict):
        found: list[Where] = []
        for name, words in value.items():
            column = _column("q", name, places)
            if str(words).strip():
                found.append(Words(text(words), column))
        return found
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Invalid("q", "Must be text, or an object of texts by field")
    plain = str(value).strip()
    return [Words(plain)] if plain else []


def _listed(name: str, value: Any) -> list[str]:
    """A list of names: JSON, or divided by commas, where a quoted name may hold one."""
    if value is None:
        return []
    if isinstance(value, str):
        value = structure(name, value) if value.lstrip().startswith("[") else _divided(value)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Invalid(name, "Not a list of names")
    return [one.strip() for one in value if one.strip()]


def _divided(value: str) -> list[str]:
    found, word, quoted = [], "", False
    for letter in value:
        if letter == '"':
            quoted = not quoted
            word += letter
        elif letter == "," and not quoted:
            found.append(word)
            word = ""
        else:
            word += letter
    return [*found, word]


def _bare(name: str) -> str:
    return name[1:-1].replace('""', '"') if len(name) > 1 and name[0] == name[-1] == '"' else name


def _fields(value: Any, columns: Sequence[str]) -> tuple[str, ...]:
    known = {ROW, *columns}
    wanted = [one if one in known else _bare(one) for one in _listed("fields", value)]
    for name in wanted:
        if name not in known:
            raise Invalid("fields", f'field "{name[:100]}" not in table')
    return tuple(dict.fromkeys(wanted)) or (ROW, *columns)


def _sort(value: Any, places: Mapping[str, int]) -> tuple[Sort, ...]:
    sorts = []
    for one in _listed("sort", value):
        name, descending = one, False
        if name not in places:
            words = name.split()
            if words[-2:-1] == ["nulls"] and words[-1].lower() in ("last", "first"):
                words = words[:-2]  # what is empty comes last here, whatever is asked
            if words and words[-1].lower() in ("asc", "desc"):
                descending = words.pop().lower() == "desc"
            name = _bare(" ".join(words))
        if name == ROW and not descending:
            break  # rows stand in their order anyway, and no two have one number
        sorts.append(Sort(_column("sort", name, places), descending))
    return tuple(sorts)

"""The `source` of data.egov.kz v4 as an `Ask`: the part of Elasticsearch's query language that its clients write. Pure.

match, match_phrase, match_all, term, terms, range, prefix, exists, ids, query_string of plain words, bool with must,
should, must_not and filter; from, size, sort, _source.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jariya.portals.opendata.querying.asking import Ask, Condition, Either, Every, Not, Sort, Where, Words

SIZE, MOST = 100, 10_000
"""Rows when none is asked, and at most."""
FARTHEST = 10_000_000
LONGEST = 20_000
DEEPEST = 8
PARTS = 90
VALUES = 1_000
_FIELDS = frozenset({"match", "match_phrase", "match_phrase_prefix", "term", "terms", "prefix", "wildcard", "range"})
NOTHING = Every((Condition(0, "null"), Condition(0, "not_null")))
ANYTHING = Every(())


class Refusal(ValueError):
    """`source` cannot be answered; `code` never changes."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(f"{code}: {what}" if what else code)
        self.code, self.what = code, what


@dataclass(frozen=True)
class Asked:
    """A question. `fields`: names to give; empty: all."""

    ask: Ask
    fields: tuple[str, ...] = ()


def read(source: str, columns: Sequence[str], *, total: bool = False) -> Asked:
    """What is asked.

    Args:
        source: JSON of the parameter; empty: the first rows.
        columns: names of the table, in order.

    Raises:
        Refusal: source_unreadable, source_too_long, source_too_deep, field_unknown, clause_unknown, value_invalid.
    """
    if len(source) > LONGEST:
        raise Refusal("source_too_long")
    try:
        given = json.loads(source) if source.strip() else {}
        # Half a letter, which JSON can write and UTF-8 cannot, is refused here and not by the table.
        json.dumps(given, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refusal("source_unreadable") from None
    if not isinstance(given, dict):
        raise Refusal("source_unreadable")
    places = {name: number for number, name in enumerate(columns)}
    query = given.get("query")
    where = _clause(query, places, 0) if query not in (None, {}) else ANYTHING
    size = _whole("size", given.get("size"), SIZE, MOST)
    names = _names(given.get("_source", given.get("fields")), places)
    return Asked(
        Ask(
            where=None if where == ANYTHING else where,
            sort=_sorts(given.get("sort"), places),
            fields=tuple(places[name] for name in names),
            offset=_whole("from", given.get("from"), 0, FARTHEST),
            limit=size,
            total=total,
        ),
        names,
    )


def _whole(name: str, value: Any, usual: int, most: int) -> int:
    if value is None or value == "":
        return usual
    text = str(value).strip()
    if isinstance(value, bool) or not (text.isascii() and text.isdecimal()):
        raise Refusal("value_invalid", name)
    return min(int(text), most) if len(text) < 16 else most


def _names(value: Any, places: Mapping[str, int]) -> tuple[str, ...]:
    if value in (None, True, [], "*"):
        return ()
    if isinstance(value, dict):
        value = value.get("includes", value.get("include", []))
    listed = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(_known(one, places) for one in listed))


def _known(name: Any, places: Mapping[str, int]) -> str:
    if isinstance(name, str):
        # Old clients ask the part of a field that is not divided into words.
        for one in (name, name.removesuffix(".keyword"), name.removesuffix(".raw")):
            if one in places:
                return one
    raise Refusal("field_unknown", str(name)[:100])


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise Refusal("value_invalid")


def _clause(given: Any, places: Mapping[str, int], depth: int) -> Where:
    if depth > DEEPEST:
        raise Refusal("source_too_deep")
    if not isinstance(given, dict) or not given:
        raise Refusal("clause_unknown")
    return _all(_kind(name, value, places, depth) for name, value in given.items())


def _all(parts: Iterable[Where]) -> Where:
    """Each holds; what always holds is left out."""
    kept = tuple(part for part in parts if part != ANYTHING)
    return kept[0] if len(kept) == 1 else Every(kept)


def _some(parts: tuple[Where, ...]) -> Where:
    if ANYTHING in parts:
        return ANYTHING
    return parts[0] if len(parts) == 1 else Either(parts)


def _no(part: Where) -> Where:
    return NOTHING if part == ANYTHING else Not(part)


def _kind(name: str, value: Any, places: Mapping[str, int], depth: int) -> Where:
    if name == "match_all":
        return ANYTHING
    if name == "bool":
        return _bool(value, places, depth)
    if name in ("filtered", "constant_score"):
        if not isinstance(value, dict):
            raise Refusal("clause_unknown", name)
        inner = [value[one] for one in ("query", "filter") if value.get(one)]
        return _all(_clause(one, places, depth + 1) for one in inner)
    if name in ("query_string", "simple_query_string", "multi_match"):
        text = value.get("query") if isinstance(value, dict) else value
        return _words(_text(text), None)
    if name == "exists":
        field = value.get("field") if isinstance(value, dict) else value
        return Condition(places[_known(field, places)], "not_null")
    if name not in _FIELDS or not isinstance(value, dict) or not value:
        raise Refusal("clause_unknown", name[:40])
    fields = {field: inner for field, inner in value.items() if field not in ("boost", "_name", "minimum_should_match")}
    parts = tuple(_field(name, places[_known(field, places)], inner) for field, inner in fields.items())
    if not parts:
        raise Refusal("clause_unknown", name[:40])
    return _all(parts)


def _field(name: str, column: int, value: Any) -> Where:
    if name in ("match", "match_phrase", "match_phrase_prefix"):
        joined = "or" if name == "match" else "and"
        if isinstance(value, dict):
            joined = str(value.get("operator", joined)).lower()
            value = value.get("query")
        words = _text(value).split()
        if joined == "or" and len(words) > 1:
            return _some(tuple(_words(word, column) for word in words[:PARTS]))
        return _words(" ".join(words), column)
    if name == "term":
        return Condition(column, "exact", (_text(value.get("value") if isinstance(value, dict) else value),))
    if name == "terms":
        if not isinstance(value, list) or len(value) > VALUES:
            raise Refusal("value_invalid", name)
        return Condition(column, "in", tuple(map(_text, value))) if value else NOTHING
    if name in ("prefix", "wildcard"):
        text = _text(value.get("value") if isinstance(value, dict) else value)
        if name == "wildcard":
            if not text.endswith("*") or "*" in text[:-1] or "?" in text:
                raise Refusal("clause_unknown", "wildcard")
            text = text[:-1]
        return Condition(column, "prefix", (text,))
    if name == "range":
        return _range(column, value)
    raise Refusal("clause_unknown", name[:40])


def _words(text: str, column: int | None) -> Where:
    return Words(text, column) if text.strip() else NOTHING


_RANGES = {"gt": "gt", "gte": "gte", "lt": "lt", "lte": "lte", "from": "gte", "to": "lte"}


def _range(column: int, value: Any) -> Where:
    if not isinstance(value, dict):
        raise Refusal("value_invalid", "range")
    parts: list[Where] = []
    for word, wanted in value.items():
        if word in ("format", "boost", "time_zone", "include_lower", "include_upper"):
            continue
        if word not in _RANGES:
            raise Refusal("clause_unknown", word[:40])
        if wanted is not None:
            parts.append(Condition(column, _RANGES[word], (_text(wanted),)))
    return _all(parts) if parts else Condition(column, "not_null")


def _bool(value: Any, places: Mapping[str, int], depth: int) -> Where:
    if not isinstance(value, dict):
        raise Refusal("clause_unknown", "bool")
    groups: dict[str, tuple[Where, ...]] = {}
    for name, inner in value.items():
        if name in ("boost", "minimum_should_match", "_name"):
            continue
        if name not in ("must", "should", "must_not", "filter"):
            raise Refusal("clause_unknown", name[:40])
        listed = inner if isinstance(inner, list) else [inner]
        if len(listed) > PARTS:
            raise Refusal("source_too_deep")
        groups[name] = tuple(_clause(one, places, depth + 1) for one in listed if one != {})
    parts = [*groups.get("must", ()), *groups.get("filter", ())]
    parts += [_no(one) for one in groups.get("must_not", ())]
    should = groups.get("should", ())
    # Beside `must` and `filter` it only raises the score, of which there is none here.
    if should and (not parts or str(value.get("minimum_should_match", "0")) not in ("0", "")):
        parts.append(_some(should))
    return _all(parts)


def _sorts(value: Any, places: Mapping[str, int]) -> tuple[Sort, ...]:
    if value in (None, [], {}, ""):
        return ()
    sorts = []
    for one in (value if isinstance(value, list) else [value])[:20]:
        if isinstance(one, str):
            name, _colon, order = one.partition(":")
            one = {name: order or "asc"}
        if not isinstance(one, dict):
            raise Refusal("value_invalid", "sort")
        for name, order in one.items():
            if name in ("_score", "_doc"):
                continue
            order = order.get("order", "asc") if isinstance(order, dict) else order
            if str(order).lower() not in ("asc", "desc"):
                raise Refusal("value_invalid", "sort")
            sorts.append(Sort(places[_known(name, places)], str(order).lower() == "desc"))
    return tuple(sorts)

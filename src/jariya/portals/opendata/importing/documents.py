"""Rows of JSON documents in the shapes in which tables are sent, and of JSON lines."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from jariya.portals.opendata.importing import encoding as encodings
from jariya.portals.opendata.importing.limits import Limits
from jariya.portals.opendata.importing.problems import Problems, Unreadable
from jariya.portals.opendata.importing.rows import Source

BROKEN = "unreadable"
"""Column in which lines stand that are no JSON."""
_HEADS = ("columns", "fields", "headers", "header", "names", "cols")
_CHUNK = 1024 * 1024
_LIST = re.compile(rb"(\xef\xbb\xbf)?\s*\[\s*\{")
_BETWEEN = re.compile(r"[\s,]*")
_LONG = re.compile(rb"\d{16}|\d[.]\d{16}|[eE][+-]?\d")


def document(path: Path, told: str = "") -> tuple[Any, str]:
    """A JSON document and its encoding; numbers too long for a machine word keep all their digits."""
    raw = path.read_bytes()
    found = encodings.detect(path, told=told)
    if found.name != "utf-8" or found.mixed:
        raw = raw[found.mark :].decode(found.name, "replace").encode()
    else:
        raw = raw[found.mark :]
    raw = raw.replace(b"\x00", b"")
    if not _LONG.search(raw):
        try:
            return orjson.loads(raw), found.name
        except orjson.JSONDecodeError:
            pass
    try:  # NaN, long numbers: what stricter readers refuse or round
        return json.loads(raw.decode("utf-8", "replace"), parse_float=Decimal), found.name
    except (ValueError, RecursionError) as error:
        raise Unreadable("file.broken", said=str(error)[:200]) from error


def records(content: Any, problems: Problems) -> Source:
    """The table of a document: the document itself, or the longest list one or two steps inside.

    A list of objects; a list of lists under a list of names; an object of columns of one length.
    """
    best = _table(content, problems)
    if best is not None:
        return best
    if isinstance(content, dict):
        inner = [value for value in content.values() if isinstance(value, list | dict)]
        deeper = [value for one in inner if isinstance(one, dict) for value in one.values()]
        candidates = [one for one in (*inner, *deeper) if _length(one) or isinstance(one, dict)]
        for one in sorted(candidates, key=_length, reverse=True):
            best = _table(one, problems)
            if best is not None:
                return best
        if content and not any(isinstance(value, list) for value in content.values()):
            return objects([content], problems)
    raise Unreadable("json.no_table")


def _length(content: Any) -> int:
    return len(content) if isinstance(content, list) else 0


def _table(content: Any, problems: Problems) -> Source | None:
    if isinstance(content, list) and content:
        if all(isinstance(one, dict) for one in content):
            return objects(content, problems)
        if all(isinstance(one, list) for one in content) and len(content) > 1:
            return Source([[text(cell) for cell in row] for row in content], None, 1, look=True)
    if isinstance(content, dict):
        head = next((content[name] for name in _HEADS if isinstance(content.get(name), list)), None)
        rows = max((value for value in content.values() if _length(value) and value is not head), key=len, default=None)
        if head and rows and all(isinstance(one, list) for one in rows):
            return Source(
                chain([[_name(one) for one in head]], ([text(cell) for cell in row] for row in rows)), True, 0
            )
        columns = {name: value for name, value in content.items() if isinstance(value, list)}
        lengths = {len(value) for value in columns.values()}
        plain = not any(isinstance(cell, dict | list) for value in columns.values() for cell in value[:5])
        if len(columns) > 1 and len(lengths) == 1 and len(columns) == len(content) and plain and lengths != {0}:
            rows = [[text(cell) for cell in row] for row in zip(*columns.values(), strict=True)]
            return Source(chain([list(columns)], rows), True, 0)
        # {"0": {...}, "1": {...}}: objects under their numbers or ids
        if len(content) > 1 and all(isinstance(one, dict) and one for one in content.values()):
            first = set(next(iter(content.values())))
            if all(len(first & set(one)) > 0.5 * len(first) for one in content.values()):
                return objects([{"key": name, **one} for name, one in content.items()], problems)
    return None


def _name(head: Any) -> str:
    """The name of a column out of a list of names or of descriptions of fields."""
    if isinstance(head, dict):
        return text(next((head[key] for key in ("name", "id", "title", "label", "field") if head.get(key)), ""))
    return text(head)


def objects(sent: Iterable[dict[str, Any]], problems: Problems) -> Source:
    """Objects as rows: fields in the order of their first appearance, objects inside by dotted names."""
    flat: list[dict[str, str]] = []
    names: dict[str, None] = {}
    nested = 0
    for record in sent:
        row: dict[str, str] = {}
        nested += flatten(record, "", row)
        names.update(dict.fromkeys(row))
        flat.append(row)
    if not names:
        raise Unreadable("json.no_table")
    if nested:
        problems.tell("json.nested", [], nested)
    return Source(chain([list(names)], ([row.get(name, "") for name in names] for row in flat)), True, 0)


def lines(path: Path, problems: Problems, limits: Limits) -> Source:
    """JSON lines, in two passes so that no more than a line is held: first the names, then the rows."""
    return _twice(lambda: _lines(path, limits), problems)


def is_list(path: Path) -> bool:
    """Whether a document is one list of objects, in UTF-8, which need not be held whole."""
    with path.open("rb") as file:
        if not _LIST.match(file.read(4096)):
            return False
    found = encodings.detect(path)
    return found.name == "utf-8" and not found.mixed


def stream(path: Path, problems: Problems, limits: Limits) -> Source:
    """A long list of objects, in two passes so that no more than some of them are held.

    Raises:
        Unreadable: it breaks off, or holds something else.
    """
    return _twice(lambda: enumerate(_elements(path, limits), start=1), problems)


def _elements(path: Path, limits: Limits) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder(parse_float=Decimal)
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        held = file.read(_CHUNK)
        place = held.index("[") + 1
        while True:
            found = _BETWEEN.match(held, place)
            place = found.end() if found else place
            if held.startswith("]", place):
                return
            try:
                one, place = decoder.raw_decode(held, place)
            except (ValueError, RecursionError) as error:
                more = file.read(_CHUNK)
                if not more or len(held) - place > limits.line_bytes:
                    raise Unreadable("file.broken", said=str(error)[:200]) from error
                held, place = held[place:] + more, 0
                continue
            if not isinstance(one, dict):
                raise Unreadable("json.no_table")
            yield one


def _twice(read_all: Callable[[], Iterator[tuple[int, dict[str, Any] | str]]], problems: Problems) -> Source:
    names: dict[str, None] = {}
    nested = broken = read = 0
    for number, record in read_all():
        row: dict[str, str] = {}
        if isinstance(record, dict):
            nested += flatten(record, "", row)
            read += 1
        else:
            broken += 1
            problems.add("json.broken_line", number, BROKEN, record)
            row[BROKEN] = record
        names.update(dict.fromkeys(row))
    if not read or broken > read:
        raise Unreadable("json.no_table" if not broken else "file.broken")
    if nested:
        problems.tell("json.nested", [], nested)
    ordered = sorted(names, key=lambda name: name == BROKEN)

    def rows() -> Iterator[list[str]]:
        for _number, record in read_all():
            row = {BROKEN: record} if isinstance(record, str) else {}
            if isinstance(record, dict):
                flatten(record, "", row)
            yield [row.get(name, "") for name in ordered]

    return Source(chain([ordered], rows()), True, 0)


def _lines(path: Path, limits: Limits) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Each line that says something: its object, or its text where it is none."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(limits.line_bytes + 1):
            number += 1
            if len(line) > limits.line_bytes:
                raise Unreadable("table.long_line", line=number)
            line = line.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").strip().rstrip(b",")
            if not line or line in (b"[", b"]"):
                continue
            try:
                one = json.loads(line, parse_float=Decimal) if _LONG.search(line) else orjson.loads(line)
            except (ValueError, RecursionError):
                one = None
            yield number, one if isinstance(one, dict) else line.decode("utf-8", "replace")


def flatten(record: dict[str, Any], before: str, row: dict[str, str], depth: int = 0) -> int:
    """Put the fields of an object into a row; the number of lists and deeper objects that stay JSON."""
    nested = 0
    for name, value in record.items():
        name = f"{before}{name}"
        if isinstance(value, dict) and value and depth < 2:
            nested += flatten(value, f"{name}.", row, depth + 1)
            continue
        nested += isinstance(value, list | dict) and bool(value)
        while name in row:  # `a.b` beside an `a` that holds a `b`
            name += "_2"
        row[name] = text(value)
    return nested


def text(value: Any) -> str:
    """A value of JSON as the text of a cell: what is nothing is empty, lists and objects stay JSON."""
    if isinstance(value, str):
        return value
    if value is None or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if not math.isfinite(value) else repr(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)

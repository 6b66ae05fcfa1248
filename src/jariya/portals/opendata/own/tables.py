"""Which own tables there are: their words in `tables.yaml`, their rows from functions that are registered by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Rows = Callable[[dt.date], Iterable[Sequence[Any]]]
"""Given the day, the rows of a table in the order of its columns. Only what anyone may see."""
_ROWS: dict[str, Rows] = {}
LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True)
class Field:
    """A column: its name, its type (one of the importer's), its words by language."""

    name: str
    type: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Own:
    """One table. `key`: names of the columns that tell rows apart."""

    name: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    theme: str
    frequency: str
    tags: tuple[str, ...]
    key: tuple[str, ...]
    fields: tuple[Field, ...]


def register(name: str, rows: Rows) -> None:
    """Give a table its rows. Tables of the kernel's records are registered in `records`, the others by `project`."""
    _ROWS[name] = rows


def rows_of(name: str) -> Rows | None:
    """Where the rows of a table come from; None where its portal is not installed."""
    return _ROWS.get(name)


@cache
def all_tables() -> tuple[Own, ...]:
    """Every table of `tables.yaml`, in its order."""
    said = yaml.safe_load((Path(__file__).parent / "tables.yaml").read_text("utf-8"))
    words: Mapping[str, Sequence[str]] = said["columns"]
    return tuple(_own(row, words) for row in said["tables"])


def _own(row: Mapping[str, Any], words: Mapping[str, Sequence[str]]) -> Own:
    return Own(
        name=row["name"],
        title=dict(zip(LANGUAGES, row["title"], strict=True)),
        text=dict(zip(LANGUAGES, row["text"], strict=True)),
        theme=row.get("theme", "GOVE"),
        frequency=row.get("frequency", "irregular"),
        tags=tuple(row.get("tags", ())),
        key=tuple(row.get("key", ())),
        fields=tuple(_field(one, words) for one in row["columns"]),
    )


def _field(said: str, words: Mapping[str, Sequence[str]]) -> Field:
    """`name` is text, `name:type` of that type; its words stand once for all tables."""
    name, _sep, kind = said.partition(":")
    return Field(name, kind or "text", dict(zip(LANGUAGES, words[name], strict=True)))

"""Feeds of a part of a case that another floor keeps (its comments). `project/wiring.py` registers them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from jariya.kernel.lifecycle.models import Case


class Line(Protocol):
    """What an entry is made of: a lasting mark, title, summary, author, moment and path."""

    @property
    def mark(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def at(self) -> dt.datetime: ...
    @property
    def path(self) -> str: ...


@dataclass(frozen=True)
class Part:
    """A part of cases that has a feed. `title` is lazy; `lines`: (case, lang) -> entries, newest first."""

    title: Any
    lines: Callable[[Case, str], Sequence[Line]]


_PARTS: dict[str, Part] = {}


def register(word: str, title: Any, lines: Callable[[Case, str], Sequence[Line]]) -> None:
    """Give a part of every public case its feed: `feeds/kk/case/<id>/<word>.atom`."""
    _PARTS[word] = Part(title, lines)


def part(word: str) -> Part | None:
    """What is registered under a word."""
    return _PARTS.get(word)

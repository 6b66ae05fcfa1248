"""One question while its history is being written, with its wordings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from jariya.kernel.lifecycle import book
from jariya.kernel.signing.step import salted_digest


@dataclass(slots=True)
class Line(book.Line):
    """One case while its history is being written."""

    letter: dict[str, Any] = field(default_factory=dict)
    wordings: dict[tuple[str, int], list[list[Any]]] = field(default_factory=dict)
    """(part, number) -> versions, the newest last; rows as COPY takes them."""
    moved: dict[int, int | None] = field(default_factory=dict)
    """Points, and where they went."""
    answer: dict[str, Any] | None = None
    rating: tuple[Any, ...] | None = None
    title: str = ""
    published_on: dt.date | None = None

    def newest(self, part: str) -> dict[int, list[Any]]:
        """The newest wording of each number of a part."""
        return {number: rows[-1] for (kind, number), rows in self.wordings.items() if kind == part}

    @property
    def here(self) -> list[int]:
        """Numbers of the points that stayed."""
        return [number for number, went in self.moved.items() if went is None]


ID, TEXT, PUBLIC, DIGEST, VERSION = 0, 6, 7, 9, 4
"""Places in a wording's row."""


def common(rows: list[list[Any]]) -> bytes:
    return salted_digest(b"".join(row[DIGEST] for row in rows), "")

"""Questions to a version of a table: `ask` for a page, `stream` for all of it. Every exit comes through here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings

from jariya.portals.opendata import store
from jariya.portals.opendata.models import Version
from jariya.portals.opendata.querying import compiling
from jariya.portals.opendata.querying.asking import Answer, Ask
from jariya.portals.opendata.querying.pool import client
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.querying.shape import Shape, of_report

SECONDS = 5.0
"""A question that takes longer is ended."""


def shape_of(version: Version) -> Shape:
    """Names, types and rows of a version's table; `shape.number(word)` finds a column by its name or as `c0`.

    Raises:
        Misasked: table.none.
    """
    if version.parquet is None or version.rows is None:
        raise Misasked("table.none")
    return of_report(version.report, version.rows, bytes(version.parquet).hex())


def ask(version: Version, asked: Ask, *, seconds: float = SECONDS) -> Answer:
    """One page of an answer.

    Args:
        version: a published one, or one that a publisher looks at.
        asked: the question.
        seconds: how long it may take; at most SECONDS.

    Raises:
        Misasked: by code, why it is not answered: `code`, `values`, `status`, `reason`.
    """
    shape = shape_of(version)
    path = store.path_of(bytes(version.parquet or b"")).resolve()
    if not path.is_file():
        raise Misasked("table.absent")
    folder = Path(settings.OPENDATA_STORE).resolve()
    return _answer(client.asked(folder, path, shape, asked, seconds=min(seconds, SECONDS)))


def _answer(found: dict[str, Any]) -> Answer:
    kinds = found["kinds"]
    rows = [
        tuple(compiling.python_value(cell, kind) for cell, kind in zip(row, kinds, strict=True))
        for row in found["rows"]
    ]
    return Answer(found["names"], rows, found["numbers"], found["total"], True, found["following"], kinds)


def stream(version: Version, asked: Ask, *, piece: int = compiling.LARGEST) -> Iterator[Answer]:
    """All of an answer, piece by piece; `limit` counts only where it is less than one piece.

    Each piece is a question of its own, with its own limit of time: a reader who goes away leaves nothing running.
    The first piece comes even when no row fits, so that the names of the columns are known.

    Raises:
        Misasked: as `ask`.
    """
    following = asked.after
    while True:
        found = ask(version, replace(asked, after=following, limit=piece, total=False))
        yield found
        following = found.following
        if not following:
            return

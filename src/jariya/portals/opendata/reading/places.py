"""The map of a table's page: which rows have a place, how they are drawn, where one goes from here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jariya.portals.opendata.importing.rows import GEOMETRY
from jariya.portals.opendata.models import Version
from jariya.portals.opendata.querying import engine
from jariya.portals.opendata.reading import addressed, mapped
from jariya.portals.opendata.reading.addressed import Asked
from jariya.portals.opendata.reading.columns import Column, coordinates
from jariya.portals.opendata.reading.giving import place_of
from jariya.portals.opendata.reading.mapped import Box, Drawing

POINTS, SHAPES = 10_000, 1_000
"""Rows drawn at most: of points by two columns, and of shapes, which are larger."""


@dataclass(frozen=True)
class Map:
    """A drawing, and the addresses around it."""

    drawing: Drawing
    more: bool
    """Whether there are rows beyond those drawn."""
    most: int
    ways: list[tuple[str, str]]
    """(what it does, tail of the address): nearer, farther, west, east, north, south, whole."""
    asked: Asked

    def tail(self, box: Box) -> str:
        """The address of another view of the same rows."""
        return _tail(self.asked, box)


def of_page(version: Version, asked: Asked, columns: list[Column], said: str) -> Map | None:
    """The map of the rows a filter leaves; None where they have no places."""
    shape, pair = next((one for one in columns if one.name == GEOMETRY), None), coordinates(columns)
    if (shape is None and pair is None) or asked.group is not None:
        return None
    fields = (shape.number,) if shape is not None else tuple(one.number for one in pair or ())
    most = SHAPES if shape is not None else POINTS
    only = Asked(words=asked.words, filters=asked.filters)
    answer = engine.ask(version, addressed.rows_of(only, fields=fields, limit=most, total=False))
    own = _as_given(columns, fields)
    given = []
    for number, row in zip(answer.numbers, answer.rows, strict=True):
        geometry = place_of(row, own[0] if shape is not None else None, None if shape is not None else (own[0], own[1]))
        if geometry is not None:
            given.append((number, geometry))
    box = mapped.read_box(said)
    drawing = mapped.drawn(given, box)
    if drawing is None:
        return None
    here = drawing.box
    ways = [
        ("nearer", _tail(asked, here.nearer(0.5))),
        ("farther", _tail(asked, here.nearer(2))),
        ("west", _tail(asked, here.moved(-0.5, 0))),
        ("east", _tail(asked, here.moved(0.5, 0))),
        ("north", _tail(asked, here.moved(0, 0.5))),
        ("south", _tail(asked, here.moved(0, -0.5))),
    ]
    if box is not None:
        ways.append(("whole", addressed.query(asked) + "#map"))
    return Map(drawing, bool(answer.following), most, ways, asked)


def _tail(asked: Asked, box: Box) -> str:
    query = addressed.query(asked)
    return f"{query}{'&' if query else '?'}map={box.said()}#map"


def _as_given(columns: list[Column], fields: tuple[int, ...]) -> list[Column]:
    """The columns asked for, numbered as they stand in the answer."""
    return [replace(columns[number], number=place) for place, number in enumerate(fields)]

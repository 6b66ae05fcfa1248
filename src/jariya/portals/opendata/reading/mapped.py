"""Places of a table as a drawing: shapes as they are, points that lie close together as one circle. Pure.

The drawing needs no map of anybody: it is numbers on a sheet of 600 by 400, in the projection of the sheet's middle
latitude, and stands beside the table that says everything. A box in the address is what a reader zooms by.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

WIDE, TALL = 600.0, 400.0
CELL = 40.0
"""Side of the squares in which points are drawn as one."""
MOST_CORNERS = 6_000
"""Corners drawn of all shapes together: more is more than a phone should load."""
MARGIN = 0.06
SMALLEST = 0.01
"""Degrees below which no box is smaller: about a kilometre."""


@dataclass(frozen=True)
class Box:
    """West, south, east, north in degrees."""

    west: float
    south: float
    east: float
    north: float

    def said(self) -> str:
        """As it stands in an address."""
        return ",".join(f"{value:.4f}" for value in (self.west, self.south, self.east, self.north))

    def nearer(self, factor: float, x: float | None = None, y: float | None = None) -> Box:
        """A box `factor` as large around a place, by default its middle."""
        middle = ((self.west + self.east) / 2 if x is None else x, (self.south + self.north) / 2 if y is None else y)
        half = (
            max((self.east - self.west) * factor, SMALLEST) / 2,
            max((self.north - self.south) * factor, SMALLEST) / 2,
        )
        return _legal(middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1])

    def moved(self, right: float, up: float) -> Box:
        """The box moved by shares of its size."""
        dx, dy = (self.east - self.west) * right, (self.north - self.south) * up
        return _legal(self.west + dx, self.south + dy, self.east + dx, self.north + dy)


def _legal(west: float, south: float, east: float, north: float) -> Box:
    return Box(max(west, -180.0), max(south, -85.0), min(east, 180.0), min(north, 85.0))


def read_box(text: str) -> Box | None:
    """A box out of an address; None for anything else."""
    parts = text.split(",")
    try:
        numbers = [float(part) for part in parts] if len(parts) == 4 and len(text) < 80 else []
    except ValueError:
        return None
    if len(numbers) != 4 or not all(math.isfinite(one) for one in numbers):
        return None
    west, south, east, north = numbers
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        return None
    return Box(west, south, east, north)


@dataclass(frozen=True)
class Spot:
    """A point, or several that lie close together. `row`: of a single one. `number`: how many."""

    x: float
    y: float
    radius: float
    number: int
    row: int
    box: Box | None
    """Where one zooms to; None for a single point."""


@dataclass(frozen=True)
class Drawing:
    """Shapes as (path, row number, whether it is an area), spots, and the box they are drawn in."""

    shapes: list[tuple[str, int, bool]]
    spots: list[Spot]
    box: Box
    places: int
    """Rows with a place within the box."""
    cut: bool
    """Whether shapes were left out for their size."""


Place = tuple[int, dict[str, Any]]
"""Row number and a geometry of GeoJSON."""


def drawn(given: Iterable[Place], box: Box | None = None) -> Drawing | None:
    """A drawing of places; None where there are none.

    Args:
        given: row numbers with geometries in degrees.
        box: what is looked at; by default all of them.
    """
    points: list[tuple[int, float, float]] = []
    shapes: list[tuple[int, list[list[tuple[float, float]]], bool]] = []
    for row, geometry in given:
        for kind, parts in _parts(geometry):
            if kind == "point":
                points += [(row, *corner) for corner in parts[0]]
            else:
                shapes.append((row, parts, kind == "area"))
    corners = [(x, y) for _row, x, y in points] + [one for _r, parts, _a in shapes for part in parts for one in part]
    if not corners:
        return None
    box = box or _around(corners)
    project = _projection(box)
    lines, cut = _shapes(shapes, box, project)
    spots, inside = _spots(points, box, project)
    inside |= {row for _path, row, _area in lines}
    return Drawing(lines, spots, box, len(inside), cut)


def _parts(geometry: dict[str, Any]) -> Iterator[tuple[str, list[list[tuple[float, float]]]]]:
    """Points, lines and areas of a geometry; what is malformed is left out."""
    kind = geometry.get("type")
    given: Any = geometry.get("coordinates")
    try:
        if kind == "Point":
            yield "point", [[_corner(given)]]
        elif kind == "MultiPoint":
            yield "point", [[_corner(one) for one in given]]
        elif kind == "LineString":
            yield "line", [[_corner(one) for one in given]]
        elif kind == "MultiLineString":
            yield "line", [[_corner(one) for one in part] for part in given]
        elif kind == "Polygon":
            yield "area", [[_corner(one) for one in part] for part in given]
        elif kind == "MultiPolygon":
            for polygon in given:
                yield "area", [[_corner(one) for one in part] for part in polygon]
        elif kind == "GeometryCollection":
            for one in geometry.get("geometries", [])[:100]:
                if isinstance(one, dict) and one.get("type") != "GeometryCollection":
                    yield from _parts(one)
    except (TypeError, ValueError, IndexError, KeyError):
        return


def _corner(given: Any) -> tuple[float, float]:
    x, y = float(given[0]), float(given[1])
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90):
        raise ValueError("no place on the earth")
    return x, y


def _around(corners: list[tuple[float, float]]) -> Box:
    west, east = min(x for x, _y in corners), max(x for x, _y in corners)
    south, north = min(y for _x, y in corners), max(y for _x, y in corners)
    wide, tall = max(east - west, SMALLEST), max(north - south, SMALLEST)
    return _legal(west - wide * MARGIN, south - tall * MARGIN, east + wide * MARGIN, north + tall * MARGIN)


def _projection(box: Box) -> Any:
    """Degrees to the sheet: a degree of longitude is as much shorter as the middle latitude says."""
    narrow = max(math.cos(math.radians((box.south + box.north) / 2)), 0.05)
    scale = min(WIDE / ((box.east - box.west) * narrow), TALL / (box.north - box.south))
    middle = ((box.west + box.east) / 2, (box.south + box.north) / 2)

    def at(x: float, y: float) -> tuple[float, float]:
        return WIDE / 2 + (x - middle[0]) * narrow * scale, TALL / 2 - (y - middle[1]) * scale

    return at


def _shapes(
    shapes: list[tuple[int, list[list[tuple[float, float]]], bool]], box: Box, project: Any
) -> tuple[list[tuple[str, int, bool]], bool]:
    made: list[tuple[str, int, bool]] = []
    corners, cut = 0, False
    for row, parts, area in shapes:
        path = ""
        for part in parts:
            if not _meets(part, box):
                continue
            trail = _thinned([project(x, y) for x, y in part])
            corners += len(trail)
            if len(trail) < (3 if area else 2):
                continue
            path += "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in trail) + ("Z" if area else "")
        if corners > MOST_CORNERS:
            cut = True
            break
        if path:
            made.append((path, row, area))
    return made, cut


def _meets(part: list[tuple[float, float]], box: Box) -> bool:
    return (
        max(x for x, _y in part) >= box.west
        and min(x for x, _y in part) <= box.east
        and max(y for _x, y in part) >= box.south
        and min(y for _x, y in part) <= box.north
    )


def _thinned(trail: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Corners at least two units of the sheet apart; those far outside it are drawn to its neighbourhood."""
    made: list[tuple[float, float]] = []
    for x, y in trail:
        x, y = min(max(x, -WIDE), 2 * WIDE), min(max(y, -TALL), 2 * TALL)
        if not made or abs(x - made[-1][0]) + abs(y - made[-1][1]) >= 2:
            made.append((x, y))
    return made


def _spots(points: list[tuple[int, float, float]], box: Box, project: Any) -> tuple[list[Spot], set[int]]:
    """Points by squares of the sheet: one of its own stays a point, several become a circle."""
    held: dict[tuple[int, int], list[tuple[int, float, float, float, float]]] = {}
    rows: set[int] = set()
    for row, x, y in points:
        if box.west <= x <= box.east and box.south <= y <= box.north:
            at = project(x, y)
            held.setdefault((int(at[0] // CELL), int(at[1] // CELL)), []).append((row, *at, x, y))
            rows.add(row)
    spots = []
    for group in held.values():
        number = len(group)
        px, py = sum(one[1] for one in group) / number, sum(one[2] for one in group) / number
        if number == 1:
            spots.append(Spot(round(px, 1), round(py, 1), 6.0, 1, group[0][0], None))
            continue
        near = _around([(one[3], one[4]) for one in group])
        radius = min(8 + 3 * math.log2(number), 22.0)
        spots.append(Spot(round(px, 1), round(py, 1), round(radius, 1), number, group[0][0], near))
    return sorted(spots, key=lambda one: -one.number), rows

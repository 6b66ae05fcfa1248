"""Areas in proportion to amounts: the squarified treemap of Bruls, Huizing and van Wijk (2000). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDE, TALL = 600.0, 300.0


@dataclass(frozen=True)
class Tile:
    """A rectangle in a frame of 600 by 300. `number` is the place of its row in the table, from 1."""

    number: int
    x: float
    y: float
    width: float
    height: float
    shade: int
    """0 to 4: the largest are the darkest."""

    @property
    def has_room(self) -> bool:
        """Whether its number can be read in it."""
        return self.width >= 34 and self.height >= 26


def treemap(values: Sequence[int | None], wide: float = WIDE, tall: float = TALL) -> list[Tile]:
    """Tiles of the amounts that are more than zero; unknown, zero and negative ones have no area and are left out."""
    rows = sorted(((value, at) for at, value in enumerate(values, start=1) if value and value > 0), reverse=True)
    total = sum(value for value, _at in rows)
    if not total:
        return []
    areas = [(value * wide * tall / total, at) for value, at in rows]
    placed: list[tuple[int, float, float, float, float]] = []
    x = y = 0.0
    width, height = wide, tall
    while areas:
        side = min(width, height)
        strip = [areas.pop(0)]
        while areas and _worst([*strip, areas[0]], side) <= _worst(strip, side):
            strip.append(areas.pop(0))
        area = sum(size for size, _at in strip)
        thick = area / side if side else 0.0
        along = 0.0
        for size, at in strip:
            length = size / thick if thick else 0.0
            if width >= height:
                placed.append((at, x, y + along, thick, length))
            else:
                placed.append((at, x + along, y, length, thick))
            along += length
        if width >= height:
            x, width = x + thick, max(width - thick, 0.0)
        else:
            y, height = y + thick, max(height - thick, 0.0)
    order = {at: place for place, (_size, at) in enumerate(rows)}
    return [
        Tile(at, round(left, 1), round(top, 1), round(w, 1), round(h, 1), 4 - min(4, order[at] * 5 // len(rows)))
        for at, left, top, w, h in placed
    ]


def _worst(strip: list[tuple[float, int]], side: float) -> float:
    """The worst ratio of sides in a strip along a side."""
    area = sum(size for size, _at in strip)
    if not area or not side:
        return float("inf")
    return max(max(side * side * size / (area * area), area * area / (side * side * size)) for size, _at in strip)

"""Lines over time, with round numbers beside them; a gap where a value is unknown. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from jariya.kernel.web.charts.scale import place, ticks

WIDE, TALL = 600.0, 200.0


@dataclass(frozen=True)
class Line:
    """A line as an SVG path, and its points one by one (a point alone between gaps has no line)."""

    path: str
    points: list[tuple[float, float]]


@dataclass(frozen=True)
class Lines:
    """Lines in a frame of 600 by 200. `grid`: (place from above, value) of the round numbers."""

    lines: list[Line]
    grid: list[tuple[float, int]]
    places: list[float]
    """Where the points of the axis stand."""


def lines(series: Sequence[Sequence[int | None]], breaks: Collection[int] = ()) -> Lines:
    """Lines of amounts on one scale that holds zero. A new line begins at each place of `breaks`, as at a new year."""
    known = [value for values in series for value in values if value is not None] or [0]
    marks = ticks(min(known), max(known))
    low, high = marks[0], marks[-1]
    count = max((len(values) for values in series), default=0)
    places = [round(at * WIDE / (count - 1), 1) if count > 1 else WIDE / 2 for at in range(count)]

    def above(value: float) -> float:
        return round(TALL - place(value, low, high, TALL), 1)

    made = []
    for values in series:
        path, points, pen = "", [], "M"
        for at, (x, value) in enumerate(zip(places, values, strict=False)):
            if at in breaks:
                pen = "M"
            if value is None:
                pen = "M"
                continue
            y = above(value)
            path += f"{pen}{x:g} {y:g}"
            points.append((x, y))
            pen = "L"
        made.append(Line(path, points))
    return Lines(made, [(above(value), value) for value in marks], places)

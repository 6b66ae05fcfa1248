"""Boxes of a page as a form sends them: ticked words in points, places typed or drawn in millimetres."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.http import QueryDict

Box = tuple[float, float, float, float]
MM = 72 / 25.4
"""Points of a millimetre."""
SIDES = ("left", "top", "right", "bottom")
_NUMBER = re.compile(r"\d{1,5}(?:[.,]\d{1,3})?")


class NotABox(ValueError):
    """A place that is none: a side is missing, no number, or right of the other one."""


def packed(boxes: Iterable[Iterable[float]]) -> str:
    """Boxes as the value of one tick."""
    return ";".join(" ".join(f"{side:.2f}" for side in box) for box in boxes)


def typed(box: Iterable[float]) -> tuple[str, ...]:
    """The sides of a box in millimetres, for its four fields."""
    return tuple(f"{side / MM:.1f}" for side in box)


def sent(form: QueryDict) -> list[Box]:
    """All boxes of a form.

    Raises:
        NotABox: what was typed is no place.
    """
    found: list[Box] = []
    for value in form.getlist("word"):
        for one in value.split(";"):
            found.append(_box(one.split(" "), 1.0))
    for sides in zip(*(form.getlist(side) for side in SIDES), strict=False):
        if any(side.strip() for side in sides):
            found.append(_box(sides, MM))
    return found


def _box(sides: Iterable[str], unit: float) -> Box:
    numbers = [float(side.strip().replace(",", ".")) * unit for side in sides if _NUMBER.fullmatch(side.strip())]
    if len(numbers) != 4 or not (numbers[0] < numbers[2] and numbers[1] < numbers[3]):
        raise NotABox
    return numbers[0], numbers[1], numbers[2], numbers[3]

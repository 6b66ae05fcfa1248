"""Two columns with one waist: from where money comes, and where it goes. Pure.

Money is not marked: which tax pays for which school cannot be said, so all of it meets in the middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDE, TALL = 600.0, 320.0
COLUMN = 14.0
GAP = 5.0
LEAST = 1.0


@dataclass(frozen=True)
class Flow:
    """One source or use: its bar at the edge and its ribbon to the middle. `number`: its row in the table, from 1."""

    number: int
    y: float
    height: float
    ribbon: str


@dataclass(frozen=True)
class Sankey:
    """Flows of both sides in a frame of 600 by 320. `waist`: top and height of the bar in the middle."""

    left: list[Flow]
    right: list[Flow]
    waist: tuple[float, float]


def sankey(sources: Sequence[int | None], uses: Sequence[int | None]) -> Sankey | None:
    """Flows of the amounts that are more than zero; None when a side has none.

    Both sides have one scale: where their sums differ, the shorter one leaves the waist partly open.
    """
    left = [(at, value) for at, value in enumerate(sources, start=1) if value and value > 0]
    right = [(at, value) for at, value in enumerate(uses, start=1) if value and value > 0]
    if not left or not right:
        return None
    total = max(sum(value for _at, value in left), sum(value for _at, value in right))
    room = TALL - GAP * (max(len(left), len(right)) - 1)
    scale = room / total
    height = round(total * scale, 1)
    top = round((TALL - height) / 2, 1)
    return Sankey(_side(left, scale, top, True), _side(right, scale, top, False), (top, height))


def _side(rows: list[tuple[int, int]], scale: float, waist: float, is_left: bool) -> list[Flow]:
    used = sum(value for _at, value in rows) * scale + GAP * (len(rows) - 1)
    y, meets = (TALL - used) / 2, waist
    edge, middle = (COLUMN, WIDE / 2 - COLUMN / 2) if is_left else (WIDE - COLUMN, WIDE / 2 + COLUMN / 2)
    bend = (edge + middle) / 2
    flows = []
    for number, value in rows:
        tall = max(value * scale, 0.0)
        ribbon = (
            f"M{edge:g} {y:.1f}C{bend:g} {y:.1f} {bend:g} {meets:.1f} {middle:g} {meets:.1f}"
            f"V{meets + tall:.1f}C{bend:g} {meets + tall:.1f} {bend:g} {y + tall:.1f} {edge:g} {y + tall:.1f}Z"
        )
        flows.append(Flow(number, round(y, 1), round(max(tall, LEAST), 1), ribbon))
        y += tall + GAP
        meets += tall
    return flows

"""The drawing of a lifecycle: states in one column, each verb a numbered line beside it. Pure, made by the server.

A verb that leads from a state to the next one below is a straight arrow. Any other verb gets a lane: to the right when
it leads down, to the left when it leads back up; lanes whose spans do not meet share a place. All sources of a verb
join its lane, so that twenty moves stay readable on a narrow phone, where a web of curves would not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jariya.kernel.lifecycle.table import NEW, STAY, Lifecycle

NODE_WIDTH, NODE_HEIGHT, GAP = 176, 54, 40
LANE, MARGIN, START = 21, 16, 34
LETTERS_A_LINE = 19
MOST_LINES = 3


@dataclass(frozen=True)
class Node:
    """A state as a box: its left upper corner, the lines of its title, who has the next move."""

    code: str
    x: float
    y: float
    lines: tuple[str, ...]
    waits_for: str
    final: bool

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return self.y + NODE_HEIGHT / 2


@dataclass(frozen=True)
class Badge:
    """The number of a verb on its line."""

    x: float
    y: float
    number: int


@dataclass
class Drawing:
    """What the template draws. Lengths are units of the viewBox; at 320 px one unit is about one pixel."""

    width: float
    height: float
    nodes: list[Node] = field(default_factory=list)
    start: tuple[float, float] = (0, 0)
    arrows: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    dots: list[tuple[float, float]] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)


@dataclass
class _Lane:
    number: int
    sources: tuple[int, ...]
    target: int
    place: int = 0

    @property
    def span(self) -> tuple[int, int]:
        ends = (*self.sources, self.target)
        return min(ends), max(ends)


def draw(table: Lifecycle, titles: Sequence[str] | None = None) -> Drawing:
    """Lay a table out.

    Args:
        titles: titles of the states in the reader's language, in the order of the table; by default as the table says.
    """
    names = list(titles or [str(state.title) for state in table.states])
    place = {NEW: -1} | {state.code: n for n, state in enumerate(table.states)}
    straight, down, up = _sorted_moves(table, place)
    right, left = _lanes(down), _lanes(up)
    x = MARGIN + left * LANE
    drawing = Drawing(
        width=x + NODE_WIDTH + MARGIN + right * LANE,
        height=START + len(names) * (NODE_HEIGHT + GAP) - GAP + 4,
    )
    for n, (state, name) in enumerate(zip(table.states, names, strict=True)):
        y = START + n * (NODE_HEIGHT + GAP)
        drawing.nodes.append(Node(state.code, x, y, tuple(_wrapped(name)), state.waits_for, state.final))
    middle = x + NODE_WIDTH / 2
    drawing.start = (middle, 8)
    for (source, target), numbers in straight.items():
        top = 14 if source < 0 else drawing.nodes[source].y + NODE_HEIGHT
        bottom = drawing.nodes[target].y
        drawing.arrows.append(f"M{middle:g} {top:g}V{bottom - 3:g}")
        for k, number in enumerate(numbers):
            drawing.badges.append(Badge(middle + 16 + k * 22, (top + bottom) / 2 - 1, number))
    for lanes, side in ((down, 1), (up, -1)):
        _draw_side(drawing, lanes, side)
    return drawing


Straight = dict[tuple[int, int], list[int]]


def _sorted_moves(table: Lifecycle, place: dict[str, int]) -> tuple[Straight, list[_Lane], list[_Lane]]:
    """Split the moves into straight arrows, lanes down and lanes up; a move that stays is in no drawing."""
    straight: Straight = {}
    sources: dict[tuple[int, int, bool], set[int]] = {}
    numbers = {verb: n for n, verb in enumerate(table.verbs(), start=1)}
    for move in table.moves:
        if move.target == STAY:
            continue
        number, target = numbers[move.verb], place[move.target]
        for code in move.source:
            source = place[code]
            if source == target - 1:
                row = straight.setdefault((source, target), [])
                if number not in row:
                    row.append(number)
            elif source != target:
                sources.setdefault((number, target, source < target), set()).add(source)
    lanes = [(_Lane(number, tuple(sorted(found)), target), down) for (number, target, down), found in sources.items()]
    return straight, [lane for lane, down in lanes if down], [lane for lane, down in lanes if not down]


def _lanes(lanes: list[_Lane]) -> int:
    """Give each lane the innermost free place, short spans first. Returns how many places are taken."""
    taken: list[list[tuple[int, int]]] = []
    for lane in sorted(lanes, key=lambda row: (row.span[1] - row.span[0], row.span, row.number)):
        first, last = lane.span
        for n, spans in enumerate(taken):
            if all(last < begin or end < first for begin, end in spans):
                spans.append(lane.span)
                lane.place = n
                break
        else:
            taken.append([lane.span])
            lane.place = len(taken) - 1
    return len(taken)


def _draw_side(drawing: Drawing, lanes: list[_Lane], side: int) -> None:
    edge = drawing.nodes[0].x + (NODE_WIDTH if side > 0 else 0)
    ends: dict[int, list[tuple[_Lane, bool]]] = {}
    for lane in lanes:
        for source in lane.sources:
            ends.setdefault(source, []).append((lane, False))
        ends.setdefault(lane.target, []).append((lane, True))
    at: dict[tuple[int, int, bool], float] = {}
    for n, found in ends.items():
        if n < 0:  # the start: all lines leave at its height
            at.update({(n, id(lane), into): drawing.start[1] for lane, into in found})
            continue
        # Inner lanes meet the box nearest to where they come from, so that lines cross as little as can be.
        found.sort(key=lambda row: (_direction(row[0], n), row[0].place * -_direction(row[0], n)))
        step = NODE_HEIGHT / (len(found) + 1)
        at.update({(n, id(lane), into): drawing.nodes[n].y + step * (k + 1) for k, (lane, into) in enumerate(found)})
    for lane in lanes:
        x = edge + side * (MARGIN - 4 + (lane.place + 0.5) * LANE)
        heights = [at[(source, id(lane), False)] for source in lane.sources]
        target = at[(lane.target, id(lane), True)]
        far = max(heights, key=lambda y: abs(y - target))
        bend = 6 if far > target else -6
        begin = edge if lane.sources[0] >= 0 else drawing.start[0]
        drawing.arrows.append(
            f"M{begin:g} {far:g}H{x - side * 6:g}Q{x:g} {far:g} {x:g} {far - bend:g}"
            f"V{target + bend:g}Q{x:g} {target:g} {x - side * 6:g} {target:g}H{edge + side * 3:g}"
        )
        for y in heights:
            if y != far:
                drawing.lines.append(f"M{edge:g} {y:g}H{x:g}")
                drawing.dots.append((x, y))
        # In the gap before the target: no line crosses a lane there.
        box = drawing.nodes[lane.target]
        gap = box.y - GAP / 2 if far < target else box.y + NODE_HEIGHT + GAP / 2
        drawing.badges.append(Badge(x, _clear(drawing, x, gap), lane.number))


def _direction(lane: _Lane, n: int) -> int:
    """-1 when the lane goes up from box `n`, 1 when it goes down."""
    first, last = lane.span
    return -1 if n == last else 1 if n == first else (-1 if lane.target < n else 1)


def _clear(drawing: Drawing, x: float, y: float) -> float:
    """A height near `y` where no other number stands on the same lane."""
    while any(badge.x == x and abs(badge.y - y) < 20 for badge in drawing.badges):
        y += 20
    return y


def _wrapped(title: str) -> list[str]:
    """The title in lines that fit a box; a word longer than a line keeps a line of its own."""
    lines: list[str] = []
    for word in title.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LETTERS_A_LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], " ".join(lines[MOST_LINES - 1 :])]
    return lines

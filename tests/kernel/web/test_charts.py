"""Geometry of charts: areas and lengths say the amounts, and unknown is drawn as nothing."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jariya.kernel.web.charts import Mark, Row, Span, bars, lines, sankey, tracks, treemap
from jariya.kernel.web.charts.scale import ticks

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
AMOUNTS = st.lists(st.one_of(st.none(), st.integers(-(10**15), 10**15)), max_size=30)


@CALM
@given(AMOUNTS)
def test_areas_are_in_proportion_and_fill_the_frame_without_overlap(values: list[int | None]) -> None:
    tiles = treemap(values)
    shown = {at: value for at, value in enumerate(values, start=1) if value and value > 0}
    assert {tile.number for tile in tiles} == set(shown)
    if not tiles:
        return
    whole = sum(shown.values())
    for tile in tiles:
        wanted = shown[tile.number] / whole * 600 * 300
        assert abs(tile.width * tile.height - wanted) <= 0.06 * (tile.width + tile.height) + 1
        assert -0.1 <= tile.x <= tile.x + tile.width <= 600.2
        assert -0.1 <= tile.y <= tile.y + tile.height <= 300.2
    for one in tiles:
        for two in tiles:
            if one.number < two.number:
                across = min(one.x + one.width, two.x + two.width) - max(one.x, two.x)
                down = min(one.y + one.height, two.y + two.height) - max(one.y, two.y)
                assert across <= 0.21 or down <= 0.21


@CALM
@given(AMOUNTS)
def test_bars_begin_at_zero_and_an_unknown_value_has_none(values: list[int | None]) -> None:
    drawn = bars(values)
    for value, bar in zip(values, drawn.bars, strict=True):
        if value is None:
            assert bar.start is None
        else:
            assert bar.start is not None
            assert bar.length is not None
            end = bar.start + bar.length
            assert abs((bar.start if value >= 0 else end) - drawn.zero) <= 0.02
            assert -0.01 <= bar.start <= end <= 100.02


@CALM
@given(st.lists(AMOUNTS, min_size=1, max_size=4))
def test_lines_stay_in_their_frame_and_break_at_unknown_values(series: list[list[int | None]]) -> None:
    drawn = lines(series)
    for values, line in zip(series, drawn.lines, strict=True):
        assert len(line.points) == sum(value is not None for value in values)
        assert all(0 <= x <= 600 and -0.1 <= y <= 200.1 for x, y in line.points)
        runs = re.sub(r"(None)+", " ", "".join("x" if value is not None else "None" for value in values)).split()
        assert line.path.count("M") == len(runs)


@CALM
@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15))
def test_round_numbers_hold_all_values_and_zero(one: int, two: int) -> None:
    marks = ticks(min(one, two), max(one, two))
    assert marks[0] <= min(one, two, 0)
    assert marks[-1] >= max(one, two, 0)
    assert 0 in marks
    assert len(marks) <= 8


@CALM
@given(AMOUNTS, AMOUNTS)
def test_both_sides_of_a_flow_have_one_scale(sources: list[int | None], uses: list[int | None]) -> None:
    drawn = sankey(sources, uses)
    left = {at: value for at, value in enumerate(sources, start=1) if value and value > 0}
    right = {at: value for at, value in enumerate(uses, start=1) if value and value > 0}
    if not left or not right:
        assert drawn is None
        return
    assert drawn is not None
    scale = drawn.waist[1] / max(sum(left.values()), sum(right.values()))
    for flows, shown in ((drawn.left, left), (drawn.right, right)):
        assert [flow.number for flow in flows] == list(shown)
        assert all(abs(flow.height - max(shown[flow.number] * scale, 1)) <= 0.2 for flow in flows)
        assert all(flow.y >= -0.1 and flow.y + flow.height <= 321.1 for flow in flows)


def test_days_stand_on_one_line_and_a_single_day_is_still_seen() -> None:
    day = dt.date(2026, 1, 1)
    rows = [
        Row(1, [Span(day, dt.date(2026, 1, 1), "talk")], [Mark(dt.date(2026, 12, 31), "paid")]),
        Row(2, [Span(dt.date(2026, 6, 1), dt.date(2026, 7, 1), "talk")]),
    ]
    drawn = tracks(rows)
    assert drawn is not None and (drawn.first, drawn.last) == (day, dt.date(2026, 12, 31))
    assert drawn.boxes[0].width >= 4 and drawn.boxes[0].x < drawn.boxes[1].x < drawn.dots[0].x <= 360
    assert [number for _y, number in drawn.numbers] == [1, 2] and drawn.years == [(drawn.boxes[0].x, 2026)]


def test_nothing_is_drawn_of_nothing() -> None:
    assert tracks([]) is None and tracks([Row(1, [], [Mark(dt.date(2026, 1, 1), "act")])]) is None

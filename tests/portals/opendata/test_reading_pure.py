"""What readers' pages of open data reckon without a database: addresses, cells, examples for programs, maps."""

from __future__ import annotations

import ast
import datetime as dt
import shlex
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jariya.portals.opendata.reading import addressed, cells, examples, mapped

NAMES = st.sampled_from(
    ["q", "sort", "group", "measure", "of", "after", "c0__gte", "c1__in", "c99__exact", "c0__x", "c³__gte"]
)
ADDRESS = st.dictionaries(NAMES | st.text(max_size=12), st.text(max_size=40), max_size=8)


@given(ADDRESS)
def test_any_address_is_read_and_comes_back_as_itself(given: dict[str, str]) -> None:
    asked = addressed.read(given, 3)
    again = addressed.read(dict(addressed.pairs(asked)), 3)
    assert addressed.pairs(again) == addressed.pairs(asked)
    addressed.rows_of(asked)
    if asked.group is not None:
        addressed.groups_of(asked)


@given(
    st.lists(
        st.tuples(st.sampled_from(["q", "c1__exact"]), st.text(st.characters(codec="utf-8"), max_size=30)), max_size=3
    )
)
def test_an_example_holds_any_value_as_one_value(asked: list[tuple[str, str]]) -> None:
    made = {one.key: one.text for one in examples.made("https://x.example/rows", asked)}
    address = shlex.split(made["curl"])[-1]
    assert parse_qsl(urlsplit(address).query, keep_blank_values=True) == [*asked, ("format", "csv")]
    assigned = ast.parse(made["python"]).body[3]
    assert isinstance(assigned, ast.Assign)
    assert [tuple(one) for one in ast.literal_eval(assigned.value)] == [*asked, ("limit", "10000")]
    assert made["excel"].count('"') % 2 == 0


@pytest.mark.parametrize(
    ("value", "lang", "said"),
    [
        (2024, "ru", "2024"), (12345, "ru", "12\u202f345"), (-1234567.5, "kk", "−1\u202f234\u202f567,5"),
        (0.1, "en", "0.1"), (1e-7, "ru", "0,0000001"), (36459883.199999996, "en", "36,459,883.199999996"),
        (True, "kk", "иә"), (None, "ru", ""), (dt.date(2026, 4, 3), "kk", "03.04.2026"),
        (dt.date(2026, 4, 3), "en", "2026-04-03"), ("000140001234", "ru", "000140001234"),
    ],
)  # fmt: skip
def test_a_cell_loses_no_digit(value: Any, lang: str, said: str) -> None:
    assert cells.shown(value, lang) == said


def test_points_that_lie_together_are_one_circle_and_none_is_lost() -> None:
    points = [(n, {"type": "Point", "coordinates": [71 + n % 20 / 1000, 51 + n // 20 / 1000]}) for n in range(400)]
    points.append((400, {"type": "Point", "coordinates": [72.0, 51.0]}))
    drawing = mapped.drawn(points)
    assert drawing and sum(spot.number for spot in drawing.spots) == drawing.places == 401
    largest = drawing.spots[0]
    assert largest.box and largest.number > 100
    near = mapped.drawn(points, largest.box)
    assert near and len(near.spots) > 1 and near.places < 401
    lone = next(spot for spot in drawing.spots if spot.number == 1)
    assert lone.row == 400 and 0 < lone.x < 600 and 0 < lone.y < 400


@given(st.recursive(st.none() | st.floats() | st.text(max_size=5), lambda x: st.lists(x, max_size=4), max_leaves=10))
def test_a_malformed_geometry_is_left_out(coordinates: Any) -> None:
    for kind in ("Point", "LineString", "Polygon", "MultiPolygon", "Nothing"):
        mapped.drawn([(1, {"type": kind, "coordinates": coordinates})])


@given(st.text(max_size=60))
def test_a_box_of_somebody_elses_is_no_box(text: str) -> None:
    box = mapped.read_box(text)
    assert box is None or (box.west < box.east and box.south < box.north)
    assert mapped.read_box("71.0,51.0,72.0,52.0") == mapped.Box(71.0, 51.0, 72.0, 52.0)
    assert mapped.read_box("nan,1,2,3") is None and mapped.read_box("1e999,1,2,3") is None

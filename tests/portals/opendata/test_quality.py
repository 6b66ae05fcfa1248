"""Points of quality: each check can be failed and mended, and the best set has all points."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from jariya.portals.opendata.quality import CHECKS, Facts, Held, advice, reckon

TODAY = dt.date(2026, 3, 18)
BEST = Facts(
    tags=True, themes=True, place=True, period=True, licence=True, licence_open=True, contact=True, titles=True,
    texts=300, frequency=True, fresh_until=TODAY, documentation=True, issued=True,
    resources=(Held("table", schema=True, columns=6, columns_named=6),),
)  # fmt: skip


def test_a_set_that_lacks_nothing_has_all_points() -> None:
    scores = reckon(BEST, TODAY)
    assert (scores["mqa"]["points"], scores["service"]["points"]) == (405, 100)
    assert (scores["percent"], scores["band"], scores["failed"]) == (100, "high", [])


@pytest.mark.parametrize(
    ("worse", "code"),
    [
        ({"tags": False}, "mqa.keywords"),
        ({"place": False}, "mqa.geo"),
        ({"contact": False}, "mqa.contact"),
        ({"licence_open": False}, "service.open_licence"),
        ({"fresh_until": TODAY - dt.timedelta(days=1)}, "service.renewed"),
        ({"texts": 10}, "service.told"),
        ({"resources": (Held("link", works=False, open_format=False, machine=False, size=False),)}, "mqa.access_works"),
        ({"resources": (Held("table", problems=3, columns=1, columns_named=1),)}, "service.read_clean"),
        ({"resources": (Held("table", schema=False),)}, "service.schema"),
        ({"resources": (Held("table", stable=False),)}, "service.stable"),
        ({"resources": (Held("table", columns=6, columns_named=5),)}, "service.columns_named"),
    ],
)
def test_what_is_missing_costs_its_points_and_says_what_to_do(worse: dict[str, Any], code: str) -> None:
    scores = reckon(replace(BEST, **worse), TODAY)
    assert code in scores["failed"]
    assert CHECKS[code].remedy in [check.remedy for check in advice(scores)]
    lost = sum(CHECKS[one].points for one in scores["failed"])
    assert lost == 505 - scores["mqa"]["points"] - scores["service"]["points"]


def test_an_empty_set_is_weak() -> None:
    bare = Facts(
        tags=False, themes=False, place=False, period=False, licence=False, licence_open=False, contact=False,
        titles=False, texts=0, frequency=False, fresh_until=None, documentation=False, issued=False,
    )  # fmt: skip
    assert reckon(bare, TODAY)["band"] == "poor"

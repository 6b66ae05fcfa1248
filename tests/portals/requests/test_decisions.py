"""The outcome of the whole follows from its points. Pure."""

from __future__ import annotations

import itertools

import pytest

from jariya.portals.requests.decisions import OUTCOMES, RESTRICTING, outcome_of


@pytest.mark.parametrize(
    ("points", "outcome"),
    [
        (["granted"], "granted"),
        (["granted", "granted"], "granted"),
        (["granted", "refused"], "partly"),
        (["granted", "partly"], "partly"),
        (["refused", "already_public"], "partly"),
        (["refused", "not_held"], "refused"),
        (["refused", "refused"], "refused"),
        (["not_held", "not_held"], "not_held"),
        (["already_public", "already_public"], "already_public"),
        (["granted", "not_held"], "granted"),
        (["granted", "already_public"], "granted"),
        (["already_public", "not_held"], "already_public"),
    ],
)
def test_the_outcome_of_points(points: list[str], outcome: str) -> None:
    assert outcome_of(points) == outcome


def test_the_order_of_points_does_not_matter_and_nothing_withheld_is_ever_called_granted() -> None:
    for count in (1, 2, 3):
        for points in itertools.product(OUTCOMES, repeat=count):
            whole = outcome_of(points)
            assert whole == outcome_of(reversed(points))
            assert (whole in RESTRICTING) == bool(set(points) & RESTRICTING)


@pytest.mark.parametrize("points", [[], ["maybe"]])
def test_no_decision_has_no_outcome(points: list[str]) -> None:
    with pytest.raises(ValueError):
        outcome_of(points)

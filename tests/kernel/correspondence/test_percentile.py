"""Percentiles of counted values are those of the values themselves."""

from __future__ import annotations

import random
from collections import Counter

from jariya.kernel.correspondence.figures import percentile


def plainly(values: list[int], share: float) -> float:
    """Between the two values beside the place, in proportion."""
    ordered, place = sorted(values), share * (len(values) - 1)
    low, high = ordered[int(place)], ordered[min(int(place) + 1, len(values) - 1)]
    return low + (place - int(place)) * (high - low)


def test_counted_values_have_the_percentiles_of_the_values() -> None:
    chance = random.Random(5)
    for number in (1, 2, 3, 4, 7, 10, 11, 100):
        for _time in range(20):
            values = [chance.randint(0, 20) for _ in range(number)]
            for share in (0.5, 0.9):
                found = percentile(Counter(values), share)
                assert found is not None and abs(found - plainly(values, share)) < 1e-9, (values, share)
    assert percentile({}, 0.5) is None

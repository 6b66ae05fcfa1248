"""Which counts of a survey may be shown, so that no answer of a single person can be guessed. Pure.

A count below the least is hidden. Where the counts of one question add up to a known total, a hidden one could be had
by subtraction; so as many of the next smallest are hidden until the hidden ones together reach the least, too.
Nobody is betrayed by a zero, and zeros are shown.
"""

from __future__ import annotations

from collections.abc import Sequence


def shown(counts: Sequence[int], *, total: int, least: int, adds_up: bool) -> list[int | None]:
    """Counts with those hidden (None) that would tell too much.

    Args:
        counts: how many chose each answer.
        total: how many answered the question.
        least: the norm `survey.cell.min_n`.
        adds_up: each person chose exactly one answer, so the counts add up to `total`.

    Returns:
        As many values as counts; all None when too few answered.
    """
    if total < least:
        return [None] * len(counts)
    hidden = {place for place, count in enumerate(counts) if 0 < count < least}
    if not adds_up:
        # Nearly all chose it: who did not would be as few.
        hidden |= {place for place, count in enumerate(counts) if 0 < total - count < least}
    elif hidden:
        for place in sorted(range(len(counts)), key=lambda place: (counts[place], place)):
            if len(hidden) > 1 and sum(counts[other] for other in hidden) >= least:
                break
            if counts[place] > 0:
                hidden.add(place)
    return [None if place in hidden else count for place, count in enumerate(counts)]


def mean(counts: Sequence[int], *, least: int) -> float | None:
    """Mean of a scale from 1; None when fewer than `least` answered."""
    total = sum(counts)
    if total < least:
        return None
    return sum((place + 1) * count for place, count in enumerate(counts)) / total

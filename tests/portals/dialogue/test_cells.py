"""Which counts of a survey may be shown. Pure: no database."""

from __future__ import annotations

import itertools

import pytest

from jariya.portals.dialogue.survey.cells import mean, shown


def test_nothing_is_shown_while_too_few_answered() -> None:
    assert shown([4, 5], total=9, least=10, adds_up=True) == [None, None]
    assert mean([4, 5], least=10) is None


def test_a_small_count_is_hidden_together_with_the_one_it_could_be_had_from() -> None:
    assert shown([40, 3, 30, 20], total=93, least=10, adds_up=True) == [40, None, 30, None]


def test_counts_of_several_choices_do_not_add_up_and_hide_alone() -> None:
    assert shown([40, 3, 30], total=50, least=10, adds_up=False) == [40, None, 30]


def test_a_count_of_nearly_all_betrays_the_few_others() -> None:
    assert shown([49, 20], total=50, least=10, adds_up=False) == [None, 20]


def test_a_zero_betrays_nobody_and_a_large_count_is_shown() -> None:
    assert shown([0, 50, 0], total=50, least=10, adds_up=True) == [0, 50, 0]


@pytest.mark.parametrize("size", [2, 3, 4])
def test_no_hidden_count_can_be_had_by_subtraction(size: int) -> None:
    for counts in itertools.product(range(0, 15, 2), repeat=size):
        total = sum(counts)
        seen = shown(counts, total=total, least=10, adds_up=True)
        hidden = [count for count, cell in zip(counts, seen, strict=True) if cell is None]
        if total < 10:
            assert len(hidden) == size
        elif hidden:
            positive = [count for count in hidden if count]
            rest = [count for count, cell in zip(counts, seen, strict=True) if cell]
            assert sum(hidden) >= 10 or not rest, counts
            assert len(positive) > 1 or not rest, counts
        assert all(cell is None or cell == 0 or cell >= 10 for cell in seen), counts


def test_the_mean_of_a_scale() -> None:
    assert mean([0, 0, 5, 0, 5], least=10) == 4.0

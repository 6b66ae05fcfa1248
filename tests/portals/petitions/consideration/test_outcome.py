"""What a decision comes to, and what promises come to in figures. No database."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from jariya.portals.petitions.consideration.outcome import OUTCOMES, Lateness, counted, outcome_of
from jariya.portals.petitions.consideration.states import DECISION, HEARING, MEMBERSHIP, PROMISE

TODAY = dt.date(2026, 6, 1)
days = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@given(st.lists(st.sampled_from(OUTCOMES), min_size=1))
def test_the_whole_is_what_all_demands_are_and_else_in_part(found: list[str]) -> None:
    assert outcome_of(found) == (found[0] if len(set(found)) == 1 else "partly")


@given(st.lists(st.builds(Lateness, days, st.none() | days, st.booleans()), max_size=30))
def test_each_promise_is_in_exactly_one_figure(rows: list[Lateness]) -> None:
    figures = counted(rows, TODAY)
    parts = (figures.kept_in_time, figures.kept_late, figures.late, figures.running, figures.given_up)
    assert sum(parts) == figures.promised == len(rows)


def test_a_promise_is_late_on_the_day_after_its_day() -> None:
    assert counted([Lateness(TODAY, None)], TODAY).late == 0
    assert counted([Lateness(TODAY, None)], TODAY + dt.timedelta(days=1)).late == 1


def test_every_state_of_the_small_tables_is_reached() -> None:
    for table in (MEMBERSHIP, HEARING, DECISION, PROMISE):
        reached = {move.target for move in table.values()}
        assert {state for move in table.values() for state in move.source} - {""} <= reached

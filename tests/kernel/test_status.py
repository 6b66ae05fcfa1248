"""Small tables of states: each verb once, from its own states alone."""

from __future__ import annotations

import pytest

from jariya.kernel.files.lifecycle import TABLE as FILE
from jariya.kernel.files.lifecycle import Status as FileStatus
from jariya.kernel.status import NEW, Move, Table, WrongMove
from jariya.portals.requests.report.lifecycle import STATES
from jariya.portals.requests.report.lifecycle import TABLE as REPORT


def test_a_verb_listed_twice_is_an_error_of_the_table() -> None:
    with pytest.raises(ValueError, match="twice"):
        Table(Move("take", ("new",), "taken", ("job",)), Move("take", ("old",), "taken", ("job",)))


@pytest.mark.parametrize(("table", "states"), [(FILE, list(FileStatus)), (REPORT, list(STATES))])
def test_every_verb_leaves_from_its_own_states_alone(table: Table[str], states: list[str]) -> None:
    for state in (NEW, *states):
        for verb, move in table.items():
            if state in move.source:
                assert table.after(state, verb) == move.target
            else:
                with pytest.raises(WrongMove):
                    table.after(state, verb)


@pytest.mark.parametrize(("table", "states"), [(FILE, list(FileStatus)), (REPORT, list(STATES))])
def test_every_state_but_the_first_is_reached(table: Table[str], states: list[str]) -> None:
    assert set(states) - {move.target for move in table.values()} <= {FileStatus.UPLOADED}

"""The tables of officers, sessions, recommendations, guides and seminars, walked over every state and verb. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jariya.kernel.law.shipped import shipped_calendar, shipped_norms
from jariya.kernel.lifecycle.decide import decide
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.table import NEW, CaseFacts, Context, Lifecycle
from jariya.portals.requests.commission.lifecycle import SESSION
from jariya.portals.requests.learning.lifecycle import GUIDE, SEMINAR
from jariya.portals.requests.learning.places import TABLE as PLACES
from jariya.portals.requests.monitoring.lifecycle import RECOMMENDATION
from jariya.portals.requests.officers.lifecycle import OFFICER

TABLES = (OFFICER, SESSION, RECOMMENDATION, GUIDE, SEMINAR)
TODAY = dt.date(2026, 3, 18)


def context(table: Lifecycle, state: str, *roles: str) -> Context:
    case = CaseFacts(1, table.kind, state, 7, None)
    now = dt.datetime(2026, 3, 18, 5, tzinfo=dt.UTC)
    return Context(case, frozenset(roles), {}, (), shipped_norms("kz").at(TODAY), shipped_calendar("kz"), TODAY, now)


def outcome(table: Lifecycle, verb: str, where: Context) -> str:
    try:
        decide(table, verb, where)
    except Refused as refusal:
        return refusal.code
    except KeyError:
        return "a guard passed and the term lacks a fact"
    return "done"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_a_verb_works_in_its_states_and_for_its_roles_alone(table: Lifecycle) -> None:
    for state in (NEW, *(one.code for one in table.states)):
        for verb in table.verbs():
            rows = [move for move in table.moves_of(verb) if state in move.source]
            said = outcome(table, verb, context(table, state, "person", "asker", "moderator"))
            assert said == ("lifecycle.not_yours" if rows else "lifecycle.not_in_this_state"), (state, verb)
            for role in {role for move in rows for role in move.who}:
                allowed = outcome(table, verb, context(table, state, role))
                assert not allowed.startswith("lifecycle."), (state, verb, role, allowed)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_nothing_moves_from_an_end_and_every_term_is_a_norm_that_a_verb_meets(table: Lifecycle) -> None:
    final = {state.code for state in table.states if state.final}
    assert not [move.verb for move in table.moves if final & set(move.source)]
    met = {kind for move in table.moves for kind in move.meets}
    norms: Any = shipped_norms("kz").at(TODAY)
    for kind, term in table.terms().items():
        assert kind in met and norms[term.norm].standing == "house", kind
    assert {move.target for move in table.moves} >= {state.code for state in table.states}


def test_a_place_is_taken_or_waited_for_and_given_up() -> None:
    assert {verb: (move.source, move.target) for verb, move in PLACES.items()} == {
        "take": (("",), "seated"),
        "wait": (("",), "waiting"),
        "move_up": (("waiting",), "seated"),
        "give_up": (("seated", "waiting"), "given_up"),
        "attend": (("seated",), "came"),
    }

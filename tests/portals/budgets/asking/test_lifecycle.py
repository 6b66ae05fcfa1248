"""The table of questions to lines, walked over every (state, verb) pair. Pure."""

from __future__ import annotations

import datetime as dt

import pytest

from jariya.kernel.law.shipped import shipped_calendar, shipped_norms
from jariya.kernel.lifecycle.decide import decide
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.table import NEW, STAY, CaseFacts, Context, OpenObligation
from jariya.portals.budgets.asking.lifecycle import KIND, LINE_QUESTION

TODAY = dt.date(2026, 11, 20)
CALENDAR, NORMS = shipped_calendar("kz"), shipped_norms("kz")
STATES = [NEW, *(state.code for state in LINE_QUESTION.states)]
EVERYONE = frozenset({role for move in LINE_QUESTION.moves for role in move.who})


def context(state: str, roles: frozenset[str] = EVERYONE, **facts: object) -> Context:
    case = CaseFacts(1, KIND, state, 1, 2)
    term = OpenObligation(7, "line_answer", 1, TODAY, TODAY + dt.timedelta(days=14))
    running = (term,) if state == "asked" else ()
    now = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
    return Context(case, roles, {"to_body_id": 3, **facts}, running, NORMS.at(TODAY), CALENDAR, TODAY, now)


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("verb", LINE_QUESTION.verbs())
@pytest.mark.parametrize("state", STATES)
def test_every_verb_in_every_state_does_what_the_table_says_or_is_refused(
    state: str, verb: str, answered: bool
) -> None:
    here = context(state, answered=answered)
    move = LINE_QUESTION.find(verb, here)
    if move is None:
        with pytest.raises(Refused, match="not_in_this_state"):
            decide(LINE_QUESTION, verb, here)
        return
    decision = decide(LINE_QUESTION, verb, here)
    assert decision.state == (state if move.target == STAY else move.target)
    runs_after = state == "asked" and not decision.meets and not decision.cancels or bool(decision.opens)
    assert runs_after == (decision.state == "asked"), "the term runs exactly while the question waits"


@pytest.mark.parametrize("number", range(len(LINE_QUESTION.moves)))
def test_nobody_outside_the_row_may_do_it(number: int) -> None:
    move = LINE_QUESTION.moves[number]
    here = context(move.source[0], EVERYONE - set(move.who), answered=move.when is not None and number % 2 == 0)
    with pytest.raises(Refused, match="not_yours|not_in_this_state"):
        decide(LINE_QUESTION, move.verb, here)


def test_every_norm_the_table_names_is_in_force() -> None:
    law = NORMS.at(TODAY)
    for move in LINE_QUESTION.moves:
        for key in filter(None, [move.law, *(term.norm for term in move.opens)]):
            assert law[key] is not None


@pytest.mark.parametrize(
    ("facts", "code"), [({"to_body_id": 1}, "line.same_body"), ({"hops": 1}, "line.passed_on_already")]
)
def test_a_question_goes_to_another_body_and_once(facts: dict[str, int], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(LINE_QUESTION, "pass_on", context("asked", **facts))
    assert refusal.value.code == code

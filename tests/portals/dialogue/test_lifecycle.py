"""The question's table, walked over every (state, verb) pair. Pure: no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from jariya.kernel.law.shipped import shipped_calendar, shipped_norms
from jariya.kernel.lifecycle.decide import decide
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.table import NEW, STAY, CaseFacts, Context, OpenObligation
from jariya.portals.dialogue.lifecycle import QUESTION

TODAY = dt.date(2026, 3, 18)
NOW = dt.datetime(2026, 3, 18, 6, 0, tzinfo=dt.UTC)
CALENDAR = shipped_calendar("kz")
NORMS = shipped_norms("kz")
GOOD_FACTS = {
    "body_connected": True,
    "registered_on": TODAY,
    "to_body_id": 2,
    "reason": "because",
    "points": [1],
    "all_points": False,
    "answers": {1: "text"},
    "points_total": 1,
    "confirmed": True,
    "checked": True,
    "score": 5,
    "resolved": True,
    "due_on": dt.date(2026, 4, 20),
    "ground": "question.return.unclear",
    "into_id": 2,
    "into_body_id": 1,
    "into_language": "kk",
    "into_public": True,
    "into_answered": True,
    "into_closed": True,
}
TERMS = (
    OpenObligation(1, "forward", 1, TODAY, dt.date(2026, 3, 27)),
    OpenObligation(2, "answer", 1, TODAY, dt.date(2026, 4, 13)),
    OpenObligation(3, "publish", 1, TODAY, dt.date(2026, 4, 14)),
    OpenObligation(4, "rate", 1, TODAY, dt.date(2026, 4, 27)),
    OpenObligation(5, "complaint", 1, TODAY, dt.date(2026, 4, 27)),
)
STATES = [NEW, *(state.code for state in QUESTION.states)]


def context(state: str, roles: set[str], **facts: object) -> Context:
    case = CaseFacts(1, "question", state, 1, 7)
    return Context(case, frozenset(roles), {**GOOD_FACTS, **facts}, TERMS, NORMS.at(TODAY), CALENDAR, TODAY, NOW)


@pytest.mark.parametrize("state", STATES)
def test_every_verb_in_every_state_does_what_the_table_says_or_is_refused(state: str) -> None:
    for verb in QUESTION.verbs():
        walked(state, verb)


def walked(state: str, verb: str) -> None:
    rows = [move for move in QUESTION.moves_of(verb) if state in move.source]
    everyone = {role for move in QUESTION.moves for role in move.who}
    here = context(state, everyone)
    if verb in {"complain", "close"}:  # these wait for a term to pass
        here = replace(here, today=dt.date(2026, 5, 5))
    if not rows:
        with pytest.raises(Refused) as refusal:
            decide(QUESTION, verb, here)
        assert refusal.value.code == "lifecycle.not_in_this_state", (state, verb)
        return
    decision = decide(QUESTION, verb, here)
    assert decision.state == (state if rows[0].target == STAY else rows[0].target), (state, verb)
    assert {row.kind for row in decision.opens} <= set(QUESTION.terms())
    if decision.final:
        assert set(decision.meets) | set(decision.cancels) == {row.id for row in TERMS}


@pytest.mark.parametrize(
    "move", QUESTION.moves, ids=lambda move: f"{move.verb}-{move.when.code if move.when else 'any'}"
)
def test_nobody_outside_the_row_may_do_it(move) -> None:  # type: ignore[no-untyped-def]
    everyone = {role for row in QUESTION.moves for role in row.who} | {"person"}
    allowed = {role for row in QUESTION.moves_of(move.verb) for role in row.who}
    with pytest.raises(Refused) as refusal:
        decide(QUESTION, move.verb, context(move.source[0], everyone - allowed))
    assert refusal.value.code == "lifecycle.not_yours"


def test_an_answer_is_due_fifteen_working_days_after_registration() -> None:
    decision = decide(QUESTION, "ask", context(NEW, {"person"}))
    assert {row.kind: row.due_on for row in decision.opens}["answer"] == dt.date(2026, 4, 13)


def test_a_forwarded_question_gets_a_clock_of_the_receiving_body_and_the_old_one_ends() -> None:
    decision = decide(QUESTION, "forward", context("accepted", {"officer"}))
    assert decision.body_id == 2
    assert decision.cancels == (2,) and decision.meets == (1,)
    assert {row.kind for row in decision.opens} == {"forward", "answer"}
    assert all(row.body_id == 2 for row in decision.opens)


@pytest.mark.parametrize(
    ("due_on", "code"),
    [
        (dt.date(2026, 4, 13), "extend.out_of_bounds"),  # the same day
        (dt.date(2026, 4, 18), "extend.out_of_bounds"),  # a Saturday
        (dt.date(2026, 6, 16), "extend.out_of_bounds"),  # more than two months
        (None, "extend.out_of_bounds"),
    ],
)
def test_an_extension_outside_its_bounds_is_refused_by_name(due_on: dt.date | None, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(QUESTION, "extend", context("accepted", {"head"}, due_on=due_on))
    assert refusal.value.code == code


def test_an_extension_after_the_due_day_is_refused() -> None:
    late = replace(context("accepted", {"head"}), today=dt.date(2026, 4, 14))
    with pytest.raises(Refused) as refusal:
        decide(QUESTION, "extend", late)
    assert refusal.value.code == "extend.too_late"


def test_a_term_is_extended_once() -> None:
    terms = tuple(replace(term, extended_to=term.due_on) if term.kind == "answer" else term for term in TERMS)
    with pytest.raises(Refused) as refusal:
        decide(QUESTION, "extend", replace(context("accepted", {"head"}), obligations=terms))
    assert refusal.value.code == "extend.once"


def test_an_officer_cannot_sign_an_answer() -> None:
    with pytest.raises(Refused) as refusal:
        decide(QUESTION, "sign_answer", context("answer_drafted", {"officer", "assignee"}))
    assert refusal.value.code == "lifecycle.not_yours"


def test_a_point_without_an_answer_stops_the_signature() -> None:
    with pytest.raises(Refused) as refusal:
        decide(QUESTION, "sign_answer", context("answer_drafted", {"head"}, points_total=2))
    assert refusal.value.code == "answer.point_unanswered"


def test_silence_can_be_complained_of_only_after_the_due_day() -> None:
    with pytest.raises(Refused) as refusal:
        decide(QUESTION, "complain", context("accepted", {"asker"}))
    assert refusal.value.code == "complain.not_yet"
    late = replace(context("accepted", {"asker"}), today=dt.date(2026, 4, 14))
    assert decide(QUESTION, "complain", late).state == "complaint"


def test_a_complaint_does_not_hide_that_the_answer_is_late() -> None:
    late = replace(context("accepted", {"asker"}), today=dt.date(2026, 4, 14))
    assert 2 not in decide(QUESTION, "complain", late).cancels
    upheld = decide(QUESTION, "uphold", context("complaint", {"supervisor"}))
    assert not upheld.opens, "the old clock still runs, a new one would hide it"


def test_every_norm_the_table_names_is_in_force() -> None:
    law = NORMS.at(TODAY)
    for move in QUESTION.moves:
        for key in filter(None, [move.law, *(term.norm for term in move.opens)]):
            assert law[key] is not None


def test_no_state_is_a_dead_end_and_every_state_is_reached() -> None:
    reached = {move.target for move in QUESTION.moves}
    for state in QUESTION.states:
        assert state.code in reached, state.code
        assert state.final == (not any(state.code in move.source and move.target != STAY for move in QUESTION.moves))


def test_a_question_kept_too_long_is_no_longer_returned() -> None:
    late = replace(context("registered", {"officer"}), today=dt.date(2026, 3, 30))
    with pytest.raises(Refused) as refusal:
        decide(QUESTION, "return", late)
    assert refusal.value.code == "return.too_late"


@pytest.mark.parametrize("ground", [None, "", "because", "discussion.ground.insult", "question.return.inconvenient"])
def test_a_question_is_returned_on_a_published_ground_alone(ground: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        decide(QUESTION, "return", context("registered", {"officer"}, ground=ground))
    assert refusal.value.code == "return.ground_unknown"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"into_id": None}, "merge.no_question"),
        ({"into_id": 1}, "merge.no_question"),
        ({"into_merged": True}, "merge.no_question"),
        ({"into_gone": True}, "merge.no_question"),
        ({"into_body_id": 9}, "merge.other_body"),
        ({"into_language": "ru"}, "merge.other_language"),
        ({"into_public": False}, "merge.not_public"),
        ({"into_answered": False, "into_due": None}, "merge.later"),
        ({"into_answered": False, "into_due": dt.date(2026, 4, 14)}, "merge.later"),
        ({"reason": " "}, "letter.reason_missing"),
    ],
)
def test_questions_are_merged_only_where_nobody_loses(facts: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(QUESTION, "merge", context("accepted", {"officer"}, **facts))
    assert refusal.value.code == code


def test_a_separated_question_keeps_its_first_clock_until_the_other_is_answered() -> None:
    earlier = dt.date(2026, 3, 4)
    no_terms = replace(context("merged", {"asker"}, into_answered=False, registered_on=earlier), obligations=())
    assert decide(QUESTION, "unmerge", no_terms).opens[0].started_on == earlier
    answered = replace(context("merged", {"asker"}, registered_on=earlier), obligations=())
    assert decide(QUESTION, "unmerge", answered).opens[0].started_on == TODAY

"""The request's table, walked over every (state, verb) pair, and its norms. Pure: no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from jariya.kernel.law.shipped import shipped_calendar, shipped_norms
from jariya.kernel.lifecycle.decide import Decision, allowed, decide
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.table import NEW, STAY, CaseFacts, Context, OpenObligation
from jariya.portals.requests.decisions import Decided
from jariya.portals.requests.lifecycle import REQUEST

TODAY = dt.date(2026, 3, 18)
NOW = dt.datetime(2026, 3, 18, 6, 0, tzinfo=dt.UTC)
CALENDAR = shipped_calendar("kz")
NORMS = shipped_norms("kz")
GIVEN = Decided("granted", "text")
WITHHELD = Decided("refused", "text", ground="personal_data", harm="harm", whole="all of it names one person")
GOOD_FACTS: dict[str, Any] = {
    "body_connected": True,
    "registered_on": TODAY,
    "to_body_id": 2,
    "reason": "because",
    "points": [1],
    "all_points": False,
    "answers": {1: "text"},
    "decisions": {1: GIVEN},
    "points_total": 1,
    "subject": "land",
    "confirmed": True,
    "checked": True,
    "score": 5,
    "resolved": True,
    "holder": 3,
    "due_on": dt.date(2026, 4, 10),
    "link_works": True,
    "alike": True,
    "repeats": 3,
}
TERMS = (
    OpenObligation(1, "forward", 1, TODAY, dt.date(2026, 3, 27)),
    OpenObligation(2, "answer", 1, TODAY, dt.date(2026, 4, 2)),
    OpenObligation(3, "publish", 1, TODAY, dt.date(2026, 4, 14)),
    OpenObligation(4, "rate", 1, TODAY, dt.date(2026, 4, 27)),
    OpenObligation(5, "complain", 1, TODAY, dt.date(2026, 6, 18)),
    OpenObligation(6, "complaint", 1, TODAY, dt.date(2026, 4, 27)),
    OpenObligation(7, "clarify", 1, TODAY, dt.date(2026, 3, 30)),
)
STATES = [NEW, *(state.code for state in REQUEST.states)]


def context(state: str, roles: set[str], *, public: bool = True, **facts: Any) -> Context:
    case = CaseFacts(1, "request", state, 1, 7, public=public)
    return Context(case, frozenset(roles), {**GOOD_FACTS, **facts}, TERMS, NORMS.at(TODAY), CALENDAR, TODAY, NOW)


def without(here: Context, *kinds: str) -> Context:
    return replace(here, obligations=tuple(term for term in here.obligations if term.kind not in kinds))


def refusal(verb: str, here: Context) -> str:
    with pytest.raises(Refused) as refused:
        decide(REQUEST, verb, here)
    return refused.value.code


def due(decision: Decision) -> dict[str, dt.date]:
    return {row.kind: row.due_on for row in decision.opens}


@pytest.mark.parametrize("state", STATES)
def test_every_verb_in_every_state_does_what_the_table_says_or_is_refused(state: str) -> None:
    for verb in REQUEST.verbs():
        walked(state, verb)


def walked(state: str, verb: str) -> None:
    everyone = {role for move in REQUEST.moves for role in move.who}
    here = context(state, everyone, public=verb not in {"make_public"})
    if verb == "go_on":
        here = replace(here, today=dt.date(2026, 4, 1))
    if verb == "close":
        here = without(here, "publish", "rate", "complain")
    if verb == "publish_information":
        here = replace(here, obligations=(*TERMS, OpenObligation(9, "publish_information", 1, TODAY, TODAY)))
    rows = [move for move in REQUEST.moves_of(verb) if state in move.source]
    if verb == "complain" and state in {"registered", "clarification", "in_work", "answer_drafted", "overturned"}:
        here = replace(here, today=dt.date(2026, 4, 3))  # silence
    if not rows:
        assert refusal(verb, here) == "lifecycle.not_in_this_state", (state, verb)
        return
    row = REQUEST.find(verb, here)
    assert row is not None, (state, verb)
    decision = decide(REQUEST, verb, here)
    assert decision.state == (state if row.target == STAY else row.target), (state, verb)
    assert {row.kind for row in decision.opens} <= set(REQUEST.terms())
    if decision.final:
        assert set(decision.meets) | set(decision.cancels) == {row.id for row in here.obligations}


@pytest.mark.parametrize("verb", REQUEST.verbs())
def test_nobody_outside_the_row_may_do_it(verb: str) -> None:
    everyone = {role for row in REQUEST.moves for role in row.who} | {"person"}
    rows = REQUEST.moves_of(verb)
    here = context(rows[0].source[0], everyone - {role for row in rows for role in row.who})
    if verb == "make_public":
        here = replace(here, case=replace(here.case, public=False))
    assert refusal(verb, here) == "lifecycle.not_yours"


def test_every_norm_the_table_names_is_in_force() -> None:
    law = NORMS.at(TODAY)
    keys = {term.norm for move in REQUEST.moves for term in move.opens} | {m.law for m in REQUEST.moves if m.law}
    assert {key for key in keys if key not in law} == set()


def test_a_request_runs_on_calendar_days_and_a_media_request_on_working_days() -> None:
    ordinary = decide(REQUEST, "ask", context(NEW, {"person"}))
    assert due(ordinary) == {"forward": dt.date(2026, 3, 26), "answer": dt.date(2026, 4, 2)}
    media = decide(REQUEST, "ask", context(NEW, {"person"}, media=True))
    assert {row.norm_key for row in media.opens} == {"ati.forward", "media.answer"}
    assert due(media)["answer"] == dt.date(2026, 3, 30), "five working days, Nauryz between"


def test_a_forwarded_media_request_keeps_its_norm_at_the_next_body() -> None:
    decision = decide(REQUEST, "forward", context("in_work", {"officer"}, media=True))
    assert {row.norm_key for row in decision.opens} == {"ati.forward", "media.answer"}
    assert decision.body_id == 2 and 2 in decision.cancels


def test_a_body_cannot_say_not_ours_without_saying_whose() -> None:
    assert refusal("forward", context("registered", {"officer"}, to_body_id=None)) == "letter.same_body"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"due_on": dt.date(2026, 4, 18)}, "extend.out_of_bounds"),  # a day off, and too far
        ({"due_on": dt.date(2026, 4, 20)}, "extend.out_of_bounds"),  # 18 days
        ({"holder": None}, "extend.holder_missing"),
        ({"reason": " "}, "letter.reason_missing"),
    ],
)
def test_an_extension_of_an_ordinary_request_needs_a_holder_a_reason_and_fifteen_days(
    facts: dict[str, Any], code: str
) -> None:
    assert refusal("extend", context("in_work", {"head"}, **facts)) == code


def test_an_extension_opens_the_duty_to_tell_of_it_by_the_norm_of_its_kind() -> None:
    ordinary = decide(REQUEST, "extend", context("in_work", {"head"}))
    assert [(row.kind, row.norm_key) for row in ordinary.opens] == [("extension_notice", "ati.extension.notice")]
    assert ordinary.moves[0].new == dt.date(2026, 4, 10)
    media = decide(REQUEST, "extend", context("in_work", {"head"}, media=True, holder=None))
    assert [row.norm_key for row in media.opens] == ["media.extension.notice"]


def test_a_term_is_extended_once_and_not_after_it_has_passed() -> None:
    here = context("in_work", {"head"})
    again = tuple(replace(term, extended_to=term.due_on) if term.kind == "answer" else term for term in TERMS)
    assert refusal("extend", replace(here, obligations=again)) == "extend.once"
    assert refusal("extend", replace(here, today=dt.date(2026, 4, 3))) == "extend.too_late"


def test_asking_for_clarification_does_not_stop_the_clock() -> None:
    asked = decide(REQUEST, "ask_to_clarify", context("in_work", {"officer"}))
    assert 2 not in {*asked.meets, *asked.cancels} and due(asked) == {"clarify": dt.date(2026, 3, 30)}
    assert refusal("go_on", context("clarification", {"officer"})) == "clarify.still_open"


@pytest.mark.parametrize(
    ("decided", "code"),
    [
        (replace(WITHHELD, ground=""), "refusal.ground_missing"),
        (replace(WITHHELD, ground="we_do_not_like_it"), "refusal.ground_missing"),
        (replace(WITHHELD, harm=""), "refusal.harm_missing"),
        (replace(WITHHELD, whole=""), "refusal.part_not_considered"),
        (replace(WITHHELD, outcome="partly"), "refusal.severed_missing"),
        (Decided("already_public", "text"), "public.link_missing"),
        (Decided("granted", "text", other_way=True), "answer.document_missing"),
        (Decided("", "text"), "decision.unknown"),
    ],
)
def test_what_a_decision_lacks_is_refused_by_name(decided: Decided, code: str) -> None:
    assert refusal("draft_answer", context("in_work", {"officer"}, decisions={1: decided})) == code


@pytest.mark.parametrize("subject", ["environment", "emergencies", "health", "budget", "officials"])
def test_nothing_is_withheld_on_a_subject_that_the_law_lists(subject: str) -> None:
    here = context("in_work", {"officer"}, decisions={1: WITHHELD}, subject=subject)
    assert refusal("draft_answer", here) == "refusal.unrestrictable"
    signing = context("answer_drafted", {"head"}, decisions={1: WITHHELD}, subject=subject, outcome="refused")
    assert refusal("sign_answer", signing) == "refusal.unrestrictable"
    assert decide(REQUEST, "draft_answer", replace(here, facts={**here.facts, "decisions": {1: GIVEN}}))


def test_a_drafted_refusal_starts_the_term_of_its_notice_from_the_day_of_registration() -> None:
    drafted = decide(REQUEST, "draft_answer", context("in_work", {"officer"}, decisions={1: WITHHELD}))
    assert due(drafted) == {"refusal_notice": dt.date(2026, 3, 30)}
    terms = (*TERMS, OpenObligation(8, "refusal_notice", 1, TODAY, dt.date(2026, 3, 30)))
    given = decide(REQUEST, "draft_answer", replace(context("answer_drafted", {"officer"}), obligations=terms))
    assert 8 in given.cancels, "a draft that gives everything owes no notice of refusal"


@pytest.mark.parametrize("outcome", ["granted", "partly", "refused", "not_held", "already_public"])
def test_a_signature_leads_to_the_outcome_and_opens_what_the_person_may_do(outcome: str) -> None:
    signed = decide(REQUEST, "sign_answer", context("answer_drafted", {"head"}, outcome=outcome))
    assert signed.state == outcome
    assert 2 in signed.meets
    assert {row.kind for row in signed.opens} == {"rate", "complain"}, "publication runs already in these terms"
    fresh = without(context("answer_drafted", {"head"}, outcome=outcome), "publish")
    assert "publish" in due(decide(REQUEST, "sign_answer", fresh))
    private = without(context("answer_drafted", {"head"}, public=False, outcome=outcome), "publish")
    assert "publish" not in due(decide(REQUEST, "sign_answer", private))


def test_an_address_that_does_not_open_stops_the_signature_and_not_the_draft() -> None:
    there = Decided("already_public", "text", link="https://example.kz/")
    assert decide(REQUEST, "draft_answer", context("in_work", {"officer"}, decisions={1: there}))
    facts = {"decisions": {1: there}, "outcome": "already_public"}
    assert refusal("sign_answer", context("answer_drafted", {"head"}, **facts)) == "public.link_broken"


def test_the_button_to_sign_is_shown_before_the_outcome_is_known() -> None:
    here = context("answer_drafted", {"head"})
    assert "sign_answer" in {move.verb for move in allowed(REQUEST, replace(here, facts={}))}


def test_silence_is_complained_of_from_the_day_after_and_a_decision_within_its_term() -> None:
    assert refusal("complain", context("in_work", {"asker"})) == "complain.not_yet"
    silent = replace(context("in_work", {"asker"}), today=dt.date(2026, 4, 3))
    assert decide(REQUEST, "complain", silent).state == "complaint"
    assert 2 not in decide(REQUEST, "complain", silent).cancels, "the lateness stays visible"
    answered = without(context("refused", {"asker"}), "answer")
    assert decide(REQUEST, "complain", answered).state == "complaint"
    assert refusal("complain", replace(answered, today=dt.date(2026, 6, 19))) == "complain.not_yet"


def test_a_complaint_is_passed_on_in_three_working_days_and_decided_in_twenty() -> None:
    complained = decide(REQUEST, "complain", without(context("refused", {"asker"}), "answer", "complaint"))
    assert due(complained) == {"pass_on": dt.date(2026, 3, 26), "complaint": dt.date(2026, 4, 20)}


def test_silence_cannot_be_let_stand() -> None:
    late = replace(context("complaint", {"supervisor"}), today=dt.date(2026, 4, 3))
    assert refusal("let_stand", late) == "complaint.silence_stands"
    assert decide(REQUEST, "overturn", late).opens == (), "the old clock still runs, a new one would hide it"


def test_an_overturned_decision_gets_a_new_clock_by_its_own_norm() -> None:
    here = without(context("complaint", {"supervisor"}), "answer")
    assert [row.norm_key for row in decide(REQUEST, "overturn", here).opens] == ["ati.answer"]
    media = replace(here, facts={**here.facts, "media": True})
    assert [row.norm_key for row in decide(REQUEST, "overturn", media).opens] == ["media.answer"]


def test_a_judgment_leads_to_a_new_answer_or_to_the_end() -> None:
    assert decide(REQUEST, "note_judgment", context("court", {"supervisor"}, must_answer=True)).state == "overturned"
    assert decide(REQUEST, "note_judgment", context("court", {"supervisor"}, must_answer=False)).state == "closed"


def test_the_duty_to_publish_arises_from_the_number_of_the_norm() -> None:
    assert refusal("oblige_publication", context("registered", {"system"}, repeats=2)) == "information.not_repeated"
    owed = decide(REQUEST, "oblige_publication", context("registered", {"system"}))
    assert due(owed) == {"publish_information": dt.date(2026, 4, 13)}


def test_what_is_published_cannot_be_made_private() -> None:
    assert refusal("keep_private", context("granted", {"asker"}, published=True)) == "request.published"


def test_an_embargo_ends_on_its_day() -> None:
    here = context("granted", {"system"}, public=False, embargo_until=dt.date(2026, 3, 19))
    assert refusal("make_public", here) == "request.embargo"
    assert decide(REQUEST, "make_public", replace(here, today=dt.date(2026, 3, 19)))


def test_a_case_stays_open_while_somebody_may_complain_or_must_publish() -> None:
    here = context("refused", {"system"})
    assert refusal("close", without(here, "publish", "rate")) == "close.rights_open"
    assert (
        refusal("close", replace(without(here, "complain", "rate"), today=dt.date(2027, 1, 5))) == "close.rights_open"
    )
    assert decide(REQUEST, "close", without(here, "publish", "rate", "complain")).state == "closed"


def test_no_state_is_a_dead_end_and_every_state_is_reached() -> None:
    reached = {move.target for move in REQUEST.moves}
    for state in REQUEST.states:
        assert state.code in reached, state.code
        assert state.final == (not any(state.code in move.source and move.target != STAY for move in REQUEST.moves))

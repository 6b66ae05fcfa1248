"""The table of petitions, walked over every (state, verb) pair; texts and thresholds. Pure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jariya.kernel.law.shipped import shipped_calendar, shipped_norms
from jariya.kernel.lifecycle.decide import decide
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.table import NEW, STAY, CaseFacts, Context, OpenObligation
from jariya.portals.petitions.lifecycle import KIND, PETITION
from jariya.portals.petitions.states import AT_DESK, ENDED, LISTED, SIGNABLE, SUPPORTED, TURNED_AWAY
from jariya.portals.petitions.texts import Texts
from jariya.portals.petitions.thresholds import Population, PopulationUnknown, needed, scope_of

TODAY = dt.date(2026, 11, 20)
CALENDAR, NORMS = shipped_calendar("kz"), shipped_norms("kz")
STATES = [NEW, *(state.code for state in PETITION.states)]
EVERYONE = frozenset({role for move in PETITION.moves for role in move.who})
OURS = ("submit", "claim", "release", "return", "resubmit", "drop", "approve", "propose_refusal", "decline_refusal",
        "refuse", "complain", "pass_on", "grant_complaint", "overturn", "let_stand", "settle", "open_collecting",
        "lapse_support", "succeed", "lapse", "add_outage", "suspend", "resume", "withdraw",
        "seal", "unseal")  # fmt: skip
GOOD: dict[str, Any] = {
    "scope": "government", "connected": True, "desk": True, "texts_whole": True, "length_in_bounds": True,
    "threshold": True, "signed": True, "differs": True, "reason": "x", "checked": True, "ground": "courts",
    "grounds": ("courts",), "second_person": True, "refusal_stands": True, "support_needed": 50, "needed": 100,
    "count": 100, "due_on": TODAY, "court": "x", "decision": "x",
}  # fmt: skip


def context(state: str, roles: frozenset[str] = EVERYONE, runs: tuple[str, ...] = (), **facts: object) -> Context:
    case = CaseFacts(1, KIND, state, 1, None)
    now = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
    start, due = TODAY - dt.timedelta(days=40), TODAY - dt.timedelta(days=1)
    running = tuple(OpenObligation(n, kind, 1, start, due) for n, kind in enumerate(runs, start=1))
    return Context(case, roles, {**GOOD, **facts}, running, NORMS.at(TODAY), CALENDAR, TODAY, now)


def _runs(state: str, verb: str) -> tuple[str, ...]:
    """Terms that ran out, where a verb asks for it."""
    return {"drop": ("rework",), "lapse_support": ("support",), "lapse": ("collecting",), "settle": ("complain",),
            "complain": ("moderation",)}.get(verb, ())  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_every_verb_in_every_state_does_what_the_table_says_or_is_refused(state: str) -> None:
    for verb in OURS:
        facts = {"suspended": verb == "resume", "count": 1 if verb in ("lapse", "lapse_support") else 100}
        here = context(state, runs=_runs(state, verb), **facts)
        move = PETITION.find(verb, here)
        if move is None:
            with pytest.raises(Refused, match="not_in_this_state"):
                decide(PETITION, verb, here)
        else:
            assert decide(PETITION, verb, here).state == (state if move.target == STAY else move.target), verb


def test_nobody_outside_the_row_may_do_it() -> None:
    for move in PETITION.moves:
        others = EVERYONE - {role for row in PETITION.moves_of(move.verb) for role in row.who}
        with pytest.raises(Refused, match="not_yours"):
            decide(PETITION, move.verb, context(move.source[0], others, outcome=move.when and move.when.code))


@pytest.mark.parametrize(
    ("verb", "state", "facts", "code"),
    [
        ("submit", NEW, {"signed": False}, "petition.unsigned"),
        ("submit", NEW, {"scope": None}, "petition.addressee"),
        ("submit", NEW, {"threshold": None}, "petition.population_unknown"),
        ("submit", NEW, {"desk": None}, "petition.no_moderators"),
        ("submit", NEW, {"texts_whole": False}, "petition.text_incomplete"),
        ("resubmit", "returned", {"differs": False}, "petition.unchanged"),
        ("approve", "moderation", {"checked": False}, "petition.not_read"),
        ("approve", "moderation", {"threshold": None}, "petition.population_unknown"),
        ("propose_refusal", "moderation", {"grounds": ("borders",)}, "petition.ground"),
        ("refuse", "refusal_check", {"second_person": False}, "petition.same_person"),
        ("decline_refusal", "refusal_check", {"second_person": False}, "petition.same_person"),
        ("let_stand", "complaint", {"refusal_stands": False}, "petition.silence_stands"),
        ("open_collecting", "gathering_support", {"count": 49}, "petition.supporters_missing"),
        ("open_collecting", "gathering_support", {"suspended": True}, "petition.suspended"),
        ("succeed", "collecting", {"count": 99}, "petition.threshold_not_reached"),
        ("succeed", "collecting", {"needed": None}, "petition.threshold_not_reached"),
        ("add_outage", "collecting", {"added": True}, "petition.outage_added"),
        ("suspend", "collecting", {"court": ""}, "petition.court_missing"),
        ("resume", "collecting", {"suspended": False}, "petition.not_suspended"),
        ("complain", "moderation", {}, "petition.complain_not_yet"),
        ("complain", "refused", {}, "petition.complain_not_yet"),
        ("lapse", "collecting", {"count": 1}, "petition.collecting_runs"),
    ],
)
def test_a_guard_refuses_by_its_name(verb: str, state: str, facts: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as caught:
        decide(PETITION, verb, context(state, **facts))
    assert caught.value.code == code


def test_a_term_that_ended_waits_for_signatures_that_are_being_verified() -> None:
    with pytest.raises(Refused, match="petition.counting"):
        decide(PETITION, "lapse", context("collecting", runs=("collecting",), count=1, waiting=3))


def test_a_silent_moderation_keeps_its_old_lateness_beside_the_new_decision() -> None:
    decision = decide(PETITION, "overturn", context("complaint", runs=("moderation", "complaint")))
    assert decision.state == "submitted" and decision.opens == ()


def test_groups_of_states_name_states_of_the_table_and_every_end_is_final() -> None:
    known = {state.code for state in PETITION.states}
    assert {*AT_DESK, *SIGNABLE, *LISTED, *SUPPORTED, *TURNED_AWAY, *ENDED} <= known
    assert {state.code for state in PETITION.states if state.final} == set(ENDED)


def test_each_topic_of_refusal_is_a_row_of_its_own_and_the_widened_ones_rule_no_older_petition() -> None:
    def topics(day: dt.date) -> set[str]:
        return {key for key in NORMS.at(day) if key.startswith("petition.ground.")}

    before, after = topics(dt.date(2025, 11, 30)), topics(dt.date(2026, 1, 5))
    assert len(before) == 17 and len(after - before) == 5 and before < after
    assert all(NORMS.at(TODAY)[key].article is None and not NORMS.at(TODAY)[key].confirmed for key in after)


def test_every_norm_the_table_rests_on_is_there() -> None:
    keys = {move.law for move in PETITION.moves if move.law} | {t.norm for m in PETITION.moves for t in m.opens}
    assert [key for key in sorted(keys) if NORMS.row(key, TODAY) is None] == []


@pytest.mark.parametrize(
    ("kind", "level", "scope"),
    [
        ("ministry", "republic", "government"),
        ("akimat", "region", "oblast.akimat"),
        ("maslikhat", "region", "oblast.maslikhat"),
        ("akimat", "district", "district.akimat"),
        ("maslikhat", "district", "district.maslikhat"),
        ("akimat", "rural", None),
        ("akimat", None, None),
        ("court", "republic", None),
        ("parliament", "republic", None),
        ("local_office", "region", None),
    ],
)
def test_only_the_bodies_that_the_norms_name_take_petitions(kind: str, level: str | None, scope: str | None) -> None:
    assert scope_of(kind, level) == scope


@given(st.integers(min_value=1, max_value=30_000_000))
def test_a_share_is_rounded_up_and_never_reached_below_it(people: int) -> None:
    population = Population(people, TODAY, "a source")
    for scope, share in (("oblast.maslikhat", Decimal(2)), ("oblast.akimat", Decimal(1))):
        found = needed(scope, NORMS.at(TODAY), population)
        assert found.people * 100 >= people * share > (found.people - 1) * 100
        assert found.population == population


def test_a_share_of_an_unknown_population_is_no_number() -> None:
    with pytest.raises(PopulationUnknown):
        needed("oblast.akimat", NORMS.at(TODAY), None)
    assert needed("government", NORMS.at(TODAY), None).people == 50_000


def test_either_language_may_be_first_and_a_title_without_its_text_is_not_whole() -> None:
    both = Texts("ru", "Атауы", "Название", "Мәтін", "Текст")
    assert both.languages == ("ru", "kk") and both.whole
    assert both.shown_in("kk") == "kk" and both.shown_in("en") == "ru"
    assert Texts("ru", "", "Название", "", "Текст").whole
    assert not Texts("ru", "Атауы", "Название", "", "Текст").whole
    assert not Texts("kk", "", "Название", "", "Текст").whole


def test_the_digest_is_of_the_words_and_not_of_which_language_came_first() -> None:
    one = Texts("ru", "а", "б", "в", "г")
    assert one.digest() == Texts("kk", "а", "б", "в", "г").digest() != Texts("ru", "а", "б", "в", "г.").digest()

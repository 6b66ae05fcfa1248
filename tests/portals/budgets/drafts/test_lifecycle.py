"""The table of drafts, walked over every (state, verb) pair; the order of days; differences; tables. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.portals.budgets.drafts.conftest import CONTENT, changed

from jariya.kernel.law.shipped import shipped_calendar, shipped_norms
from jariya.kernel.lifecycle.decide import decide
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.table import NEW, STAY, CaseFacts, Context
from jariya.portals.budgets.drafts.content import Measured, difference, folded, words
from jariya.portals.budgets.drafts.importing import COLUMNS, read
from jariya.portals.budgets.drafts.lifecycle import DRAFT, KIND
from jariya.portals.budgets.drafts.order import Days, line

TODAY = dt.date(2026, 11, 20)
CALENDAR, NORMS = shipped_calendar("kz"), shipped_norms("kz")
GOOD = {
    "plain_kk": "x", "plain_ru": "x", "amounts": (1,), "indicators": (1,), "changed_kk": "x", "changed_ru": "x",
    "differs": True, "unanswered": 0, "text_kk": "x", "text_ru": "x", "approved_on": TODAY, "approval": "x",
    "first_paid_on": TODAY, "first_paid_source": "x", "paid_already": True, "results_whole": True,
}  # fmt: skip
STATES = [NEW, *(state.code for state in DRAFT.states)]
EVERYONE = frozenset({role for move in DRAFT.moves for role in move.who})


def context(state: str, roles: frozenset[str] = EVERYONE, **facts: object) -> Context:
    case = CaseFacts(1, KIND, state, 1, None)
    now = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
    return Context(case, roles, {**GOOD, **facts}, (), NORMS.at(TODAY), CALENDAR, TODAY, now)


@pytest.mark.parametrize("material", [True, False])
@pytest.mark.parametrize("verb", DRAFT.verbs())
@pytest.mark.parametrize("state", STATES)
def test_every_verb_in_every_state_does_what_the_table_says_or_is_refused(
    state: str, verb: str, material: bool
) -> None:
    here = context(state, material=material)
    move = DRAFT.find(verb, here)
    if move is None:
        with pytest.raises(Refused, match="not_in_this_state"):
            decide(DRAFT, verb, here)
        return
    decision = decide(DRAFT, verb, here)
    assert decision.state == (state if move.target == STAY else move.target)


@pytest.mark.parametrize("number", range(len(DRAFT.moves)))
def test_nobody_outside_the_row_may_do_it(number: int) -> None:
    move = DRAFT.moves[number]
    allowed = {role for row in DRAFT.moves_of(move.verb) for role in row.who}
    facts = {"material": move.when is not None and move.when.code == "material"}
    with pytest.raises(Refused, match="not_yours"):
        decide(DRAFT, move.verb, context(move.source[0], (EVERYONE | {"person", "moderator"}) - allowed, **facts))


def test_every_norm_the_table_names_is_in_force() -> None:
    law = NORMS.at(TODAY)
    for move in DRAFT.moves:
        for key in filter(None, [move.law, *(term.norm for term in move.opens)]):
            assert law[key] is not None


def test_no_state_is_a_dead_end_and_every_state_is_reached() -> None:
    reached = {move.target for move in DRAFT.moves}
    for state in DRAFT.states:
        assert state.code in reached, state.code
        assert state.final == (not any(state.code in move.source and move.target != STAY for move in DRAFT.moves))


DAYS = Days(dt.date(2026, 9, 1), dt.date(2026, 9, 2), dt.date(2026, 9, 16), dt.date(2026, 10, 1), dt.date(2027, 1, 15))


@pytest.mark.parametrize(
    ("change", "wrongs"),
    [
        ({}, ()),
        ({"first_paid": None}, ()),
        ({"first_paid": dt.date(2026, 9, 17), "approved": dt.date(2026, 9, 17)}, ()),
        ({"first_paid": dt.date(2026, 9, 16)}, ("paid_before_end", "paid_before_approval")),
        ({"first_paid": dt.date(2026, 9, 20)}, ("paid_before_approval",)),
        ({"approved": dt.date(2026, 9, 16)}, ("approved_before_end",)),
        (
            {"discussion_from": None, "discussion_until": None},
            ("paid_unheard", "approved_unheard"),
        ),
        ({"approved": None}, ("paid_before_approval",)),
    ],
)
def test_what_came_too_early_is_named(change: dict[str, dt.date | None], wrongs: tuple[str, ...]) -> None:
    assert line(replace(DAYS, **change), dt.date(2027, 2, 1)).wrongs == wrongs


def test_days_stand_in_their_order_and_those_to_come_say_so() -> None:
    drawn = line(replace(DAYS, first_paid=dt.date(2026, 8, 1)), dt.date(2026, 9, 10))
    assert [stop.code for stop in drawn.stops] == [
        "first_paid", "published", "discussion_from", "discussion_until", "approved"
    ]  # fmt: skip
    assert [stop.ahead for stop in drawn.stops] == [False, False, False, True, True]
    assert drawn.stops[0].wrong


def test_a_difference_names_texts_money_and_indicators() -> None:
    new = changed(
        summary_kk="Он екі ауылға автобус алынады.\nБалалар мектепке жаяу бармайды.",
        amounts=((2027, 125_000_000), (2029, 5)),
        indicators=(*CONTENT.indicators, Measured(2, "а", "б", "дана", None, Decimal(1))),
    )
    differs = difference(CONTENT, new)
    assert differs.amounts == ((2028, 90_000_000, None), (2029, None, 5))
    assert differs.indicators[0][0] is None and differs.material
    assert [part for part, _pieces in differs.texts] == ["summary"]
    pieces = dict(differs.texts)["summary"]
    assert "".join(piece.text for piece in pieces if piece.kind != "in") == CONTENT.summary_kk
    assert "".join(piece.text for piece in pieces if piece.kind != "out") == new.summary_kk


def test_words_alone_are_not_material_and_nothing_is_nothing() -> None:
    assert not difference(CONTENT, changed(title_ru="Иначе")).material
    assert difference(CONTENT, changed(title_ru="Иначе")).any
    assert not difference(CONTENT, CONTENT).any


@pytest.mark.parametrize(("old", "new"), [("", "а б"), ("а б", ""), ("а  б\nв", "а б\n\nв г"), ("а", "а")])
def test_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = words(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "in") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "out") == new


ROW = {
    "code": "001", "year": "2027", "title_kk": "Автобус", "title_ru": "Автобус", "summary_kk": "а", "summary_ru": "б",
    "goal_kk": "в", "goal_ru": "г", "amount_1": "125 000 000", "amount_2": "", "amount_3": "", "indicator_kk": "и",
    "indicator_ru": "п", "unit": "дана", "baseline": "1,5", "target": "3",
}  # fmt: skip


def table(*rows: dict[str, str], separator: str = ";") -> bytes:
    return "\n".join(
        separator.join(row[name] for name in COLUMNS) for row in [dict(zip(COLUMNS, COLUMNS, strict=True)), *rows]
    ).encode()


def test_a_table_becomes_drafts_and_further_rows_are_indicators() -> None:
    more = {
        **ROW,
        **dict.fromkeys(("title_kk", "title_ru", "summary_kk", "summary_ru", "goal_kk", "goal_ru", "amount_1"), ""),
        "indicator_kk": "екі",
    }
    found = read(table(ROW, more, {**ROW, "code": "002"}))
    assert not found.problems and set(found.drafts) == {("001", 2027), ("002", 2027)}
    content = found.drafts[("001", 2027)]
    assert content.amounts == ((2027, 125_000_000),)
    assert [row.number for row in content.indicators] == [1, 2]
    assert content.indicators[0].baseline == Decimal("1.5")


@pytest.mark.parametrize(
    ("raw", "row", "code"),
    [
        (b"", 0, "empty"),
        (b"\xff\xfe\x00", 0, "not_utf8"),
        (b"a\x00b", 0, "not_text"),
        (b"<html><body>error</body></html>\n<p>x</p>", 1, "columns"),
        (b"0" * 2_000_001, 0, "too_big"),
        (table({**ROW, "code": "1a"}), 2, "code"),
        (table({**ROW, "year": "27"}), 2, "year"),
        (table(ROW, {**ROW, "amount_1": "12.5"}), 3, "amount"),
        (table({**ROW, "amount_1": "9" * 19}), 2, "amount"),
        (table({**ROW, "unit": ""}), 2, "indicator"),
        (table({**ROW, "target": "көп"}), 2, "number"),
        (table(ROW, {**ROW, "title_kk": "Өзге"}), 3, "differs"),
        (table({**ROW, "title_kk": "қ" * 301}), 2, "too_long"),
        (table(*[ROW] * 2001), 0, "too_many"),
    ],
)
def test_a_bad_table_is_told_by_row_and_code_and_makes_nothing(raw: bytes, row: int, code: str) -> None:
    found = read(raw)
    assert found.drafts == {}
    assert (found.problems[0].row, found.problems[0].code) == (row, code)


def said(pieces: object) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in pieces]  # type: ignore[attr-defined]


def test_changes_that_a_short_word_parts_are_told_as_one() -> None:
    found = words("Он ауылға он автобус алынады", "Бес ауылға бес автобус алынады")
    assert said(found) == [
        ("out", "Он"), ("in", "Бес"), ("kept", " ауылға "), ("out", "он"), ("in", "бес"), ("kept", " автобус алынады"),
    ]  # fmt: skip
    close = words("қызыл үш алма бар", "жасыл үш алмұрт бар")
    assert said(close) == [("out", "қызыл үш алма"), ("in", "жасыл үш алмұрт"), ("kept", " бар")]


@given(st.text("абв \n", max_size=60), st.text("абв \n", max_size=60))
def test_a_difference_holds_both_texts_whole(old: str, new: str) -> None:
    pieces = words(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "in") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "out") == new


def test_the_middle_of_a_long_unchanged_run_gives_way() -> None:
    long = " ".join(f"сөз{number}" for number in range(400))
    shown = folded(words(f"{long} бір {long}", f"{long} екі {long}"))
    assert [piece if piece is None else piece.kind for piece in shown] == [None, "kept", "out", "in", "kept", None]
    assert len("".join(piece.text for piece in shown if piece)) < len(long)


def test_a_mended_text_of_the_other_language_is_shown_as_such() -> None:
    found = difference(CONTENT, replace(CONTENT, goal_ru="Дети едут."), "kk")
    assert found.other_language and found.text_lang == "ru" and [part for part, _p in found.texts] == ["goal"]
    assert not difference(CONTENT, replace(CONTENT, goal_ru="Дети едут."), "ru").other_language

"""How it works and its documentation are made from the lifecycle tables, and cannot fall behind them."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.lifecycle.table import STAY, Lifecycle, Move, State, lifecycle, lifecycles
from jariya.pages.diagram import GAP, NODE_HEIGHT, draw
from jariya.project.cli import lifecycles as docs


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [table.kind for table in lifecycles()] or ["question"])
def test_every_state_move_guard_and_norm_of_the_table_stands_on_its_page(client: Client, kind: str) -> None:
    table = lifecycle(kind)
    page = html.unescape(client.get(f"/en/how-it-works/{kind}/").content.decode())
    for state in table.states:
        assert str(state.title) in page and str(state.meaning) in page
    for move in table.moves:
        assert str(move.title) in page
        for guard in move.guards:
            assert str(guard.title) in page
        for key in [term.norm for term in move.opens] + ([move.law] if move.law else []):
            assert f"/en/law/{key}/" in page


@pytest.mark.django_db
def test_every_norm_that_a_table_rests_on_has_its_page(client: Client) -> None:
    from jariya.pages.howto import norm_keys

    for table in lifecycles():
        for key in norm_keys(table):
            response = client.get(f"/en/law/{key}/")
            assert response.status_code == 200, key
            assert f"/en/how-it-works/{table.kind}/" in response.content.decode()


def test_the_documentation_in_the_repository_is_what_the_tables_say() -> None:
    assert docs.stale() == [], "run `jariya lifecycles write`"


def test_a_changed_table_makes_its_documentation_stale(tmp_path: Any) -> None:
    for name, text in docs.pages().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert docs.stale(tmp_path) == []
    path = tmp_path / "question.md"
    path.write_text(path.read_text(encoding="utf-8").replace("the head of the body", "anyone", 1), encoding="utf-8")
    (tmp_path / "gone.md").write_text("x", encoding="utf-8")
    assert docs.stale(tmp_path) == ["gone.md", "question.md"]


def table_of(*moves: tuple[str, tuple[str, ...], str]) -> Lifecycle:
    states = tuple(State(code, code, code) for code in "abcde")
    return Lifecycle(
        "letters", "L", "Letters", states,
        tuple(Move(verb, verb, sources, target, ("person",), verb, verb) for verb, sources, target in moves),
    )  # fmt: skip


def test_a_step_to_the_next_state_is_straight_and_others_have_lanes() -> None:
    drawing = draw(table_of(("begin", ("",), "a"), ("on", ("a",), "b"), ("jump", ("a",), "d"), ("back", ("d",), "b")))
    assert [badge.number for badge in drawing.badges] == [1, 2, 3, 4]
    middle = drawing.nodes[0].x + 88
    straight = [arrow for arrow in drawing.arrows if arrow.startswith(f"M{middle:g} ")]
    assert len(straight) == 2
    jump, back = drawing.badges[2], drawing.badges[3]
    assert jump.x > drawing.nodes[0].x + 176 and back.x < drawing.nodes[0].x


def test_lanes_whose_spans_meet_never_share_a_place() -> None:
    drawing = draw(table_of(("one", ("a",), "c"), ("two", ("a", "b"), "e"), ("three", ("c",), "e")))
    places = {badge.number: badge.x for badge in drawing.badges}
    assert len({places[1], places[2], places[3]}) == 3, "the end of one lane and the begin of another would touch"


def test_a_move_that_stays_is_not_drawn() -> None:
    drawing = draw(table_of(("stay", ("a", "b"), STAY), ("self", ("a",), "a")))
    assert drawing.arrows == [] and drawing.badges == []


def test_every_number_stands_in_a_gap_between_boxes() -> None:
    drawing = draw(lifecycle("question"))
    boxes = [(node.y, node.y + NODE_HEIGHT) for node in drawing.nodes]
    for badge in drawing.badges:
        assert not any(top < badge.y < bottom for top, bottom in boxes), badge
    assert drawing.height < len(boxes) * (NODE_HEIGHT + GAP) + 60
    verbs = lifecycle("question").verbs()
    drawn = {move.verb for move in lifecycle("question").moves if move.target != STAY}
    assert {verbs[badge.number - 1] for badge in drawing.badges} == drawn


def test_numbers_do_not_cover_each_other() -> None:
    badges = draw(lifecycle("question")).badges
    for n, one in enumerate(badges):
        for other in badges[n + 1 :]:
            assert abs(one.x - other.x) >= 19 or abs(one.y - other.y) >= 19

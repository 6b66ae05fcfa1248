"""Questions to a table: what they find, in which order, how pages go on, and what is refused by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.portals.opendata.querying.tables import PLACES, Held

from jariya.portals.opendata.importing.table import Wishes
from jariya.portals.opendata.querying import compiling, filtering
from jariya.portals.opendata.querying.asking import (
    OPERATORS,
    Ask,
    Condition,
    Either,
    Every,
    Measure,
    Not,
    Sort,
    Words,
)
from jariya.portals.opendata.querying.pool import wire
from jariya.portals.opendata.querying.refusals import REASONS, Misasked
from jariya.portals.opendata.querying.shape import Shape
from jariya.portals.opendata.querying.values import read


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return Held(tmp_path_factory.mktemp("places"))


@pytest.mark.parametrize(
    ("column", "operator", "values", "rows"),
    [
        (0, "exact", ("01",), [1]),
        (0, "exact", ("1",), []),
        (0, "in", ("01", "05", "9"), [1, 5]),
        (1, "exact", ("Абай ауданы",), []),
        (1, "contains", ("АБАЙ",), [3]),
        (1, "contains", ("әсет",), [1]),
        (1, "contains", ("%",), []),
        (1, "contains", (".",), []),
        (1, "contains", (r"\E.*\Q",), []),
        (1, "prefix", ("ҚАРА",), [5]),
        (1, "prefix", ("ауданы",), []),
        (1, "null", (), [6]),
        (1, "not_null", (), [1, 2, 3, 4, 5]),
        (1, "lt", ("б",), [1, 2, 3]),
        (2, "exact", ("7",), [2, 4]),
        (2, "exact", ("7,0",), [2, 4]),
        (2, "not", ("7",), [1, 3, 5, 6]),
        (2, "gte", ("5.5",), [2, 4, 5]),
        (2, "null", (), [3]),
        (2, "prefix", ("1",), [5, 6]),
        (3, "exact", ("2,5",), [2, 6]),
        (3, "lt", ("2.5",), [1]),
        (4, "gt", ("02.02.2024",), [4, 5, 6]),
        (4, "lte", ("2024-02-02T00:00",), [1, 2]),
        (4, "contains", ("2024-02-05",), [4]),
        (5, "exact", ("иә",), [1, 3, 5, 6]),
    ],
)
def test_a_filter_finds_its_rows_by_the_type_of_the_column(
    places: Held, column: int, operator: str, values: tuple[str, ...], rows: list[int]
) -> None:
    assert places.rows(where=Condition(column, operator, values)) == rows


def test_filters_join_and_what_is_not_so_holds_where_nothing_is_known(places: Held) -> None:
    seven, dear = Condition(2, "exact", ("7",)), Condition(3, "gt", ("2",))
    assert places.rows(where=Every((seven, dear))) == [2]
    assert places.rows(where=Either((seven, dear))) == [2, 3, 4, 5, 6]
    assert places.rows(where=Not(seven)) == [1, 3, 5, 6]
    assert places.rows(where=Every(())) == [1, 2, 3, 4, 5, 6] and places.rows(where=Either(())) == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [("асет", [1]), ("ӘСЕТ қал", [1]), ("кала", [1]), ("араганды", []), ("карағанды 05", [5]), ("елка", [4]),
     ("2024-02", [1, 2, 4, 5, 6]), ("«Ақмола»", [2]), ("   ", [1, 2, 3, 4, 5, 6])],
)  # fmt: skip
def test_words_are_found_at_their_beginnings_whatever_keyboard_wrote_them(
    places: Held, text: str, rows: list[int], tmp_path: Path
) -> None:
    assert places.rows(where=Words(text)) == rows
    kept = filtering.Source(
        f"(SELECT *, {filtering.searched(places.shape)} AS _words FROM {places.source.sql})", "_words"
    )
    plain, places.source = places.source, kept
    try:
        assert places.rows(where=Words(text)) == rows
    finally:
        places.source = plain


def test_words_in_one_column_are_not_looked_for_in_others(places: Held) -> None:
    assert places.rows(where=Words("05", 0)) == [5] and places.rows(where=Words("05", 1)) == []


def test_text_is_sorted_as_the_kazakh_alphabet_goes_and_empty_cells_are_last_either_way(places: Held) -> None:
    assert places.rows(sort=(Sort(1),)) == [3, 2, 1, 4, 5, 6]
    assert places.rows(sort=(Sort(1, True),)) == [5, 4, 1, 2, 3, 6]
    assert places.rows(sort=(Sort(2),)) == [6, 1, 2, 4, 5, 3]
    assert places.rows(sort=(Sort(2, True), Sort(1))) == [5, 2, 4, 1, 6, 3]


@pytest.mark.parametrize(
    "sort", [(), (Sort(1),), (Sort(2, True), Sort(1)), (Sort(3), Sort(4, True)), (Sort(5), Sort(2))]
)
@pytest.mark.parametrize("limit", [1, 4])
def test_pages_give_each_row_once_and_in_order(places: Held, sort: tuple[Sort, ...], limit: int) -> None:
    where = Not(Condition(0, "exact", ("02",)))
    for asked in ({}, {"where": where}):
        whole = places.ask(sort=sort, limit=100, **asked)
        assert places.all(sort=sort, limit=limit, **asked) == [tuple(row) for row in whole["rows"]]
        assert whole["total"] == len(whole["rows"])


def test_groups_are_counted_added_and_sorted_by_what_was_reckoned(places: Held) -> None:
    measures = (Measure("count"), Measure("sum", 3), Measure("avg", 2), Measure("max", 4), Measure("distinct", 2))
    found = places.ask(group=(5,), measures=measures, sort=(Sort(1, True, measure=True),))
    assert found["names"] == ["ашық", "count", "sum(сома)", "avg(саны)", "max(күні)", "distinct(саны)"]
    assert [row[:4] for row in found["rows"]] == [(True, 4, 107.75, 6.0), (False, 2, 2.5, 7.0)]
    assert found["total"] == 2
    by_count = places.all(group=(2,), sort=(Sort(0, True, measure=True),), limit=1)
    assert by_count == [(7, 2), (1, 1), (5, 1), (12, 1), (None, 1)]
    assert places.ask(measures=(Measure("sum", 2),))["rows"] == [(32,)]


def test_distinct_rows_go_page_by_page(places: Held) -> None:
    assert places.all(fields=(5,), distinct=True, limit=1) == [(False,), (True,)]
    assert places.ask(fields=(2,), distinct=True, sort=(Sort(2, True),), limit=2)["rows"] == [(12,), (7,)]


def test_an_offset_counts_once_and_pages_go_on_from_there(places: Held) -> None:
    assert places.rows(offset=2, limit=2) == [3, 4]
    for asked in ({}, {"sort": (Sort(0),)}, {"where": Condition(0, "not", ("xx",))}):
        first = places.ask(offset=2, limit=2, **asked)
        assert places.rows(offset=2, limit=2, after=first["following"], **asked) == [5, 6]
    groups = places.ask(group=(0,), offset=2, limit=2)
    assert places.ask(group=(0,), offset=2, limit=2, after=groups["following"])["rows"] == [("05", 1), ("06", 1)]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Ask(where=Condition(9, "exact", ("1",))), "column.unknown"),
        (Ask(where=Condition(-1, "exact", ("1",))), "column.unknown"),
        (Ask(sort=(Sort(17),)), "column.unknown"),
        (Ask(fields=(6,)), "column.unknown"),
        (Ask(group=(6,)), "column.unknown"),
        (Ask(where=Condition(2, "exact", ("много",))), "value.misfit"),
        (Ask(where=Condition(3, "gte", ("inf",))), "value.misfit"),
        (Ask(where=Condition(4, "exact", ("2024-02-30",))), "value.misfit"),
        (Ask(where=Condition(5, "exact", ("мүмкін",))), "value.misfit"),
        (Ask(where=Condition(1, "exact", ("a\0b",))), "value.misfit"),
        (Ask(where=Condition(1, "like", ("a",))), "operator.unknown"),
        (Ask(where=Condition(1, "exact", ())), "value.count"),
        (Ask(where=Condition(1, "null", ("a",))), "value.count"),
        (Ask(where=Condition(1, "in", tuple("a" * 1_001))), "value.count"),
        (Ask(measures=(Measure("median", 1),)), "measure.unknown"),
        (Ask(measures=(Measure("sum", 1),)), "measure.not_number"),
        (Ask(group=(1,), sort=(Sort(2),)), "sort.not_asked"),
        (Ask(fields=(1,), distinct=True, sort=(Sort(2),)), "sort.not_asked"),
        (Ask(limit=1_000_000), "limit.wrong"),
        (Ask(offset=-1), "limit.wrong"),
        (Ask(where=Words("а " * 300)), "question.too_large"),
        (Ask(where=Every((Condition(1, "null"),) * 200)), "question.too_large"),
        (Ask(after="r1-000000000000"), "after.unknown"),
        (Ask(after="'; DROP TABLE t"), "after.unknown"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name_in_three_languages(places: Held, asked: Ask, code: str) -> None:
    with pytest.raises(Misasked) as refusal:
        compiling.compiled(asked, places.shape, places.source, keys=(None,) * len(asked.sort))
    assert refusal.value.code == code
    said = {refusal.value.said(lang) for lang in ("kk", "ru", "en")}
    assert len(said) == 3 and all("%(" not in part for pair in said for part in pair)


def test_every_reason_says_what_to_do() -> None:
    assert all(one.sentence.endswith(".") and one.remedy and 400 <= one.status < 600 for one in REASONS.values())


def test_the_mark_of_a_page_belongs_to_its_question_and_its_version(places: Held) -> None:
    mark = places.ask(limit=1)["following"]
    with pytest.raises(Misasked, match="after.unknown"):
        places.ask(limit=1, after=mark, sort=(Sort(1),))
    other = Shape(places.shape.names, places.shape.types, places.shape.rows, "another version")
    with pytest.raises(Misasked, match="after.unknown"):
        compiling.compiled(Ask(after=mark), other, places.source)


_TEXT = st.text(max_size=30) | st.sampled_from([
    "'", '"', "' OR 1=1 --", "'; DROP TABLE t; --", "$1", "?", "%", "_", "\\", r"\E", "(?i)", "[а", "a\nb",
    "../../etc/passwd", "read_csv('/etc/passwd')", "c0", "NULL", "ә" * 50, "\u202e", "𐍈",
])  # fmt: skip


@settings(max_examples=25)
@given(text=_TEXT, column=st.integers(0, 5), operator=st.sampled_from(OPERATORS))
def test_nothing_typed_becomes_sql(places: Held, text: str, column: int, operator: str) -> None:
    """Whatever is typed is a value or is refused; the SQL of the question holds none of it."""
    values = () if operator in ("null", "not_null") else (text,)
    for asked in (
        Ask(where=Condition(column, operator, values)),
        Ask(where=Words(text)),
        Ask(where=Words(text, column)),
        Ask(where=Not(Either((Condition(column, operator, values), Words(text))))),
    ):
        try:
            made = compiling.compiled(asked, places.shape, places.source)
            assert wire.read_ask(wire.ask_json(asked)) == asked
        except Misasked as refusal:
            assert refusal.code in REASONS
            continue
        bare = compiling.compiled(
            Ask(where=wire.read_where(_harmless(wire.where_json(asked.where)))), places.shape, places.source
        )
        if len(made.parameters) == len(bare.parameters):
            assert made.sql == bare.sql
        places.con.execute(made.sql, made.parameters).fetchall()


def _harmless(told: Any) -> Any:
    """The same filter with words that mean nothing."""
    kind, *rest = told
    if kind == "words":
        return ["words", " ".join(f"w{n}" for n in range(len(filtering.words_of(rest[0])))), rest[1]]
    if kind == "is":
        value = {0: "a", 1: "a", 2: "1", 3: "1", 4: "2024-01-01", 5: "true"}[rest[0]]
        return ["is", rest[0], rest[1], [value for _one in rest[2]]]
    return [kind, [_harmless(one) for one in rest[0]] if isinstance(rest[0][0], list) else _harmless(rest[0])]


@settings(max_examples=25)
@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20))
def test_a_text_is_found_by_itself_and_nothing_in_it_is_a_pattern(text: str) -> None:
    con = duckdb.connect()
    pattern = "(?i)" + filtering.quoted(text)
    found = con.execute(
        "SELECT regexp_matches(?, ?), regexp_matches('', ?)", [f"x{text}y", pattern, pattern]
    ).fetchone()
    assert found == (True, False)


def test_identifiers_are_found_byte_by_byte(tmp_path: Path) -> None:
    codes = ["000140001234", "140001234", "+77011234567", "0x1F", "1e5", "007", "7", "А12", "A12", "12-34 ", "=1+1"]
    held = Held(tmp_path, "код\n" + "".join(f'"{code}"\n' for code in codes), wishes=Wishes(types={"код": "text"}))
    for place, code in enumerate(codes, start=1):
        assert held.rows(where=Condition(0, "exact", (code,))) == [place]
    assert [row[0] for row in held.all(limit=3)] == codes


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [("1 205", "integer", 1205), ("1\u00a0205,5", "decimal", 1205.5), ("-3", "integer", -3), (".5", "decimal", 0.5)],
)
def test_numbers_are_read_as_people_write_them(text: str, kind: str, value: float) -> None:
    assert read(text, kind, column="x") == value


def test_the_table_of_the_tests_has_the_types_they_speak_of(places: Held) -> None:
    assert places.shape.types == ("text", "text", "integer", "decimal", "date", "boolean")
    assert places.shape.rows == PLACES.count("\n") - 1

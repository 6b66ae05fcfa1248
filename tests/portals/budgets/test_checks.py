"""Trees and checks: any tree, any order of rows, the same sums and findings; and a second reading that must agree."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.portals.budgets import naive
from tests.portals.budgets.conftest import OBLAST, SAMPLE, Table, month

from jariya.portals.budgets.checks import CHECKS, Finding, Report, Total, run
from jariya.portals.budgets.measures import KEYS, MEASURES, PAID
from jariya.portals.budgets.problems import Problems
from jariya.portals.budgets.reading.table import Line
from jariya.portals.budgets.reading.understanding import Understood
from jariya.portals.budgets.report import findings, understand
from jariya.portals.budgets.tree import ROUNDING, grow, signed_sum

Written = Callable[..., Path]
AMOUNT = st.one_of(st.none(), st.integers(-(10**12), 10**12))
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no failure."""
NAIVE = {"tree_sum", "zero_column", "share_of_plan", "share_of_year", "unpaid", "deficit", "financing"}


def plain(found: list[Finding]) -> naive.Found:
    """Findings as the second implementation tells them."""
    rows: naive.Found = set()
    for one in found:
        if one.rule in NAIVE:
            column = MEASURES[one.measure].column if one.measure is not None else None
            difference = None if one.rule.startswith("share") else one.difference
            rows.add((one.rule, f"{one.month[1]:02d}.{one.month[0]}", one.left[0], column, difference))
    return rows


def own_findings(path: Path, said: Understood | None = None) -> list[Finding]:
    read = understand(path, said)
    return [one for trees in read.years().values() for one in findings(trees, read.cut)[0]]


@pytest.mark.parametrize("name", ["full", "functional", "administrative", "economic"])
def test_a_second_implementation_finds_the_same_in_the_extract(name: str) -> None:
    path = SAMPLE / f"ulgi_{name}.csv"
    said = Understood(level="oblast", territory="990000000", cut=name, unit="thousand")
    wanted = naive.findings(path)
    assert plain(own_findings(path, said)) == wanted
    assert wanted or name in {"functional", "administrative"}


@pytest.mark.slow
def test_a_second_implementation_finds_the_same_in_the_real_capture(real: list[Path]) -> None:
    told = 0
    for path in real:
        if "инвестиции" in path.name:
            continue
        wanted = naive.findings(path)
        found = plain(own_findings(path))
        assert found == wanted, f"{path.name}: {sorted(found ^ wanted)[:5]}"
        told += len(wanted)
    assert told > 1_000


@st.composite
def lines(draw: Any, amounts: Any = AMOUNT) -> list[Line]:
    """Rows of one month with parents by number: any forest of at most 14 nodes, unknown amounts among them."""
    count = draw(st.integers(1, 14))
    found = []
    for number in range(count):
        parent = draw(st.integers(-1, number - 1))
        found.append(
            Line(
                number=number + 2,
                month=(2025, 5),
                code=str(number + 1),
                code_given=f"{number + 1}.0",
                name=f"Пример {number}",
                amounts=tuple(draw(amounts) for _key in KEYS),
                id=str(number + 1),
                parent_id="" if parent < 0 else str(parent + 1),
                level=None,
            )
        )
    return found


def shape(rows: list[Line]) -> tuple[Any, ...]:
    """All a tree says: sums and findings by path and line."""
    tree = grow(rows, "full", Problems())
    sums = {path: (node.stated, node.summed, node.depth) for path, node in tree.by_path.items()}
    found, tested = run(Report("full", {tree.month: tree}))
    return sums, found, tested


@CALM
@given(lines(), st.randoms())
def test_the_order_of_rows_changes_nothing(rows: list[Line], chance: random.Random) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert shape(rows) == shape(shuffled)


@CALM
@given(lines())
def test_unknown_never_becomes_zero(rows: list[Line]) -> None:
    tree = grow(rows, "full", Problems())
    for node in tree.nodes():
        leaves = [one for one in node.walk() if not one.children]
        for at in range(len(KEYS)):
            if node.line.amounts[at] is None:
                assert node.stated[at] is None
            if any(leaf.stated[at] is None for leaf in leaves):
                assert node.summed[at] is None
            else:
                assert node.summed[at] == sum(leaf.stated[at] or 0 for leaf in leaves)


@CALM
@given(lines(st.integers(1, 10**12)), st.data())
def test_a_tree_that_adds_up_has_no_finding_and_one_that_does_not_names_its_node(rows: list[Line], data: Any) -> None:
    by_id = {row.id: row for row in rows}
    for row in reversed(rows):  # children stand after their parents: from below every total is its sum
        under = [child.amounts for child in rows if child.parent_id == row.id]
        if under:
            row.amounts = tuple(map(sum, zip(*under, strict=True)))
    tree = grow(rows, "full", Problems())
    found, _tested = run(Report("full", {tree.month: tree}))
    assert [one for one in found if one.rule in {"tree_sum", "zero_column"}] == []
    parents = sorted({row.parent_id for row in rows} - {""})
    if not parents:
        return
    wrong = by_id[data.draw(st.sampled_from(parents))]
    off = data.draw(st.integers(ROUNDING + 1, 10**9))
    wrong.amounts = tuple(amount + (off if at == PAID else 0) for at, amount in enumerate(wrong.amounts))
    tree = grow(rows, "full", Problems())
    found, _tested = run(Report("full", {tree.month: tree}))
    sums = {(one.left[0], one.measure, one.difference) for one in found if one.rule == "tree_sum"}
    assert (wrong.number, PAID, off) in sums


@CALM
@given(st.lists(st.tuples(st.sampled_from([1, -1]), AMOUNT), max_size=6))
def test_a_sum_with_an_unknown_part_is_unknown(parts: list[tuple[int, int | None]]) -> None:
    found = signed_sum(parts)
    if not parts or any(amount is None for _sign, amount in parts):
        assert found is None
    else:
        assert found == sum(sign * (amount or 0) for sign, amount in parts)


@settings(max_examples=15, deadline=None)
@given(st.randoms())
def test_the_extract_in_any_order_of_rows_is_the_same(chance: random.Random) -> None:
    read = understand(SAMPLE / "ulgi_full.csv", OBLAST)
    rows = [line for line in read.table.lines if line.month == (2025, 4)]
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert shape(rows) == shape(shuffled)


def test_signs_are_modelled(table: Table, written: Written) -> None:
    tree = understand(written(month(table, "05.2025")), OBLAST).trees[2025, 5]
    signs = {path: node.sign for path, node in tree.by_path.items() if node.sign < 0}
    assert signs == {"III/2": -1, "VII/2": -1}
    assert [node.path for _sign, node in tree.by_path["VII"].parts] == ["VII/1", "VII/2", "used"]
    net = tree.by_path["III"]
    assert net.line.amounts[PAID] == (tree.by_path["III/1"].line.amounts[PAID] or 0) - (
        tree.by_path["III/2"].line.amounts[PAID] or 0
    )


def rules(rows: Table, written: Written) -> set[tuple[str, str]]:
    """(rule, path) of what differs."""
    return {(one.rule, one.path) for one in own_findings(written(rows), OBLAST) if one.verdict == "differs"}


def test_a_deficit_that_is_not_the_balance_is_found(table: Table, written: Written) -> None:
    rows = month(table, "05.2025")
    next(row for row in rows if row["name"].startswith("V. "))["plg"] = "1.0"
    assert {("deficit", "V"), ("financing", "VII")} <= rules(rows, written)


def test_a_percentage_that_does_not_hold_is_found(table: Table, written: Written) -> None:
    rows = month(table, "05.2025")
    rows[0]["plgsumrg"] = "12.0"
    assert rules(rows, written) == {("share_of_year", "I")}


def test_payments_that_become_less_are_found(table: Table, written: Written) -> None:
    rows = [row for row in table if row["month"] in {"11.2024", "12.2024"}]
    for row in rows:
        row["month"] = {"11.2024": "12.2024", "12.2024": "11.2024"}[row["month"]]
    found = [one for one in own_findings(written(rows), OBLAST) if one.rule == "payments_grow"]
    assert {one.path for one in found} >= {"II", "II/81"}
    assert all(one.left[0] < one.right[0] for one in found), "both months can be opened"


def test_cuts_that_do_not_agree_name_both_sides() -> None:
    said = Understood(level="oblast", territory="990000000", cut="functional", unit="thousand")
    full = understand(SAMPLE / "ulgi_full.csv", OBLAST)
    functional = understand(SAMPLE / "ulgi_functional.csv", said)
    trees = {month: tree for month, tree in functional.trees.items() if month[0] == 2025}
    found, tested = findings(trees, "functional", {"full": full.totals()})
    cuts = [one for one in found if one.rule == "crosscuts_agree"]
    assert {(one.month, one.measure, one.difference) for one in cuts if one.month == (2025, 5)} == {
        ((2025, 5), PAID, -77_000_000), ((2025, 5), KEYS.index("unpaid"), 77_000_000)
    }  # fmt: skip
    assert tested["crosscuts_agree"] == 4 * 8
    assert all(len(one.right) == 4 and one.other_cut == "full" for one in cuts)


def test_a_total_without_one_of_its_parts_is_not_made_up() -> None:
    known = Total((1,) * 8, (2,))
    assert findings({}, "functional", {"full": {(2025, 1): known}})[0] == []


def test_findings_are_ranked_by_money() -> None:
    found = own_findings(SAMPLE / "ulgi_full.csv", OBLAST)
    for year in (2024, 2025):
        money = [one.money for one in found if one.month[0] == year]
        assert money == sorted(money, reverse=True)


def test_codes_are_looked_at_only_where_a_classifier_is_loaded() -> None:
    read = understand(SAMPLE / "ulgi_functional.csv", Understood(level="oblast", territory="x", cut="functional"))
    assert findings(read.trees, "functional")[1]["unknown_code"] == 0
    known = frozenset({"total", "total/81", "total/82", "total/83", "total/84", "total/85"})
    found, tested = findings(read.trees, "functional", known_codes=known)
    assert {one.path for one in found if one.rule == "unknown_code"} == {"total/16"}
    assert tested["unknown_code"] == len(read.table.lines)


def test_every_check_says_what_it_looks_at_in_three_languages() -> None:
    for one in CHECKS:
        words = [tuple(one.words(lang).values()) for lang in ("kk", "ru", "en")]
        assert all(text for row in words for text in row)
        assert len({row[1:] for row in words}) == 3, one.key
        assert one.look.__doc__


TIMED = {"missing_month", "zero_month", "payments_grow", "approved_stays", "section_missing", "section_named"}
SECTIONS = {
    "I": "ДОХОДЫ",
    "II": "ЗАТРАТЫ",
    "III": "КРЕДИТОВАНИЕ",
    "V": "V. ДЕФИЦИТ",
    "VII": "VII.",
    "used": "ИСПОЛЬЗУЕМЫЕ",
}


def timed(found: list[Finding]) -> naive.Found:
    """Findings over months as the second implementation tells them."""
    rows: naive.Found = set()
    for one in found:
        if one.rule not in TIMED:
            continue
        key = f"{one.month[1]:02d}.{one.month[0]}"
        column = MEASURES[one.measure].column if one.measure is not None else None
        if one.rule == "missing_month":
            rows.add((one.rule, key, None, None, None))
        elif one.rule == "section_missing":
            rows.add((one.rule, key, None, SECTIONS[one.path], None))
        elif one.rule == "section_named":
            rows.add((one.rule, key, one.left[0], None, None))
        else:
            rows.add((one.rule, key, one.left[0], column, one.difference))
    return rows


@pytest.mark.parametrize("name", ["full", "functional", "administrative", "economic"])
def test_a_second_implementation_finds_the_same_over_months_in_the_extract(name: str) -> None:
    said = Understood(level="oblast", territory="990000000", cut=name, unit="thousand")
    path = SAMPLE / f"ulgi_{name}.csv"
    assert timed(own_findings(path, said)) == naive.over_time(path)


@pytest.mark.slow
def test_a_second_implementation_finds_the_same_over_months_in_the_real_capture(real: list[Path]) -> None:
    told = 0
    for path in real:
        wanted, found = naive.over_time(path), timed(own_findings(path))
        assert found == wanted, f"{path.name}: {sorted(found ^ wanted, key=str)[:5]}"
        told += len(wanted)
    assert told > 100


@pytest.mark.slow
def test_a_second_implementation_finds_the_same_between_the_real_cuts(real: list[Path]) -> None:
    files = {read.cut: (path, read) for path in real if path.name.startswith("Р") for read in [understand(path)]}
    pairs = [("functional", "full"), ("administrative", "full"), ("economic", "full"), ("functional", "economic"),
             ("administrative", "functional"), ("administrative", "economic")]  # fmt: skip
    told = 0
    for one, other in pairs:
        wanted = naive.cuts(files[one][0], files[other][0])
        found, _tested = findings(files[one][1].trees, one, {other: files[other][1].totals()})
        assert {
            (f"{f.month[1]:02d}.{f.month[0]}", MEASURES[f.measure].column, f.difference)
            for f in found
            if f.rule == "crosscuts_agree" and f.measure is not None
        } == wanted
        told += len(wanted)
    assert told == 172


def test_a_second_implementation_finds_the_same_rows_of_the_real_cuts(real: list[Path]) -> None:
    files = {read.cut: (path, read) for path in real if path.name.startswith("Р") for read in [understand(path)]}
    full = {"full": files["full"][1].totals()}
    told = {}
    for kind in ("functional", "administrative"):
        wanted = naive.cut_rows(files[kind][0], files["full"][0], kind)
        found, tested = findings(files[kind][1].trees, kind, full)
        rows = [one for one in found if one.rule == "crosscut_rows" and one.measure is not None]
        assert {
            (f"{one.month[1]:02d}.{one.month[0]}", float(one.detail), MEASURES[one.measure].column, one.difference)
            for one in rows
            if one.measure is not None
        } == wanted
        assert tested["crosscut_rows"] > 1_000
        told[kind] = len(wanted)
    assert told["administrative"] > told["functional"] > 0


def test_rows_of_cuts_that_do_not_agree_are_found_though_their_totals_do(table: Table, written: Written) -> None:
    said = Understood(level="oblast", territory="990000000", cut="functional", unit="thousand")
    rows = month(table, "03.2025")
    full = understand(written(rows), OBLAST)
    text = (SAMPLE / "ulgi_functional.csv").read_text(encoding="utf-8").splitlines()
    cut = [text[0], *(line for line in text if line.endswith(";03.2025"))]
    agreeing = understand(written("\n".join(cut) + "\n", name="cut.csv"), said)
    assert "crosscut_rows" not in {
        one.rule for one in findings(agreeing.trees, "functional", {"full": full.totals()})[0]
    }
    tree = agreeing.trees[2025, 3]
    one, two = tree.by_path["total/81"].line, tree.by_path["total/82"].line
    for line, off in ((one, 5_000_000), (two, -5_000_000)):
        line.amounts = tuple((amount or 0) + (off if at == PAID else 0) for at, amount in enumerate(line.amounts))
    found, _tested = findings(agreeing.trees, "functional", {"full": full.totals()})
    assert "crosscuts_agree" not in {one.rule for one in found}
    told = [(one.path, one.measure, one.difference) for one in found if one.rule == "crosscut_rows"]
    assert told == [("total/81", PAID, 5_000_000), ("total/82", PAID, -5_000_000)]
    assert all(one.left and one.right for one in found if one.rule == "crosscut_rows"), "both sides can be opened"

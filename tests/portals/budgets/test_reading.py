"""Files as they come: moved columns, other separators, two header rows, dust, and what is no table at all."""

from __future__ import annotations

import gzip
import random
import resource
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.portals.budgets.conftest import OBLAST, SAMPLE, Table, month, text

from jariya.portals.budgets.measures import KEYS, PAID
from jariya.portals.budgets.problems import RULES, Refused
from jariya.portals.budgets.reading import names
from jariya.portals.budgets.reading.amounts import NotAnAmount, tenge
from jariya.portals.budgets.reading.columns import known
from jariya.portals.budgets.reading.table import read
from jariya.portals.budgets.reading.understanding import Understood, of_name, of_text
from jariya.portals.budgets.report import understand
from jariya.portals.budgets.simulate.extract import files

Written = Callable[..., Path]


def refusal(path: Path, said: Understood = OBLAST) -> list[Any]:
    with pytest.raises(Refused) as caught:
        understand(path, said)
    for problem in caught.value.problems:
        for lang in ("kk", "ru", "en"):
            assert problem.sentence(lang), problem
            assert problem.remedy(lang), problem
    return [problem for problem in caught.value.problems if problem.refuses]


@pytest.mark.parametrize(
    ("cell", "unit", "wanted"),
    [
        ("36459883.199999996", 1000, 36_459_883_200),
        ("1 234,5", 1000, 1_234_500),
        ("1\u00a0234\u00a0567", 1, 1_234_567),
        ("(12.5)", 1000, -12_500),
        ("−3", 1_000_000, -3_000_000),
        ("1,234,567.5", 1000, 1_234_567_500),
        ("0.0", 1000, 0),
        ("", 1000, None),
        ("-", 1000, None),
        ("17543276102.0", 1000, 17_543_276_102_000),
    ],
)
def test_an_amount_is_whole_tenge_and_nothing_is_not_zero(cell: str, unit: int, wanted: int | None) -> None:
    assert tenge(cell, unit) == wanted


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("12.3456", "amount.fraction"),
        ("много", "amount.not_number"),
        ("1e400", "amount.too_big"),
        ("inf", "amount.not_number"),
        ("1,23,4", "amount.not_number"),
    ],
)
def test_what_is_no_amount_is_named(cell: str, rule: str) -> None:
    with pytest.raises(NotAnAmount) as caught:
        tenge(cell, 1000)
    assert caught.value.rule == rule


def test_a_code_that_lost_its_zeros_is_the_same_code() -> None:
    assert {names.code(given) for given in ("001", "1", "1.0", " 01 ")} == {"1"}
    assert names.code("1O1") is None


def test_a_latin_letter_in_a_cyrillic_word_is_found_as_if_it_were_cyrillic() -> None:
    assert names.searchable("Hалог на добавленную cтоимость") == names.searchable("Налог на добавленную стоимость")
    assert names.is_mixed("Hалоги")
    assert not names.is_mixed("Налоги NATO")


def test_the_shipped_extract_is_what_its_maker_makes() -> None:
    assert {name: (SAMPLE / name).read_text(encoding="utf-8") for name in files()} == files()


def test_columns_may_stand_in_any_order(table: Table, written: Written) -> None:
    columns = list(table[0])
    random.Random(4).shuffle(columns)
    moved = understand(written(table, columns=columns), OBLAST)
    plain = understand(written(table, name="plain.csv"), OBLAST)
    assert [line.amounts for line in moved.table.lines] == [line.amounts for line in plain.table.lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "kz1048"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encodings_and_separators_are_recognised(table: Table, written: Written, encoding: str, separator: str) -> None:
    path = written(text(month(table, "05.2025"), separator=separator).encode(encoding))
    lines = read(path, OBLAST).lines
    assert lines[0].name == "I. ДОХОДЫ"
    assert lines[0].amounts[PAID]


def test_a_packed_file_is_known_by_its_bytes_not_its_name(table: Table, written: Written) -> None:
    assert len(read(written(gzip.compress(text(table).encode()), name="report.csv"), OBLAST).lines) == len(table)


@pytest.mark.parametrize(
    ("name", "level", "territory", "cut"),
    [
        ("Республиканский_бюджет.csv.gz", "republican", "", "full"),
        ("РБ_экон_классификация.csv.gz", "republican", "", "economic"),
        ("местный_бюджет_ЗКО.csv.gz", "oblast", "западно казахстанская", "full"),
        ("местный_бюджет_г_Алматы.csv.gz", "oblast", "город алматы", "full"),
        ("местный_бюджет_Улгинская.xlsx", "oblast", "улгинская", "full"),
    ],
)
def test_a_name_says_whose_budget_it_is(name: str, level: str, territory: str, cut: str) -> None:
    found = of_name(Path(name))
    assert (found.level, found.territory, found.cut) == (level, territory, cut)


def test_on_the_first_of_june_means_january_to_may() -> None:
    assert of_text("Отчет об исполнении бюджета на 1 июня 2024 года, тыс. тенге").month == (2024, 5)
    assert of_text("на 1 января 2024 года, млн. тенге").month == (2023, 12)
    assert of_text("на 1 января 2024 года, млн. тенге").unit == "million"


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("Утвержденный бюджет", "approved"),
        ("Уточненный бюджет", "revised"),
        ("Скорректированный бюджет", "adjusted"),
        ("Сводный план поступлений и финансирования, по платежам", "planned"),
        ("Сводный план финансирования, по обязательствам", "obligations_planned"),
        ("Оплаченные обязательства", "paid"),
        ("Принятые обязательства", "obligations"),
        ("Неоплаченные обязательства", "unpaid"),
        ("Исполнение в % к сводному плану на период", "share_planned"),
        ("Бекітілген бюджет", "approved"),
        ("Наименование", "name"),
        ("plgpsumrg", "share_planned"),
    ],
)
def test_a_header_is_known_by_its_words(cell: str, column: str) -> None:
    assert known(cell) == column


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    """A small XLSX by hand: inline strings and numbers."""

    def cell(value: Any, at: str) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, str):
            return f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>'
        return f'<c r="{at}"><v>{value}</v></c>'

    def name(column: int) -> str:
        return chr(65 + column)

    body = "".join(
        f'<row r="{n}">' + "".join(cell(value, f"{name(at)}{n}") for at, value in enumerate(row)) + "</row>"
        for n, row in enumerate(rows, start=1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        )
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        )
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        packed.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )
    return path


SHEET: list[list[Any]] = [
    ["Отчет об исполнении бюджета Улгинской области на 1 июня 2025 года", "", "", "", "", ""],
    ["", "", "", "", "", "тыс. тенге"],
    ["Код", "Наименование", "План", "", "Исполнение", ""],
    ["", "", "утвержденный", "скорректированный", "оплаченные обязательства", "в % к скорректированному"],
    ["1", "2", "3", "4", "5", "6"],
    ["0", "Итого", 300, 330, 100.5, 30.4545],
    ["01", "Примерное управление", 100, 110, 40.5, 36.8182],
    ["02", "Примерные школы", 200, 220, 60, 27.2727],
    ["", "Примечание: выдумано", "", "", "", ""],
]


def test_a_workbook_with_its_header_over_two_rows_is_read(tmp_path: Path) -> None:
    table = read(workbook(tmp_path / "функц.xlsx", SHEET), Understood(level="oblast", cut="functional"))
    assert table.understood.month == (2025, 5)
    assert table.measures == ("approved", "adjusted", "paid")
    assert [(line.code, line.amounts[PAID]) for line in table.lines] == [("0", 100_500), ("1", 40_500), ("2", 60_000)]
    assert table.lines[0].amounts[1] is None, "a column that is not there is unknown, not zero"
    assert table.lines[0].number == 6


def test_a_broken_off_file_says_after_which_row(table: Table, written: Written) -> None:
    packed = gzip.compress(text(table).encode())
    (problem,) = refusal(written(packed[: len(packed) // 2], name="report.csv.gz"))
    assert problem.rule == "file.truncated"
    assert problem.row > 10


def test_a_row_that_breaks_off_is_named(table: Table, written: Written) -> None:
    (problem,) = refusal(written(text(month(table, "05.2025")).rstrip()[:-60]))
    assert (problem.rule, problem.row) == ("row.short", 56)


def test_swapped_columns_are_named_both(table: Table, written: Written) -> None:
    for row in table:
        row["plg"], row["sumrg"] = row["sumrg"], row["plg"]
    (problem,) = refusal(written(table))
    assert problem.rule == "column.swapped"
    assert {problem.facts["first"], problem.facts["second"]} == {"plg", "sumrg"}


def test_a_name_column_that_holds_numbers_is_named(table: Table, written: Written) -> None:
    for row in table:
        row["name"], row["plg"] = row["plg"], row["name"]
    rules = {problem.rule for problem in refusal(written(month(table, "05.2025")))}
    assert rules >= {"column.holds_text", "column.holds_numbers", "amount.not_number"}


def test_a_month_in_millions_is_named_with_its_row(table: Table, written: Written) -> None:
    for row in month(table, "03.2024"):
        for column in ("utv", "utch", "plg", "plgp", "plgo", "sumrg", "obz", "obzsumrg"):
            row[column] = str(round(float(row[column]) / 1000, 3))
    (problem,) = refusal(written(table))
    assert (problem.rule, problem.facts["month"], problem.row) == ("unit.month", "2024-03", 112)


def test_a_place_that_stands_twice_names_both_rows(table: Table, written: Written) -> None:
    rows = month(table, "05.2025")
    twin = dict(next(row for row in rows if row["code"] == "904.0"), id="999")
    (problem,) = refusal(written([*rows, twin]))
    assert problem.rule == "node.twice"
    assert (problem.row, problem.facts["other"]) == (57, next(
        at for at, row in enumerate(rows, start=2) if row["code"] == "904.0"))  # fmt: skip


def test_two_totals_in_one_table_are_not_added(table: Table, written: Written) -> None:
    rows = month(table, "05.2025")
    again = [dict(row, id=f"{int(row['id']) + 500}") for row in rows]
    for row in again:
        row["parent_id"] = f"{float(row['parent_id']) + 500}" if row["parent_id"] else ""
    rules = [problem.rule for problem in refusal(written(rows + again))]
    assert "section.twice" in rules


def test_a_code_with_letters_is_named(table: Table, written: Written) -> None:
    rows = month(table, "05.2025")
    rows[3]["code"] = "1O1"
    (problem,) = refusal(written(rows))
    assert (problem.rule, problem.row, problem.column, problem.value) == ("code.form", 5, "code", "1O1")


def test_a_row_without_its_parent_is_named(table: Table, written: Written) -> None:
    rows = [row for row in month(table, "05.2025") if row["name"] != "Примерные школы"]
    problems = refusal(written(rows))
    assert {problem.rule for problem in problems} == {"parent.unknown"}
    assert all(problem.row for problem in problems)


def test_a_circle_of_parents_is_named(table: Table, written: Written) -> None:
    rows = month(table, "05.2025")
    rows[0]["parent_id"] = "3.0"
    assert {problem.rule for problem in refusal(written(rows))} == {"parent.circle"}


def test_a_missing_month_is_told_and_the_rest_is_read(table: Table, written: Written) -> None:
    found = understand(written(table), OBLAST)
    gaps = [problem for problem in found.problems if problem.rule == "month.gap"]
    assert [(problem.value, problem.refuses) for problem in gaps] == [("2025-02", False)]
    assert found.table.lines[gaps[0].row - 2].month == (2025, 3), "the row where the gap shows"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "file.empty"),
        (b"\n\n\n", "file.empty"),
        (b"<!DOCTYPE html><html><body>502</body></html>", "file.html"),
        (b"\xef\xbb\xbf\r\n <html><head></head></html>", "file.html"),
        (b"%PDF-1.7 ...", "file.kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file.kind"),
        (b"PK\x03\x04garbage", "file.damaged"),
        (b"\x1f\x8bgarbage", "file.truncated"),
        (gzip.compress(b"", mtime=0), "file.empty"),  # with a time of packing each process would name the test anew
        (b"a;b;c\n1;2;3\n", "header.missing"),
        (b"code;name;sumrg\n1;\x00;3\n", "file.not_text"),
        (b"code;name;utv;sumrg\n", "file.empty"),
        (b"code;name;sumrg\n1;x;1\n", "month.unknown"),
        (b"code;name;sumrg;plg;plg;month\n1;x;1;1;1;01.2024\n", "column.twice"),
        (b"code;sumrg;plg;month\n1;1;1;01.2024\n", "column.missing"),
        (b"code;name;sumrg;month\n1;x;1;13.2024\n", "month.form"),
    ],
)
def test_what_is_no_report_is_refused_by_name(written: Written, content: bytes, rule: str) -> None:
    assert [problem.rule for problem in refusal(written(content, name="report.xlsx"))][0] == rule


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize("what", ["nul", "digits", "rows"])
def test_a_gigabyte_of_zeros_is_refused_in_little_memory(tmp_path: Path, what: str) -> None:
    path = tmp_path / "zeros.csv.gz"
    piece = {"nul": b"\0", "digits": b"0", "rows": b"0;0;0;01.2024\n"}[what] * 1_000_000
    with gzip.open(path, "wb", compresslevel=1) as packed:
        if what == "rows":
            packed.write(b"code;name;sumrg;month\n")
        for _ in range(1_073 if what != "rows" else 77):
            packed.write(piece)
    before = _peak()
    problems = refusal(path)
    wanted = {"nul": "file.not_text", "digits": "file.line_too_long", "rows": "column.holds_numbers"}
    assert [problem.rule for problem in problems] == [wanted[what]]
    assert _peak() - before < 60_000, "kilobytes"


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: Any) -> None:
    from jariya.portals.budgets.reading import opening

    path = workbook(tmp_path / "bomb.xlsx", SHEET)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/zeros", b"\0" * 3_000_000)
    monkeypatch.setattr(opening, "MOST_BYTES", 1_000_000)
    assert [problem.rule for problem in refusal(path)] == ["file.too_big"]


def test_every_rule_is_worded_in_three_languages() -> None:
    from jariya.portals.budgets.words import say

    for rule in RULES.values():
        for lang in ("kk", "ru"):
            assert say(rule.sentence, lang) != rule.sentence and say(rule.remedy, lang) != rule.remedy


def test_no_measure_is_made_up(table: Table, written: Written) -> None:
    columns = [column for column in table[0] if column not in {"utv", "plgo"}]
    found = understand(written(month(table, "05.2025"), columns=columns), OBLAST)
    assert found.table.measures == tuple(key for key in KEYS if key not in {"approved", "obligations_planned"})
    tree = found.trees[2025, 5]
    for node in tree.nodes():
        for amounts in (node.line.amounts, node.stated, node.summed):
            assert amounts[0] is None
            assert amounts[4] is None

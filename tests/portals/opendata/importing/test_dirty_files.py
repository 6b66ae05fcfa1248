"""Dirty files as they lie about here: identifiers byte for byte, no cell lost, each fault named with its cell."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.portals.opendata.importing import dirty

from jariya.portals.opendata.importing import documents
from jariya.portals.opendata.importing.limits import COMMAND_LINE
from jariya.portals.opendata.importing.problems import Problems, Unreadable


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ";"), ("kz1048", ";"), ("utf-16", "\t"), ("utf-8-sig", ",")]
)
def test_a_table_of_statistics_is_read_without_its_title_notes_and_numbered_columns(
    read: Any, encoding: str, delimiter: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(line.split(";") for line in dirty.STATISTICS.splitlines())
    seen = read(out.getvalue().encode(encoding))
    assert seen.names == ["Өңір", "2023 / барлығы", "2023 / қала", "2024 / барлығы", "2024 / қала"]
    assert seen.rows[0] == ("Абай облысы", 610183, 377.1, 607557, 381011)
    assert len(seen.rows) == 3 and seen.kinds["2023 / қала"] == "decimal"
    assert {
        ("row.above_header", 1, None, "Қазақстан Республикасы халқының саны"),
        ("row.above_header", 3, None, "адам"),
        ("header.numbers", 6, None, "А 1 2 3 4"),
        ("row.total", 9, "Өңір", "Барлығы"),
        ("row.empty", 10, None, ""),
        ("row.below_table", 11, None, "* алдын ала деректер"),
        ("row.below_table", 12, None, "Дереккөз: Ұлттық статистика бюросы"),
    } <= set(seen.said)


@pytest.mark.parametrize("encoding", ["utf-8", "kz1048", "utf-16-le"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_identifiers_come_out_as_they_went_in(read: Any, encoding: str, form: str) -> None:
    head, cells = [name for name, _cell in dirty.CODES], [cell for _name, cell in dirty.CODES]
    if encoding != "utf-8" and form == "xlsx":
        pytest.skip("a workbook has one encoding")
    if encoding == "kz1048":
        cells[-1] = "мектеп №5"
    if form == "csv":
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows([head, *[cells] * 3])
        sent = out.getvalue().encode(encoding)
    elif form == "xlsx":
        sent = dirty.workbook({"Бет": [head, *[cells] * 3]})
    else:
        sent = json.dumps([dict(zip(head, cells, strict=True))] * 3, ensure_ascii=False).encode(encoding)
    seen = read(sent)
    assert seen.rows == [tuple(cells)] * 3 and set(seen.kinds.values()) == {"text"}


def test_a_web_page_under_the_name_of_a_workbook_is_its_largest_table(read: Any) -> None:
    seen = read(dirty.page("Доходы района").encode("cp1251"))
    assert seen.names == ["Район", "БИН", "Доходы / план", "Доходы / факт"]
    assert seen.rows == [("Есиль & Ко", "000140000123", 1234.5, 1000.0), ("Алматы\nр-н", "010140000124", 2.5, 7.0)]
    assert seen.table.container.kind == "html" and seen.table.encoding.title == "Windows-1251"
    assert ("page.others", None, None, "2") in seen.said
    assert read(dirty.page("Доходы").encode("cp1251"), sheet="2").rows == [(1, 2)]


def test_a_workbook_has_titles_merged_heads_hidden_sheets_and_errors(read: Any) -> None:
    rows: list[list[Any]] = [
        ["Есеп", None, None, None, None],
        [None] * 5,
        ["Өңір", "Халық", None, None, "Күні"],
        [None, "ер", "әйел", "барлығы", None],
        ["Абай", 1, 2, "#DIV/0!", dt.date(2024, 2, 1)],
        ["Ұлытау", 3.5, 4, 7, dt.date(2024, 2, 2)],
        ["Жетісу", None, True, 9, dt.date(2024, 2, 3)],
        [None, 5, 6, "=1+2", dt.date(2024, 2, 4)],
    ]
    sent = dirty.workbook(
        {"Бір": rows, "Құпия": [["x", "y"], [1, 2]], "Екі": [["a", "b"], [3, 4]]},
        merged={"Бір": ["A1:E1", "B3:D3", "A3:A4", "E3:E4", "A7:A8"]},
        hidden="Құпия",
    )
    seen = read(sent)
    assert seen.names == ["Өңір", "Халық / ер", "Халық / әйел", "Халық / барлығы", "Күні"]
    assert seen.rows[1] == ("Ұлытау", 3.5, "4", "7", dt.date(2024, 2, 2))
    assert [row[2] for row in seen.rows] == ["2", "4", "true", "6"]
    assert seen.table.sheets == ["Бір", "Екі"] and seen.table.first_row == 5
    assert {
        ("row.above_header", 1, None, "Есеп"),
        ("cell.formula_error", 5, None, "#DIV/0!"),
        ("sheet.hidden", None, None, "Құпия"),
        ("sheet.others", None, None, "Екі"),
        ("sheet.merged", 7, None, "7-8"),
        ("sheet.uncalculated", 8, None, ""),
    } <= set(seen.said)


def test_what_excel_2003_wrote_in_xml_is_a_workbook_and_entities_are_refused(read: Any) -> None:
    assert read(dirty.old_xml([["код", "саны"], ["007", "5"], ["012", "6"]])).rows == [("007", 5), ("012", 6)]
    bomb = dirty.old_xml([["код", "&a;"], ["1", "2"]]).replace(
        b"<Workbook", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><Workbook', 1
    )
    with pytest.raises(Unreadable) as refused:
        read(bomb)
    assert refused.value.rule == "file.unknown"


@pytest.mark.parametrize(
    ("sent", "rows", "said"),
    [
        pytest.param(b"\xef\xbb\xbf\xef\xbb\xbfa;b\n1;x\n2;y\n", [(1, "x"), (2, "y")], [], id="two marks"),
        pytest.param(b"a;b\r1;x\r2;y\r", [(1, "x"), (2, "y")], [], id="ends of an old Macintosh"),
        pytest.param(b"a;b;\r\n1;x;\r\n2;y;\r\n", [(1, "x"), (2, "y")], [], id="a delimiter at each end"),
        pytest.param(b"a;b\n1;x\n\n2;y\n\n\n", [(1, "x"), (2, "y")], [("row.empty", 3, None, "")], id="empty lines"),
        pytest.param(b"a;b\n1;x\n;\n2;y\n", [(1, "x"), (2, "y")], [("row.empty", 3, None, "")], id="empty cells"),
        pytest.param(
            b"a;b\n1;x\na;b\n2;y\n", [(1, "x"), (2, "y")], [("header.again", 3, None, "")], id="a header on each page"
        ),
        pytest.param(
            "№;БИН;c\n1;140000123;y\n2;1,40E+11;z\n".encode("cp1251"), [(1, "140000123", "y"), (2, "1,40E+11", "z")],
            [("cell.cut_number", 3, "БИН", "1,40E+11"), ("cell.short_code", 2, "БИН", "140000123")], id="lost digits",
        ),
        pytest.param(
            "ЖСН;c\n95010130001;y\n".encode(), [("95010130001", "y")],
            [("cell.short_code", 2, "ЖСН", "············"), ("column.personal", None, "ЖСН", "")], id="people",
        ),
        pytest.param(
            "а;lat;lon\nб;71,4;51,1\nв;52,0;69,1\n".encode(), [("б", 71.4, 51.1), ("в", 52.0, 69.1)],
            [("geo.swapped", 2, "lat", "71,4")], id="latitude and longitude exchanged",
        ),
        pytest.param(
            "а;б;в;г;д\n12,5%;1 234 ₸;1 234,5-;(5);иә\n7%;5 ₸;3;7;жоқ\n".encode(),
            [(12.5, 1234, -1234.5, -5, True), (7.0, 5, 3.0, 7, False)], [], id="units and signs",
        ),
        pytest.param(
            "а;б\n12,5%;01.02.2024\n7;2024-02-03\n".encode(), [("12,5%", "01.02.2024"), ("7", "2024-02-03")],
            [("column.mixed_dates", None, "б", ""), ("column.mixed_numbers", None, "а", "")], id="written in two ways",
        ),
        pytest.param(
            "a;b\n1.234.567,89;José\n2.345,10;François\n".encode("cp1252"),
            [(1234567.89, "José"), (2345.1, "François")], [], id="Latin letters, points between thousands",
        ),
        pytest.param(
            "Көрсеткіш;2023;2024\nА;1;2\nБ;3;4\n".encode(), [("А", 1, 2), ("Б", 3, 4)], [], id="letters for rows"
        ),
        pytest.param(
            b"\xd0\xe0\xe9\xee\xed;n\n" + b"".join(
                f"Облысная больница {n};{n}\n".encode("utf-8" if n == 7 else "cp1251") for n in range(12)
            ), [(f"Облысная больница {n}", n) for n in range(12)], [("encoding.mixed", 9, None, "")],
            id="UTF-8 inside of Windows-1251",
        ),
    ],
)  # fmt: skip
def test_small_oddities_are_read_and_named(
    read: Any, sent: bytes, rows: list[tuple[Any, ...]], said: list[tuple[Any, ...]]
) -> None:
    seen = read(sent)
    assert (seen.rows, sorted(seen.said)) == (rows, sorted(said))


def test_a_zip_says_its_names_in_the_code_page_of_dos(read: Any) -> None:
    files = {"кесте.csv": b"a;b\n1;2\n", "Отчёт за год.csv": b"a;b\n3;4\n"}
    sent = dirty.zipped(files, page="cp866")
    with pytest.raises(Unreadable) as refused:
        read(sent)
    assert refused.value.rule == "file.many_tables" and refused.value.about["names"] == [*files]
    seen = read(sent, inner="Отчёт за год.csv")
    assert seen.rows == [(3, 4)] and seen.table.container.inner == "Отчёт за год.csv"
    assert read(dirty.zipped({"выгрузка": dirty.gzipped(b"a;b\n5;6\n")})).rows == [(5, 6)]


@pytest.mark.parametrize(
    ("sent", "rows"),
    [
        ({"columns": ["код", "n"], "rows": [["007", 1], ["008"]]}, [["код", "n"], ["007", "1"], ["008"]]),
        (
            {"meta": {"n": 2}, "data": [{"a": "01", "b": {"c": 1}}, {"a": True, "d": []}]},
            [["a", "b.c", "d"], ["01", "1", ""], ["true", "", ""]],
        ),
        ({"a": ["01", "02"], "b": [1, 2]}, [["a", "b"], ["01", "1"], ["02", "2"]]),
        ([["a", "b"], ["01", 1], ["02", 2, 3]], [["a", "b"], ["01", "1"], ["02", "2", "3"]]),
        ({"5": {"a": 1}, "7": {"a": 2}}, [["key", "a"], ["5", "1"], ["7", "2"]]),
        ({"fields": [{"name": "a"}], "records": [[1], [2]]}, [["a"], ["1"], ["2"]]),
        ({"a.b": 1, "a": {"b": 2}}, [["a.b", "a.b_2"], ["1", "2"]]),
        ([{"a": {"b": {"c": {"d": 1}}}}], [["a.b.c"], ['{"d": 1}']]),
    ],
)
def test_json_of_many_shapes_is_a_table(sent: Any, rows: list[list[str]]) -> None:
    assert list(documents.records(sent, Problems()).rows) == rows


@pytest.mark.parametrize("sent", [5, "x", [], {}, [1, 2], {"a": []}, [[1]]])
def test_json_without_a_table_is_refused(sent: Any) -> None:
    with pytest.raises(Unreadable):
        documents.records(sent, Problems())


def test_json_keeps_long_numbers_and_broken_lines(read: Any) -> None:
    seen = read('{"data":[{"id":12345678901234567890123,"m":0.12345678901234567891}]}')
    assert seen.rows == [("12345678901234567890123", "0.12345678901234567891")]
    seen = read('{"a":1}\n{"a":\n{"a":3}\n')
    assert seen.rows == [(1, None), (None, '{"a":'), (3, None)]
    assert ("json.broken_line", 2, "unreadable", '{"a":') in seen.said


def test_a_long_list_of_objects_is_read_as_a_short_one(tmp_path: Path) -> None:
    sent = [{"код": f"{number:05d}", "n": number, "m": {"x": "қ" * 300}} for number in range(5000)]
    for text, good in (
        (json.dumps(sent, ensure_ascii=False, indent=1), True),
        ("[{}, 5]", False),
        ('[{"a": 1}, {', False),
    ):
        (tmp_path / "long.json").write_text(text, encoding="utf-8-sig")
        assert documents.is_list(tmp_path / "long.json")
        try:
            got = list(documents.stream(tmp_path / "long.json", Problems(), COMMAND_LINE).rows)
        except Unreadable:
            assert not good
        else:
            assert good and got == list(documents.records(sent, Problems()).rows)


def test_people_are_never_shown_in_a_report(read: Any) -> None:
    from jariya.kernel.language.numbers import iin_valid

    numbers = [
        number for number in (f"9501{day:02d}3{n:05d}" for day in range(1, 29) for n in range(40)) if iin_valid(number)
    ]
    seen = read("x;y\n" + "".join(f"{number};1\n" for number in numbers[:30]))
    assert seen.table.columns[0].personal and seen.rules == {"column.personal"}
    assert not any(number in json.dumps(seen.table.as_json(), default=str) for number in numbers)


def test_a_note_beside_the_one_table_of_a_zip_is_no_second_table(read: Any) -> None:
    noted = {"README.txt": b"read me", "Описание полей.txt": b"x", "__MACOSX/._1.csv": b"x", "дерек.csv": b"a;b\n1;2\n"}
    assert read(dirty.zipped(noted, page="cp866")).rows == [(1, 2)]
    with pytest.raises(Unreadable):
        read(dirty.zipped({"a.csv": b"a;b\n1;2\n", "b.txt": b"a;b\n3;4\n"}))

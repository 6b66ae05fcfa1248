"""Files as bodies send them, read into tables in which every cell can be answered for."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from jariya.kernel.language.numbers import has_check_digit
from jariya.portals.opendata.importing import encoding, loading, writing
from jariya.portals.opendata.importing.limits import COMMAND_LINE, Limits
from jariya.portals.opendata.importing.problems import RULES, Unreadable
from jariya.portals.opendata.importing.table import Table, Wishes, imported
from jariya.portals.opendata.words import say
from jariya.project.cli import data as command

KAZAKH = "Атауы;Облысы;Мекенжайы\nҚызылорда облысы;Ақмола;Жамбыл көшесі № 5\nШығыс Қазақстан;Өскемен;Ұлытау\n"
RUSSIAN = "Наименование;Область;Адрес\nООО «Заря»;Алматинская область;ул. Абая, д. 5\n"


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Read bytes or text: `read("a;b\\n1;2\\n", delimiter=";")`."""
    number = iter(range(1000))

    def do(sent: bytes | str, limits: Limits = COMMAND_LINE, **wishes: Any) -> Table:
        place = tmp_path / str(next(number))
        (place / "work").mkdir(parents=True)
        (place / "sent").write_bytes(sent if isinstance(sent, bytes) else sent.encode())
        return imported(place / "sent", place / "work", wishes=Wishes(**wishes), limits=limits)

    return do


def rows(table: Table) -> list[tuple[Any, ...]]:
    """All rows of the canonical Parquet, without their numbers."""
    with duckdb.connect() as con:
        return [row[1:] for row in con.execute(f"FROM '{table.parquet}' ORDER BY _row").fetchall()]


def kinds(table: Table) -> dict[str, str]:
    return {column.name: column.type for column in table.columns}


def counts(table: Table) -> dict[str, int]:
    return {rule: count for (rule, _column), count in table.problems.counts.items()}


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "kz1048", "ptcp154"])
def test_kazakh_letters_are_read_in_any_encoding_that_has_them(read: Any, name: str) -> None:
    table = read(KAZAKH.encode(name))
    assert rows(table)[0] == ("Қызылорда облысы", "Ақмола", "Жамбыл көшесі № 5")
    assert [column.name for column in table.columns] == ["Атауы", "Облысы", "Мекенжайы"]


@pytest.mark.parametrize("name", ["cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize("change", [str, str.upper])
def test_russian_letters_are_read_in_any_code_page(read: Any, name: str, change: Any) -> None:
    text = change(RUSSIAN) if name == "cp1251" else change(RUSSIAN).replace("«", '"').replace("»", '"')
    table = read(text.encode(name), quote="")
    assert rows(table)[0][1] == change("Алматинская область")


def test_lines_of_another_code_page_are_read_as_what_they_are_and_named(read: Any) -> None:
    sent = b"".join(f"{n};Ақтау қаласы\n".encode("kz1048" if n == 7 else "utf-8") for n in range(40))
    table = read(b"n;city\n" + sent)
    assert {row[1] for row in rows(table)} == {"Ақтау қаласы"}
    assert [(one.rule, one.row) for one in table.problems.shown] == [("encoding.mixed", 9)]


def test_zero_bytes_are_left_out_and_counted(read: Any) -> None:
    table = read(b"a;b\n1\x00;x\n2;y\x00\x00\n")
    assert rows(table) == [(1, "x"), (2, "y")]
    assert counts(table) == {"encoding.nul": 3}


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_what_parts_the_cells_is_found(read: Any, delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows(
        [["атауы", "саны", "мекенжайы"], ["а", "1", "Абай к., 5; 2-пәтер | кіру"], ["б", "2", 'деді: "иә"']]
    )
    table = read(out.getvalue())
    assert rows(table) == [("а", 1, "Абай к., 5; 2-пәтер | кіру"), ("б", 2, 'деді: "иә"')]
    assert table.way == "fast"


def test_a_title_above_the_table_is_no_column_and_is_said(read: Any) -> None:
    table = read("2024 жылғы есеп\n\nатауы;саны;күні\nа;1;01.02.2024\nб;2;02.02.2024\n")
    assert kinds(table) == {"атауы": "text", "саны": "integer", "күні": "date"}
    assert counts(table) == {"row.above_header": 1} and table.first_row == 4


def test_short_and_long_rows_are_kept_whole_and_named_by_their_row(read: Any) -> None:
    table = read("a,b,c\n1,2,3\n4,5\n6,7,8,9\n")
    assert rows(table) == [(1, 2, 3, None), (4, 5, None, None), (6, 7, 8, 9)]
    assert [(one.rule, one.row) for one in table.problems.shown][:2] == [("row.short", 3), ("row.long", 4)]


def test_a_quotation_mark_that_never_closes_swallows_no_rows(read: Any) -> None:
    table = read('a;b\n1;"екі\nжол"\n"ашық;2\n' + "5;6\n" * 300)
    assert table.rows == 302 and rows(table)[0] == ("1", "екі\nжол") and rows(table)[1] == ('"ашық', "2")
    assert counts(table)["dialect.quote_open"] == 1


def test_line_breaks_inside_of_cells_and_headers_are_kept(read: Any) -> None:
    table = read('"көп\nжолды бас";b\n"бір\r\nекі";2\n')
    assert [column.name for column in table.columns] == ["көп жолды бас", "b"] and rows(table) == [("бір\r\nекі", 2)]


def test_names_that_are_missing_or_said_twice_become_names_of_their_own(read: Any) -> None:
    table = read("код;;Код;x\n1;2;3;a\n4;5;6;b\n", header=True)
    assert [column.name for column in table.columns] == ["код", "column_2", "Код_2", "x"]
    assert counts(table) == {"header.empty": 1, "header.twice": 1}


def test_codes_stay_text_and_byte_for_byte(read: Any) -> None:
    head = "БСН;ИИН;КАТО;ОКЭД;Индекс почтовый;Телефон;нөмірі;шот;ұзын\n"
    first = "000140000123;010101500123;110000000;01110;010000;+77015550142;007;KZ123;12345678901234567890\n"
    table = read(head + first + first.replace("007", "012"))
    assert set(kinds(table).values()) == {"text"}
    assert rows(table)[0] == tuple(first.strip().split(";"))
    reasons = {column.name: column.reasons[0] for column in table.columns}
    assert reasons["БСН"] == "role.bin" and reasons["нөмірі"] == "leading_zero" and reasons["ұзын"] == "too_many_digits"


def test_twelve_digits_with_a_good_check_digit_are_a_number_of_somebody_without_any_name_of_a_column(read: Any) -> None:
    good = [number for number in (f"9501403{n:05d}" for n in range(400)) if has_check_digit(number)]
    table = read("x;y\n" + "".join(f"{number};1\n" for number in good[:30]))
    assert kinds(table)["x"] == "text" and table.columns[0].reasons == ("looks.bin",)


@pytest.mark.parametrize(
    ("cells", "kind", "first"),
    [
        (["1", "-20", "+3"], "integer", 1),
        (["1 234", "12\u00a0345", "5"], "integer", 1234),
        (["1,5", "2,25", "-3"], "decimal", 1.5),
        (["1 234,50", "7", "8,1"], "decimal", 1234.5),
        (["1.5", "2.25", ".5"], "decimal", 1.5),
        (["8743.678999999996", "1.0", "0.1"], "decimal", 8743.678999999996),
        (["1234567890.12345678901", "1.0", "2.0"], "text", "1234567890.12345678901"),
        (["2024-02-29", "2023-12-31"], "date", dt.date(2024, 2, 29)),
        (["29.02.2024", "1.3.2024"], "date", dt.date(2024, 2, 29)),
        (["02/13/2024", "12/31/2023"], "date", dt.date(2024, 2, 13)),
        (["2024-02-29T10:00:00+05:00", "2024-03-01T00:00:00Z"], "datetime", dt.datetime(2024, 2, 29, 5)),
        (["29.02.2024 10:05", "01.03.2024 9:00"], "datetime", dt.datetime(2024, 2, 29, 10, 5)),
        (["иә", "жоқ", "Иә"], "boolean", True),
        (["01.2024", "02.2024"], "text", "01.2024"),
        (["1e5", "2e5"], "text", "1e5"),
        (["0", "10", "5"], "integer", 0),
    ],
)
def test_a_column_has_the_type_in_which_nothing_is_lost(read: Any, cells: list[str], kind: str, first: Any) -> None:
    table = read("x;a\n" + "".join(f"{cell};w\n" for cell in cells), header=True)
    assert (kinds(table)["x"], rows(table)[0][0]) == (kind, first)


def test_a_comma_between_cells_makes_a_comma_in_a_cell_one_of_thousands(read: Any) -> None:
    assert rows(read('id,x\n1,"1,234"\n2,"5,678"\n')) == [(1, 1234), (2, 5678)]
    assert rows(read("id;x\n1;1,234\n2;5,678\n")) == [(1, 1.234), (2, 5.678)]


def test_one_wrong_cell_among_thousands_keeps_the_column_text_and_is_named(read: Any) -> None:
    table = read("id;x\n" + "1;5\n" * 6000 + "2;x5\n" + "1;6\n" * 6000)
    assert kinds(table)["x"] == "text" and table.columns[1].reasons == ("nearly.integer",)
    found = [(one.rule, one.row, one.column, one.value) for one in table.problems.shown]
    assert found == [("cell.not_integer", 6002, "x", "x5")]


def test_marks_for_what_is_unknown_are_counted_and_not_emptied(read: Any) -> None:
    table = read("id;x\n" + "1;5\n" * 50 + "2;н/д\n3;-\n")
    assert kinds(table)["x"] == "text" and table.columns[1].missing_marks == {"н/д": 1, "-": 1}
    assert rows(table)[50] == (2, "н/д")


def test_what_the_publisher_says_is_done(read: Any) -> None:
    table = read("1;2\n3;4\n", header=False, types={"column_1": "text"})
    assert rows(table) == [("1", 2), ("3", 4)]


def test_an_empty_cell_is_unknown_and_never_zero(read: Any) -> None:
    table = read("a;b\n1;\n;0\n")
    assert rows(table) == [(1, None), (None, 0)]


CELLS = st.text(
    alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00\ufeff\r\ue0ff"), min_size=1, max_size=12
).filter(lambda cell: cell.strip() == cell and cell)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(CELLS, CELLS), min_size=3, max_size=12))
def test_any_cells_come_back_byte_for_byte(read: Any, cells: list[tuple[str, str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([("a", "b"), *cells])
    table = read(out.getvalue(), header=True, delimiter=",", skip=0, types={"a": "text", "b": "text"})
    assert rows(table) == cells


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        page = book.create_sheet(name)
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_of_two_sheets_is_read_by_its_first_and_the_other_is_named(read: Any) -> None:
    sent = workbook(
        Бір=[["атауы", "саны", "күні", "код"], ["а", 5, dt.date(2024, 2, 1), "007"], ["б", 6.5, None, "012"]],
        Екі=[["x", "y"], [1, 2]],
    )
    table = read(sent)
    assert rows(table) == [("а", 5.0, dt.date(2024, 2, 1), "007"), ("б", 6.5, None, "012")]
    assert table.sheets == ["Бір", "Екі"] and counts(table) == {"sheet.others": 1}
    assert rows(read(sent, sheet="Екі")) == [(1, 2)]
    with pytest.raises(Unreadable) as refused:
        read(sent, sheet="Үш")
    assert refused.value.rule == "sheet.none"


def test_json_of_several_shapes_is_a_table(read: Any) -> None:
    record = [{"a": 1, "b": {"c": "x"}}, {"a": 2, "b": {"c": "y"}, "d": [1, 2]}]
    for sent in (json.dumps(record), json.dumps({"total": 2, "data": record}), "\n".join(map(json.dumps, record))):
        table = read(sent)
        assert rows(table) == [(1, "x", None), (2, "y", "[1, 2]")]
        assert [column.name for column in table.columns] == ["a", "b.c", "d"]


def test_geojson_keeps_its_geometries_and_names_the_wrong_ones(read: Any) -> None:
    def feature(name: str, geometry: Any) -> dict[str, Any]:
        return {"type": "Feature", "properties": {"атауы": name}, "geometry": geometry}

    places = [
        feature("а", {"type": "Point", "coordinates": [71.4, 51.1]}),
        feature("б", {"type": "Point", "coordinates": [7_140_000, 5_110_000]}),
        feature("в", {"type": "Circle"}),
        feature("г", None),
    ]
    table = read(json.dumps({"type": "FeatureCollection", "features": places}))
    assert [(one.rule, one.row) for one in table.problems.shown] == [("geo.outside", 2), ("geo.wrong_geometry", 3)]
    assert json.loads(rows(table)[0][1]) == places[0]["geometry"] and rows(table)[3] == ("г", None)


def test_one_table_in_an_archive_is_found_and_of_several_one_is_asked_for(read: Any) -> None:
    assert rows(read(gzip.compress(b"a;b\n1;2\n"))) == [(1, 2)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("оқы.md", "x")
        archive.writestr("кесте.csv", "a;b\n1;2\n")
    assert rows(read(out.getvalue())) == [(1, 2)]
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("басқа.csv", "a;b\n3;4\n")
    with pytest.raises(Unreadable) as refused:
        read(out.getvalue())
    assert refused.value.rule == "file.many_tables"
    assert rows(read(out.getvalue(), inner="басқа.csv")) == [(3, 4)]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"a;b\n" + b"1;2\n" * 4_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        (b"", "file.empty"),
        (b"\x00" * 5000, "file.empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "file.html"),
        (b"%PDF-1.7\n", "file.unknown"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "file.unknown"),
        (b"PK\x03\x04 and nothing more", "file.broken"),
        (gzip.compress(b"a;b\n1;2\n" * 1000)[:-12], "file.broken"),
        (b"a;b\n", "table.no_rows"),
        (b"[1, 2, 3]", "json.no_table"),
        (b'{"a": ', "file.broken"),
        (b"[" * 100_000, "file.broken"),
        ((";".join(["x"] * 10_000) + "\n").encode() * 3, "table.too_wide"),
        (b"x" * 3_000_000 + b"\n", "table.long_line"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "file.broken"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_no_table_is_refused_by_name(read: Any, sent: bytes, rule: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(sent, limits=Limits(line_bytes=65_536))
    assert refused.value.rule == rule


def test_a_bomb_is_stopped_before_it_fills_the_disk(read: Any) -> None:
    with pytest.raises(Unreadable) as refused:
        read(bomb())
    assert refused.value.rule == "file.bomb"


def test_every_rule_speaks_kazakh_and_russian() -> None:
    for code, rule in RULES.items():
        for text in (rule.sentence, rule.remedy):
            said = {say(text, "kk"), say(text, "ru"), text}
            assert len(said) == 3, (code, said)


@pytest.mark.parametrize("kind", writing.FORMATS)
def test_the_table_is_written_in_each_form_and_no_cell_runs(read: Any, tmp_path: Path, kind: str) -> None:
    sent = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"атауы": '=HYPERLINK("x")', "саны": -5, "код": "007"},
                "geometry": {"type": "Point", "coordinates": [71, 51]},
            }
        ],
    }
    table = read(json.dumps(sent))
    out = tmp_path / f"out.{kind}"
    with loading.connect(tmp_path, COMMAND_LINE) as con:
        writing.write(con, table.columns, table.parquet, out, kind)
    if kind == "csv":
        got = list(csv.DictReader(out.open(encoding="utf-8")))
        assert (got[0]["атауы"], got[0]["саны"], got[0]["код"]) == ('\'=HYPERLINK("x")', "-5", "007")
    elif kind == "xlsx":
        cells = next(iter(openpyxl.load_workbook(out).active.iter_rows(min_row=2)))  # type: ignore[union-attr]
        assert [(cell.value, cell.data_type) for cell in cells][:3] == [
            ("'=HYPERLINK(\"x\")", "s"), (-5, "n"), ("007", "s"),
        ]  # fmt: skip
    elif kind == "parquet":
        with duckdb.connect() as con:
            assert con.execute(f"SELECT атауы, саны, код FROM '{out}'").fetchall() == [('=HYPERLINK("x")', -5, "007")]
    elif kind == "geojson":
        feature = json.loads(out.read_text())["features"][0]
        assert feature == {**sent["features"][0], "properties": feature["properties"]}  # type: ignore[index]
    elif kind in ("json", "ndjson"):
        got = json.loads(out.read_text()) if kind == "json" else [json.loads(out.read_text().splitlines()[0])]
        assert (got[0]["атауы"], got[0]["саны"], got[0]["код"]) == ('=HYPERLINK("x")', -5, "007")
    else:
        assert '<cell name="код">007</cell>' in out.read_text(encoding="utf-8")


def test_the_command_says_what_it_read_and_how_it_ended(tmp_path: Path) -> None:
    run = CliRunner()
    good, bad, out = tmp_path / "a.csv", tmp_path / "b.html", tmp_path / "out.xlsx"
    good.write_bytes("атауы;саны\nа;1,5\nб;2\n".encode("cp1251"))
    bad.write_text("<html></html>")
    said = run.invoke(command.app, ["inspect", str(good), "--json"])
    report = json.loads(said.stdout)
    assert said.exit_code == 0 and report["readable"] and report["encoding"]["name"] == "cp1251"
    assert [column["type"] for column in report["columns"]] == ["text", "decimal"]
    assert "column\tсаны\tdecimal" in run.invoke(command.app, ["inspect", str(good)]).stdout
    assert run.invoke(command.app, ["inspect", str(bad), "--lang", "kk"]).exit_code == 1
    assert run.invoke(command.app, ["inspect", str(good), "--encoding", "none"]).exit_code == 2
    assert run.invoke(command.app, ["convert", str(good), str(out)]).stdout == "2\t2\t0\n" and out.is_file()
    assert run.invoke(command.app, ["convert", str(good), str(tmp_path / "x.geojson")]).exit_code == 2
    assert run.invoke(command.app, ["convert", str(good), str(tmp_path / "x.doc")]).exit_code == 2


def test_bytes_of_any_kind_are_read_or_refused_by_name(read: Any) -> None:
    import random

    dice = random.Random(5)
    pieces = [b";", b",", b"\n", b"\r\n", b'"', b"\x00", b"\xff", b"1", b"01.02.2024", "қ".encode(), b"{", b"[", b"PK"]
    for _ in range(15):
        sent = b"".join(dice.choices(pieces, k=dice.randint(1, 60)))
        try:
            table = read(sent)
        except Unreadable:
            continue
        assert table.rows == len(rows(table))


def test_the_scorer_knows_letters_of_each_page() -> None:
    for name in encoding.PAGES:
        text = "Шығыс Қазақстан облысы" if name in ("kz1048", "ptcp154") else "Восточная область, улица Абая"
        assert encoding.best(text.encode(name))[0] == name

from __future__ import annotations

from datetime import date

import pytest
from tests.kernel.bodies.spreadsheet import workbook

from jariya.kernel.bodies import kato, queries
from jariya.kernel.bodies.models import Body, Region, RegionKind
from jariya.kernel.bodies.sheets import Report, read

HEAD = "te,ab,cd,ef,hij,k,name_kaz,name_rus,nn\n"
# Rows shaped as the classifier's; the names below the district are made up for the test.
ROWS = [
    "100000000,10,00,00,000,0,Абай облысы,область Абай,1",
    "101000000,10,10,00,000,0,Семей Қ.Ә.,Семей Г.А.,2",
    "103200000,10,32,00,000,0,Абай ауданы,Абайский район,3",
    "103233000,10,32,33,000,0,Сынақ а.о.,Сынакский с.о.,4",
    "103233100,10,32,33,100,0,Сынақ а.,с.Сынак,5",
    "103235000,10,32,35,000,0,Мысал к.,п.Мысал,6",
]


def sheet(*rows: str, head: str = HEAD) -> bytes:
    return (head + "\n".join(rows) + "\n").encode("utf-8-sig")


def load(content: bytes, **given: object) -> Report:
    return kato.load(content, source="KATO, test", **given)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_villages_and_rural_districts_come_under_the_districts_that_are_there() -> None:
    report = load(sheet(*ROWS))
    assert (report.rows, report.added, report.problems) == (6, 3, [])
    village = Region.objects.get(code="103233100")
    assert (village.level, village.kind) == ("settlement", RegionKind.VILLAGE)
    assert village.name_kk == "Сынақ ауылы" and village.name_ru == "село Сынак" and village.name_en is None
    assert village.parent and village.parent.code == "103233000"
    assert village.parent.kind == RegionKind.RURAL_DISTRICT and village.parent.name_ru == "Сынакский сельский округ"
    assert village.parent.parent and village.parent.parent.name_en == "Abay District"
    assert Region.objects.get(code="103235000").kind == RegionKind.TOWN


@pytest.mark.django_db
def test_the_classifier_corrects_a_proper_name_and_leaves_an_equal_one_as_it_is() -> None:
    load(sheet(*ROWS))
    oblast, city = Region.objects.get(code="100000000"), Region.objects.get(code="101000000")
    assert oblast.name_ru == "область Абай" and oblast.source == "KATO, test" and oblast.edited
    assert city.name_ru == "город Семей" and not city.edited


@pytest.mark.django_db
def test_importing_twice_changes_nothing_more_and_a_dry_run_nothing_at_all() -> None:
    before = Region.objects.count()
    dry = load(sheet(*ROWS), dry_run=True)
    assert (dry.added, Region.objects.count()) == (3, before)
    load(sheet(*ROWS))
    again = load(sheet(*ROWS))
    assert (again.added, again.changed, again.same) == (0, 0, 6)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("10323,10,32,33,100,0,А,А,1", "kato.code", "te"),
        ("990000000,99,00,00,000,0,Үлгі,Улги,1", "kato.code", "te"),
        ("103233200,10,32,33,300,0,Сынақ,Сынак,1", "kato.parts", "te"),
        ("103233200,10,32,33,200,0,,,1", "row.name", "name_rus"),
        ("803233200,80,32,33,200,0,Сынақ,Сынак,1", "kato.no_parent", "te"),
        (ROWS[3], "sheet.row_twice", "te"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_are_kept(row: str, code: str, column: str) -> None:
    report = load(sheet(*ROWS, row))
    assert report.added == 3
    [problem] = report.problems
    assert (problem.code, problem.column, problem.row) == (code, column, 8)
    assert problem.sentence and problem.remedy and report.refused == 1


@pytest.mark.django_db
def test_an_old_encoding_with_kazakh_letters_and_semicolons_is_read() -> None:
    content = (HEAD + ROWS[3] + "\n").replace(",", ";").encode("kz1048")
    report = load(content)
    assert report.added == 1
    assert Region.objects.get(code="103233000").short_kk == "Сынақ"


def published(*rows: str, title: bool = True) -> bytes:
    """The classifier as a spreadsheet program saves it: codes as numbers, a sheet before it, a title above."""
    cells: list[list[str | int]] = [[int(one) if one.isdigit() else one for one in row.split(",")] for row in rows]
    above: list[list[str | int]] = [["Әкімшілік-аумақтық объектілер жіктеуіші"], []] if title else []
    return workbook({"Ескерту": [["2026"]], "KATO": [*above, list(HEAD.strip().upper().split(",")), *cells]})


@pytest.mark.django_db
def test_the_published_spreadsheet_is_read_as_it_is() -> None:
    report = load(published(*ROWS))
    assert (report.rows, report.added, report.problems) == (6, 3, [])
    assert Region.objects.get(code="103233100").name_kk == "Сынақ ауылы"
    again = load(sheet(*ROWS))
    assert (again.added, again.changed, again.same) == (0, 0, 6), "the same file as CSV says the same"


@pytest.mark.django_db
def test_a_bad_row_of_a_spreadsheet_is_named_by_the_number_that_its_program_shows() -> None:
    report = load(published(*ROWS, "10323,10,32,33,100,0,А,А,1"))
    [problem] = report.problems
    assert (problem.row, problem.column, problem.value, problem.code) == (10, "te", "10323", "kato.code")
    assert problem.remedy
    assert report.added == 3


def test_rows_count_from_the_top_of_the_sheet_also_below_empty_ones() -> None:
    content = workbook({"KATO": [["te", "name_rus"], [100000000, "Абай"], [], ["", "Сынак"]]}, first_row=5)
    found = read(content, Report(), columns=kato.COLUMNS, needed=("te", "ru"))
    assert [line for line, _row in found] == [6, 8]


def test_a_spreadsheet_that_unpacks_without_end_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jariya.kernel.bodies.workbook.MOST_UNPACKED", 1_000)
    report = Report()
    read(published(*ROWS), report, columns=kato.COLUMNS, needed=("te", "ru"))
    assert [problem.code for problem in report.problems] == ["sheet.too_big"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet.column_missing"),
        (HEAD.encode(), "sheet.empty"),
        (b"PK\x03\x04\x00\x00not a table", "sheet.not_book"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheet.not_book"),
        (b"\x00\x01\x02", "sheet.not_text"),
        (workbook({"KATO": [["te", "name_kaz"], [100000000, "Абай"]]}), "sheet.column_missing"),
        (workbook({"KATO": []}), "sheet.column_missing"),
        ("code,kaz\n100000000,Абай\n".encode(), "sheet.column_missing"),
        (sheet("103233000,10,32,33,000,0," + "а" * 3000 + ",б,1"), "sheet.cell_too_long"),
    ],
)
def test_a_file_that_is_no_classifier_says_what_is_wrong(content: bytes, code: str) -> None:
    report = load(content)
    assert code in {problem.code for problem in report.problems}
    assert report.added == 0


@pytest.mark.django_db
def test_rural_akims_offices_are_formed_for_the_new_districts_and_admit_it() -> None:
    load(sheet(*ROWS))
    assert kato.rural_akims(source="KATO, test", dry_run=True) == 2
    assert kato.rural_akims(source="KATO, test") == 2
    assert kato.rural_akims(source="KATO, test") == 0
    office = Body.objects.get(slug="akim-synakskii-103233000")
    assert office.name_kk == "Сынақ ауылдық округі әкімінің аппараты"
    assert office.name_ru == "Аппарат акима Сынакского сельского округа"
    assert office.parent and office.parent.slug == "akimat-abay-abay"
    assert "existence" in office.source_needed and not office.connected
    town = Body.objects.get(region__code="103235000")
    assert town.name_ru == "Аппарат акима посёлка Мысал"
    district = Region.objects.get(code="103200000")
    assert office in queries.of_region(district, day=date(2026, 3, 18))


@pytest.mark.parametrize(
    ("text", "lang", "short", "full", "kind"),
    [
        ("Кокшетау Г.А.", "ru", "Кокшетау", "город Кокшетау", "city"),
        ("г.Кокшетау", "ru", "Кокшетау", "город Кокшетау", "city"),
        ("Көкшетау қ.ә.", "kk", "Көкшетау", "Көкшетау қаласы", "city"),
        ("Абралинский с.о.", "ru", "Абралинский", "Абралинский сельский округ", "rural_district"),
        ("Абралы а.о.", "kk", "Абралы", "Абралы ауылдық округі", "rural_district"),
        ("Район Биржан сал", "ru", "Биржан сал", "Район Биржан сал", "district"),
        ("Акмолинская область", "ru", "Акмолинская", "Акмолинская область", "oblast"),
        ("разъезд 12", "ru", "разъезд 12", "разъезд 12", None),
    ],
)
def test_the_abbreviations_of_the_classifier_are_read(
    text: str, lang: str, short: str, full: str, kind: str | None
) -> None:
    assert kato.territory(text, lang) == kato.Territory(short, full, RegionKind(kind) if kind else None)


def test_a_code_tells_its_level_and_what_stands_above() -> None:
    assert kato.ancestors("103233100") == ["103233000", "103200000", "100000000"]
    assert [kato.level_of(code) for code in ("103233100", "103233000", "103200000", "100000000", "711210000")] == [
        "settlement", "rural_district", "district", "region", "district",
    ]  # fmt: skip

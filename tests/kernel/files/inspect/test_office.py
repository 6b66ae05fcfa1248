"""What hides in office files is named by its place, and the public copy is without it and still opens."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table
from tests.kernel.files.inspect import made, offices

from jariya.kernel.files.inspect import kinds, looking, office
from jariya.kernel.files.inspect.codes import REFUSALS
from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.refused import Refused


def _kind(data: bytes) -> kinds.Kind:
    return kinds.detect(data[:8192], io.BytesIO(data))


def _found(data: bytes) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in looking.findings(io.BytesIO(data), _kind(data)):
        found.setdefault(finding.code, []).append(finding)
    return found


def _stripped(data: bytes, *, hidden: bool = True) -> bytes:
    out = io.BytesIO()
    office.stripped(io.BytesIO(data), _kind(data), out, hidden=hidden)
    return out.getvalue()


def _left(data: bytes) -> list[str]:
    """Where something planted still stands."""
    parts = made.unzipped(data)
    return [name for name, said in parts.items() if b"PLANTED" in said or "PLANTED" in name]


def test_hidden_sheets_rows_and_columns_are_named_by_place_and_without_their_words() -> None:
    found = _found(offices.workbook())
    assert [finding.number for finding in found["sheet.hidden"]] == [2, 3]
    (rows,), (columns,) = found["sheet.rows"], found["sheet.columns"]
    assert (rows.unit, rows.number, rows.count, rows.detail) == ("sheet", 1, 1, "5")
    assert (columns.number, columns.count, columns.detail) == (1, 1, "D")
    assert {"office.comments", "office.properties", "office.links", "sheet.names", "sheet.headers"} <= set(found)
    assert all(
        finding.severity == "blocks"
        for code in ("sheet.hidden", "sheet.rows", "sheet.columns")
        for finding in found[code]
    )
    assert "PLANTED" not in repr(found)


def test_a_workbook_without_its_hidden_parts_opens_and_keeps_what_was_seen() -> None:
    after = _stripped(offices.workbook())
    assert _left(after) == []
    book = openpyxl.load_workbook(io.BytesIO(after))
    assert book.sheetnames == ["Shown", "Last"]
    sheet = book["Shown"]
    assert (sheet["A1"].value, sheet["F6"].value, sheet["A7"].value) == ("kept-1-1", "kept-6-6", "visible")
    assert sheet["B5"].value is None and sheet["D2"].value is None and sheet["A1"].comment is None
    assert not sheet.row_dimensions[5].hidden and not sheet.column_dimensions["D"].hidden
    assert book["Last"]["A1"].value == "kept-last"
    assert set(_found(after)) <= {"sheet.headers"}


def test_without_a_request_hidden_sheets_stay_and_are_still_named() -> None:
    after = _stripped(offices.workbook(), hidden=False)
    found = _found(after)
    assert {"sheet.hidden", "sheet.rows", "sheet.columns"} <= set(found)
    assert not {"office.comments", "office.properties", "office.links"} & set(found)
    sheet = openpyxl.load_workbook(io.BytesIO(after))["Shown"]
    assert sheet["A8"].value == "=SUM(C1:C3)" and sheet["B5"].value == "PLANTED-ROW"


def test_links_connections_pivots_and_orphans_go_and_the_values_stay() -> None:
    before = offices.linked_workbook()
    assert {"office.external", "office.connection", "office.pivot", "office.orphan"} <= set(_found(before))
    after = _stripped(before, hidden=False)
    assert _left(after) == []
    assert b"[1]Other" not in made.unzipped(after)["xl/worksheets/sheet1.xml"]
    assert openpyxl.load_workbook(io.BytesIO(after)).active["A1"].value == "kept"  # type: ignore[index]


def test_a_table_filled_by_a_query_becomes_a_plain_one() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["name", "sum"])
    sheet.append(["kept", 1])
    sheet.add_table(Table(displayName="T", ref="A1:B2"))
    out = io.BytesIO()
    book.save(out)
    data = offices.changed(
        out.getvalue(),
        {
            "xl/tables/table1.xml": ("<table ", '<table tableType="queryTable" '),
            "[Content_Types].xml": (
                "</Types>",
                '<Override PartName="/xl/queryTables/queryTable1.xml" ContentType="application/vnd.openxmlformats-'
                'officedocument.spreadsheetml.queryTable+xml"/></Types>',
            ),
        },
        {
            "xl/queryTables/queryTable1.xml": "<queryTable name='PLANTED'/>",
            "xl/tables/_rels/table1.xml.rels": offices._relations(
                ("rId1", "queryTable", "../queryTables/queryTable1.xml")
            ),
        },
    )
    assert "office.connection" in _found(data)
    after = _stripped(data, hidden=False)
    assert _left(after) == [] and b"queryTable" not in made.unzipped(after)["xl/tables/table1.xml"]
    assert openpyxl.load_workbook(io.BytesIO(after)).active.tables["T"].ref == "A1:B2"  # type: ignore[union-attr]


def test_a_row_of_no_height_and_a_hidden_row_split_between_two_reads_are_found() -> None:
    data = offices.workbook()
    sheet = made.unzipped(data)["xl/worksheets/sheet1.xml"].decode()
    flat = offices.changed(data, {"xl/worksheets/sheet1.xml": ('<row r="6"', '<row r="6" ht="0" customHeight="1"')})
    assert _found(flat)["sheet.rows"][0].detail == "5-6"
    for shift in (256 * 1024 - sheet.index('<row r="5"') - 6, 256 * 1024 - sheet.index('<row r="5"') - 11):
        padded = offices.changed(
            data, {"xl/worksheets/sheet1.xml": ("<sheetData>", f"<!--{'x' * (shift - 7)}--><sheetData>")}
        )
        assert _found(padded)["sheet.rows"][0].detail == "5"


def test_white_cells_without_ground_and_formats_that_show_nothing_are_named() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (1, 2, 3):
        sheet.cell(row, 1, "pale").font = Font(color="FFFFFFFF")
    sheet["B1"] = "white on dark"
    sheet["B1"].font, sheet["B1"].fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF000000")
    sheet["C1"], sheet["C1"].number_format = 5, ";;;"
    out = io.BytesIO()
    book.save(out)
    found = _found(out.getvalue())
    assert [(one.unit, one.number, one.count) for one in found["sheet.pale"]] == [("sheet", 1, 3)]
    assert found["sheet.format"][0].severity == "warns"


def test_changes_comments_and_hidden_text_of_a_document_are_named() -> None:
    found = _found(offices.document())
    assert {
        "word.changes", "word.hidden_text", "office.comments", "office.properties", "office.external",
        "office.picture_metadata",
    } <= set(found)  # fmt: skip
    assert found["word.changes"][0].count >= 6


def test_a_stripped_document_has_its_changes_accepted_and_opens() -> None:
    after = _stripped(offices.document())
    assert _left(after) == []
    paper = docx.Document(io.BytesIO(after))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "Kept beginning" in text and "insertedmoved" in text and "Kept before hidden" in text
    assert [row.cells[0].text for row in paper.tables[0].rows] == ["kept row"]
    assert len(paper.inline_shapes) == 1
    assert _found(after) == {}


def test_hidden_text_stays_and_blocks_when_nobody_asked_to_take_it_out() -> None:
    after = _stripped(offices.document(), hidden=False)
    assert set(_found(after)) == {"word.hidden_text"}


def test_text_hidden_by_its_style_is_found_and_goes() -> None:
    paper = docx.Document()
    style = paper.styles.add_style("Quiet", 1)
    style.font.hidden = True
    paper.add_paragraph("PLANTED-BY-STYLE", style=style)
    out = io.BytesIO()
    paper.save(out)
    assert "word.hidden_text" in _found(out.getvalue())
    assert b"PLANTED" not in made.unzipped(_stripped(out.getvalue()))["word/document.xml"]


def test_cut_pictures_fetching_fields_and_foreign_documents_are_named() -> None:
    data = offices.document()
    field = '<w:r><w:instrText> INCLUDETEXT "C:/PLANTED.docx"</w:instrText></w:r>'
    text = made.unzipped(data)["word/document.xml"].decode()
    text = text.replace("<a:stretch>", '<a:srcRect l="20000"/><a:stretch>', 1)
    text = text.replace("<w:r><w:t>inserted", field + "<w:r><w:t>inserted", 1)
    links = made.unzipped(data)["word/_rels/document.xml.rels"].decode()
    chunk = f'<Relationship Id="rId88" Type="{offices.RELATIONS}/aFChunk" Target="afchunk.htm"/></Relationships>'
    parts: dict[str, bytes | str] = dict(made.unzipped(data)) | {
        "word/document.xml": text,
        "word/_rels/document.xml.rels": links.replace("</Relationships>", chunk),
        "word/afchunk.htm": "<p>PLANTED",
    }
    assert {"office.cropped", "word.fields", "office.object"} <= set(_found(made.zipped(parts)))


def test_slides_notes_and_shapes_that_are_hidden_are_named_and_go() -> None:
    found = _found(offices.presentation())
    assert [finding.number for finding in found["slide.hidden"]] == [2]
    assert [finding.number for finding in found["slide.notes"]] == [1]
    assert {"office.comments", "office.hidden_shape"} <= set(found)
    after = _stripped(offices.presentation())
    assert _left(after) == []
    parts = made.unzipped(after)
    assert b"kept shape" in parts["ppt/slides/slide1.xml"] and "ppt/slides/slide2.xml" not in parts
    assert b"rId2" not in parts["ppt/presentation.xml"] and b'r:id="rId1"' in parts["ppt/presentation.xml"]
    assert _found(after) == {}


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("odt", {"word.changes", "word.hidden_text", "office.comments"}),
        ("ods", {"sheet.hidden", "sheet.rows", "sheet.columns", "office.comments"}),
        ("odp", {"slide.hidden", "slide.notes"}),
    ],
)
def test_opendocument_files_are_looked_into_and_stripped(kind: str, codes: set[str]) -> None:
    before = offices.opendocument(kind)
    assert _kind(before).code == kind
    assert codes | {"office.properties", "office.picture_metadata"} == set(_found(before))
    after = _stripped(before)
    assert _left(after) == []
    assert b"kept" in made.unzipped(after)["content.xml"]
    assert _kind(after).code == kind and _found(after) == {}
    assert after[30:38] == b"mimetype"  # first and not packed


@pytest.mark.parametrize("make", [offices.workbook, offices.document, offices.presentation])
def test_stripping_twice_changes_nothing_more(make: Callable[[], bytes]) -> None:
    once = _stripped(make())
    assert made.unzipped(_stripped(once)) == made.unzipped(once)


def test_entities_and_foreign_encodings_are_refused_before_they_are_read() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxx"><!ENTITY y "&x;&x;&x;">]><w:document>&y;</w:document>'
    fetch = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document>&x;</w:document>'
    for text, code in (
        (bomb, "xml.dtd"),
        (fetch, "xml.dtd"),
        ("<?xml version='1.0' encoding='cp037'?><a/>", "xml.encoding"),
    ):
        parts: dict[str, bytes | str] = dict(made.unzipped(offices.document())) | {"word/document.xml": text}
        with pytest.raises(Refused) as refused:
            _found(made.zipped(parts))
        assert refused.value.code == code


def test_elements_nested_without_end_are_refused() -> None:
    parts: dict[str, bytes | str] = dict(made.unzipped(offices.document()))
    parts["word/document.xml"] = "<a>" * 100_000
    with pytest.raises(Refused) as refused:
        _found(made.zipped(parts))
    assert refused.value.code == "xml.depth"


OFFICE = [offices.document(), offices.workbook(), offices.presentation(), offices.opendocument("odt"),
          offices.opendocument("ods"), offices.opendocument("odp")]  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_document_whose_parts_are_spoilt_is_refused_or_cleaned(data: st.DataObject) -> None:
    parts = made.unzipped(data.draw(st.sampled_from(OFFICE)))
    name = data.draw(st.sampled_from(sorted(parts)))
    spoilt = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(spoilt) - 1)))
        put = data.draw(st.sampled_from([b"", b"<", b'"', b"\xff", b"1", b"/>"]))
        spoilt[place : place + data.draw(st.integers(0, 30))] = put
    whole = made.zipped(parts | {name: bytes(spoilt)})
    try:
        kind = looking.look(io.BytesIO(whole))
        looking.findings(io.BytesIO(whole), kind)
        out = io.BytesIO()
        looking.cleaned(io.BytesIO(whole), kind, out, hidden=True)
    except Refused as refused:
        assert refused.code in REFUSALS

"""What hides in a PDF is named, and the stripped copy is without it."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from tests.kernel.files.inspect import made, papers

from jariya.kernel.files.inspect import pdf
from jariya.kernel.files.inspect.refused import Refused


def _codes(data: bytes) -> dict[str, int]:
    found: dict[str, int] = {}
    for finding in pdf.findings(io.BytesIO(data)):
        found[finding.code] = found.get(finding.code, 0) + finding.count
    return found


def _stripped(data: bytes) -> bytes:
    out = io.BytesIO()
    pdf.stripped(io.BytesIO(data), out)
    return out.getvalue()


def _saved(paper: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def full() -> bytes:
    """A PDF with everything that can hide in one."""
    with pikepdf.open(io.BytesIO(papers.letter())) as paper:
        page = paper.pages[0]
        paper.attachments["PLANTED-NAME.txt"] = b"PLANTED-ATTACHMENT"
        with paper.open_metadata() as xmp:
            xmp["dc:creator"] = ["PLANTED-XMP"]
        where = Array([100, 100, 200, 120])
        notes = [
            Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=where, Contents=String("PLANTED-NOTE")),
            Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=where, Contents=String("PLANTED-REDACT")),
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=where,
                       A=Dictionary(S=Name.URI, URI=String("https://example.kz/kept"))),
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=where,
                       A=Dictionary(S=Name.URI, URI=String("mailto:PLANTED-MAIL@example.kz"))),
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=where,
                       A=Dictionary(S=Name.JavaScript, JS=String("PLANTED-SCRIPT"))),
        ]  # fmt: skip
        shown = paper.make_stream(b"BT /Helv 10 Tf 2 5 Td (SHOWNVALUE) Tj ET", BBox=Array([0, 0, 100, 20]),
                                  Type=Name.XObject, Subtype=Name.Form,
                                  Resources=Dictionary(Font=Dictionary(Helv=Dictionary(
                                      Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))))  # fmt: skip
        field = paper.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("PLANTED-FIELD"), F=4,
                       V=String("SHOWNVALUE"), Rect=where, AP=Dictionary(N=shown))
        )  # fmt: skip
        page.obj.Annots = Array([paper.make_indirect(note) for note in notes] + [field])
        paper.Root.AcroForm = Dictionary(Fields=Array([field]))
        page.obj.PieceInfo = Dictionary(Tool=Dictionary(Private=paper.make_stream(b"PLANTED-PRIVATE")))
        image = paper.make_stream(made.jpg(), Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48,
                                  ColorSpace=Name.DeviceRGB, BitsPerComponent=8)  # fmt: skip
        image.write(made.jpg(), filter=Name.DCTDecode)
        page.obj.Resources.XObject = Dictionary(Photo=image)
        page.contents_add(b"q 64 0 0 48 300 300 cm /Photo Do Q")
        paper.Root.Names.JavaScript = Dictionary(
            Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String("PLANTED-SCRIPT"))])
        )
        return _saved(paper)


def test_everything_that_hides_is_named() -> None:
    codes = _codes(full())
    assert {
        "pdf.metadata", "pdf.notes", "pdf.redaction_not_applied", "pdf.attachment", "pdf.script", "pdf.fields",
        "pdf.private", "pdf.picture_metadata",
    } <= set(codes)  # fmt: skip


def test_the_stripped_copy_has_none_of_it_and_shows_the_same() -> None:
    before = full()
    after = _stripped(before)
    whole = papers.everything(after)
    assert b"PLANTED" in papers.everything(before)
    assert b"PLANTED" not in whole and "PLANTED".encode("utf-16-be") not in whole
    assert not _codes(after)
    words = [word.text for word in pdf.words(io.BytesIO(after), 1)]
    assert "Visible" in words and "SHOWNVALUE" in words
    assert b"https://example.kz/kept" in whole
    assert b"/Photo" in whole


def test_a_clean_letter_has_only_its_metadata_to_tell() -> None:
    assert set(_codes(papers.letter())) == {"pdf.metadata"}


def test_text_that_nobody_sees_is_found() -> None:
    (found,) = [finding for finding in pdf.findings(io.BytesIO(papers.barred())) if finding.code == "pdf.unseen_text"]
    assert (found.unit, found.number, found.count) == ("page", 1, 2)


def test_text_outside_of_the_cropped_page_is_found() -> None:
    with pikepdf.open(io.BytesIO(papers.letter())) as paper:
        paper.pages[0].CropBox = [0, 0, 595, 700]
        data = _saved(paper)
    assert _codes(data)["pdf.unseen_text"] >= 8


def test_a_layer_that_is_switched_off_is_found() -> None:
    with pikepdf.open(io.BytesIO(papers.letter())) as paper:
        layer = paper.make_indirect(Dictionary(Type=Name.OCG, Name=String("PLANTED-LAYER")))
        paper.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        data = _saved(paper)
    assert _codes(data)["pdf.hidden_layer"] == 1


def appended() -> bytes:
    """A letter whose page was replaced by appending: the former page is still in the file."""
    before = papers.letter()
    with pikepdf.open(io.BytesIO(before)) as paper:
        page = paper.pages[0].obj.objgen[0]
        rest = paper.pages[0].obj
        size = int(paper.trailer.Size)
        root = paper.Root.objgen[0]
        parent = rest.Parent.objgen[0]
    previous = int(before.rsplit(b"startxref", 1)[1].split()[0])
    body = f"{page} 0 obj\n<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 595 842] >>\nendobj\n".encode()
    table = f"xref\n{page} 1\n{len(before) + 1:010d} 00000 n \n"
    table += f"trailer\n<< /Size {size} /Root {root} 0 R /Prev {previous} >>\n"
    return before + b"\n" + body + table.encode() + f"startxref\n{len(before) + 1 + len(body)}\n%%EOF\n".encode()


def test_a_former_state_with_words_that_the_last_one_has_not_is_found_and_goes() -> None:
    data = appended()
    assert [word.text for word in pdf.words(io.BytesIO(data), 1)] == []
    assert _codes(data)["pdf.former_text"] > 10
    after = _stripped(data)
    assert b"Zhaksylykov" not in papers.everything(after)
    assert "pdf.former_text" not in _codes(after)


def test_a_file_written_for_the_web_has_no_former_state() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers.letter(3))) as paper:
        paper.save(out, linearize=True)
    assert not {"pdf.former", "pdf.former_text"} & set(_codes(out.getvalue()))


@pytest.mark.parametrize("length", [20, 300, 900])
def test_half_a_pdf_is_refused_or_read_and_never_breaks_the_program(length: int) -> None:
    for act in (pdf.findings, pdf.pages):
        try:
            act(io.BytesIO(papers.letter()[:length]))
        except Refused as refused:
            assert refused.code.startswith(("pdf.", "kind.", "file."))

"""What lies under a box is gone from the file, and the rest can still be read aloud and searched."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.kernel.files.inspect import papers

from jariya.kernel.files.inspect import pdf
from jariya.kernel.files.inspect.limits import Limits
from jariya.kernel.files.inspect.pdf import Box
from jariya.kernel.files.inspect.refused import Refused


def _text(data: bytes) -> str:
    return " ".join(word.text for page in pdf.pages(io.BytesIO(data)) for word in _invisible(data, page.number))


def _invisible(data: bytes, page: int) -> list[pdf.Word]:
    return pdf.words(io.BytesIO(data), page)


def _redact(data: bytes, boxes: list[Box], **options: object) -> tuple[bytes, pdf.Redacted]:
    out = io.BytesIO()
    done = pdf.redact(io.BytesIO(data), boxes, out, **options)  # type: ignore[arg-type]
    return out.getvalue(), done


def _boxes(data: bytes, *texts: str) -> list[Box]:
    return [
        word.box
        for page in pdf.pages(io.BytesIO(data))
        for word in pdf.words(io.BytesIO(data), page.number)
        if word.text in texts
    ]


def _hidden_in(data: bytes, text: str) -> bool:
    whole = papers.everything(data)
    forms = (text.encode(), text.encode("utf-16-be"), text.encode("utf-16-le"), text.encode("utf-16-be").hex().encode())
    return any(form in whole or form.upper() in whole for form in forms)


def test_words_have_the_places_that_the_picture_shows() -> None:
    data = papers.letter()
    words = {word.text: word for word in pdf.words(io.BytesIO(data), 1)}
    iin = words[papers.IIN].box
    assert 842 - 710 - 12 < iin.y0 < iin.y1 <= 842 - 710 + 4
    assert 72 < iin.x0 < iin.x1 < 300
    with Image.open(io.BytesIO(pdf.preview(io.BytesIO(data), 1, dpi=72))) as picture:
        assert picture.size == (595, 842)
        assert picture.convert("L").crop([round(side) for side in iin[1:]]).getextrema()[0] < 128


def test_what_lies_under_a_box_is_in_no_byte_of_the_file() -> None:
    data = papers.letter(2)
    boxes = _boxes(data, papers.IIN, "Zhaksylykov")
    assert len(boxes) == 4
    redacted, done = _redact(data, boxes)
    for secret in (papers.IIN, "Zhaksylykov", "PLANTED", papers.IIN[:6]):
        assert not _hidden_in(redacted, secret), secret
    text = _text(redacted)
    assert "Visible rest remains readable" in text and "The applicant" in text and "lives in Ulgi" in text
    assert done.pages == 2 and done.words_removed == 4 and not done.repeats


def test_pixels_under_a_box_are_black() -> None:
    data = papers.letter()
    (box,) = _boxes(data, papers.IIN)
    redacted, _done = _redact(data, [box])
    with Image.open(io.BytesIO(pdf.preview(io.BytesIO(redacted), 1, dpi=144))) as picture:
        area = picture.convert("L").crop([round(side * 2) for side in box[1:]])
        assert area.getextrema()[1] <= 8


def test_the_copy_has_no_metadata_and_nothing_but_pages() -> None:
    redacted, _done = _redact(papers.letter(), [])
    with pikepdf.open(io.BytesIO(redacted)) as paper:
        assert set(paper.Root.keys()) == {"/Type", "/Pages"}
        with pikepdf.open(io.BytesIO(_redact(papers.letter(), [], language="kk")[0])) as kazakh:
            assert str(kazakh.Root.Lang) == "kk"
        assert "/Info" not in paper.trailer and "/ID" not in paper.trailer
        assert not paper.check_pdf_syntax() if hasattr(paper, "check_pdf_syntax") else not paper.check()


def test_a_name_under_somebodys_earlier_black_bar_does_not_come_back_as_text() -> None:
    redacted, done = _redact(papers.barred(), [])
    assert not _hidden_in(redacted, "COVEREDNAME") and not _hidden_in(redacted, "WHITEONWHITE")
    assert _text(redacted).split() == ["Shown", "shown"]
    assert done.words_unseen == 2


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_lie_right_on_a_turned_and_cropped_page(turn: int) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers.letter())) as paper:
        paper.pages[0].Rotate = turn
        paper.pages[0].CropBox = [20, 30, 500, 800]
        paper.save(out)
    data = out.getvalue()
    (box,) = _boxes(data, papers.IIN)
    redacted, _done = _redact(data, [box])
    assert not _hidden_in(redacted, papers.IIN)
    assert "Visible" in _text(redacted)
    with Image.open(io.BytesIO(pdf.preview(io.BytesIO(redacted), 1, dpi=144))) as picture:
        assert picture.size == ((960, 1540) if turn == 180 else (1540, 960))
        assert picture.convert("L").crop([round(side * 2) for side in box[1:]]).getextrema()[1] <= 8


def test_a_removed_word_that_stands_elsewhere_is_named_for_a_human() -> None:
    data = papers.letter(3)
    first = [box for box in _boxes(data, papers.IIN, "Zhaksylykov") if box.page == 1]
    _redacted, done = _redact(data, first)
    assert sorted({box.page for box in done.repeats}) == [2, 3] and len(done.repeats) == 4


@pytest.mark.skipif(papers.FONT is None, reason="no font with Kazakh letters on this machine")
def test_kazakh_text_of_the_rest_can_be_searched() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    paper = Canvas(out, pagesize=(595, 842))
    paper.setFont(papers._font(), 11)
    paper.drawString(72, 700, "Үлгі облысының әкімдігі ғимараты жөнделді")
    paper.save()
    redacted, _done = _redact(out.getvalue(), [])
    assert _text(redacted) == "Үлгі облысының әкімдігі ғимараты жөнделді"


@pytest.mark.skipif(papers.FONT is None, reason="no font with Kazakh letters on this machine")
def test_bars_of_letters_are_not_taken_for_black_bars() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    paper = Canvas(out, pagesize=(595, 842))
    paper.setFont(papers._font(), 9)
    paper.drawString(72, 700, "ІІМ — Іс-шара I | 1 l ІІІ . - іні")
    paper.save()
    assert all(word.seen for word in pdf.words(io.BytesIO(out.getvalue()), 1))


def test_a_redacted_copy_can_be_looked_into_and_redacted_again() -> None:
    once, _done = _redact(papers.letter(), [])
    assert pdf.findings(io.BytesIO(once)) == []
    (box,) = _boxes(once, papers.IIN)
    twice, done = _redact(once, [box])
    assert done.words_removed == 1 and done.words_unseen == 0
    assert not _hidden_in(twice, papers.IIN)
    assert "Visible rest remains readable" in _text(twice)


@pytest.mark.parametrize("share", [1.0, 0.5])
def test_the_text_over_a_scan_does_not_survive_a_bar_in_the_scan(share: float) -> None:
    once, _done = _redact(papers.letter(), [])
    (box,) = _boxes(once, papers.IIN)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(once)) as paper:
        # Somebody paints over the picture, wholly or in part, and leaves the text that lies over it.
        bar = f"q 0 g {box.x0 - 1} {842 - box.y1 - 1} {(box.x1 - box.x0) * share + 2} {box.y1 - box.y0 + 2} re f Q"
        paper.pages[0].contents_add(bar.encode())
        paper.save(out)
    assert "pdf.unseen_text" in {finding.code for finding in pdf.findings(io.BytesIO(out.getvalue()))}
    again, done = _redact(out.getvalue(), [])
    assert not _hidden_in(again, papers.IIN) and done.words_unseen == 1
    assert "was checked" in _text(again)


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(left=st.floats(60, 300), top=st.floats(60, 180), width=st.floats(1, 250), height=st.floats(1, 60))
def test_wherever_the_box_lies_no_word_that_it_touches_stays_and_the_others_do(
    left: float, top: float, width: float, height: float
) -> None:
    data = papers.letter()
    box = Box(1, left, top, left + width, top + height)
    before = pdf.words(io.BytesIO(data), 1)
    redacted, done = _redact(data, [box], dpi=100)
    after = [word.text for word in pdf.words(io.BytesIO(redacted), 1)]
    assert after == [word.text for word in before if not box.touches(word.box, 2.0)]
    assert done.words_removed == len(before) - len(after)


def test_without_text_no_text_is_left() -> None:
    redacted, done = _redact(papers.letter(), [], text=False)
    assert not _text(redacted) and done.words_kept == 0


@pytest.mark.parametrize(
    "box",
    [
        Box(2, 0, 0, 9, 9),
        Box(0, 0, 0, 9, 9),
        Box(1, 700, 0, 800, 9),
        Box(1, 9, 9, 9, 20),
        Box(1, float("nan"), 0, 9, 9),
    ],
)
def test_a_box_on_no_page_is_refused_and_not_passed_over(box: tuple[int, float, float, float, float]) -> None:
    with pytest.raises(Refused) as refused:
        _redact(papers.letter(), [Box(*box)])
    assert refused.value.code == "pdf.box_outside"


def test_a_page_as_large_as_a_field_is_drawn_within_the_limit() -> None:
    out = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page(page_size=(14_400, 14_400))
        paper.save(out)
    redacted, _done = _redact(out.getvalue(), [], limits=Limits(page_pixels=1_000_000))
    with pikepdf.open(io.BytesIO(redacted)) as paper:
        image = paper.pages[0].Resources.XObject.I
        assert int(image.Width) * int(image.Height) <= 1_003_000
        assert [int(side) for side in paper.pages[0].MediaBox] == [0, 0, 14_400, 14_400]


def test_too_many_pages_are_refused_before_the_first_is_drawn() -> None:
    with pytest.raises(Refused) as refused:
        pdf.pages(io.BytesIO(papers.letter(3)), limits=Limits(pdf_pages=2))
    assert refused.value.code == "pdf.pages" and refused.value.values == {"most": 2}


def test_a_locked_pdf_is_refused_by_name() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers.letter())) as paper:
        paper.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Refused) as refused:
        pdf.pages(io.BytesIO(out.getvalue()))
    assert refused.value.code == "kind.encrypted"


def test_the_same_file_gives_the_same_bytes() -> None:
    assert _redact(papers.letter(), [])[0] == _redact(papers.letter(), [])[0]


def test_words_of_a_font_without_ink_as_scanning_programs_write_it_have_places() -> None:
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont

    once, _done = _redact(papers.letter(), [])
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(once)) as paper:
        (file,) = [
            item.FontFile2 for item in paper.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item
        ]
        font = TTFont(io.BytesIO(file.read_bytes()))
        font["glyf"][font.getGlyphOrder()[1]] = TTGlyphPen(None).glyph()
        held = io.BytesIO()
        font.save(held)
        file.write(held.getvalue())
        paper.save(out)
    data = out.getvalue()
    words = {word.text: word for word in pdf.words(io.BytesIO(data), 1)}
    box = words[papers.IIN].box
    assert 5 < box.y1 - box.y0 < 20 and words[papers.IIN].seen
    redacted, done = _redact(data, [box])
    assert done.words_removed == 1 and "Visible rest" in _text(redacted)
    assert not _hidden_in(redacted, papers.IIN)

"""PDFs made for the tests."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = next(
    (
        path
        for path in map(Path, ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/Library/Fonts/Arial Unicode.ttf"))
        if path.is_file()
    ),
    None,
)
IIN = "900101300010"


def _font() -> str:
    if FONT is None:
        return "Helvetica"
    if "Shown" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Shown", str(FONT)))
    return "Shown"


def letter(pages: int = 1, *, lines: int = 0) -> bytes:
    """A letter: a name and an IIN in its third line, metadata with a name."""
    out = io.BytesIO()
    paper = Canvas(out, pagesize=(595, 842), pageCompression=1)
    paper.setAuthor("PLANTED-AUTHOR")
    paper.setTitle("PLANTED-TITLE")
    for number in range(1, pages + 1):
        paper.setFont(_font(), 12)
        paper.drawString(72, 770, f"Page {number} of the answer")
        paper.drawString(72, 740, "The applicant Zhaksylykov lives in Ulgi")
        paper.drawString(72, 710, f"IIN {IIN} was checked")
        paper.drawString(72, 680, "Visible rest remains readable")
        for line in range(lines):
            paper.drawString(72, 650 - line * 12, f"Line {line} of page {number}: budget 1 234 567 tenge, school, road")
        paper.showPage()
    paper.save()
    return out.getvalue()


def barred() -> bytes:
    """A letter in which somebody drew black bars over the name: the text lies under them still."""
    out = io.BytesIO()
    paper = Canvas(out, pagesize=(595, 842))
    paper.setFont(_font(), 12)
    paper.drawString(72, 740, "Shown COVEREDNAME shown")
    paper.setFillGray(0)
    paper.rect(114, 736, 97.5, 14, fill=1, stroke=0)
    paper.setFillGray(1)
    paper.drawString(72, 700, "WHITEONWHITE")
    paper.showPage()
    paper.save()
    return out.getvalue()


def everything(data: bytes) -> bytes:
    """All bytes of a PDF, packed streams unpacked too, so that nothing can hide from a search."""
    found = [data]
    with pikepdf.open(io.BytesIO(data)) as paper:
        for item in paper.objects:
            if isinstance(item, pikepdf.Stream):
                try:
                    found.append(item.read_bytes())
                except pikepdf.PdfError:
                    found.append(item.read_raw_bytes())
            found.append(repr(item).encode())
    return b"\n".join(found)

"""The poster as PDF: A4, the site's own letters inside, a code drawn as squares."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import segno

from jariya.kernel.web.papers import fonts

CODE = 62.0
"""Edge of the code in millimetres: a telephone reads it from two steps away."""


def pdf(*, title: str, text: str, body: str, asked: str, address: str, lang: str, marks: Sequence[str] = ()) -> bytes:
    """The poster.

    Args:
        text: the beginning of what is asked for.
        body: to whom.
        asked: the line above the code.
        marks: lines at the very top, such as that the data are invented.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Frame, KeepInFrame, Paragraph, Spacer

    plain, bold = fonts()
    wide, tall = A4
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, lang=lang, invariant=1)
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setCreator("Jariya")
    large = ParagraphStyle("title", fontName=bold, fontSize=30, leading=36, spaceAfter=14)
    words = ParagraphStyle("text", fontName=plain, fontSize=15, leading=21, spaceAfter=8)
    small = ParagraphStyle("small", fontName=plain, fontSize=12, leading=16)
    story: list[Any] = [Paragraph(escape(one), small) for one in marks]
    story += [Paragraph(escape(body), words), Paragraph(escape(title), large)]
    story += [Paragraph(escape(line), words) for line in text.split("\n") if line.strip()]
    frame = Frame(20 * mm, 100 * mm, wide - 40 * mm, tall - 115 * mm, showBoundary=0)
    frame.addFromList([KeepInFrame(wide - 42 * mm, tall - 120 * mm, story, mode="shrink")], canvas)
    _code(canvas, address, 20 * mm, 25 * mm, CODE * mm)
    beside = Frame(
        20 * mm + CODE * mm + 6 * mm, 25 * mm, wide - 40 * mm - CODE * mm - 6 * mm, CODE * mm, showBoundary=0
    )
    beside.addFromList(
        [Paragraph(escape(asked), ParagraphStyle("asked", parent=large, fontSize=22, leading=27)), Spacer(1, 3 * mm),
         Paragraph(escape(address), small)], canvas,
    )  # fmt: skip
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _code(canvas: Any, text: str, left: float, bottom: float, edge: float) -> None:
    """The code as squares, with the quiet zone around it."""
    rows = list(segno.make(text, error="m").matrix_iter(border=4))
    step = edge / len(rows)
    canvas.setFillGray(0)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                canvas.rect(left + across * step, bottom + edge - (down + 1) * step, step, step, stroke=0, fill=1)

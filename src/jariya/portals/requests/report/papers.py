"""The report as DOCX and PDF. Both are written from the same outline as the page."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from jariya.kernel.web.papers import fonts
from jariya.portals.requests.report.outline import Outline, Table


def docx(said: Outline, *, lang: str) -> bytes:
    """The report as a Word document."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paper = Document()
    paper.core_properties.title, paper.core_properties.author = said.title, ""
    paper.core_properties.language = lang
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(10)
    style.element.rPr.rFonts.set(qn("w:cs"), "Arial")
    paper.add_heading(said.title, 0)
    paper.add_paragraph(said.lead)
    _docx_table(paper, Table("", ["", ""], said.facts), head=False)
    for table in said.tables:
        paper.add_heading(table.title, 1)
        _docx_table(paper, table)
    paper.add_paragraph(said.note)
    out = io.BytesIO()
    paper.save(out)
    return _still(out.getvalue())


def _still(packed: bytes) -> bytes:
    """The same package with one moment in all its entries: the same report is the same bytes at any hour."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), old.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _docx_table(paper: Any, table: Table, *, head: bool = True) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    lines = [list(table.head), *map(list, table.rows)] if head else [list(row) for row in table.rows]
    if not lines:
        return
    made = paper.add_table(rows=len(lines), cols=len(lines[0]))
    made.style = "Light Grid Accent 1"
    # A cell looked up by its place walks the whole table each time: row by row it stays linear.
    for place, (row, cells) in enumerate(zip(made.rows, lines, strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.text = text
            if head and column and place:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def pdf(said: Outline, *, lang: str) -> bytes:
    """The report as PDF, A4, with its fonts inside and its language named."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

    plain, bold = fonts()
    text = ParagraphStyle("text", fontName=plain, fontSize=9, leading=12)
    right = ParagraphStyle("right", parent=text, alignment=2)
    title = ParagraphStyle("title", fontName=bold, fontSize=18, leading=22, spaceAfter=6)
    heading = ParagraphStyle("heading", fontName=bold, fontSize=12, leading=15, spaceBefore=10, spaceAfter=4)
    lines = TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.grey),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )

    def cell(value: str, column: int, head: bool = False) -> Paragraph:
        style = right if column else text
        return Paragraph(f"<font name='{bold}'>{escape(value)}</font>" if head else escape(value), style)

    width = A4[0] - 30 * mm
    story: list[Any] = [Paragraph(escape(said.title), title), Paragraph(escape(said.lead), text), Spacer(1, 4 * mm)]
    facts = [[Paragraph(escape(name), text), Paragraph(escape(value), text)] for name, value in said.facts]
    story.append(LongTable(facts, colWidths=[width * 0.3, width * 0.7], style=lines))
    for table in said.tables:
        if not table.rows:
            continue
        columns = len(table.head)
        first = 0.7 if columns == 2 else 0.3
        widths = [width * first, *[width * (1 - first) / (columns - 1)] * (columns - 1)]
        rows = [[cell(value, place, True) for place, value in enumerate(table.head)]]
        rows += [[cell(value, place) for place, value in enumerate(row)] for row in table.rows]
        story += [Paragraph(escape(table.title), heading), LongTable(rows, colWidths=widths, style=lines, repeatRows=1)]
    story += [Spacer(1, 4 * mm), Paragraph(escape(said.note), text)]

    def foot(canvas: Any, _paper: Any) -> None:
        canvas.setFont(plain, 8)
        canvas.drawRightString(A4[0] - 15 * mm, 8 * mm, str(canvas.getPageNumber()))

    out = io.BytesIO()
    paper = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=15 * mm, rightMargin=15 * mm, topMargin=15 * mm, bottomMargin=15 * mm,
        title=said.title, lang=lang, author="", subject="", creator="Jariya", invariant=1,
    )  # fmt: skip
    paper.build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()

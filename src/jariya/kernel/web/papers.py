"""The site's own letters for PDF: the same cut of Golos Text as TrueType, which PDF wants."""

from __future__ import annotations

from functools import cache
from pathlib import Path

LETTERS = Path(__file__).parent / "letters"


@cache
def fonts() -> tuple[str, str]:
    """Names under which `reportlab` knows the plain and the bold letters, registered once in a process."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for weight in (400, 600):
        pdfmetrics.registerFont(TTFont(f"golos-{weight}", LETTERS / f"golos-{weight}.ttf"))
    return "golos-400", "golos-600"

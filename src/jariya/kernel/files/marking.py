"""What on a page of a PDF looks like personal data: words to be blackened, offered to a human."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jariya.kernel.files import vault
from jariya.kernel.files.inspect import pdf
from jariya.kernel.files.inspect.pdf import Box, Page, Word
from jariya.kernel.files.models import File
from jariya.kernel.language import personal

AROUND = 1.0
"""Points around a word that go with it."""


@dataclass(frozen=True)
class Mark:
    """A piece of a page that looks like personal data: its kind (`language.personal.KINDS`), words and boxes."""

    kind: str
    text: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class PageView:
    """A page of a PDF for the eyes of an official."""

    page: Page
    pages: int
    marks: tuple[Mark, ...]


def page_of(file: File, number: int) -> PageView | None:
    """A page with what was found on it; None where there is no such page. Raises `inspect` Refused."""
    with vault.open_(file) as source:
        pages = pdf.pages(source)
        if not 1 <= number <= len(pages):
            return None
        words = pdf.words(source, number)
    return PageView(pages[number - 1], len(pages), tuple(marks(words)))


def marks(words: Sequence[Word]) -> Iterator[Mark]:
    """What looks like personal data among the words of a page."""
    text, starts = "", []
    for word in words:
        starts.append(len(text))
        text += word.text + " "
    for found in personal.find(text):
        if found.kind in personal.PERSONAL:
            under = [
                _grown(word.box)
                for word, start in zip(words, starts, strict=True)
                if start < found.end and found.start < start + len(word.text)
            ]
            yield Mark(found.kind, found.text, tuple(under))


def picture(file: File, number: int, *, dpi: int = 96) -> bytes:
    """The page as PNG. Raises `inspect` Refused."""
    with vault.open_(file) as source:
        return pdf.preview(source, number, dpi=dpi)


def _grown(box: Box) -> Box:
    return Box(box.page, max(0.0, box.x0 - AROUND), max(0.0, box.y0 - AROUND), box.x1 + AROUND, box.y1 + AROUND)

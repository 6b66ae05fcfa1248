"""PDF: its pages, words and hidden things, and the copy without what lies under the boxes.

Every place is in points (1/72 inch) from the top left corner of the page as a reader sees it, turned and cropped:
the same as in the picture of `preview`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.limits import LIMITS, Limits


class Page(NamedTuple):
    """A page counted from 1, its size in points."""

    number: int
    width: float
    height: float


class Box(NamedTuple):
    """A rectangle of a page (counted from 1), in points from the top left corner of what is seen."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Word(NamedTuple):
    """A word and its rectangle. `seen` is False where nothing of it shows on the page."""

    text: str
    box: Box
    seen: bool = True


@dataclass(frozen=True)
class Redacted:
    """How many pages and words of text the copy has; how many words went.

    `repeats`: places where a word that lies under a box stands again, still readable: for a human to look at.
    """

    pages: int
    words_kept: int
    words_removed: int
    repeats: tuple[Box, ...]


def pages(source: Path | BinaryIO, *, limits: Limits = LIMITS) -> list[Page]:
    """The pages and their sizes. Raises Refused `pdf.*`."""
    raise NotImplementedError


def words(source: Path | BinaryIO, page: int, *, limits: Limits = LIMITS) -> list[Word]:
    """The words of a page in reading order, with their places. Raises Refused."""
    raise NotImplementedError


def preview(source: Path | BinaryIO, page: int, *, dpi: int = 96, limits: Limits = LIMITS) -> bytes:
    """A page as PNG. Raises Refused."""
    raise NotImplementedError


def redact(
    source: Path | BinaryIO,
    boxes: Iterable[Box],
    into: BinaryIO,
    *,
    dpi: int = 200,
    text: bool = True,
    limits: Limits = LIMITS,
) -> Redacted:
    """Write the PDF as pictures of its pages, black under the boxes, with invisible text of the visible rest.

    `text`: False leaves the text out altogether. Raises Refused: also `pdf.box_outside` when a box lies on no page.
    """
    raise NotImplementedError


def findings(source: Path | BinaryIO, *, limits: Limits = LIMITS) -> list[Finding]:
    """What hides in a PDF. Raises Refused."""
    raise NotImplementedError


def stripped(source: Path | BinaryIO, into: BinaryIO, *, limits: Limits = LIMITS) -> None:
    """Write the PDF without metadata, annotations, attachments, scripts, hidden layers and former states."""
    raise NotImplementedError

"""Pages, words and boxes of a PDF.

Every place is in points (1/72 inch) from the top left corner of the page as a reader sees it, turned and cropped:
the same as in the picture of `preview`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


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

    def touches(self, other: Box, margin: float = 0.0) -> bool:
        """Whether the two share a point, the first grown by the margin on each side."""
        return (
            self.page == other.page
            and self.x0 - margin < other.x1
            and other.x0 < self.x1 + margin
            and self.y0 - margin < other.y1
            and other.y0 < self.y1 + margin
        )


class Word(NamedTuple):
    """A word and its rectangle. `seen` is False where nothing of it shows on the page."""

    text: str
    box: Box
    seen: bool = True


@dataclass(frozen=True)
class Redacted:
    """How many pages and words of text the copy has; how many words went, and how many of them nobody could see.

    `repeats`: places where a word that lies under a box stands again, still readable: for a human to look at.
    """

    pages: int
    words_kept: int
    words_removed: int
    words_unseen: int
    repeats: tuple[Box, ...]

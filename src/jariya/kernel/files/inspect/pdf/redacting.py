"""Redaction that removes: each page is drawn anew, black under the boxes, with the text of the visible rest.

Nothing of the old file is carried over: no object, no font, no metadata, no former state. Text is kept only for words
that can be seen on the new picture and that touch no box, so that a name under somebody's earlier black bar, which is
still in the file, does not come back as text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import pypdfium2
from PIL import Image, ImageDraw

from jariya.kernel.files.inspect.limits import LIMITS, Limits
from jariya.kernel.files.inspect.pdf.places import Box, Redacted, Word
from jariya.kernel.files.inspect.pdf.reading import ALONE, colourless, document, drawn, page_of, words_of
from jariya.kernel.files.inspect.pdf.writing import Writer
from jariya.kernel.files.inspect.refused import Refused, refusing

_GROWN = 1.0
"""Points by which each box grows: letters reach beyond their own rectangle by the width of their smoothing."""
_NEAR = 2.0
"""Points within which a word counts as touched: the text of a scan lies beside its picture by about as much."""
_AGAIN = 50
"""Pages after which the file is opened anew: pdfium keeps the fonts and pictures of every page that it has drawn."""
_REPEATS = 1_000


@refusing("pdf.damaged")
def redact(
    source: Path | BinaryIO,
    boxes: Iterable[Box],
    into: BinaryIO,
    *,
    dpi: int = 200,
    text: bool = True,
    language: str = "",
    limits: Limits = LIMITS,
) -> Redacted:
    """Write the PDF as pictures of its pages, black under the boxes, with invisible text of the visible rest.

    `dpi` from 72 to 300, lowered for pages so large that they would pass `limits.page_pixels`. `text`: False leaves
    the text out altogether; `language` of it (`kk`), for screen readers. Raises Refused: also `pdf.box_outside` when a
    box lies on no page.
    """
    by_page: dict[int, list[Box]] = {}
    for box in boxes:
        by_page.setdefault(box.page, []).append(box)
    dpi = max(72, min(dpi, 300))
    with document(source, limits) as found, ALONE:
        count = len(found)
        keys = _removed(found, by_page, limits)
    writer = Writer(into, language)
    kept = removed = unseen = 0
    repeats: list[Box] = []
    for first in range(1, count + 1, _AGAIN):
        with document(source, limits) as found:
            with ALONE:
                found.init_forms()
            for number in range(first, min(first + _AGAIN, count + 1)):
                mine = by_page.get(number, [])
                with ALONE, page_of(found, number) as page:
                    width, height = page.get_size()
                    picture = drawn(page, dpi, limits)
                    words = words_of(page, number, picture, limits) if text or keys else []
                stays = [word for word in words if not any(box.touches(word.box, _NEAR) for box in mine)]
                shown = [word for word in stays if word.seen]
                removed += len(words) - len(stays)
                unseen += len(stays) - len(shown)
                repeats += [word.box for word in shown if _is_one_of(word, keys)]
                kept += len(shown) if text else 0
                blacked = _blacked(picture, mine, width, height)
                writer.page(blacked, width, height, shown[: limits.words_per_page] if text else [])
    writer.close()
    return Redacted(count, kept, removed, unseen, tuple(repeats[:_REPEATS]))


def _blacked(picture: Image.Image, boxes: list[Box], width: float, height: float) -> Image.Image:
    pen = ImageDraw.Draw(picture)
    across, down = picture.width / width, picture.height / height
    for box in boxes:
        pen.rectangle(
            (
                math.floor((box.x0 - _GROWN) * across), math.floor((box.y0 - _GROWN) * down),
                math.ceil((box.x1 + _GROWN) * across), math.ceil((box.y1 + _GROWN) * down),
            ),
            fill="black",
        )  # fmt: skip
    return picture.convert("L") if colourless(picture) else picture


def _removed(found: pypdfium2.PdfDocument, by_page: dict[int, list[Box]], limits: Limits) -> set[str]:
    """What identifies somebody among the words under the boxes. Checks the boxes on the way."""
    keys: set[str] = set()
    for number, boxes in by_page.items():
        if not 1 <= number <= len(found):
            raise Refused("pdf.box_outside")
        with page_of(found, number) as page:
            width, height = page.get_size()
            for box in boxes:
                proper = all(math.isfinite(side) for side in box[1:]) and box.x0 < box.x1 and box.y0 < box.y1
                if not proper or not box.touches(Box(number, 0, 0, width, height)):
                    raise Refused("pdf.box_outside")
            for word in words_of(page, number, None, limits):
                if any(box.touches(word.box) for box in boxes) and (key := _key(word.text)):
                    keys.add(key)
    return keys


def _key(text: str) -> str:
    """What of a word is looked for elsewhere: numbers from four digits, names from four letters; empty for others."""
    bare = re.sub(r"[^\w]", "", text)
    if sum(char.isdigit() for char in bare) >= 4:
        return bare.casefold()
    return bare.casefold() if len(bare) >= 4 and bare[0].isupper() and not bare.isdigit() else ""


def _is_one_of(word: Word, keys: set[str]) -> bool:
    """The word itself or, for names, with another ending of up to four letters: Ахметов, Ахметовтың."""
    bare = _key(word.text)
    if not bare or not keys:
        return False
    return bare in keys or any(bare[:-cut] in keys for cut in range(1, 5) if len(bare) - cut >= 5)

"""A PDF read by pdfium: pages, words with their places, pictures. One thread at a time: pdfium keeps its own state."""

from __future__ import annotations

import ctypes
import io
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from jariya.kernel.files.inspect.limits import LIMITS, Limits
from jariya.kernel.files.inspect.opening import opened
from jariya.kernel.files.inspect.pdf.places import Box, Page, Word
from jariya.kernel.files.inspect.refused import Refused, refusing

ALONE = threading.RLock()
"""pdfium may be called by one thread at a time in a process, whichever document it works on."""
_PARTS = 100  # of a point: the fineness of places
_FAR = 10_000
_SIDE = 20_000
_SOLID = frozenset("lI1|!.,:;'`_=·•…¦¯−ˉ\u0406\u0456\u04c0\u04cf\u0131-") | frozenset(
    chr(code) for first, last in ((0x2010, 0x2016), (0x2500, 0x25B0), (0x0300, 0x0370)) for code in range(first, last)
)
"""Bars, dots, rules and marks over letters: their own rectangle may be wholly ink and tells nothing about a cover."""
_UNIFORM = 16
_WRITING = 0.06
_FLAT = 0.1  # points
_NO_LETTER = "\ufffe\uffff\u00ad\u200b\ufeff"
SEEING_DPI = 150


@contextmanager
def document(source: Path | BinaryIO, limits: Limits) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF opened and counted; hold `ALONE` while working with it. Raises Refused."""
    with opened(source) as stream:
        try:
            with ALONE:
                found = pypdfium2.PdfDocument(stream)
        except pypdfium2.PdfiumError as error:
            locked = error.err_code == pdfium.FPDF_ERR_PASSWORD
            raise Refused("kind.encrypted" if locked else "pdf.damaged") from error
        try:
            with ALONE:
                count = len(found)
            if not count:
                raise Refused("pdf.damaged")
            if count > limits.pdf_pages:
                raise Refused("pdf.pages", most=limits.pdf_pages)
            yield found
        finally:
            with ALONE:
                found.close()


@contextmanager
def page_of(found: pypdfium2.PdfDocument, number: int) -> Iterator[pypdfium2.PdfPage]:
    """A page counted from 1. Raises Refused `pdf.no_page`, `pdf.damaged`."""
    if not 1 <= number <= len(found):
        raise Refused("pdf.no_page")
    page = found[number - 1]
    try:
        yield page
    finally:
        page.close()


@refusing("pdf.damaged")
def pages(source: Path | BinaryIO, *, limits: Limits = LIMITS) -> list[Page]:
    """The pages and their sizes. Raises Refused `pdf.*`, `kind.encrypted`."""
    with document(source, limits) as found, ALONE:
        return [Page(number + 1, *found.get_page_size(number)) for number in range(len(found))]


@refusing("pdf.damaged")
def words(source: Path | BinaryIO, page: int, *, limits: Limits = LIMITS) -> list[Word]:
    """The words of a page in reading order, with their places. Raises Refused."""
    with document(source, limits) as found, ALONE, page_of(found, page) as opened_page:
        return words_of(opened_page, page, drawn(opened_page, SEEING_DPI, limits), limits)


@refusing("pdf.damaged")
def preview(source: Path | BinaryIO, page: int, *, dpi: int = 96, limits: Limits = LIMITS) -> bytes:
    """A page as PNG. `dpi` from 18 to 200. Raises Refused."""
    with document(source, limits) as found:
        with ALONE:
            found.init_forms()
            with page_of(found, page) as opened_page:
                picture = drawn(opened_page, max(18, min(dpi, 200)), limits)
    out = io.BytesIO()
    (picture.convert("L") if colourless(picture) else picture).save(out, "PNG", compress_level=6)
    return out.getvalue()


def colourless(picture: Image.Image) -> bool:
    """Whether every pixel is grey."""
    from PIL import ImageChops

    red, green, blue = picture.split()
    return all(ImageChops.difference(red, other).getextrema()[1] == 0 for other in (green, blue))  # type: ignore[operator]


def drawn(page: pypdfium2.PdfPage, dpi: float, limits: Limits) -> Image.Image:
    """The page as a reader sees it, RGB, white ground, at most `limits.page_pixels`. Raises Refused `pdf.damaged`."""
    width, height = page.get_size()
    if not (width > 0 and height > 0 and math.isfinite(width * height)):
        raise Refused("pdf.damaged")
    scale = min(dpi / 72, math.sqrt(limits.page_pixels / (width * height)), _SIDE / width, _SIDE / height)
    if width * scale < 1 or height * scale < 1:
        raise Refused("pdf.damaged")
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
    try:
        return bitmap.to_pil().convert("RGB")  # a copy: the bitmap's own memory goes with it
    finally:
        bitmap.close()


def words_of(page: pypdfium2.PdfPage, number: int, picture: Image.Image | None, limits: Limits) -> list[Word]:
    """The words of an open page; `picture` of the page says which of them can be seen (None: nobody asks)."""
    text = page.get_textpage()
    try:
        return list(_words(page, text, number, picture, limits))
    finally:
        text.close()


def _words(
    page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, number: int, picture: Image.Image | None, limits: Limits
) -> Iterator[Word]:
    count = text.count_chars()
    if count > limits.words_per_page * 20:
        raise Refused("pdf.text", most=limits.words_per_page)
    place = _Places(page, number)
    grey = _Grey(picture, place) if picture is not None else None
    letters: list[tuple[str, Box]] = []
    first = 0
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        char = chr(code) if 0x20 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
        box = None if char.isspace() or char in _NO_LETTER else place.of(text, index)
        if letters and (box is None or _apart(letters[-1][1], box)):
            yield _word(letters, grey, number, text, first)
            letters = []
        if box is not None:
            first = first if letters else index
            letters.append((char, box))
    if letters:
        yield _word(letters, grey, number, text, first)


def _apart(before: Box, here: Box) -> bool:
    """Whether a letter stands on another line than the one before it: some files have no spaces at line ends."""
    height = max(before.y1 - before.y0, here.y1 - here.y0, 1.0)
    width = max(before.x1 - before.x0, here.x1 - here.x0, 1.0)
    return abs(here.y0 - before.y0) > 3 * height and abs(here.x0 - before.x0) > 3 * width


class _Places:
    """From the space of the PDF to points from the top left of what is seen: pdfium says where three points lie."""

    def __init__(self, page: pypdfium2.PdfPage, number: int) -> None:
        self.page, self.number = page, number
        self.width, self.height = page.get_size()
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._loose = pdfium.FS_RECTF()
        (x, y), (right, down), (up, over) = self._asked(0, 0), self._asked(_FAR, 0), self._asked(0, _FAR)
        self._x = (right - x) / _FAR, (up - x) / _FAR, x
        self._y = (down - y) / _FAR, (over - y) / _FAR, y

    def _asked(self, x: float, y: float) -> tuple[float, float]:
        size = max(1, round(self.width * _PARTS)), max(1, round(self.height * _PARTS))
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self.page, 0, 0, *size, 0, x, y, across, down)
        return across.value / _PARTS, down.value / _PARTS

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self._x[0] * x + self._x[1] * y + self._x[2], self._y[0] * x + self._y[1] * y + self._y[2]

    def of(self, text: pypdfium2.PdfTextPage, index: int) -> Box | None:
        """The rectangle of a letter's ink; of its line, where the font has no ink, as those of scanning programs."""
        left, right, bottom, top = self._edges
        if not pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            return None
        if top.value - bottom.value < _FLAT or right.value - left.value < _FLAT:
            if not pdfium.FPDFText_GetLooseCharBox(text, index, self._loose):
                return None
            return self.box(self._loose.left, self._loose.bottom, self._loose.right, self._loose.top)
        return self.box(left.value, bottom.value, right.value, top.value)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        first, second = self.point(left, bottom), self.point(right, top)
        (x0, x1), (y0, y1) = sorted((first[0], second[0])), sorted((first[1], second[1]))
        return Box(self.number, x0, y0, x1, y1)


def _word(
    letters: list[tuple[str, Box]], grey: _Grey | None, number: int, text: pypdfium2.PdfTextPage, first: int
) -> Word:
    boxes = [box for _char, box in letters]
    left, top = min(box.x0 for box in boxes), min(box.y0 for box in boxes)
    box = Box(number, left, top, max(box.x1 for box in boxes), max(box.y1 for box in boxes))
    seen = grey is None or (grey.written(box, boxes) if _invisible(text, first) else _seen(letters, box, grey))
    return Word("".join(char for char, _box in letters), box, seen)


def _invisible(text: pypdfium2.PdfTextPage, index: int) -> bool:
    """Whether a letter is written to be found and not to be seen: the text that is laid over a scan."""
    letter = pdfium.FPDFText_GetTextObject(text, index)
    return bool(letter) and pdfium.FPDFTextObj_GetTextRenderMode(letter) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


class _Grey:
    """The lightness of a picture's pixels, for many small questions: slices of bytes answer faster than new images."""

    def __init__(self, picture: Image.Image, place: _Places) -> None:
        grey = picture.convert("L")
        self._bytes, self._width, self._height = grey.tobytes(), grey.width, grey.height
        self._across, self._down = grey.width / place.width, grey.height / place.height

    def _area(self, box: Box, grown: float) -> bytes:
        left = max(0, math.floor((box.x0 - grown) * self._across))
        right = min(self._width, math.ceil((box.x1 + grown) * self._across))
        top = max(0, math.floor((box.y0 - grown) * self._down))
        bottom = min(self._height, math.ceil((box.y1 + grown) * self._down))
        if left >= right or top >= bottom:
            return b""
        starts = range(top * self._width + left, bottom * self._width + left, self._width)
        return b"".join([self._bytes[start : start + right - left] for start in starts])

    def one_colour(self, box: Box, grown: float = 0.0) -> bool:
        """Whether a rectangle is all ink or all ground, or lies outside."""
        area = self._area(box, grown)
        return not area or max(area) - min(area) < _UNIFORM

    def written(self, whole: Box, letters: list[Box]) -> bool:
        """Whether a rectangle looks like writing: ink and ground in its measure, and no letter's place all of a colour
        that is not the ground's, as under a bar. The letters' places are guesses here, the word's is not.
        """
        area = self._area(whole, 0.0)
        if not area or max(area) - min(area) < _UNIFORM:
            return False
        lightest = max(area)
        middle = (lightest + min(area)) // 2
        dark = len(area.translate(None, bytes(range(middle, 256)))) / len(area)
        if not _WRITING <= dark <= 1 - _WRITING:
            return False
        places = (self._area(letter, 0.0) for letter in letters)
        return not any(place and max(place) - min(place) < _UNIFORM < lightest - max(place) for place in places)


def _seen(letters: list[tuple[str, Box]], whole: Box, grey: _Grey) -> bool:
    """Whether the word shows: each letter's rectangle holds both ink and ground.

    What lies under a black bar, in white on white, in a hidden layer or outside of the page has one colour. One covered
    letter is enough to take the word for hidden.
    """
    telling = [box for char, box in letters if char not in _SOLID and box.x1 > box.x0 and box.y1 > box.y0]
    return not (any(grey.one_colour(box) for box in telling) if telling else grey.one_colour(whole, 1.0))

"""The picture that other sites show beside a link: 1200 x 630 pixels, the page's words in the site's own letters."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parent / "static" / "web" / "fonts"
SIZE = (1200, 630)
MARGIN = 80
DEEP, SKY, GOLD, PALE, WHITE, INK = "#062f3c", "#0a4656", "#f2b705", "#b9d9e1", "#ffffff", "#241a00"
TITLE_SIZES = (72, 60, 50, 42)
MOST_LINES = 4
Point = tuple[float, float]

# The ram's horn of horn.svg (a square of 48): its left half as cubic curves; the right half is the mirror image.
HORN: tuple[tuple[Point, Point, Point, Point], ...] = (
    ((24, 46), (24, 37), (24, 28), (24, 20)),
    ((24, 25), (24, 9), (6, 7), (6, 19)),
    ((6, 19), (6, 27), (17, 28), (17, 21)),
    ((17, 21), (17, 17), (12, 17), (12, 20)),
    ((15, 36), (19, 36), (24, 34), (24, 29)),
)


def share_image(title: str, line: str, *, site: str, invented: str = "") -> bytes:
    """Draw the picture as a PNG (about 20 KB).

    Arguments: `title`, the page's heading, cut with an ellipsis after four lines; `line`, a body or kind above it;
    `site`, the product's name in the reader's language; `invented`, the words for invented data, printed when given.
    Pure: takes texts already in the right language, knows no page.
    """
    picture = _ground().copy()
    draw = ImageDraw.Draw(picture)
    draw.text((MARGIN + 78, 60), site, font=_font(600, 42), fill=WHITE)
    if invented:
        width = _font(600, 26).getlength(invented)
        right = SIZE[0] - MARGIN
        draw.rounded_rectangle((right - width - 36, 56, right, 108), 10, fill=GOLD)
        draw.text((right - width - 18, 64), invented, font=_font(600, 26), fill=INK)
    room = SIZE[0] - 2 * MARGIN
    draw.text((MARGIN, 176), _fit(line, _font(400, 34), room), font=_font(400, 34), fill=PALE)
    size, lines = _lay(title, room)
    for number, words in enumerate(lines):
        draw.text((MARGIN, 236 + number * size * 1.22), words, font=_font(600, size), fill=WHITE)
    out = io.BytesIO()
    picture.quantize(48).save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"golos-{weight}.woff2", size)


def _lay(title: str, room: int) -> tuple[int, list[str]]:
    """The largest size at which the title fits in four lines; at the smallest the rest is cut."""
    title = " ".join(title[:600].split())
    for size in TITLE_SIZES:
        lines = _wrap(title, _font(600, size), room)
        if len(lines) * size * 1.22 <= 330 and len(lines) <= MOST_LINES:
            return size, lines
    kept = lines[:MOST_LINES]
    kept[-1] = _fit(kept[-1] + " " + " ".join(lines[MOST_LINES:]), _font(600, size), room)
    return size, kept


def _wrap(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(_fit(word, font, room))
    return [line for line in lines if line]


def _fit(text: str, font: ImageFont.FreeTypeFont, room: int) -> str:
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…"


@cache
def _ground() -> Image.Image:
    """What all pictures share, drawn three times as large and reduced: Pillow's lines have hard edges."""
    large = Image.new("RGB", (SIZE[0] * 3, SIZE[1] * 3), DEEP)
    draw = ImageDraw.Draw(large)
    _horn(draw, left=2340, top=120, scale=37.5, width=78, colour=SKY)
    _horn(draw, left=3 * MARGIN, top=168, scale=3.75, width=11, colour=GOLD)
    draw.rectangle((0, (SIZE[1] - 14) * 3, SIZE[0] * 3, SIZE[1] * 3), fill=GOLD)
    return large.resize(SIZE, Image.Resampling.LANCZOS)


def _horn(draw: ImageDraw.ImageDraw, *, left: float, top: float, scale: float, width: int, colour: str) -> None:
    half = width / 2
    for curve in HORN:
        for step in range(241):
            x, y = _at(curve, step / 240)
            for across in (x, 48 - x):
                centre = left + across * scale, top + y * scale
                draw.ellipse((centre[0] - half, centre[1] - half, centre[0] + half, centre[1] + half), fill=colour)


def _at(curve: tuple[Point, Point, Point, Point], t: float) -> Point:
    """The point of a cubic Bézier curve at `t` from 0 to 1."""
    weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
    return (
        sum(w * p[0] for w, p in zip(weights, curve, strict=True)),
        sum(w * p[1] for w, p in zip(weights, curve, strict=True)),
    )

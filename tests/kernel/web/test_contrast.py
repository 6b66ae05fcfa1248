"""Every pair of text and ground of the tokens, in every colour scheme, computed by the formula of WCAG 2.2."""

import re
from pathlib import Path

import pytest

import jariya.kernel.web

STATIC = Path(jariya.kernel.web.__file__).parent / "static" / "web"
INK_ON_GOLD = "#241a00"

TEXT = [
    ("ink", "ground"),
    ("ink", "sand"),
    ("ink", "sky-soft"),
    ("ink", "gold-soft"),
    ("ink", "good-soft"),
    ("ink", "bad-soft"),
    ("muted", "ground"),
    ("muted", "sand"),
    ("muted", "sky-soft"),
    ("muted", "good-soft"),
    ("muted", "bad-soft"),
    ("sky", "ground"),
    ("sky", "sky-soft"),
    ("sky", "sand"),
    ("sky-strong", "ground"),
    ("sky-strong", "sky-soft"),
    ("visited", "ground"),
    ("on-sky", "sky"),
    ("on-sky", "sky-strong"),
    ("on-bad", "bad"),
    ("gold-ink", "gold-soft"),
    ("good", "good-soft"),
    ("bad", "bad-soft"),
    ("bad", "ground"),
    ("on-deep", "deep"),
    ("on-deep", "dawn"),
    ("shade-dark-ink", "shade-0"),
    ("shade-dark-ink", "shade-1"),
    ("shade-dark-ink", "shade-2"),
    ("shade-light-ink", "shade-3"),
    ("shade-light-ink", "shade-4"),
]
# Borders of controls, focus, lines of charts: 3:1 (WCAG 1.4.11).
SIGNS = [
    ("edge", "ground"),
    ("focus", "ground"),
    ("sky", "sand"),
    ("series-1", "ground"),
    ("series-2", "ground"),
    ("series-3", "ground"),
    ("series-4", "ground"),
]


def declared(css: str, opening: str) -> dict[str, str]:
    """Custom properties of the first block that begins with `opening`."""
    start = css.index(opening)
    block = css[start : css.index("}", start)]
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})\b", block))


def schemes() -> dict[str, dict[str, str]]:
    base = (STATIC / "base.css").read_text()
    view = (STATIC / "view.css").read_text()
    light = declared(base, ":root {")
    dark = light | declared(base[base.index("prefers-color-scheme: dark") :], ":root {")
    found = {"light": light, "dark": dark}
    for name in ("light", "dark", "beige"):
        found[f"scheme-{name}"] = light | declared(view, f".scheme-{name} {{")
    return found


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(d * 2 for d in digits)
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_gives_the_known_figures():
    assert contrast("#000", "#fff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_of_the_usual_look_reaches_aa(scheme):
    tokens = schemes()[scheme]
    low = {pair: round(contrast(*(tokens[name] for name in pair)), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["scheme-light", "scheme-dark", "scheme-beige"])
def test_text_of_the_low_vision_schemes_reaches_aaa(scheme):
    tokens = schemes()[scheme]
    low = {pair: round(contrast(*(tokens[name] for name in pair)), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 7} == {}


@pytest.mark.parametrize("scheme", ["light", "dark", "scheme-light", "scheme-dark", "scheme-beige"])
def test_borders_focus_and_lines_of_charts_can_be_told_from_the_ground(scheme):
    tokens = schemes()[scheme]
    low = {pair: round(contrast(*(tokens[name] for name in pair)), 2) for pair in SIGNS}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 3} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_on_gold_are_legible(scheme):
    assert contrast(INK_ON_GOLD, schemes()[scheme]["gold"]) >= 7


def test_every_low_vision_scheme_sets_every_colour_that_the_usual_look_sets():
    view = (STATIC / "view.css").read_text()
    colours = set(declared((STATIC / "base.css").read_text(), ":root {"))
    for name in ("light", "dark", "beige"):
        assert colours - set(declared(view, f".scheme-{name} {{")) == set()

"""Amounts as pages write them: one unit and one rounding rule, the tenge beside them where it matters."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale, numbers
from django.utils import translation

_TENTH = Decimal("0.1")
_LOCALES = {"kk": "kk", "ru": "ru", "en": "en_GB"}


@cache
def _pattern(form: str) -> numbers.NumberPattern:
    return numbers.parse_pattern(form)


@cache
def _known(lang: str) -> Locale:
    return Locale.parse(_LOCALES.get(lang, "kk"))


def _written(value: Decimal | int, form: str) -> str:
    """A number in the reader's language. Patterns are kept: a page writes a hundred amounts, and parsing one takes
    four times as long as writing it."""
    return _pattern(form).apply(value, _known(translation.get_language() or "kk"))


@cache
def _signs(lang: str) -> dict[int, str]:
    known = _known(lang)
    return str.maketrans(
        {
            ",": numbers.get_group_symbol(known),
            ".": numbers.get_decimal_symbol(known),
            "-": numbers.get_minus_sign_symbol(known),
        }
    )


def _plain(value: Decimal | int, places: int) -> str:
    """The same for a number already rounded, in groups of three: what a page writes a hundred times. The signs are the
    locale's; a test holds it against the library, which takes eight times as long."""
    return f"{value:,.{places}f}".translate(_signs(translation.get_language() or "kk"))


def rounded(value: Decimal) -> int:
    """Whole tenge, halves away from zero: the one rounding rule of pages."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def of_thousand(part: int | None, all_of_it: int | None) -> str:
    """How many of each 1,000 tenge; a dash when a side is unknown or the whole is zero."""
    if part is None or not all_of_it:
        return "—"
    return whole(rounded(Decimal(part) * 1000 / Decimal(all_of_it)))


def million(tenge: int | None) -> str:
    """Millions of tenge with one decimal, halves away from zero; a dash when unknown (unknown is not zero)."""
    if tenge is None:
        return "—"
    return _plain((Decimal(tenge) / 1_000_000).quantize(_TENTH, ROUND_HALF_UP), 1)


def short(tenge: int) -> str:
    """Round amounts of an axis: billions where they are large, else millions; without a unit word."""
    return _written(Decimal(tenge) / 1_000_000, "#,##0.###")


def whole(tenge: int | None) -> str:
    """All digits of an amount; a dash when unknown."""
    return "—" if tenge is None else _plain(Decimal(tenge), 0)


def tenth(value: float) -> str:
    """A number with one decimal and its sign, such as a mean."""
    exact = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return _written(exact, "+#,##0.0;-#,##0.0")


def share(part: int | None, all_of_it: int | None) -> str:
    """Percent with one decimal; a dash when a side is unknown or the whole is zero."""
    if part is None or not all_of_it:
        return "—"
    return _written(Decimal(part) / Decimal(all_of_it), "#,##0.0%")

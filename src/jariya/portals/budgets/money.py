"""Amounts as pages write them: one unit and one rounding rule, the tenge beside them where it matters."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from babel import numbers
from django.utils import translation

_LOCALES = {"kk": "kk", "ru": "ru", "en": "en_GB"}


def _locale() -> str:
    return _LOCALES.get(translation.get_language() or "kk", "kk")


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
    value = (Decimal(tenge) / 1_000_000).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return numbers.format_decimal(value, format="#,##0.0", locale=_locale())


def short(tenge: int) -> str:
    """Round amounts of an axis: billions where they are large, else millions; without a unit word."""
    return numbers.format_decimal(Decimal(tenge) / 1_000_000, format="#,##0.###", locale=_locale())


def whole(tenge: int | None) -> str:
    """All digits of an amount; a dash when unknown."""
    return "—" if tenge is None else numbers.format_decimal(tenge, locale=_locale())


def tenth(value: float) -> str:
    """A number with one decimal and its sign, such as a mean."""
    exact = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return numbers.format_decimal(exact, format="+#,##0.0;-#,##0.0", locale=_locale())


def share(part: int | None, all_of_it: int | None) -> str:
    """Percent with one decimal; a dash when a side is unknown or the whole is zero."""
    if part is None or not all_of_it:
        return "—"
    return numbers.format_percent(Decimal(part) / Decimal(all_of_it), format="#,##0.0%", locale=_locale())

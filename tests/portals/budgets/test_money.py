"""Amounts as pages write them are those of the locale's own rules."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from babel import numbers
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jariya.portals.budgets import money

LOCALES = {"kk": "kk", "ru": "ru", "en": "en_GB"}
TENGE = st.integers(min_value=-(2**63), max_value=2**63 - 1)


@given(TENGE, st.sampled_from(sorted(LOCALES)))
def test_amounts_are_written_as_the_locale_writes_them(tenge: int, lang: str) -> None:
    with translation.override(lang):
        whole, million = money.whole(tenge), money.million(tenge)
    exact = (Decimal(tenge) / 1_000_000).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert whole == numbers.format_decimal(tenge, "#,##0", LOCALES[lang])
    assert million == numbers.format_decimal(exact, "#,##0.0", LOCALES[lang])


@pytest.mark.parametrize("write", [money.whole, money.million])
def test_unknown_is_a_dash_and_zero_is_zero(write: object) -> None:
    assert write(None) == "—" and write(0).startswith("0")  # type: ignore[operator]

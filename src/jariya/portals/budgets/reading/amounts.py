"""Amounts as files write them -> whole tenge, exactly. Pure."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

MOST = 10**18
"""Tenge: a thousand times the yearly budget of the republic, and still a BIGINT."""
_SPACES = dict.fromkeys(map(ord, " \t\u00a0\u202f\u2009'’"))
_SIGNS = str.maketrans({"−": "-", "–": "-"})
_NOTHING = frozenset({"", "-", "—", "–", "x", "х", "X", "Х", "nan", "NaN", "null", "None"})


class NotAnAmount(ValueError):
    """The text is no amount. `rule` is the problem's name."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(rule)


def tenge(text: str, unit: int) -> int | None:
    """Whole tenge of a cell, None where it says nothing.

    Files carry the dust of binary fractions (`36459883.199999996` thousand): what is within a hundredth of a tenge, or
    within the precision of a double, is rounded away. Anything else that is not whole raises NotAnAmount.

    Args:
        text: the cell: `1 234,5`, `1234.5`, `(12)` for a negative amount, `-`, empty.
        unit: how many tenge one is: 1, 1,000 or 1,000,000.
    """
    if text in _NOTHING:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = _loose(text)
    if not value.is_finite():
        raise NotAnAmount("amount.not_number")
    exact = value * unit
    if abs(exact) > MOST:
        raise NotAnAmount("amount.too_big")
    whole = int(exact.to_integral_value())
    dust = abs(exact - whole)
    if dust and dust > Decimal("0.01") and dust > abs(exact) * Decimal("1e-15"):
        raise NotAnAmount("amount.fraction")
    return whole


def _loose(text: str) -> Decimal:
    """Spaces between thousands, a decimal comma, a long minus, brackets for a negative amount."""
    plain = text.translate(_SPACES).translate(_SIGNS)
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1]
    if plain in _NOTHING:
        raise NotAnAmount("amount.not_number")
    if "," in plain:
        if "." in plain or plain.count(",") > 1:
            groups = plain.lstrip("-").split(".")[0].split(",")
            if any(len(group) != 3 for group in groups[1:]):
                raise NotAnAmount("amount.not_number")
            plain = plain.replace(",", "")
        else:
            plain = plain.replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise NotAnAmount("amount.not_number") from None


def share(text: str) -> float | None:
    """A percentage of the report, None where the cell says nothing or no number."""
    if text in _NOTHING:
        return None
    try:
        return float(text.replace(",", ".").replace("%", "").translate(_SPACES))
    except ValueError:
        return None

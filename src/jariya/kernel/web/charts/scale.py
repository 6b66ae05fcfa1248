"""Round numbers along an axis. Pure."""

from __future__ import annotations

from decimal import Decimal
from math import floor, log10


def ticks(low: float, high: float, about: int = 4) -> list[int]:
    """Round whole numbers from at or below `low` to at or above `high`, `about` steps apart; [0] when both are 0."""
    low, high = min(low, 0), max(high, 0)
    if low == high:
        return [0]
    raw = (high - low) / about
    size = Decimal(10) ** floor(log10(raw))
    step = next(int(size * times) or 1 for times in (1, 2, 5, 10) if raw <= float(size * times))
    first, last = floor(low / step), -floor(-high / step)
    return [step * number for number in range(first, last + 1)]


def place(value: float, low: float, high: float, length: float) -> float:
    """Where a value stands on an axis of a length, to a tenth."""
    return round((value - low) / (high - low) * length, 1) if high != low else 0.0

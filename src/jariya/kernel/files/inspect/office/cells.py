"""Places in a sheet: columns by letters, runs of rows and columns as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

COLUMNS = 16_384
_SHOWN = 12
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})?")


def column(reference: str) -> int:
    """The column of `AB12`, counted from 1; 0 when there is none."""
    found = _REFERENCE.match(reference)
    if not found:
        return 0
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number


def letters(number: int) -> str:
    """`AB` for 28."""
    shown = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        shown = chr(65 + rest) + shown
    return shown


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbours together: 1, 2, 3, 7 -> (1, 3), (7, 7)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def rows_shown(numbers: Iterable[int]) -> str:
    """`4-9, 12`; the first dozen of them."""
    return _joined([str(a) if a == b else f"{a}-{b}" for a, b in runs(numbers)])


def columns_shown(ranges: Iterable[tuple[int, int]]) -> str:
    """`B, D:F`."""
    return _joined([letters(a) if a == b else f"{letters(a)}:{letters(b)}" for a, b in ranges])


def _joined(shown: list[str]) -> str:
    return ", ".join(shown[:_SHOWN]) + (" …" if len(shown) > _SHOWN else "")

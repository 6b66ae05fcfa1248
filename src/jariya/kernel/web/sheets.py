"""Lines of a CSV that anyone may open in a spreadsheet: no cell is taken for a formula. Pure.

These are our own tables; a table that somebody sent is made safe by `kernel.files.inspect.tables`, which also looks
behind leading spaces and lets plain numbers of text through.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""


def safe(text: str) -> str:
    """The text behind an apostrophe where it begins like a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def lines(rows: Iterable[Sequence[object]], *, ends: str = "\r\n") -> Iterator[str]:
    """A line of CSV for each row, None as nothing, days as ISO.

    Args:
        rows: the names of the columns first.
        ends: what ends a line.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=ends)
    for row in rows:
        writer.writerow(["" if cell is None else safe(str(cell)) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()

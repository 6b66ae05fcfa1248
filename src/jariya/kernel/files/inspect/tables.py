"""Tables that spreadsheet programs open without running anything."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula or of a DDE call (OWASP, CSV injection); wide forms too."""
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f]?\d{3})*(?:[.,]\d+)?(?:[eE][+-]?\d{1,3})?%?")
_CHUNK = 64 * 1024


def safe_cell(value: object) -> str:
    """The value as text that no spreadsheet runs: an apostrophe before what begins like a formula.

    Numbers stay as they are, signs included: `-5`, `+7`, `-1 234,50`. None is empty.
    """
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return str(value)
    said = str(value).replace("\0", "")
    begins = said.lstrip(" \u00a0\u2007\u202f\ufeff\u200b")
    if begins.startswith(_STARTS) and not _NUMBER.fullmatch(said):
        return "'" + said
    return said


def csv_safe(rows: Iterable[Sequence[object]], *, delimiter: str = ",") -> Iterator[bytes]:
    """The rows as CSV (RFC 4180: UTF-8 with BOM, CRLF), each cell made safe; yields pieces of about 64 KB.

    Cells that hold the delimiter of another locale are quoted too: a semicolon would begin a new cell in Almaty.
    """
    page = io.StringIO(newline="")
    page.write("\ufeff")
    writer = csv.writer(page, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    quoting = csv.writer(page, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        cells = [safe_cell(value) for value in row]
        other = any(mark in cell for cell in cells for mark in ";,\t" if mark != delimiter)
        (quoting if other else writer).writerow(cells)
        if page.tell() > _CHUNK:
            yield page.getvalue().encode("utf-8", "replace")
            page.seek(0)
            page.truncate()
    yield page.getvalue().encode("utf-8", "replace")

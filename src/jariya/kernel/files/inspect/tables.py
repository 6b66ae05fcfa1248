"""Tables that spreadsheet programs open without running anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def csv_safe(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The rows as CSV (UTF-8 with BOM, CRLF), cell by cell made safe; yields chunks."""
    raise NotImplementedError

"""Spreadsheet files (XLSX, XLSM, old XLS, ODS) as rows of text, as the official registers are published."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""First bytes of a zip (XLSX, ODS) and of an old XLS."""
MOST_UNPACKED = 400_000_000
"""Bytes of all parts together: a small file that unpacks to more is refused before it is read."""
HEADER_WITHIN = 30
"""A title or a note may stand above the names of the columns, at most so many rows."""


class NotAWorkbook(Exception):
    """The file looks like a spreadsheet and is none that can be read, or unpacks to too much (`too_big`)."""

    def __init__(self, *, too_big: bool = False) -> None:
        super().__init__("too_big" if too_big else "not_a_workbook")
        self.too_big = too_big


def is_workbook(content: bytes) -> bool:
    """Whether the first bytes are those of a spreadsheet file."""
    return content.startswith(MARKS)


def rows(content: bytes, is_header: Callable[[list[str]], bool]) -> Iterator[tuple[int, list[str]]]:
    """(row number as the spreadsheet program shows it, cells), beginning with the names of the columns.

    Args:
        is_header: whether cells (small letters) are the names of the columns. The first sheet is taken that has such a
            row near its top; the first sheet from its first row where none has, so that the caller can say what is
            missing.

    Raises:
        NotAWorkbook: broken, locked with a password, or too big.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, WorksheetNotFound, ZipError

    _check_size(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_index(index) for index in range(len(book.sheet_names))]
        for sheet in sheets:
            start = _header(sheet, is_header)
            if start is not None:
                yield from _from(sheet, start)
                return
        if sheets:
            yield from _from(sheets[0], 0)
    except (CalamineError, PasswordError, WorksheetNotFound, ZipError, ValueError, OSError):
        raise NotAWorkbook from None


def _check_size(content: bytes) -> None:
    if not content.startswith(MARKS[0]):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise NotAWorkbook(too_big=True)
    except (zipfile.BadZipFile, ValueError, OSError):
        raise NotAWorkbook from None


def _header(sheet: Any, is_header: Callable[[list[str]], bool]) -> int | None:
    for index, cells in enumerate(sheet.iter_rows()):
        if index >= HEADER_WITHIN:
            return None
        if is_header([_text(cell).lower() for cell in cells]):
            return index
    return None


def _from(sheet: Any, start: int) -> Iterator[tuple[int, list[str]]]:
    for index, cells in enumerate(sheet.iter_rows()):
        if index >= start:
            yield index + 1, [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    """A cell as it is read by people: whole numbers without a point, days as 2026-03-18."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell).strip()

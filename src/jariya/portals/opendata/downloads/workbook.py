"""Rows as a workbook. Pure.

A text stays as it is, a leading `=` or `+` too: in a workbook a cell says that it is text, and no spreadsheet runs it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from jariya.portals.opendata.querying.refusals import Misasked

ROWS = 1_048_575
"""Rows a sheet holds under its header."""
LETTERS = 32_767
"""Letters a cell holds."""
_DIGITS = 10**15


def write(target: Path, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a workbook of one sheet.

    Raises:
        Misasked: format.too_many_rows.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("data")
    sheet.append([_cell(sheet, name) for name in names])
    for number, row in enumerate(rows, start=1):
        if number > ROWS:
            raise Misasked("format.too_many_rows", most=ROWS)
        sheet.append([_cell(sheet, cell) for cell in row])
    book.save(target)


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, bool | dt.date) or value is None:
        return value
    if isinstance(value, int | float):
        # A spreadsheet keeps fifteen digits: a longer number is given as text and whole.
        return value if abs(value) < _DIGITS else _text(sheet, str(value))
    return _text(sheet, str(value))


def _text(sheet: Any, text: str) -> Any:
    plain = "".join(letter for letter in text if letter >= " " or letter in "\n\t")[:LETTERS]
    cell = WriteOnlyCell(sheet)
    cell._value = plain  # past the guess of a formula by its first letter
    cell.data_type = "s"
    return cell

"""Where the table stands among its rows: titles above, a header of one row or several, notes below.

Official tables have a title, a unit of measure, a header over two or three rows whose cells are merged, a row that
numbers the columns, rows of totals and notes with asterisks at the foot. All is said to the publisher.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

ABOVE = 30
"""Rows above a header that are looked at: titles, notes, empty lines."""
HEADER_ROWS = 5
"""More rows than these head no table."""
JOINED = " / "
"""Between the names of a header of several rows: `2023 / қала`."""
LONG_NOTE = 60
_NUMBER = re.compile(r"^[+-]?[\d\s\u00a0\u202f]*\d(?:[.,]\d+)?%?$")
_DAY = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_YEAR = re.compile(r"^(19|20)\d\d$")
_UNKNOWN = frozenset(("-", "–", "—", "…", "...", "x", "х", "н/д", "n/a"))
_NOTE = re.compile(
    r"^(\*|[¹²³⁴⁵†‡]|\d{1,2}\)|ескерт|дереккөз|түсіндірме|примечан|источник|сноск|справочно|note|source|footnote)", re.I
)

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Layout:
    """`skip`: rows above the header; `header`: rows that name the columns, 0 where none does."""

    skip: int = 0
    header: int = 1


def found(rows: Rows, width: int, *, skip: int | None = None, header: bool | None = None) -> Layout:
    """The layout of the first rows of a table.

    Args:
        rows: of one file, as they stand in it, the empty ones too.
        width: cells that most of its rows have.
        skip, header: what the publisher says; None: to be found.
    """
    top = above(rows, width) if skip is None else skip
    if header is False:
        return Layout(top, 0)
    values = _value_columns(rows[top:], width)
    first = top
    if skip is None:
        while first > 0 and top - first < HEADER_ROWS - 1 and _groups(rows[first - 1], width):
            first -= 1
    if header is None and not has_header(rows[top:]) and (first == top or not _years_only(rows[top], values)):
        return Layout(top, 0)
    last = top + 1
    while last - first < HEADER_ROWS and last < len(rows) and _heads(rows, last, values, width):
        last += 1
    return Layout(first, last - first)


def above(rows: Rows, width: int) -> int:
    """How many rows stand above the table: rows with far fewer cells filled than the table is wide."""
    if width < 2:
        return 0
    for number, row in enumerate(rows[:ABOVE]):
        # A title above the table fills one cell; a header fills nearly all.
        if len(row) >= width - 1 and _filled(row) >= max(2, 0.5 * width):
            return number
    return 0


def has_header(rows: Rows) -> bool:
    """Whether the first row names the columns: it is words, and some column below is not."""
    if not rows:
        return False
    first, below = rows[0], [row for row in rows[1:200] if _filled(row) and row != rows[0]]
    if not _filled(first):
        return False
    valued = sum(is_value(cell) for cell in first)
    if not below:
        return valued == 0
    if valued:
        # Years may head columns: 2023, 2024, 2025 among words.
        years = sum(bool(_YEAR.match(cell.strip())) for cell in first)
        return valued == years and valued < len(first) and not _has_years_below(first, below)
    named = [cell.strip() for cell in first if cell.strip()]
    twice = len(set(named)) < len(named)
    for column, cell in enumerate(first):
        cells = [row[column] for row in below if column < len(row) and row[column].strip()]
        if cells and sum(map(is_value, cells)) > 0.7 * len(cells):
            return True
        if cells and cell in cells:
            return False
        if cells and cell.strip() and len(set(map(len, cells))) == 1 and len(cell) != len(cells[0]) and len(cells) > 2:
            return True
    # Words above words: a header, unless it says one word twice.
    return not twice


def _has_years_below(first: Sequence[str], below: Rows) -> bool:
    """Whether a column whose first cell is a year holds years: then the year is a value as the others are."""
    for column, cell in enumerate(first):
        if _YEAR.match(cell.strip()):
            cells = [row[column].strip() for row in below if column < len(row) and row[column].strip()]
            if cells and sum(bool(_YEAR.match(one)) for one in cells) > 0.7 * len(cells):
                return True
    return False


def names(rows: Rows) -> list[str]:
    """Names of the columns out of all rows of a header: a merged cell heads all columns below it.

    A row that only numbers the columns (1, 2, 3 ...) gives no names.
    """
    rows = [row for number, row in enumerate(rows) if number == 0 or not numbers_columns(row)]
    width = max((len(row) for row in rows), default=0)
    if len(rows) < 2:
        return [" ".join(cell.split()) for cell in rows[0]] if rows else []
    grid = [[" ".join(cell.split()) for cell in row] + [""] * (width - len(row)) for row in rows]
    for number, row in enumerate(grid[:-1]):
        for column in range(1, width):
            under = any(below[column] for below in grid[number + 1 :])
            left_heads = any(below[column - 1] for below in grid[number + 1 :])
            same_group = all(grid[up][column] == grid[up][column - 1] for up in range(number))
            if not row[column] and row[column - 1] and under and left_heads and same_group:
                row[column] = row[column - 1]
    return [JOINED.join(dict.fromkeys(part for part in column if part)) for column in zip(*grid, strict=True)]


def numbers_columns(row: Sequence[str]) -> bool:
    """Whether a row only numbers the columns, as forms of statistics do: 1, 2, 3 ... or А, Б, 1, 2 ..."""
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    letters = 0
    while letters < len(cells) and letters < 3 and cells[letters] in ("А", "Б", "В", "A", "B", "C"):
        letters += 1
    counted = cells[letters:]
    if len(cells) < 3 or not counted or not all(cell.isdigit() for cell in counted):
        return False
    start = int(counted[0])
    return start in (1, letters + 1) and [int(cell) for cell in counted] == list(range(start, start + len(counted)))


def notes_below(rows: Sequence[tuple[int, Sequence[str]]], width: int) -> int:
    """How many of the last rows are notes below the table and not part of it.

    Args:
        rows: the rows at the end of the file that are empty or fill one cell, with their numbers.
        width: columns of the table.

    Returns:
        0 unless the first filled one follows an empty row, begins like a note or is a long sentence in words.
    """
    if width < 3:
        return 0
    after_empty = False
    for place, (_number, row) in enumerate(rows):
        said = next((cell.strip() for cell in row if cell.strip()), "")
        if not said:
            after_empty = True
        elif _NOTE.match(said) or (not is_value(said) and (after_empty or len(said) > LONG_NOTE)):
            return len(rows) - place
        else:
            after_empty = False
    return 0


def is_value(cell: str) -> bool:
    """A number or a day."""
    cell = cell.strip()
    return bool(cell) and bool(_NUMBER.match(cell) or _DAY.match(cell))


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _groups(row: Sequence[str], width: int) -> bool:
    """Whether a row above the header heads groups of columns: several words, and it is as wide as the table."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if len(row) < width - 1 or len(cells) < 2:
        return False
    return all(not is_value(cell) or _YEAR.match(cell) for cell in cells) and all(len(cell) < 100 for cell in cells)


def _value_columns(rows: Rows, width: int) -> list[int]:
    """Columns that hold numbers or days below their head."""
    columns = []
    for column in range(width):
        cells = [row[column].strip() for row in rows[1:200] if column < len(row)]
        cells = [cell for cell in cells if cell and cell.lower() not in _UNKNOWN]
        if len(cells) > 1 and sum(map(is_value, cells)) > 0.5 * len(cells):
            columns.append(column)
    return columns


def _years_only(row: Sequence[str], values: list[int]) -> bool:
    cells = [row[column].strip() for column in values if column < len(row) and row[column].strip()]
    return bool(cells) and all(_YEAR.match(cell) for cell in cells)


def _heads(rows: Rows, number: int, values: list[int], width: int) -> bool:
    """Whether a row below the first one of a header belongs to it too."""
    row, over = rows[number], rows[number - 1]
    cells = [row[column].strip() for column in values if column < len(row) and row[column].strip()]
    others = [column for column in range(min(width, len(row))) if column not in values]
    if numbers_columns(row) and any(_filled([row[column]]) for column in others):
        # `А | 1 | 2`: below this one the first column holds words, not letters that label the rows.
        return not any(below and len(below[0].strip()) == 1 for below in rows[number + 1 : number + 4])
    if len(row) < width - 1 or not cells:
        return False
    bare = all(not row[column].strip() for column in others)
    under_merged = any(column >= len(over) or not over[column].strip() for column in values)
    if all(_YEAR.match(cell) for cell in cells):
        return bare and under_merged
    if any(is_value(cell) or cell.lower() in _UNKNOWN for cell in cells):
        return False
    return bare or (len(cells) > 1 and under_merged) or _under(row, over)


def _under(row: Sequence[str], over: Sequence[str]) -> bool:
    """Whether a row stands under merged cells: each of its words under a group, nothing under what heads one column."""
    groups = blanks = 0
    for column in range(min(len(row), len(over))):
        head = over[column].strip()
        beside = [over[one].strip() for one in (column - 1, column + 1) if 0 <= one < len(over)]
        if not row[column].strip():
            blanks += bool(head)
        elif not head or head in beside or "" in beside:
            groups += 1
        else:
            return False
    return groups > 1 and blanks > 0

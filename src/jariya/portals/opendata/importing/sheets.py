"""Rows of a sheet of a workbook: XLSX, XLSB, XLS, ODS by calamine, and the XML that Excel wrote in 2003."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from jariya.portals.opendata.importing import layout, marked
from jariya.portals.opendata.importing.limits import Limits
from jariya.portals.opendata.importing.problems import Problems, Unreadable
from jariya.portals.opendata.importing.rows import Source

_ERRORS = re.compile(r"^#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|ЗНАЧ!|ССЫЛКА!|ДЕЛ/0!|Н/Д|ИМЯ\?|ЧИСЛО!|ПУСТО!)$")
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
HEAD = layout.ABOVE + layout.HEADER_ROWS
"""Rows in which merged cells are those of a header."""


def workbook(path: Path, problems: Problems, limits: Limits, wanted: str) -> Source:
    """The rows of the sheet that is wanted, or of the first one that can be seen and holds something."""
    try:
        book = CalamineWorkbook.from_path(path)
        pages = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        names = [one.name for one in pages if one.visible == SheetVisibleEnum.Visible]
        hidden = [one.name for one in pages if one.visible != SheetVisibleEnum.Visible]
        if not names:
            raise Unreadable("sheet.none")
        if wanted and wanted not in names:
            raise Unreadable("sheet.none", names=names)
        full = [name for name in names if book.get_sheet_by_name(name).height] or names
        name = wanted or full[0]
        if len(full) > 1 and not wanted:
            problems.tell("sheet.others", [(None, other) for other in full[1:]], len(full) - 1)
        if hidden:
            problems.tell("sheet.hidden", [(None, one) for one in hidden], len(hidden))
        page = book.get_sheet_by_name(name)
        if page.width > limits.columns:
            raise Unreadable("table.too_wide", columns=page.width)
        spans, merged = _merged(page)
    except PasswordError as error:
        raise Unreadable("file.encrypted") from error
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable("file.broken") from error
    errors, bare = marked.cells(path, name)
    if bare:
        problems.tell("sheet.uncalculated", [(row + 1, "") for row in bare], len(bare))
    start = (page.start or (0, 0))[0]
    return Source(_rows(page, spans, errors, problems), None, start + 1, name, names, look=True, merged=merged)


def _rows(
    page: CalamineSheet,
    spans: dict[int, list[tuple[int, int]]],
    errors: dict[tuple[int, int], str],
    problems: Problems,
) -> Iterator[list[str]]:
    """Rows from the first that is used; the empty columns before the table are left out."""
    start, left = page.start or (0, 0)
    for number, cells in enumerate(page.to_python(skip_empty_area=True)):
        row = [sheet_text(cell) for cell in cells]
        for first, last in spans.get(start + number, ()):
            row[first - left : last - left + 1] = [row[first - left]] * (last - first + 1)
        if errors:
            row = [errors.get((start + number, left + column), cell) for column, cell in enumerate(row)]
        for cell in row:
            if cell.startswith("#") and _ERRORS.match(cell):
                problems.add("cell.formula_error", start + number + 1, None, cell)
        yield row


def _merged(page: CalamineSheet) -> tuple[dict[int, list[tuple[int, int]]], list[tuple[int, int]]]:
    """Cells merged across columns near the top, by row: they head groups of columns. And those merged over rows."""
    top, left = page.start or (0, 0)
    spans: dict[int, list[tuple[int, int]]] = {}
    down: list[tuple[int, int]] = []
    for (first_row, first), (last_row, last) in page.merged_cell_ranges or ():
        # A title lies over the whole table; a group over some of its columns, and never over the first.
        if (
            first_row - top < HEAD
            and 1 < last - first + 1 < page.width - 1
            and left < first
            and last - left < page.width
        ):
            spans.setdefault(first_row, []).append((first, last))
        if last_row > first_row:
            down.append((first_row + 1, last_row + 1))
    return spans, down


def sheet_text(cell: Any) -> str:
    """A cell as it was meant: whole numbers without a point, days as ISO, yes and no as words of no language."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return ""
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def old_xml(path: Path, problems: Problems, limits: Limits, wanted: str) -> Source:
    """The rows of a workbook as Excel 2003 wrote it in XML. Entities are refused: none is needed."""
    books: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    said: list[str] = []
    within: list[bool] = []
    skipped = 0

    def began(name: str, about: dict[str, str]) -> None:
        nonlocal rows, skipped
        about = {key.rpartition("|")[2]: value for key, value in about.items()}
        if name == f"{_SPREADSHEET}|Worksheet":
            rows = books.setdefault(about.get("Name", str(len(books) + 1)), [])
        elif name == f"{_SPREADSHEET}|Row":
            while about.get("Index", "").isdigit() and len(rows) < min(int(about["Index"]) - 1, 1_048_576):
                rows.append([])
            rows.append([])
        elif name == f"{_SPREADSHEET}|Cell" and rows:
            place = int(about["Index"]) - 1 if about.get("Index", "").isdigit() else len(rows[-1]) + skipped
            if place >= limits.columns:
                raise Unreadable("table.too_wide", columns=place + 1)
            rows[-1] += [""] * (place - len(rows[-1]) + 1)
            skipped = int(about["MergeAcross"]) if about.get("MergeAcross", "").isdigit() else 0
            said.clear()
        elif name == f"{_SPREADSHEET}|Data":
            within.append(True)

    def ended(name: str) -> None:
        nonlocal skipped
        if name == f"{_SPREADSHEET}|Data":
            within.clear()
        elif name == f"{_SPREADSHEET}|Cell" and rows and rows[-1]:
            text = "".join(said)
            rows[-1][-1] = text.removesuffix("T00:00:00.000")
            said.clear()
        elif name == f"{_SPREADSHEET}|Row":
            skipped = 0

    def refused(*_about: object) -> int:
        raise Unreadable("file.unknown")

    parser = expat.ParserCreate(namespace_separator="|")
    parser.StartElementHandler = began
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = lambda text: said.append(text) if within else None
    parser.EntityDeclHandler = refused
    parser.ExternalEntityRefHandler = refused
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        raise Unreadable("file.broken") from error
    full = [name for name, held in books.items() if held]
    if not full or wanted and wanted not in books:
        raise Unreadable("sheet.none", names=list(books))
    name = wanted or full[0]
    if len(full) > 1 and not wanted:
        problems.tell("sheet.others", [(None, other) for other in full[1:]], len(full) - 1)
    return Source(books[name], None, 1, name, list(books), look=True)

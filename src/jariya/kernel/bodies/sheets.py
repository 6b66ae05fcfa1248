"""Tables that people send: encodings, separators, limits, and problems that name row, column, value and rule."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies import workbook

MOST_BYTES = 30_000_000
MOST_ROWS = 100_000
LONGEST_CELL = 2_000
Lines = Iterator[tuple[int, list[str]]]

RULES: dict[str, tuple[Any, Any]] = {
    "sheet.too_big": (_("The file is too big."), _("Split it: at most 30 MB and 100,000 rows at a time.")),
    "sheet.not_text": (
        _("The file is not a table in text."),
        _("In the spreadsheet program choose “Save as” and “CSV UTF-8”, then send that file."),
    ),
    "sheet.not_book": (
        _("The spreadsheet file cannot be read."),
        _("It may be broken or locked with a password: save it anew as XLSX without a password, or as CSV UTF-8."),
    ),
    "sheet.empty": (_("The file holds no rows."), _("Check that the first line holds the names of the columns.")),
    "sheet.column_missing": (
        _("The column “%(value)s” is missing."),
        _("Add it to the first line; the export of this page shows all columns."),
    ),
    "sheet.column_unknown": (
        _("The column “%(value)s” is not known."),
        _("Correct or remove it; the export of this page shows all columns."),
    ),
    "sheet.cell_too_long": (_("The cell is too long."), _("At most 2,000 characters fit in a cell.")),
    "sheet.row_twice": (_("“%(value)s” stands in the file twice."), _("Keep one of the rows.")),
    "row.missing": (_("The cell is empty."), _("Fill it in: a row cannot do without it.")),
    "row.choice": (_("“%(value)s” is not one of the values of this column."), _("Use one of: %(choices)s.")),
    "row.date": (_("“%(value)s” is not a date."), _("Write dates as 2026-03-18.")),
    "row.dates_reversed": (_("The last day comes before the first."), _("Correct one of the two days.")),
    "row.bin": (
        _("“%(value)s” is not a BIN."),
        _("A BIN has 12 digits and its last digit is a check; compare it with the certificate of registration."),
    ),
    "row.bin_taken": (_("The BIN %(value)s belongs to another body."), _("Check which body has it.")),
    "row.email": (_("“%(value)s” is not a mail address."), _("Write it as name@example.kz.")),
    "row.site": (_("“%(value)s” is not a web address."), _("Begin it with https://.")),
    "row.slug": (
        _("“%(value)s” is not a public address."),
        _("Use small Latin letters, digits and single hyphens, at most 80 characters."),
    ),
    "row.slug_taken": (_("“%(value)s” was the address of another body."), _("Choose another address.")),
    "row.name": (_("The row holds no name."), _("Give the name in at least one language.")),
    "row.region": (
        _("There is no territory with the code %(value)s."),
        _("Load the classifier of territories (KATO) first or correct the code."),
    ),
    "row.parent": (_("There is no body “%(value)s”."), _("Put the superior body's row in the file or correct it.")),
    "row.parent_itself": (_("A body cannot be its own superior."), _("Leave the cell empty or name another body.")),
    "row.invented": (
        _("“%(value)s” is invented and is not changed from a file."),
        _("Real data belong to real bodies: use the address of the real one."),
    ),
    "row.too_long": (_("The value is too long for this column."), _("At most %(choices)s characters fit.")),
    "kato.code": (
        _("“%(value)s” is not a KATO code."),
        _("A code has nine digits; codes that begin with 99 are kept for invented territories."),
    ),
    "kato.parts": (
        _("The parts of the code do not make %(value)s."),
        _("Compare the columns ab, cd, ef and hij with the column te."),
    ),
    "kato.no_parent": (
        _("No territory stands above %(value)s."),
        _("Add the row of its oblast or city to the file."),
    ),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell. `row` counts from 1 at the first line of the file, the line of column names."""

    row: int
    column: str
    value: str
    code: str
    choices: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong, in the active language."""
        return str(RULES[self.code][0]) % {"value": self.value[:100], "choices": self.choices}

    @property
    def remedy(self) -> str:
        """What to do about it, in the active language."""
        return str(RULES[self.code][1]) % {"value": self.value[:100], "choices": self.choices}


@dataclass
class Report:
    """What an import did or, in a dry run, would do. Rows with a problem are left out, the good ones kept."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    dry_run: bool = False
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, row: int, column: str, value: object, code: str, choices: str = "") -> None:
        self.problems.append(Problem(row, column, str(value), code, choices))

    @property
    def refused(self) -> int:
        """How many rows had a problem."""
        return len({problem.row for problem in self.problems})


def decode(content: bytes, encoding: str | None = None) -> str | None:
    """The text of a file; None when it is no text.

    UTF-8 (with or without mark) and UTF-16 with a mark are recognised. Anything else is read as KZ-1048, the Kazakh
    superset of Windows-1251 by which old state systems write: plain Windows-1251 has no Kazakh letters at all.
    """
    if encoding is None:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            encoding = "utf-16"
        else:
            try:
                content.decode("utf-8-sig")
                encoding = "utf-8-sig"
            except UnicodeDecodeError:
                encoding = "kz1048"
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if "\0" in text else text


def read(
    content: bytes, report: Report, *, columns: dict[str, str], needed: Collection[str], encoding: str | None = None,
    strict: bool = True,
) -> list[tuple[int, dict[str, str]]]:  # fmt: skip
    """Rows of a CSV or spreadsheet file as (line number, {column: text}); cells are stripped, absent ones are "".

    `columns` maps each accepted header (small letters) to the column's own name. What cannot be read goes to `report`.
    With `strict` a column that is not known is a problem; else it is passed over.
    """
    if len(content) > MOST_BYTES:
        report.refuse(1, "", len(content), "sheet.too_big")
        return []
    try:
        if workbook.is_workbook(content):
            lines = workbook.rows(content, lambda cells: set(needed) <= {columns.get(cell) for cell in cells})
        else:
            lines = _csv(content, encoding)
        _line, header = next(lines, (1, []))
        header = [cell.strip().lower() for cell in header]
        names = [columns.get(cell) for cell in header]
        for column in needed:
            if column not in names:
                report.refuse(1, column, column, "sheet.column_missing")
        if strict:
            for cell, name in zip(header, names, strict=True):
                if name is None and cell:
                    report.refuse(1, cell, cell, "sheet.column_unknown")
        return [] if report.problems else _body(lines, names, report)
    except workbook.NotAWorkbook as error:
        report.refuse(
            1, "", len(content) if error.too_big else "", "sheet.too_big" if error.too_big else "sheet.not_book"
        )
    except (csv.Error, _NotText):
        report.refuse(1, "", "", "sheet.not_text")
    return []


class _NotText(Exception):
    pass


def _csv(content: bytes, encoding: str | None) -> Lines:
    text = decode(content, encoding)
    if text is None:
        raise _NotText
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    csv.field_size_limit(LONGEST_CELL * 50)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for cells in lines:
        yield lines.line_num, cells


def _body(lines: Lines, names: list[str | None], report: Report) -> list[tuple[int, dict[str, str]]]:
    found: list[tuple[int, dict[str, str]]] = []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(found) >= MOST_ROWS:
            report.refuse(number, "", MOST_ROWS, "sheet.too_big")
            return []
        row = {name: " ".join(cell.split()) for name, cell in zip(names, cells, strict=False) if name}
        report.rows += 1
        long = next((name for name, cell in row.items() if len(cell) > LONGEST_CELL), None)
        if long:
            report.refuse(number, long, row[long][:50], "sheet.cell_too_long")
            continue
        found.append((number, row))
    if not found and not report.problems:
        report.refuse(1, "", "", "sheet.empty")
    return found

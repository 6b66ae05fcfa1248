"""What is wrong with a file, cell by cell: named by a rule, counted whole, shown in part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jariya.kernel.language.catalogues import N_

SHOWN = 100
"""Problems of one rule in one column that are kept with their cell; the others are counted."""
LONGEST_VALUE = 200
"""Characters of a cell that are shown."""


@dataclass(frozen=True)
class Rule:
    """One way in which a file may be wrong. `stops`: nothing can be read at all; otherwise the rest is kept."""

    sentence: str
    remedy: str
    stops: bool = False


_RESEND = N_("Export the table again and compare the size of the file with the original.")
_EXPORT = N_("Save the table as CSV, XLSX, ODS, JSON or GeoJSON and send that.")
_SCHEMA = N_("Correct the cell in the source, or the schema, and check again.")
_LEFT = N_("The cells are kept as text. Correct them in the source and send the file again.")

RULES: dict[str, Rule] = {
    "file.empty": Rule(N_("The file is empty."), _RESEND, True),
    "file.unknown": Rule(N_("The file is of a kind in which no table was found."), _EXPORT, True),
    "file.html": Rule(
        N_("The file is a web page: a site answered with a page that was saved under this name."),
        N_("Open the file in a browser to see what the site said, then take the table itself."),
        True,
    ),
    "file.too_big": Rule(
        N_("The file is larger than may be read in this form."),
        N_("Send it as CSV or as JSON lines, which may be of any length, or split it."),
        True,
    ),
    "file.bomb": Rule(
        N_("The file unpacks to far more than a table ever does."),
        N_("Send the table unpacked, or pack it anew by itself."),
        True,
    ),
    "file.many_tables": Rule(
        N_("The archive holds several tables."), N_("Say which one is meant, or send each by itself."), True
    ),
    "file.broken": Rule(N_("The file is damaged: it cannot be opened to its end."), _RESEND, True),
    "file.encrypted": Rule(
        N_("The file is locked with a password."), N_("Take the password off: open data are open."), True
    ),
    "table.no_rows": Rule(
        N_("The table has no rows."), N_("Check that the right file and the right sheet were sent."), True
    ),
    "table.too_wide": Rule(
        N_("The table has more columns than any table of facts needs."),
        N_("Turn the table: what heads the columns (years, places) belongs into rows of its own column."),
        True,
    ),
    "table.long_line": Rule(
        N_("A line is longer than any row of a table."),
        N_("Look for a quotation mark that is not closed, or export the table again."),
        True,
    ),
    "json.no_table": Rule(
        N_("The JSON holds no list of records."),
        N_("Send a list of objects with the same fields, or JSON lines."),
        True,
    ),
    "sheet.none": Rule(N_("The workbook has no such sheet that can be seen."), N_("Name another sheet."), True),
    "encoding.mixed": Rule(
        N_("Some lines are in another encoding than the rest of the file."),
        N_("They were read as what they are. Export the whole table as UTF-8."),
    ),
    "encoding.undecodable": Rule(
        N_("Some bytes are no letters in this encoding."), N_("Choose the right encoding, or export as UTF-8.")
    ),
    "encoding.nul": Rule(
        N_("The text holds zero bytes, which mean nothing."), N_("They were left out. Check the program that exports.")
    ),
    "dialect.quote_open": Rule(
        N_("A quotation mark opens and is never closed."),
        N_("It was taken for a letter. Double it inside of quoted cells, or remove it."),
    ),
    "row.short": Rule(
        N_("The row has fewer cells than the header."), N_("Empty cells were added at its end: check the row.")
    ),
    "row.long": Rule(
        N_("The row has more cells than the header."),
        N_("They were kept in columns without a name. Put cells that hold the separator in quotation marks."),
    ),
    "row.empty": Rule(N_("The row is empty."), N_("It was passed over.")),
    "row.above_header": Rule(
        N_("Above the header stands a row that belongs to no column."),
        N_("It is not part of the table: move its words into the description."),
    ),
    "row.below_table": Rule(
        N_("Below the table stands a row that belongs to no column."),
        N_("It is not part of the table: move its words into the description."),
    ),
    "row.total": Rule(
        N_("The row adds up other rows."),
        N_("It was kept. Leave totals out: whoever adds up the column counts everything twice."),
    ),
    "header.again": Rule(
        N_("The header stands among the rows once more."), N_("It was passed over: head each table once.")
    ),
    "header.numbers": Rule(
        N_("A row under the header only numbers the columns."), N_("It was passed over: leave it out of open data.")
    ),
    "header.missing": Rule(
        N_("The table has no row with names of columns."), N_("Give each column a name in the first row.")
    ),
    "header.twice": Rule(N_("Two columns have one name."), N_("The second got a number. Give it a name of its own.")),
    "header.empty": Rule(N_("A column has no name."), N_("It got a number. Give it a name.")),
    "cell.not_integer": Rule(N_("The column holds whole numbers, and this cell is none."), _LEFT),
    "cell.not_decimal": Rule(N_("The column holds numbers, and this cell is none."), _LEFT),
    "cell.not_date": Rule(N_("The column holds days, and this cell is none of the calendar."), _LEFT),
    "cell.not_datetime": Rule(N_("The column holds moments, and this cell is none."), _LEFT),
    "cell.not_boolean": Rule(N_("The column says yes or no, and this cell neither."), _LEFT),
    "cell.cut_number": Rule(
        N_("A spreadsheet has turned the code into a number with an exponent, and its last digits are lost."),
        N_("Set the column to text before the codes are put in, and export again."),
    ),
    "cell.short_code": Rule(
        N_("The number of a person or organisation has twelve digits, and this one has not: zeros may be lost."),
        N_("Set the column to text before the numbers are put in, and export again."),
    ),
    "column.mixed_dates": Rule(
        N_("The column holds days that are not all written in one way with a year of four digits."),
        N_("They are kept as text. Write all days alike, best as 2024-02-29."),
    ),
    "column.mixed_numbers": Rule(
        N_("The column holds numbers that are not all written in one way: decimal signs, units or exponents differ."),
        N_("They are kept as text. Write all numbers alike, and put the unit into the name of the column."),
    ),
    "column.personal": Rule(
        N_("The column holds identification numbers of people."),
        N_("They may not be published: take the column out and send the file again."),
    ),
    "cell.formula_error": Rule(
        N_("The cell shows the error of a formula."), N_("Mend the formula in the source and send the file again.")
    ),
    "sheet.others": Rule(
        N_("The workbook has more sheets; only one was read."), N_("Publish each sheet as a resource of its own.")
    ),
    "sheet.hidden": Rule(
        N_("The workbook has hidden sheets; they were not read."),
        N_("Delete what is not meant for everybody: a hidden sheet is in the file for all to see."),
    ),
    "sheet.merged": Rule(
        N_("Cells are merged over several rows: the value stands in the first of them only."),
        N_("Write the value in each row it is meant for."),
    ),
    "sheet.uncalculated": Rule(
        N_("Cells hold formulas that were never calculated: they are empty."),
        N_("Open the workbook in a spreadsheet program, save it and send it again."),
    ),
    "page.others": Rule(
        N_("The page has more tables; only one was read."), N_("Publish each table as a resource of its own.")
    ),
    "json.broken_line": Rule(
        N_("The line is no JSON."),
        N_("Its text was kept in a column of its own. Mend the line and send the file again."),
    ),
    "json.nested": Rule(
        N_("Some values are lists or objects; they are kept as JSON text."), N_("Publish them as a table of their own.")
    ),
    "schema.missing_column": Rule(
        N_("The schema has a column that the table has not."), N_("Add the column, or take it out of the schema.")
    ),
    "schema.extra_column": Rule(
        N_("The table has a column that the schema has not."), N_("Describe the column in the schema, or leave it out.")
    ),
    "schema.type": Rule(N_("The cell is not of the type that the schema says."), _SCHEMA),
    "schema.required": Rule(N_("The cell is empty, and the schema requires a value."), _SCHEMA),
    "schema.unique": Rule(N_("The value stands in the column more than once, and the schema allows it once."), _SCHEMA),
    "schema.key": Rule(N_("Two rows have the same key."), N_("Find out which row is right and take the other out.")),
    "schema.bounds": Rule(N_("The value lies beyond the bounds that the schema sets."), _SCHEMA),
    "schema.length": Rule(N_("The text is shorter or longer than the schema allows."), _SCHEMA),
    "schema.pattern": Rule(N_("The text is not written as the schema says."), _SCHEMA),
    "schema.enum": Rule(N_("The value is none of those that the schema lists."), _SCHEMA),
    "geo.wrong_geometry": Rule(
        N_("The place is no geometry of GeoJSON."), N_("Export the layer again as GeoJSON (RFC 7946).")
    ),
    "geo.outside": Rule(
        N_("The place lies outside of the globe: longitude and latitude are swapped or in metres."),
        N_("Export the layer in degrees (WGS 84), longitude first."),
    ),
    "geo.open_ring": Rule(
        N_("An outline does not return to where it begins."), N_("Close each outline: its last place is its first.")
    ),
    "geo.swapped": Rule(
        N_("The place lies in the country only with latitude and longitude exchanged."),
        N_("Write longitude first in GeoJSON, and each number in the column that is named for it."),
    ),
    "geo.metres": Rule(
        N_("The places were in metres of web maps; they were turned into degrees."),
        N_("Export the layer in degrees (WGS 84)."),
    ),
    "geo.system": Rule(
        N_("The places are in another system of coordinates than degrees of WGS 84."),
        N_("Export the layer in degrees (WGS 84), longitude first."),
    ),
}


class Unreadable(Exception):
    """Nothing can be read from the file: `rule` says why, `about` what was met."""

    def __init__(self, rule: str, **about: Any) -> None:
        assert RULES[rule].stops
        self.rule = rule
        self.about = about
        super().__init__(rule)

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        return {"rule": self.rule, "about": self.about}


@dataclass(frozen=True)
class Problem:
    """One finding. `row`: as a spreadsheet counts, from 1, None where it concerns no row; `column`: its name."""

    rule: str
    row: int | None = None
    column: str | None = None
    value: str = ""

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        return {"rule": self.rule, "row": self.row, "column": self.column, "value": self.value}


@dataclass
class Problems:
    """All findings of one file: `counts` by (rule, column) are whole, `shown` holds the first SHOWN of each."""

    shown: list[Problem] = field(default_factory=list)
    counts: Counter[tuple[str, str | None]] = field(default_factory=Counter)

    def add(self, rule: str, row: int | None = None, column: str | None = None, value: object = "") -> None:
        """Note one finding."""
        self.tell(rule, [(row, value)], 1, column)

    def tell(
        self, rule: str, cells: Sequence[tuple[int | None, object]], count: int, column: str | None = None
    ) -> None:
        """Note `count` findings of one rule, of which some cells (row, value) are at hand."""
        assert not RULES[rule].stops
        key = (rule, column)
        room = SHOWN - self.counts[key]
        self.counts[key] += count
        self.shown += [Problem(rule, row, column, str(value)[:LONGEST_VALUE]) for row, value in cells[: max(0, room)]]

    def take(self, found: Problems) -> None:
        """Note all findings of another list."""
        for (rule, column), count in found.counts.items():
            cells = [(one.row, one.value) for one in found.shown if (one.rule, one.column) == (rule, column)]
            self.tell(rule, cells, count, column)

    def as_json(self) -> dict[str, Any]:
        """Counts by rule and column, and the cells."""
        return {
            "counts": [
                {"rule": rule, "column": column, "count": count}
                for (rule, column), count in sorted(self.counts.items(), key=lambda one: (-one[1], one[0][0]))
            ],
            "cells": [problem.as_json() for problem in self.shown],
        }

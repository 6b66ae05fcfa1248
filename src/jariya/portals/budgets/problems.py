"""What can be wrong with a file: one table of rules, each with what is wrong and what to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jariya.kernel.language.catalogues import N_
from jariya.portals.budgets.words import say


@dataclass(frozen=True)
class Rule:
    """`refuses`: nothing of the file is loaded; otherwise it is loaded and the problem is told."""

    sentence: str
    remedy: str
    refuses: bool = True


_RESEND = N_("Download or export the file again and compare its size with the original.")

RULES: dict[str, Rule] = {
    "file.empty": Rule(N_("The file is empty."), _RESEND),
    "file.html": Rule(
        N_("The file is a web page, not a table: the site answered with an error page that was saved under this name."),
        N_("Open the file in a browser to see what the site said, then download the table itself."),
    ),
    "file.kind": Rule(
        N_("The file is neither CSV (also .gz) nor XLSX."),
        N_("In the spreadsheet program choose “Save as” and “XLSX” or “CSV UTF-8”."),
    ),
    "file.truncated": Rule(N_("The file breaks off after this row."), _RESEND),
    "file.damaged": Rule(N_("The file cannot be unpacked or opened."), _RESEND),
    "file.too_big": Rule(
        N_("The file unpacks to more than %(most)s."),
        N_("A report of a year takes a few megabytes: check what fills the file, or split it by year."),
    ),
    "file.not_text": Rule(
        N_("The row holds bytes that are no text."),
        N_("The file is damaged or of another kind: export it again as CSV UTF-8."),
    ),
    "file.line_too_long": Rule(
        N_("The row is longer than %(most)s characters."),
        N_("No row of a report is that long: look for a quotation mark that is not closed, or export the file again."),
    ),
    "header.missing": Rule(
        N_("No row of column names was found in the first %(most)s rows."),
        N_("The table needs columns for the code, the name and at least one amount, under the names of the form."),
    ),
    "column.missing": Rule(
        N_("There is no column for “%(value)s”."), N_("Add the column; its usual names are: %(names)s.")
    ),
    "column.twice": Rule(
        N_("The column “%(value)s” stands twice, in columns %(first)s and %(second)s."),
        N_("Keep the one that is meant and rename or remove the other."),
    ),
    "column.swapped": Rule(
        N_("The columns “%(first)s” and “%(second)s” look swapped: the percentages hold only the other way round."),
        N_("Give each column its own name and send the file again."),
    ),
    "column.holds_text": Rule(
        N_("The column “%(value)s” holds text where numbers belong."),
        N_("The columns look moved under wrong names: give each column its own name."),
    ),
    "column.holds_numbers": Rule(
        N_("The column “%(value)s” holds numbers where names belong."),
        N_("The columns look moved under wrong names: give each column its own name."),
    ),
    "column.dropped": Rule(
        N_("The percentages do not hold in %(share)s of the rows, and no exchange of columns mends them."),
        N_("Check which column is which, and that the amounts are of one report."),
    ),
    "row.short": Rule(
        N_("The row has %(have)s cells, the header has %(want)s."),
        N_("The row breaks off or holds a separator too many: compare it with the original."),
    ),
    "row.no_name": Rule(
        N_("The row has amounts but neither a code nor a name."),
        N_("Fill in what the amounts are for, or remove the row."),
    ),
    "amount.not_number": Rule(
        N_("“%(value)s” is not an amount."),
        N_("Write digits with at most one decimal mark; leave unknown cells empty."),
    ),
    "amount.fraction": Rule(
        N_("%(value)s is not a whole number of tenge when the unit is “%(unit)s”."),
        N_("The unit is probably larger: say --unit million, or check the file."),
    ),
    "amount.too_big": Rule(
        N_("%(value)s is more than any budget holds."), N_("Check the unit of the column and the decimal mark.")
    ),
    "code.form": Rule(
        N_("“%(value)s” is not a code: codes are digits."),
        N_("Letters such as O or З were typed for digits, or the columns are moved: correct the cell."),
    ),
    "month.form": Rule(N_("“%(value)s” is not a month."), N_("Write months as 03.2024.")),
    "month.unknown": Rule(
        N_("Neither the table nor the file's name says which month it is."),
        N_("Add a column “month”, or say --month 2024-03."),
    ),
    "id.twice": Rule(
        N_("The id %(value)s stands in the month twice, first in row %(other)s."), N_("Keep one of the two rows.")
    ),
    "parent.unknown": Rule(
        N_("The row's parent %(value)s is not in the month."),
        N_("Add the parent's row or correct the cell: an amount without its place cannot be summed."),
    ),
    "parent.circle": Rule(N_("The row stands under itself."), N_("Correct the column of the parent.")),
    "node.twice": Rule(
        N_("The same place, %(value)s, stands in the month twice, first in row %(other)s."),
        N_("Keep one of the two rows: with both, the sum counts the money twice."),
    ),
    "section.twice": Rule(
        N_("The section %(value)s stands in the month twice, first in row %(other)s: two budgets in one table."),
        N_("Keep one of the two totals (the whole oblast, or its own budget) and send the other as its own file."),
    ),
    "unit.month": Rule(
        N_("The amounts of %(month)s are about %(times)s times those of the other months."),
        N_("This month is in another unit (thousand and million mixed up): convert it and send the file again."),
    ),
    "unit.file": Rule(
        N_("The amounts are about %(times)s times those of the report already loaded for %(month)s."),
        N_("The unit is probably another: say --unit tenge, thousand or million."),
    ),
    "level.unknown": Rule(
        N_("It is not clear whose budget this is."),
        N_("Say --level republican, or --level oblast --territory with the KATO code."),
    ),
    "territory.unknown": Rule(
        N_("No territory is called “%(value)s”."), N_("Say --territory with the KATO code of nine digits.")
    ),
    "territory.several": Rule(
        N_("Several territories are called “%(value)s”."), N_("Say --territory with the KATO code of nine digits.")
    ),
    "month.gap": Rule(
        N_("The month %(value)s is missing."), N_("Ask the publisher for it; what is there was loaded."), refuses=False
    ),
    "row.no_amounts": Rule(
        N_("The row has no amount at all."), N_("It was kept as unknown, not as zero."), refuses=False
    ),
    "name.mixed": Rule(
        N_("Words of “%(value)s” mix Latin letters with Cyrillic ones."),
        N_("The name was kept as it is; for search it was mended."),
        refuses=False,
    ),
    "parent.code": Rule(
        N_("The parent's code is given as “%(value)s”, but the parent has “%(other)s”."),
        N_("The row was put where its parent's number says."),
        refuses=False,
    ),
    "month.filled": Rule(
        N_("The cell of the month is empty."),
        N_("The row was given the month of the rows around it: %(value)s."),
        refuses=False,
    ),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong and where. `row` counts lines of the file from 1 and is 0 when the whole file is meant."""

    rule: str
    row: int = 0
    column: str = ""
    value: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def refuses(self) -> bool:
        """Whether nothing of the file is loaded because of it."""
        return RULES[self.rule].refuses

    def sentence(self, lang: str) -> str:
        """What is wrong, in `lang`."""
        return say(RULES[self.rule].sentence, lang) % self._facts(lang)

    def remedy(self, lang: str) -> str:
        """What to do about it, in `lang`."""
        return say(RULES[self.rule].remedy, lang) % self._facts(lang)

    def _facts(self, lang: str) -> dict[str, Any]:
        return {"value": self.value[:200], **self.facts}

    def as_json(self, lang: str) -> dict[str, Any]:
        """For machines: the rule, where, what, and both sentences."""
        return {
            "rule": self.rule,
            "row": self.row,
            "column": self.column,
            "value": self.value[:200],
            "refuses": self.refuses,
            "sentence": self.sentence(lang),
            "remedy": self.remedy(lang),
        }


class Refused(Exception):
    """The file cannot be taken as it is. `problems` says why; nothing was loaded."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p.rule} row {p.row}" for p in problems[:5]))


class Problems(list[Problem]):
    """Problems as they are met, at most `most` that refuse: after that reading on tells nothing new."""

    most = 200

    def tell(self, rule: str, row: int = 0, column: str = "", value: object = "", **facts: Any) -> None:
        """Remember one; raises `Refused` when there are too many."""
        self.append(Problem(rule, row, column, str(value), facts))
        if RULES[rule].refuses and self.refusals >= self.most:
            raise Refused(list(self))

    @property
    def refusals(self) -> int:
        """How many refuse the file."""
        return sum(problem.refuses for problem in self)

    def stop(self, rule: str, row: int = 0, column: str = "", value: object = "", **facts: Any) -> Refused:
        """The refusal of the whole file for one more problem: `raise problems.stop(...)`."""
        self.append(Problem(rule, row, column, str(value), facts))
        return Refused(list(self))

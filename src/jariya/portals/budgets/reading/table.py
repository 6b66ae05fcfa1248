"""A file read to its end: rows of one budget, month by month, and all that is wrong with them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

from jariya.portals.budgets.measures import EMPTY, KEYS, MEASURES, UNITS, Amounts
from jariya.portals.budgets.problems import Problems, Refused
from jariya.portals.budgets.reading import columns, names
from jariya.portals.budgets.reading.amounts import NotAnAmount, share, tenge
from jariya.portals.budgets.reading.opening import Cells, Sheet, digest, sheets
from jariya.portals.budgets.reading.understanding import Month, Understood, month_of, of_name, of_text, say_month

MOST_ROWS = 300_000
"""A year of an oblast has 4,500. Rows are held in memory until the trees are grown: about 200 MB at the most."""
EARLY = 5_000
"""After so many rows a column of the wrong kind shows; reading the rest would tell nothing new."""
EVERY = 20_000
"""Rows between two words of progress."""


@dataclass(slots=True)
class Line:
    """One row of the table. `number` is its line in the file; amounts are whole tenge or None."""

    number: int
    month: Month
    code: str
    code_given: str
    name: str
    amounts: Amounts
    id: str = ""
    parent_id: str = ""
    parent_code: str = ""
    level: int | None = None
    share_planned: float | None = None
    share_adjusted: float | None = None


@dataclass
class Table:
    """All rows of a file, what was understood of it, and what is wrong without refusing it."""

    path: Path
    digest: str
    understood: Understood
    measures: tuple[str, ...]
    """Keys of the measures the file has columns for."""
    lines: list[Line] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)

    @property
    def months(self) -> list[Month]:
        """The months in the file, in order."""
        return sorted({line.month for line in self.lines})


Progress = Callable[[int], None]


def read(path: Path, said: Understood | None = None, *, progress: Progress | None = None) -> Table:
    """Read a file. What `said` leaves open is taken from the file's name and its titles.

    Raises:
        Refused: with every problem found; nothing of the file may be used.
    """
    problems = Problems()
    said = said or Understood()
    refusal: Refused | None = None
    for sheet in sheets(path, problems):
        try:
            table = _sheet(path, sheet, said, problems, progress)
        except Refused as refused:
            if refused.problems[-1].rule != "header.missing":
                raise
            refusal = refused  # a sheet of notes: the table may stand on the next one
            problems = Problems()
            continue
        if problems.refusals:
            raise Refused(list(problems))
        return table
    raise refusal or problems.stop("file.empty")


def _sheet(path: Path, sheet: Sheet, said: Understood, problems: Problems, progress: Progress | None) -> Table:
    rows = sheet.rows
    first = list(islice(rows, columns.HEAD_ROWS))
    if not any(cell.strip() for _line, cells in first for cell in cells):
        raise problems.stop("file.empty")
    header = columns.find(first, problems)
    understood = said.over(of_text(header.above)).over(of_text(sheet.name)).over(of_name(path))
    if not understood.unit:
        understood = replace(understood, unit="thousand")
    if not understood.cut:
        understood = replace(understood, cut="full")
    table = Table(
        path=path,
        digest=digest(path),
        understood=understood,
        measures=tuple(key for key in KEYS if key in header.places),
        problems=problems,
    )
    body = ((line, cells) for line, cells in chain(first, rows) if line > header.line)
    _Reader(table, header).take(body, progress)
    if not table.lines and not problems.refusals:
        raise problems.stop("file.empty")
    return table


class _Reader:
    """Cells -> lines. What does not depend on other rows is checked here."""

    def __init__(self, table: Table, header: columns.Header) -> None:
        self.table, self.header, self.problems = table, header, table.problems
        self.unit = UNITS[table.understood.unit]
        self.places = [(key, header.places[key]) for key in KEYS if key in header.places]
        self.codes = [(n, header.places[f"code_{n}"]) for n in (1, 2, 3, 4) if f"code_{n}" in header.places]
        self.bad: Counter[str] = Counter()
        self.without_month: list[Line] = []
        self.named: set[str] = set()

    def take(self, rows: Iterator[tuple[int, Cells]], progress: Progress | None) -> None:
        lines = self.table.lines
        for number, cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            line = self.line(number, cells)
            if line is None:
                continue
            lines.append(line)
            if len(lines) > MOST_ROWS:
                raise self.problems.stop("file.too_big", number, most=f"{MOST_ROWS:,} rows")
            if len(lines) == EARLY:
                self.unlike()
                if self.problems.refusals:
                    raise Refused(list(self.problems))
            if progress and len(lines) % EVERY == 0:
                progress(len(lines))
        self.fill_months()
        self.unlike()

    def cell(self, cells: Cells, column: str) -> str:
        place = self.header.places.get(column)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def line(self, number: int, cells: Cells) -> Line | None:
        needed = max((place for _key, place in self.places), default=0)
        if len(cells) <= needed or (len(cells) < self.header.width and "month" in self.header.places
                                    and len(cells) <= self.header.places["month"]):  # fmt: skip
            self.problems.tell("row.short", number, have=len(cells), want=self.header.width)
            return None
        name = names.tidy(self.cell(cells, "name"))
        amounts = self.amounts(number, cells)
        code, given, level = self.code(number, cells)
        if not name and not code:
            if amounts == EMPTY:
                return None
            self.problems.tell("row.no_name", number, self.header.called.get("name", "name"))
            return None
        if _is_numbering(name, cells):
            return None
        if amounts == EMPTY:
            if not code and not self.cell(cells, "level"):
                return None  # a note under the table
            self.problems.tell("row.no_amounts", number, value=name)
        if name not in self.named:
            self.named.add(name)
            if names.is_mixed(name):
                self.problems.tell("name.mixed", number, self.header.called["name"], name)
        month = self.month(number, cells)
        given_level = self.cell(cells, "level")
        if given_level:
            plain = given_level.removesuffix(".0")
            level = int(plain) if plain.isdecimal() and len(plain) < 3 else level
        line = Line(
            number=number,
            month=month or (0, 0),
            code=code,
            code_given=given,
            name=name,
            amounts=amounts,
            id=self.cell(cells, "id").removesuffix(".0"),
            parent_id=self.cell(cells, "parent_id").removesuffix(".0"),
            parent_code=self.cell(cells, "parent_code"),
            level=level,
            share_planned=share(self.cell(cells, "share_planned")),
            share_adjusted=share(self.cell(cells, "share_adjusted")),
        )
        if month is None:
            self.without_month.append(line)
        return line

    def amounts(self, number: int, cells: Cells) -> Amounts:
        found: dict[str, int | None] = {}
        for key, place in self.places:
            text = cells[place].strip()
            try:
                found[key] = tenge(text, self.unit)
            except NotAnAmount as wrong:
                self.bad[key] += 1
                self.problems.tell(wrong.rule, number, self.header.called[key], text, unit=self.table.understood.unit)
        return tuple(found.get(one.key) for one in MEASURES)

    def code(self, number: int, cells: Cells) -> tuple[str, str, int | None]:
        """The code, as it was given, and the level where codes stand in columns of their own."""
        level = None
        given = self.cell(cells, "code")
        called = self.header.called.get("code", "code")
        for depth, place in self.codes:
            text = cells[place].strip() if place < len(cells) else ""
            if text:
                given, level, called = text, depth, self.header.called[f"code_{depth}"]
        found = names.code(given)
        if found is None:
            self.bad["code"] += 1
            self.problems.tell("code.form", number, called, given)
            return "", given, level
        return found, given, level

    def month(self, number: int, cells: Cells) -> Month | None:
        if "month" not in self.header.places:
            if self.table.understood.month is None:
                raise self.problems.stop("month.unknown", self.header.line)
            return self.table.understood.month
        text = self.cell(cells, "month")
        if not text:
            return None
        found = month_of(text)
        if found is None:
            self.problems.tell("month.form", number, self.header.called["month"], text)
            return (0, 0)
        return found

    def fill_months(self) -> None:
        """A row without a month between two rows of one month is of that month; elsewhere it cannot be known."""
        if not self.without_month:
            return
        lines = self.table.lines
        at = {id(line): place for place, line in enumerate(lines)}
        for line in self.without_month:
            place = at[id(line)]
            before = next((one.month for one in reversed(lines[:place][-50:]) if one.month != (0, 0)), None)
            after = next((one.month for one in lines[place + 1 : place + 51] if one.month != (0, 0)), None)
            called = self.header.called["month"]
            if before is not None and before == after:
                line.month = before
                self.problems.tell("month.filled", line.number, called, say_month(before))
            else:
                self.problems.tell("month.form", line.number, called, "")

    def unlike(self) -> None:
        """Columns whose content is of another kind than their name says: moved under wrong names."""
        rows = len(self.table.lines)
        for key, count in self.bad.items():
            if count >= 5 and count * 2 > rows:
                called = self.header.called.get(key, key)
                self.problems.tell("column.holds_text", self.header.line, called, called)
        digits = sum(line.name.replace(".", "").replace("-", "").isdigit() for line in self.table.lines)
        if rows >= 3 and digits * 2 > rows:
            called = self.header.called["name"]
            self.problems.tell("column.holds_numbers", self.header.line, called, called)


def _is_numbering(name: str, cells: Cells) -> bool:
    """The row under a header that numbers its columns: 1, 2, 3 …"""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return name.isdigit() and len(filled) > 2 and [cell.removesuffix(".0") for cell in filled] == [
        str(n) for n in range(1, len(filled) + 1)
    ]  # fmt: skip


def told(table: Table) -> Iterator[tuple[str, str]]:
    """What was understood, as pairs for the command line."""
    known = table.understood
    yield "level", known.level or "?"
    if known.territory:
        yield "territory", known.territory
    yield "cut", known.cut
    yield "stage", known.stage
    yield "unit", known.unit
    months = table.months
    if months:
        yield "months", f"{len(months)}: {say_month(months[0])} to {say_month(months[-1])}"
    yield "measures", ", ".join(table.measures)
    yield "rows", str(len(table.lines))

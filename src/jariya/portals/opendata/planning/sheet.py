"""A publishing plan as a table: each row read by rules, a bad one named by row, column, value and rule. Pure."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass, field

from jariya.kernel.language.catalogues import N_

MOST_ROWS = 2000
LONGEST = 300
SHOWN = 80
"""Characters of a value that a problem shows."""
COLUMNS = {
    "number": ("number", "№", "нөмірі", "номер"),
    "title_kk": ("title_kk", "атауы", "деректер жиынының атауы", "наименование на казахском"),
    "title_ru": ("title_ru", "наименование", "наименование набора данных", "наименование на русском"),
    "title_en": ("title_en",),
    "frequency": ("frequency", "жиілігі", "жаңарту жиілігі", "периодичность", "периодичность обновления"),
    "since": ("since", "бастап", "с", "начало"),
    "ground": ("ground", "негіздеме", "основание"),
}
"""Names under which a column may stand, in lower case."""
NEEDED = ("title_kk", "title_ru", "frequency")
SAID = {
    "continuous": ("continuous", "үздіксіз", "постоянно", "непрерывно"),
    "daily": ("daily", "күн сайын", "ежедневно"),
    "weekly": ("weekly", "апта сайын", "еженедельно"),
    "monthly": ("monthly", "ай сайын", "ежемесячно"),
    "quarterly": ("quarterly", "тоқсан сайын", "ежеквартально"),
    "half_yearly": ("half_yearly", "жарты жылда бір", "раз в полгода", "каждые полгода"),
    "yearly": ("yearly", "жыл сайын", "ежегодно", "раз в год"),
    "irregular": ("irregular", "өзгеруіне қарай", "по мере изменения", "по мере обновления"),
    "never": ("never", "бір рет", "однократно", "разово"),
}
RULES: dict[str, tuple[str, str]] = {
    "plan.no_table": (
        N_("No table with a header was found in the file."),
        N_("Save it as CSV; its first row names the columns."),
    ),
    "plan.column_missing": (
        N_("A column that is needed is missing."),
        N_("The first row must name title_kk, title_ru and frequency."),
    ),
    "plan.title_missing": (
        N_("The title is empty."),
        N_("Write it in both languages: everyone reads it."),
    ),
    "plan.too_long": (N_("The text is too long."), N_("At most 300 characters.")),
    "plan.frequency_unknown": (
        N_("It is not said how often the data set is renewed."),
        N_("Choose one of the frequencies."),
    ),
    "plan.not_a_day": (N_("This is no day."), N_("Write it as 2026-01-31 or 31.01.2026.")),
    "plan.number_twice": (N_("The number stands in the table twice."), N_("Give each item its own number.")),
    "plan.number_taken": (
        N_("An item with this number stands in the plan already."),
        N_("It was left as it is: change it on its own page."),
    ),
    "plan.due_passed": (
        N_("By this day and frequency it would have fallen due already."),
        N_("Name a later day from which the term is counted: a term is never born late."),
    ),
    "plan.too_many": (N_("The table has more rows than a plan ever does."), N_("Split it: at most 2000 rows at once.")),
}
"""Code: what happened, what to do."""


@dataclass(frozen=True)
class Problem:
    """What is wrong: row of the table (the header is row 1), column, value, rule."""

    row: int
    column: str
    value: str
    rule: str


@dataclass(frozen=True)
class Row:
    """One good row."""

    row: int
    title_kk: str
    title_ru: str
    frequency: str
    since: dt.date
    title_en: str = ""
    ground: str = ""
    number: str = ""


@dataclass
class Sheet:
    """What was read: good rows are kept, bad ones are named."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(data: bytes, *, today: dt.date) -> Sheet:
    """Read a plan.

    Args:
        data: CSV in UTF-8 or Windows-1251, divided by commas, semicolons or tabs.
        today: day zero of rows that name none.
    """
    made = Sheet()
    lines = list(_lines(_text(data)))
    head = [cell.strip().lower() for cell in lines[0]] if lines else []
    places = {name: at for name, said in COLUMNS.items() for at, cell in enumerate(head) if cell in said}
    if not places:
        made.problems.append(Problem(1, "", ";".join(head)[:SHOWN], "plan.no_table"))
        return made
    for name in NEEDED:
        if name not in places:
            made.problems.append(Problem(1, name, "", "plan.column_missing"))
    if made.problems:
        return made
    seen: set[str] = set()
    for at, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if at > MOST_ROWS + 1:
            made.problems.append(Problem(at, "", "", "plan.too_many"))
            break
        _row(made, at, {name: cells[i].strip() if i < len(cells) else "" for name, i in places.items()}, seen, today)
    return made


def _row(made: Sheet, at: int, said: dict[str, str], seen: set[str], today: dt.date) -> None:
    wrong = [Problem(at, name, "", "plan.title_missing") for name in ("title_kk", "title_ru") if not said[name]]
    wrong += [Problem(at, name, text[:SHOWN], "plan.too_long") for name, text in said.items() if len(text) > LONGEST]
    frequency = next((code for code, words in SAID.items() if said["frequency"].lower() in words), "")
    if not frequency:
        wrong.append(Problem(at, "frequency", said["frequency"][:SHOWN], "plan.frequency_unknown"))
    day = _day(said["since"]) if said.get("since") else today
    if day is None:
        wrong.append(Problem(at, "since", said["since"][:SHOWN], "plan.not_a_day"))
    number = said.get("number", "")[:40]
    if number and number in seen:
        wrong.append(Problem(at, "number", number, "plan.number_twice"))
    if wrong:
        made.problems += wrong
        return
    assert day is not None
    seen.add(number)
    made.rows.append(
        Row(
            at,
            said["title_kk"],
            said["title_ru"],
            frequency,
            day,
            said.get("title_en", ""),
            said.get("ground", ""),
            number,
        )
    )


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


def _lines(text: str) -> list[list[str]]:
    text = text.replace("\x00", "")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []


def _day(text: str) -> dt.date | None:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    parts = found.groups() if found else None
    if parts is None and (found := re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", text)):
        parts = found.groups()[::-1]
    try:
        return dt.date(*map(int, parts)) if parts else None
    except ValueError:
        return None

"""Which column is which: by the names of the form in any order, in one header row or over two. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jariya.portals.budgets.measures import KEYS, MEASURES
from jariya.portals.budgets.problems import Problems
from jariya.portals.budgets.reading.names import mended
from jariya.portals.budgets.reading.opening import Cells

HEAD_ROWS = 40
"""Titles and notes above the header are at most so many rows."""

_TECHNICAL = {
    **{one.column: one.key for one in MEASURES},
    **{one.key: one.key for one in MEASURES},
    "id": "id",
    "code": "code",
    "name": "name",
    "level": "level",
    "isleaf": "leaf",
    "parentcode": "parent_code",
    "parent_id": "parent_id",
    "parent id": "parent_id",
    "plgpsumrg": "share_planned",
    "plgsumrg": "share_adjusted",
    "month": "month",
    "loaded": "skip",
    "expanded": "skip",
}

# Column -> groups of beginnings of words; a header names the column when each beginning of one group stands in it.
# The first column that fits wins, so the narrower stand above the wider.
_WORDS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("share_planned", (("процент", "период"), ("исполнен", "сводн", "%"), ("пайыз", "кезең"), ("%", "период"))),
    (
        "share_adjusted",
        (("процент", "скоррект"), ("процент", "годов"), ("пайыз", "жыл"), ("%", "скоррект"), ("%", "годов")),
    ),
    ("unpaid", (("неоплач",), ("төленбеген",))),
    ("obligations_planned", (("план", "обязательств"), ("жоспар", "міндеттем"))),
    ("paid", (("оплачен",), ("кассов",), ("исполнен", "поступлен"), ("исполнение",), ("төленген",), ("атқарыл",))),
    ("obligations", (("принят", "обязательств"), ("қабылдан", "міндеттем"), ("обязательств",))),
    ("approved", (("утвержд",), ("бекітілген",))),
    ("revised", (("уточн",), ("нақтылан",))),
    ("adjusted", (("скоррект",), ("түзетілген",), ("годовой", "план"))),
    ("planned", (("план", "период"), ("план", "платеж"), ("сводн", "план"), ("жоспар", "төлем"), ("жоспар", "кезең"))),
    ("code_4", (("программа",), ("специфика",), ("бағдарлама",), ("ерекшелік",))),
    ("code_3", (("администратор",), ("подкласс",), ("әкімші",), ("ішкі", "сынып"))),
    ("code_2", (("подгруппа",), ("класс",), ("кіші", "топ"), ("сынып",))),
    ("code_1", (("группа",), ("категория",), ("топ",), ("санат",))),
    ("name", (("наименован",), ("название",), ("атауы",))),
    ("code", (("код",), ("бюджетн", "классификац"))),
    ("month", (("месяц",), ("период",), ("ай",))),
    ("level", (("уровень",), ("деңгей",))),
)
USUAL = {
    "name": "name, Наименование, Атауы",
    "code": "code, Код",
    **{one.key: f"{one.column}, {one.key}" for one in MEASURES},
}


@dataclass(frozen=True)
class Header:
    """Where each column stands (from 0), what it is called in the file, and the line after the header."""

    places: dict[str, int]
    called: dict[str, str]
    line: int
    width: int
    above: str
    """The text over the table: titles that may say unit, month and whose budget it is."""


def known(cell: str) -> str | None:
    """The column a header cell names, None when it is none of ours."""
    plain = cell.strip().lower()
    if plain in _TECHNICAL:
        return _TECHNICAL[plain]
    words = mended(cell).split()
    if "%" in cell:
        words.append("%")
    for column, groups in _WORDS:
        for group in groups:
            if all(any(word.startswith(begin) for word in words) for begin in group):
                return column
    return None


def _joined(upper: Cells, lower: Cells) -> Cells:
    """Two header rows as one: a cell of the upper row reaches over the empty cells to its right."""
    width = max(len(upper), len(lower))
    above = ""
    cells = []
    for place in range(width):
        own = upper[place].strip() if place < len(upper) else ""
        above = own or above
        under = lower[place].strip() if place < len(lower) else ""
        cells.append(f"{above} {under}".strip() if under else own)
    return cells


def _score(cells: Sequence[str]) -> int:
    found = {known(cell) for cell in cells if cell.strip()}
    return len(found & set(KEYS)) * 2 + len(found & {"name", "code", "code_1", "month", "id", "level"})


def find(rows: list[tuple[int, Cells]], problems: Problems) -> Header:
    """The header among the first rows of a table.

    Raises:
        Refused: there is none, or a needed column is missing or stands twice.
    """
    best: tuple[int, int, int, Cells] = (0, 0, 0, [])
    for place, (_line, cells) in enumerate(rows):
        if _looks_like_data(cells):
            continue
        single = _score(cells)
        if single > best[0]:
            best = (single, place, 1, list(cells))
        if place + 1 < len(rows) and not _looks_like_data(rows[place + 1][1]):
            both = _joined(cells, rows[place + 1][1])
            double = _score(both)
            if double > max(best[0], single, _score(rows[place + 1][1])):
                best = (double, place, 2, both)
    score, place, height, cells = best
    if score < 3:
        raise problems.stop("header.missing", most=HEAD_ROWS)
    line = rows[place][0]
    places: dict[str, int] = {}
    called: dict[str, str] = {}
    for at, cell in enumerate(cells):
        column = known(cell) if cell.strip() else None
        if column is None or column == "skip":
            continue
        if column in places:
            if column in KEYS or column in {"name", "month", "parent_id"}:
                problems.tell("column.twice", line, column, cell, first=places[column] + 1, second=at + 1)
            continue
        places[column], called[column] = at, cell.strip()
    if "name" not in places:
        problems.tell("column.missing", line, "name", "name", names=USUAL["name"])
    if not places.keys() & {"paid", "adjusted", "approved", "revised"}:
        problems.tell("column.missing", line, "paid", "paid", names=USUAL["paid"])
    if problems.refusals:
        from jariya.portals.budgets.problems import Refused

        raise Refused(list(problems))
    above = " ".join(cell for _line, before in rows[:place] for cell in before if cell.strip())
    return Header(places, called, rows[place + height - 1][0], len(cells), above)


def _looks_like_data(cells: Sequence[str]) -> bool:
    """Rows of amounts are no header: more numbers than words (a row of column numbers is none either)."""
    filled = [cell for cell in cells if cell.strip()]
    numbers = sum(cell.strip().replace(".", "").replace(",", "").lstrip("-").isdigit() for cell in filled)
    return numbers * 2 > len(filled)

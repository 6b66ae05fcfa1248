"""Drafts from a table: one row an indicator, rows of one code are one draft. Everything is right, or nothing is made.

Columns: code, year, title_kk, title_ru, summary_kk, summary_ru, goal_kk, goal_ru, amount_1, amount_2, amount_3,
indicator_kk, indicator_ru, unit, baseline, target. Separator: semicolon or comma; UTF-8.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.portals.budgets.drafts.content import Content, Measured

TEXTS = ("title_kk", "title_ru", "summary_kk", "summary_ru", "goal_kk", "goal_ru")
COLUMNS = (
    "code", "year", *TEXTS, "amount_1", "amount_2", "amount_3", "indicator_kk", "indicator_ru", "unit", "baseline",
    "target",
)  # fmt: skip
MOST_ROWS = 2_000
MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row of the table, and what to do. `row` counts from 1, the header included; 0: the file."""

    row: int
    code: str
    title: Any
    remedy: Any


@dataclass(frozen=True)
class Read:
    """What a table says: drafts by (code, year), or what is wrong with it."""

    drafts: dict[tuple[str, int], Content]
    problems: list[Problem]


def read(raw: bytes) -> Read:
    """Read a table of drafts. Never raises on bad input."""
    if len(raw) > MOST_BYTES:
        return _none(0, "too_big", _("The file is larger than 2 MB."), _("Divide it by programmes."))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _none(0, "not_utf8", _("The file is no UTF-8 text."), _("Save the table as CSV UTF-8."))
    if "\x00" in text:
        return _none(0, "not_text", _("The file is no text."), _("Save the table as CSV UTF-8."))
    separator = ";" if text.partition("\n")[0].count(";") >= text.partition("\n")[0].count(",") else ","
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return _none(0, "not_csv", _("The file is no table."), _("Save the table as CSV UTF-8."))
    if not rows:
        return _none(0, "empty", _("The table has no rows."), _("Fill it by the model below."))
    missing = [name for name in COLUMNS if name not in rows[0]]
    if missing:
        names = ", ".join(missing)
        return _none(1, "columns", _("Columns are missing: %(names)s.") % {"names": names}, _("Take the model below."))
    if len(rows) > MOST_ROWS:
        return _none(0, "too_many", _("The table has more than 2,000 rows."), _("Divide it by programmes."))
    return _drafts(rows)


def _none(row: int, code: str, title: Any, remedy: Any) -> Read:
    return Read({}, [Problem(row, code, title, remedy)])


def _drafts(rows: list[dict[str, str]]) -> Read:
    problems: list[Problem] = []
    first: dict[tuple[str, int], tuple[int, Mapping[str, str]]] = {}
    measured: dict[tuple[str, int], list[Measured]] = {}
    amounts: dict[tuple[str, int], tuple[tuple[int, int], ...]] = {}
    for number, raw in enumerate(rows, start=2):
        row = {name: (raw.get(name) or "").strip() for name in COLUMNS}
        found = list(_wrong(number, row))
        if found:
            problems += found
            continue
        key = (row["code"], int(row["year"]))
        if key not in first:
            first[key] = (number, row)
            amounts[key] = _amounts(row)
        elif any(row[name] and row[name] != first[key][1][name] for name in (*TEXTS, "amount_1")):
            problems.append(
                Problem(
                    number,
                    "differs",
                    _("The row says something else of the same programme than row %(row)s.") % {"row": first[key][0]},
                    _("Leave texts and amounts empty in further rows of a programme: they add indicators alone."),
                )
            )
            continue
        if row["indicator_kk"]:
            number_of = len(measured.setdefault(key, [])) + 1
            target, baseline = _number(row["target"]), _number(row["baseline"])
            assert target is not None
            measured[key].append(
                Measured(number_of, row["indicator_kk"], row["indicator_ru"], row["unit"], baseline, target)
            )
    if problems:
        return Read({}, problems)
    return Read(
        {
            key: Content(
                **{name: row[name] for name in TEXTS}, amounts=amounts[key], indicators=tuple(measured.get(key, []))
            )
            for key, (_number_of, row) in first.items()
        },
        [],
    )


def _wrong(number: int, row: Mapping[str, str]) -> Any:
    if not (row["code"].isascii() and row["code"].isdigit() and len(row["code"]) <= 12):
        yield Problem(number, "code", _("The code is not made of digits."), _("Write it with its zeros: 001."))
    if not (row["year"].isdecimal() and 2000 <= int(row["year"]) <= 2100):
        yield Problem(number, "year", _("The year is not a year."), _("Four digits: 2027."))
    for name in ("amount_1", "amount_2", "amount_3"):
        if row[name] and not re.fullmatch(r"[0-9]{1,18}", _plain(row[name])):
            yield Problem(
                number,
                "amount",
                _("%(column)s is no whole number of tenge: %(value)s") % {"column": name, "value": row[name][:40]},
                _("Digits only; leave it empty when it is not known."),
            )
    given = [name for name in ("indicator_kk", "indicator_ru", "unit", "target") if row[name]]
    if given and len(given) < 4:
        yield Problem(
            number,
            "indicator",
            _("The indicator is not whole."),
            _("It needs its name in Kazakh and Russian, a unit and a target."),
        )
    for name in ("baseline", "target"):
        if row[name] and _number(row[name]) is None:
            yield Problem(
                number,
                "number",
                _("%(column)s is no number: %(value)s") % {"column": name, "value": row[name][:40]},
                _("Digits with a point or a comma."),
            )
    for name in TEXTS:
        limit = 300 if name.startswith("title") else 3000
        if len(row[name]) > limit:
            yield Problem(
                number,
                "too_long",
                _("%(column)s is longer than %(limit)s characters.") % {"column": name, "limit": limit},
                _("Shorten it."),
            )


def _plain(text: str) -> str:
    return "".join(char for char in text if not char.isspace())


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(_plain(text).replace(",", "."))
    except InvalidOperation:
        return None
    return number.quantize(Decimal("0.001")) if number.is_finite() and abs(number) < 10**14 else None


def _amounts(row: Mapping[str, str]) -> tuple[tuple[int, int], ...]:
    year = int(row["year"])
    return tuple(
        (year + step, int(_plain(row[name])))
        for step, name in enumerate(("amount_1", "amount_2", "amount_3"))
        if row[name]
    )

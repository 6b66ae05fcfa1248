"""Which type a column has: all its cells are asked, and text wins wherever one of them would be changed.

A code is not a number: what has a leading zero, what is a BIN, an IIN, a KATO, OKED or postal code or a telephone,
and what has over 15 digits stays text. A candidate is found on a sample; then every row is held against it, and the
cells that do not fit are reported with row, column and value, and the column stays text.
"""

from __future__ import annotations

import re
from dataclasses import replace

import duckdb

from jariya.kernel.language.numbers import has_check_digit
from jariya.portals.opendata.importing.columns import (
    BOOLEAN,
    CODES,
    DATE,
    DATETIME,
    DECIMAL,
    INTEGER,
    TEXT,
    TYPES,
    Column,
    role,
)
from jariya.portals.opendata.importing.forms import BLANK, decimals, fits, guess, mixed, value
from jariya.portals.opendata.importing.problems import SHOWN, Problems

__all__ = [
    "BOOLEAN",
    "DATE",
    "DATETIME",
    "DECIMAL",
    "INTEGER",
    "MISSING",
    "TEXT",
    "TYPES",
    "Column",
    "find",
    "fits",
    "role",
    "value",
]

NEARLY = 0.9
"""Share of fitting cells from which a type is thought to be meant, and the others to be mistakes."""
SAMPLE = 2_000

MISSING = ("-", "–", "—", "н/д", "нет данных", "жоқ", "дерек жоқ", "мәлімет жоқ", "n/a", "na", "null", "none", "nan",
           "...", "…", "x", "х")  # fmt: skip
"""What people write where nothing is known. Said to the publisher, who decides; nothing is emptied silently."""

_RULE = {
    INTEGER: "cell.not_integer",
    DECIMAL: "cell.not_decimal",
    DATE: "cell.not_date",
    DATETIME: "cell.not_datetime",
    BOOLEAN: "cell.not_boolean",
}


def find(
    con: duckdb.DuckDBPyConnection,
    names: list[str],
    problems: Problems,
    *,
    first_row: int,
    delimiter: str = "",
    told: dict[str, str] | None = None,
) -> list[Column]:
    """The type of each column of `raw`.

    Args:
        first_row: number in the file of row 1.
        delimiter: of the file: between cells parted by commas a comma in a cell is no decimal sign by itself.
        told: types that the publisher says, by column name; `text`, or a type that all cells must fit.
    """
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE sampled AS SELECT * FROM raw WHERE _row <= {SAMPLE // 2} "
        f"UNION ALL SELECT * FROM (SELECT * FROM raw WHERE _row > {SAMPLE // 2} "
        f"USING SAMPLE reservoir({SAMPLE // 2} ROWS) REPEATABLE (7))"
    )
    columns = []
    for number, name in enumerate(names):
        column = Column(number, name, role=role(name))
        columns.append(_candidate(con, column, delimiter, (told or {}).get(name, "")))
    con.execute("DROP TABLE sampled")
    return _hold(con, columns, problems, first_row, delimiter)


def _cells(con: duckdb.DuckDBPyConnection, column: Column) -> list[str]:
    """Cells of the sample that are not blank; of the whole column where the sample has none."""
    cell = f"trim({column.source})"
    for table, most in (("sampled", SAMPLE), ("raw", 1000)):
        found = con.execute(f"SELECT {cell} FROM {table} WHERE {cell} <> '' LIMIT {most}").fetchall()
        if found:
            return [text for (text,) in found]
    return []


def _candidate(con: duckdb.DuckDBPyConnection, column: Column, delimiter: str, told: str) -> Column:
    """The type that the sample suggests."""
    if told == TEXT:
        return replace(column, reasons=("told",))
    if column.role in CODES:
        return replace(column, reasons=(f"role.{column.role}",))
    cells = _cells(con, column)
    known = [cell.strip() for cell in cells if cell.strip() and cell.strip().lower() not in MISSING]
    if not known:
        return replace(column, reasons=("empty",) if not cells else ("missing_only",))
    if any(re.match(r"[+-]?0\d", cell) for cell in known):
        digits = sum(cell.isdigit() for cell in known)
        if digits > NEARLY * len(known):
            return replace(column, role=_number_of(known), reasons=("leading_zero",))
    whose = _number_of(known)
    if whose:
        return replace(column, role=whose, reasons=(f"looks.{whose}",))
    if any(cell.isdigit() and len(cell) > 15 for cell in known):
        return replace(column, reasons=("too_many_digits",))
    form, unit = guess(known, delimiter, told)
    if not form:
        kind = mixed(known)
        return replace(column, reasons=(f"mixed.{kind}" if kind else "words",))
    return replace(column, type=form.split(" ")[0], form=form, unit=unit, reasons=("told",) if told else ("fits",))


def _number_of(known: list[str]) -> str:
    """`iin` or `bin` where nearly all cells have their check digit; the fifth digit is of a day in the first."""
    good = [cell for cell in known if has_check_digit(cell)]
    if len(good) <= NEARLY * len(known):
        return ""
    return "iin" if sum(cell[4] in "0123" for cell in good) > NEARLY * len(good) else "bin"


def _hold(
    con: duckdb.DuckDBPyConnection, columns: list[Column], problems: Problems, first_row: int, delimiter: str
) -> list[Column]:
    """Hold every row against the candidates; a candidate that fails is widened once or becomes text."""
    marks = ", ".join(f"'{mark}'" for mark in MISSING)
    parts = []
    for column in columns:
        cell = f"trim({column.source}, '{BLANK}')" if column.padded else f"trim({column.source})"
        parts.append(f"count(*) FILTER ({cell} <> '')")
        parts.append(
            "0" if column.type == TEXT else f"count(*) FILTER ({cell} <> '' AND NOT coalesce({fits(column)}, false))"
        )
    found = con.execute(f"SELECT {', '.join(parts)} FROM raw").fetchone() if parts else ()
    assert found is not None
    held = []
    for place, column in enumerate(columns):
        filled, wrong = int(found[2 * place]), int(found[2 * place + 1])
        column = replace(column, filled=filled)
        if column.type != TEXT and wrong:
            column = _widened(con, column, wrong, problems, first_row, marks, delimiter)
        held.append(column)
    return held


def _widened(
    con: duckdb.DuckDBPyConnection,
    column: Column,
    wrong: int,
    problems: Problems,
    first_row: int,
    marks: str,
    delimiter: str,
) -> Column:
    """A wider way of writing that holds all rows, or text with its cells reported."""
    cell = f"trim({column.source}, '{BLANK}')"
    padded = replace(column, padded=True)
    if not column.padded:
        left = con.execute(
            f"SELECT count(*) FROM raw WHERE {cell} <> '' AND NOT coalesce({fits(padded)}, false)"
        ).fetchone()
        if left and left[0] == 0:
            return padded
    column = padded
    misfits = [
        text
        for (text,) in con.execute(
            f"SELECT DISTINCT {cell} FROM raw WHERE {cell} <> '' AND NOT coalesce({fits(column)}, false) LIMIT 2000"
        ).fetchall()
    ]
    if column.type in (INTEGER, DECIMAL):
        for form in ("integer spaced", *decimals(misfits, delimiter), "decimal . spaced", "decimal , spaced"):
            wider = replace(column, type=form.split(" ")[0], form=form)
            if form == column.form or (column.type == DECIMAL and wider.type == INTEGER):
                continue
            left = con.execute(
                f"SELECT count(*) FROM raw WHERE {cell} <> '' AND NOT coalesce({fits(wider)}, false)"
            ).fetchone()
            assert left
            if left[0] == 0:
                return wider
            if left[0] < wrong:
                column, wrong = wider, int(left[0])
    rows = con.execute(
        f"SELECT _row + {first_row - 1}, {column.source} FROM raw WHERE {cell} <> '' "
        f"AND NOT coalesce({fits(column)}, false) ORDER BY _row LIMIT {SHOWN}"
    ).fetchall()
    marked = dict(
        con.execute(
            f"SELECT lower({cell}), count(*) FROM raw WHERE lower({cell}) IN ({marks}) GROUP BY 1 ORDER BY 2 DESC"
        ).fetchall()
    )
    text = replace(column, type=TEXT, form="", unit="", missing_marks=marked)
    if any(re.match(r"[+-]?0\d", one) for one in misfits) and column.type == INTEGER:
        return replace(text, reasons=("leading_zero",))
    if any(re.fullmatch(r"[+-]?[\d.,]*\d{16,}", one) for one in misfits):
        return replace(text, reasons=("too_many_digits",))
    problems.tell(_RULE[column.type], rows, wrong, column.name)
    return replace(text, reasons=(f"nearly.{column.type}",))

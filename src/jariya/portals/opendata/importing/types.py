"""Which type a column has: all its cells are asked, and text wins wherever one of them would be changed.

A code is not a number: what has a leading zero, what is a BIN, an IIN, a KATO, OKED or postal code or a telephone,
and what has over 15 digits stays text. A candidate is found on a sample; then every row is held against it, and the
cells that do not fit are reported with row, column and value, and the column stays text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb

from jariya.portals.opendata.importing.problems import SHOWN, Problems

TEXT, INTEGER, DECIMAL, DATE, DATETIME, BOOLEAN = "text", "integer", "decimal", "date", "datetime", "boolean"
TYPES = (TEXT, INTEGER, DECIMAL, DATE, DATETIME, BOOLEAN)
NEARLY = 0.9
"""Share of fitting cells from which a type is thought to be meant, and the others to be mistakes."""
SAMPLE = 2_000

MISSING = ("-", "–", "—", "н/д", "нет данных", "жоқ", "дерек жоқ", "мәлімет жоқ", "n/a", "na", "null", "none", "nan",
           "...", "…", "x", "х")  # fmt: skip
"""What people write where nothing is known. Said to the publisher, who decides; nothing is emptied silently."""

_ROLES = (
    ("bin", r"(^|[\W_])(бсн|бин|bin)([\W_]|$)"),
    ("iin", r"(^|[\W_])(жсн|иин|iin)([\W_]|$)"),
    ("kato", r"(^|[\W_])(қато|әаоо|като|kato|cato)([\W_]|$)"),
    ("oked", r"(^|[\W_])(эқжж|оқэд|окэд|oked)([\W_]|$)"),
    ("postcode", r"почтовый|пошта(лық)? индекс|postcode|post_?code|postal|(^|[\W_])zip([\W_]|$)"),
    ("phone", r"телефон|тел\.|phone|(^|[\W_])(tel|факс|fax)([\W_]|$)"),
    ("account", r"(^|[\W_])(жск|иик|iban|iik|шот|сч[её]т)([\W_]|$)"),
    ("code", r"(^|[\W_])(код|коды|code|шифр|артикул)([\W_]|$)"),
)
_CODES = frozenset({"bin", "iin", "kato", "oked", "postcode", "phone", "account"})

_GAP = r"[ \u00a0\u202f]"
_CHECKS = {
    "integer": r"^[+-]?(?:0|[1-9]\d{0,14})$",
    "integer spaced": rf"^[+-]?(?:0|[1-9]\d{{0,2}}(?:{_GAP}\d{{3}}){{0,4}}|[1-9]\d{{0,14}})$",
    "integer thousands ,": r"^[+-]?(?:0|[1-9]\d{0,2}(?:,\d{3}){1,4}|[1-9]\d{0,14})$",
    "decimal .": r"^[+-]?(?:0|[1-9]\d{0,14})?(?:\.\d+)?$",
    "decimal ,": r"^[+-]?(?:0|[1-9]\d{0,14})?(?:,\d+)?$",
    "decimal . spaced": rf"^[+-]?(?:0|[1-9]\d{{0,2}}(?:{_GAP}\d{{3}}){{0,4}}|[1-9]\d{{0,14}})?(?:\.\d+)?$",
    "decimal , spaced": rf"^[+-]?(?:0|[1-9]\d{{0,2}}(?:{_GAP}\d{{3}}){{0,4}}|[1-9]\d{{0,14}})?(?:,\d+)?$",
    "decimal . thousands ,": r"^[+-]?(?:0|[1-9]\d{0,2}(?:,\d{3}){0,4}|[1-9]\d{0,14})(?:\.\d+)?$",
}
_DAYS = {"date ymd": "%Y-%m-%d", "date dmy": "%d.%m.%Y", "date dmy/": "%d/%m/%Y", "date mdy/": "%m/%d/%Y"}
_DAY_SHAPE = {
    "date ymd": r"^\d{4}-\d{2}-\d{2}$",
    "date dmy": r"^\d{1,2}\.\d{1,2}\.\d{4}$",
    "date dmy/": r"^\d{1,2}/\d{1,2}/\d{4}$",
    "date mdy/": r"^\d{1,2}/\d{1,2}/\d{4}$",
}
_MOMENTS = {
    "datetime ymd": (r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?$", ""),
    "datetime dmy": (r"^\d{1,2}\.\d{1,2}\.\d{4} \d{1,2}:\d{2}$", "%d.%m.%Y %H:%M"),
    "datetime dmys": (r"^\d{1,2}\.\d{1,2}\.\d{4} \d{1,2}:\d{2}:\d{2}$", "%d.%m.%Y %H:%M:%S"),
}
_TRUE, _FALSE = ("true", "да", "иә", "yes"), ("false", "нет", "жоқ", "no")
_BOOLEAN = "boolean"
_RULE = {
    "integer": "cell.not_integer",
    "decimal": "cell.not_decimal",
    "date": "cell.not_date",
    "datetime": "cell.not_datetime",
    "boolean": "cell.not_boolean",
}


@dataclass(frozen=True)
class Column:
    """One column. `form`: how its values are written (a key of the checks); `reasons`: why the type is what it is."""

    number: int
    name: str
    type: str = TEXT
    form: str = ""
    role: str = ""
    reasons: tuple[str, ...] = ()
    filled: int = 0
    missing_marks: dict[str, int] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Its name in `raw`."""
        return f"c{self.number}"

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        return {
            "name": self.name,
            "type": self.type,
            "form": self.form,
            "role": self.role,
            "reasons": list(self.reasons),
            "filled": self.filled,
            "missing_marks": self.missing_marks,
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
        wish = (told or {}).get(name, "")
        columns.append(_candidate(con, column, delimiter, wish))
    return _hold(con, columns, problems, first_row, delimiter)


def role(name: str) -> str:
    """What a column holds, by its name: bin, iin, kato, oked, postcode, phone, account, code, or nothing."""
    lowered = re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()
    return next((found for found, pattern in _ROLES if re.search(pattern, lowered)), "")


def _candidate(con: duckdb.DuckDBPyConnection, column: Column, delimiter: str, told: str) -> Column:
    """The type that the sample suggests."""
    if told == TEXT:
        return replace(column, reasons=("told",))
    if column.role in _CODES:
        return replace(column, reasons=(f"role.{column.role}",))
    cells = [
        cell
        for (cell,) in con.execute(
            f"SELECT trim({column.source}) FROM sampled WHERE trim({column.source}) <> '' LIMIT {SAMPLE}"
        ).fetchall()
    ]
    if not cells:
        cells = [
            cell
            for (cell,) in con.execute(
                f"SELECT trim({column.source}) FROM raw WHERE trim({column.source}) <> '' LIMIT 1000"
            ).fetchall()
        ]
    known = [cell for cell in cells if cell.lower() not in MISSING]
    if not known:
        return replace(column, reasons=("empty",) if not cells else ("missing_only",))
    if re.match(r"^0\d", known[0]) or sum(bool(re.match(r"^[+-]?0\d", cell)) for cell in known) > 0:
        digits = sum(cell.isdigit() for cell in known)
        if digits > NEARLY * len(known):
            return replace(column, reasons=("leading_zero",))
    if sum(len(cell) == 12 and cell.isdigit() and number_is_good(cell) for cell in known) > NEARLY * len(known):
        return replace(column, role=column.role or "bin", reasons=("looks.bin",))
    if any(cell.isdigit() and len(cell) > 15 for cell in known):
        return replace(column, reasons=("too_many_digits",))
    form = _form(known, delimiter, told)
    if not form:
        return replace(column, reasons=("words",))
    return replace(column, type=form.split(" ")[0], form=form, reasons=("told",) if told else ("fits",))


def _form(known: list[str], delimiter: str, told: str = "") -> str:
    """The first way of writing that nearly all of some cells share."""
    least = NEARLY * len(known) if not told else 1
    lowered = {cell.lower() for cell in known[:100]}
    if lowered <= {*_TRUE, *_FALSE} and (not told or told == BOOLEAN):
        return _BOOLEAN
    order = [
        *((name, _CHECKS[name]) for name in ("integer", "integer spaced")),
        *((name, _CHECKS[name]) for name in _decimals(known, delimiter)),
        *_DAY_SHAPE.items(),
        *((name, shape) for name, (shape, _form) in _MOMENTS.items()),
    ]
    best = ("", 0)
    for name, pattern in order:
        if told and name.split(" ")[0] != told:
            continue
        fitting = sum(bool(re.match(pattern, cell)) and any(map(str.isdigit, cell)) for cell in known)
        if name == "date dmy/" and any(_second_is_day(cell) for cell in known):
            continue
        if fitting == len(known):
            return name
        if fitting >= least and fitting > best[1]:
            best = (name, fitting)
    return best[0]


def _decimals(known: list[str], delimiter: str) -> tuple[str, ...]:
    """Decimal signs in the order in which they are believed.

    `1,234` alone says nothing: a file parted by semicolons is written with decimal commas, one parted by commas is not.
    """
    both = any("." in cell and "," in cell for cell in known)
    if both:
        return ("integer thousands ,", "decimal . thousands ,")
    comma = [cell for cell in known if "," in cell]
    grouped = comma and all(re.search(r",\d{3}$", cell) for cell in comma)
    if grouped and (delimiter == "," or any(cell.count(",") > 1 for cell in comma)):
        return ("integer thousands ,", "decimal . thousands ,")
    return ("decimal .", "decimal ,", "decimal . spaced", "decimal , spaced")


def _second_is_day(cell: str) -> bool:
    parts = cell.split("/")
    return len(parts) == 3 and parts[1].isdigit() and int(parts[1]) > 12


def fits(column: Column, source: str = "") -> str:
    """SQL that is true where a cell, trimmed, can be given the column's type without loss."""
    cell = f"trim({source or column.source})"
    form = column.form
    if form == _BOOLEAN:
        words = ", ".join(f"'{word}'" for word in (*_TRUE, *_FALSE))
        return f"lower({cell}) IN ({words})"
    if form in _DAYS:
        return f"(regexp_matches({cell}, '{_DAY_SHAPE[form]}') AND try_strptime({cell}, '{_DAYS[form]}') IS NOT NULL)"
    if form in _MOMENTS:
        shape, written = _MOMENTS[form]
        read = f"try_strptime({cell}, '{written}')" if written else f"try_cast({cell} AS TIMESTAMPTZ)"
        return f"(regexp_matches({cell}, '{shape}') AND {read} IS NOT NULL)"
    pattern = _CHECKS[form].replace("\\u00a0", "\u00a0").replace("\\u202f", "\u202f")
    whole = f"regexp_matches({cell}, '{pattern}')"
    if form.startswith("decimal"):
        # A spreadsheet and a double keep 15 digits; longer ones are the dust of binary fractions, which come back as
        # they were, or would be changed: those stay text.
        digits = f"length(regexp_replace({cell}, '[^0-9]', '', 'g'))"
        dust = f"(contains({cell}, '.') AND CAST(TRY_CAST({cell} AS DOUBLE) AS VARCHAR) = {cell})"
        return f"({whole} AND regexp_matches({cell}, '[0-9]') AND ({digits} <= 15 OR {dust}))"
    return whole


def value(column: Column, source: str = "") -> str:
    """SQL of the cell's value in its type; the cell must fit."""
    cell = f"trim({source or column.source})"
    form = column.form
    if column.type == TEXT:
        return source or column.source
    if form == _BOOLEAN:
        words = ", ".join(f"'{word}'" for word in _TRUE)
        return f"(lower({cell}) IN ({words}))"
    if form in _DAYS:
        return f"CAST(strptime(nullif({cell}, ''), '{_DAYS[form]}') AS DATE)"
    if form in _MOMENTS:
        written = _MOMENTS[form][1]
        if written:
            return f"strptime(nullif({cell}, ''), '{written}')"
        return f"CAST(CAST(nullif({cell}, '') AS TIMESTAMPTZ) AS TIMESTAMP)"
    bare = cell
    if "spaced" in form:
        bare = f"regexp_replace({bare}, '[ \u00a0\u202f]', '', 'g')"
    if "thousands" in form:
        bare = f"replace({bare}, ',', '')"
    if form.startswith("decimal ,"):
        bare = f"replace({bare}, ',', '.')"
    bare = f"nullif({bare}, '')"
    return f"CAST({bare} AS {'BIGINT' if column.type == INTEGER else 'DOUBLE'})"


def _hold(
    con: duckdb.DuckDBPyConnection, columns: list[Column], problems: Problems, first_row: int, delimiter: str
) -> list[Column]:
    """Hold every row against the candidates; a candidate that fails is widened once or becomes text."""
    marks = ", ".join(f"'{mark}'" for mark in MISSING)
    parts = []
    for column in columns:
        cell = f"trim({column.source})"
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
    cell = f"trim({column.source})"
    misfits = [
        text
        for (text,) in con.execute(
            f"SELECT DISTINCT {cell} FROM raw WHERE {cell} <> '' AND NOT coalesce({fits(column)}, false) LIMIT 2000"
        ).fetchall()
    ]
    if column.type in (INTEGER, DECIMAL):
        for form in ("integer spaced", *_decimals(misfits, delimiter), "decimal . spaced", "decimal , spaced"):
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
    if any(re.match(r"^[+-]?0\d", text) for text in misfits) and column.type == INTEGER:
        return replace(column, type=TEXT, form="", reasons=("leading_zero",), missing_marks=marked)
    if any(re.fullmatch(r"\d{16,}", text) for text in misfits):
        return replace(column, type=TEXT, form="", reasons=("too_many_digits",), missing_marks=marked)
    problems.tell(_RULE[column.type], rows, wrong, column.name)
    return replace(column, type=TEXT, form="", reasons=(f"nearly.{column.type}",), missing_marks=marked)


def number_is_good(text: str) -> bool:
    """Whether twelve digits are an IIN or a BIN by their check digit.

    Source: Government resolution of 11.06.2003, the algorithm of the control digit.
    """
    digits = [int(letter) for letter in text]
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        rest = sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11
        if rest != 10:
            return rest == digits[11]
    return False

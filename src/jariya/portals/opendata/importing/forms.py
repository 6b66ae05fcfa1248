"""How values of a type are written: the ways in a table, their checks on every cell, and the value in SQL."""

from __future__ import annotations

import re

from jariya.portals.opendata.importing.columns import BOOLEAN, DECIMAL, INTEGER, TEXT, Column

BLANK = " \t\u00a0\u202f\ufeff"
"""What stands around a value and is no part of it."""
_GAP = r"[ \u00a0\u202f]"
_CHECKS = {
    "integer": r"^[+-]?(?:0|[1-9]\d{0,14})$",
    "integer spaced": rf"^[+-]?(?:0|[1-9]\d{{0,2}}(?:{_GAP}\d{{3}}){{0,4}}|[1-9]\d{{0,14}})$",
    "integer thousands ,": r"^[+-]?(?:0|[1-9]\d{0,2}(?:,\d{3}){1,4}|[1-9]\d{0,14})$",
    "decimal .": r"^[+-]?(?:0|[1-9]\d{0,14})?(?:\.\d+)?$",
    "decimal ,": r"^[+-]?(?:0|[1-9]\d{0,14})?(?:,\d+)?$",
    "decimal . spaced": rf"^[+-]?(?:0|[1-9]\d{{0,2}}(?:{_GAP}\d{{3}}){{0,4}}|[1-9]\d{{0,14}})?(?:\.\d+)?$",
    "decimal , spaced": rf"^[+-]?(?:0|[1-9]\d{{0,2}}(?:{_GAP}\d{{3}}){{0,4}}|[1-9]\d{{0,14}})?(?:,\d+)?$",
    "decimal , thousands .": r"^[+-]?(?:0|[1-9]\d{0,2}(?:\.\d{3}){0,4}|[1-9]\d{0,14})(?:,\d+)?$",
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
FORMS = {name: name.split(" ")[0] for name in (*_CHECKS, *_DAYS, *_MOMENTS)} | {BOOLEAN: BOOLEAN}
"""Every way of writing a value, and its type."""
_TRUE, _FALSE = ("true", "да", "иә", "yes"), ("false", "нет", "жоқ", "no")
UNITS = ("%", "₸", "тг.", "тг", "теңге", "тенге", "kzt", "₽", "руб.", "руб", "$", "€")
"""Signs that may stand behind every number of a column."""
_UNIT = re.compile(r"\d[ \u00a0\u202f]*(" + "|".join(re.escape(unit) for unit in UNITS) + r")$", re.IGNORECASE)
_SIGNED = re.compile(r"^(?:\(.*\d\)|[−–]\s*[\d].*|.*\d\s?[-−])$")  # noqa: RUF001 - dashes people type for a minus
MINUS = " minus"
"""End of a form whose minus stands behind, is a dash, or is a pair of parentheses."""


def guess(known: list[str], delimiter: str, told: str = "") -> tuple[str, str]:
    """The first way of writing that nearly all of some cells share, and the unit that stands at all of them.

    Args:
        known: cells that say something.
        delimiter: of the file.
        told: the type that the publisher says.
    """
    lowered = {cell.lower() for cell in known[:100]}
    if lowered <= {*_TRUE, *_FALSE} and (not told or told == BOOLEAN):
        return BOOLEAN, ""
    unit = ""
    found = _UNIT.search(known[0])
    if found:
        unit = found[1]
        bare = [cell[: -len(unit)].rstrip(BLANK) for cell in known if cell.endswith(unit)]
        if len(bare) < 0.9 * len(known):
            return "", ""
        known = bare
    form = _form(known, delimiter, told)
    if not form.startswith((INTEGER, DECIMAL)):
        if any(map(_SIGNED.match, known)):
            form = _form([signed(cell) for cell in known], delimiter, told)
            if form.startswith((INTEGER, DECIMAL)):
                return form + MINUS, unit
            return "", ""
        return ("", "") if unit else (form, "")
    if any(map(_SIGNED.match, known)):
        form += MINUS
    return form, unit


def signed(cell: str) -> str:
    """A number with its minus in front."""
    cell = re.sub(r"^\((.*)\)$", r"-\1", cell)
    cell = re.sub(r"^(.*\d)\s?[-−]$", r"-\1", cell)  # noqa: RUF001
    return re.sub(r"^[−–]\s*", "-", cell)  # noqa: RUF001


def _form(known: list[str], delimiter: str, told: str = "") -> str:
    least = 0.9 * len(known) if not told else 1
    order = [
        *((name, _CHECKS[name]) for name in ("integer", "integer spaced")),
        *((name, _CHECKS[name]) for name in decimals(known, delimiter)),
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


def decimals(known: list[str], delimiter: str) -> tuple[str, ...]:
    """Decimal signs in the order in which they are believed.

    `1,234` alone says nothing: a file parted by semicolons is written with decimal commas, one parted by commas is not.
    """
    both = any("." in cell and "," in cell for cell in known)
    if both:
        points = all(cell.index(".") < cell.index(",") for cell in known if "." in cell and "," in cell)
        return ("decimal , thousands .",) if points else ("integer thousands ,", "decimal . thousands ,")
    comma = [cell for cell in known if "," in cell]
    grouped = comma and all(re.search(r",\d{3}$", cell) for cell in comma)
    if grouped and (delimiter == "," or any(cell.count(",") > 1 for cell in comma)):
        return ("integer thousands ,", "decimal . thousands ,")
    return ("decimal .", "decimal ,", "decimal . spaced", "decimal , spaced")


_ANY_DAY = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2}))( ?(ж|г)\.?)?([T ]\d{1,2}:\d{2}(:\d{2})?)?"
)
_ANY_NUMBER = re.compile(r"[+\-−(]?\d[\d \u00a0\u202f.,]*(e[+-]?\d+)?\)?-?", re.IGNORECASE)  # noqa: RUF001


def mixed(known: list[str]) -> str:
    """`date` or `number` where nearly all cells are such, and no one way of writing holds them; else nothing."""
    units = tuple(UNITS)
    bare = [cell[: -len(unit)].strip() if unit else cell for cell in known for unit in [_ends(cell, units)]]
    for kind, shape in (("date", _ANY_DAY), ("number", _ANY_NUMBER)):
        if sum(bool(shape.fullmatch(cell)) for cell in bare) >= 0.9 * len(known):
            return kind
    return ""


def _ends(cell: str, units: tuple[str, ...]) -> str:
    lowered = cell.lower()
    return next((unit for unit in units if lowered.endswith(unit)), "")


def _second_is_day(cell: str) -> bool:
    parts = cell.split("/")
    return len(parts) == 3 and parts[1].isdigit() and int(parts[1]) > 12


def bare(column: Column, source: str = "") -> str:
    """SQL of a cell without blanks around it and without the column's unit; NULL where the unit is missing."""
    # Trimming of more than spaces costs as much as all the rest.
    cell = f"trim({source or column.source}, '{BLANK}')" if column.padded else f"trim({source or column.source})"
    if column.unit:
        unit = column.unit.replace("'", "''")
        cell = (
            f"CASE WHEN ends_with({cell}, '{unit}') THEN "
            f"rtrim(left({cell}, length({cell}) - {len(column.unit)}), '{BLANK}') END"
        )
    if column.form.endswith(MINUS):
        cell = rf"regexp_replace({cell}, '^\((.*)\)$', '-\1')"
        cell = rf"regexp_replace({cell}, '^(.*\d)\s?[-−]$', '-\1')"  # noqa: RUF001
        cell = rf"regexp_replace({cell}, '^[−–]\s*', '-')"  # noqa: RUF001
    return cell


def fits(column: Column, source: str = "") -> str:
    """SQL that is true where a cell, trimmed, can be given the column's type without loss."""
    cell = bare(column, source)
    form = column.form.removesuffix(MINUS)
    if form == BOOLEAN:
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
    if form.startswith(DECIMAL):
        # A spreadsheet and a double keep 15 digits; longer ones are the dust of binary fractions, which come back as
        # they were, or would be changed: those stay text.
        digits = f"length(regexp_replace({cell}, '[^0-9]', '', 'g'))"
        dust = f"(contains({cell}, '.') AND CAST(TRY_CAST({cell} AS DOUBLE) AS VARCHAR) = {cell})"
        return f"({whole} AND regexp_matches({cell}, '[0-9]') AND (length({cell}) <= 15 OR {digits} <= 15 OR {dust}))"
    return whole


def value(column: Column, source: str = "") -> str:
    """SQL of the cell's value in its type; the cell must fit."""
    if column.type == TEXT:
        return source or column.source
    cell = bare(column, source)
    form = column.form.removesuffix(MINUS)
    if form == BOOLEAN:
        words = ", ".join(f"'{word}'" for word in _TRUE)
        return f"(lower(nullif({cell}, '')) IN ({words}))"
    if form in _DAYS:
        return f"CAST(strptime(nullif({cell}, ''), '{_DAYS[form]}') AS DATE)"
    if form in _MOMENTS:
        written = _MOMENTS[form][1]
        if written:
            return f"strptime(nullif({cell}, ''), '{written}')"
        return f"CAST(CAST(nullif({cell}, '') AS TIMESTAMPTZ) AS TIMESTAMP)"
    if "spaced" in form:
        cell = f"regexp_replace({cell}, '[ \u00a0\u202f]', '', 'g')"
    if form.endswith("thousands ,"):
        cell = f"replace({cell}, ',', '')"
    if form.endswith("thousands ."):
        cell = f"replace({cell}, '.', '')"
    if form.startswith("decimal ,"):
        cell = f"replace({cell}, ',', '.')"
    cell = f"nullif({cell}, '')"
    return f"CAST({cell} AS {'BIGINT' if column.type == INTEGER else 'DOUBLE'})"

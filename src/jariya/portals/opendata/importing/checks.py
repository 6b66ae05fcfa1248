"""What is said of a table beside its types: totals among the rows, cut codes, numbers of people, places exchanged."""

from __future__ import annotations

import duckdb

from jariya.portals.opendata.importing.columns import CODES, DECIMAL, INTEGER, TEXT, Column
from jariya.portals.opendata.importing.forms import BLANK, value
from jariya.portals.opendata.importing.places import HOME, latitude_and_longitude
from jariya.portals.opendata.importing.problems import SHOWN, Problems

TOTALS = r"^\s*(барлығы|жиыны|жиынтығы|қорытынды|всего|итого|total|grand total)([\s:.,]|$)"
"""How a row that adds up others begins. Written so for RE2, which DuckDB searches with."""
_FIRST = "бжқвиtg "
"""Letters with which they begin."""
NAMED = 3
"""Columns of words at the left in which a row says that it is a total."""
HIDDEN = "············"
"""Stands for the number of a person."""


def check(con: duckdb.DuckDBPyConnection, columns: list[Column], problems: Problems, first_row: int) -> None:
    """Look at `raw` once more; nothing is changed or left out.

    Args:
        columns: with their types.
        first_row: number in the file of row 1.
    """
    words = [column for column in columns if column.type == TEXT and not column.role][:NAMED]
    if words and any(column.type in (INTEGER, DECIMAL) or column.reasons[:1] == ("nearly.integer",) or
                     column.reasons[:1] == ("nearly.decimal",) for column in columns):  # fmt: skip
        for column in words:
            _tell(con, column, "row.total", _total(column.source), problems, first_row)
    for column in columns:
        for kind in ("date", "number"):
            if column.reasons[:1] == (f"mixed.{kind}",):
                problems.add(f"column.mixed_{kind}s", None, column.name)
        if column.role not in CODES:
            continue
        cell = f"trim({column.source}, '{BLANK}')"
        # What is cheap to ask comes first: nearly all cells end there.
        power = f"(contains({column.source}, 'E') OR contains({column.source}, 'e'))"
        cut = f"{power} AND regexp_matches({cell}, '^[0-9][.,][0-9]+[eE][+]?[0-9]{{1,2}}$')"
        _tell(con, column, "cell.cut_number", cut, problems, first_row)
        if column.role in ("bin", "iin"):
            short = f"strlen({column.source}) <> 12 AND regexp_matches({cell}, '^[0-9]+$') AND length({cell}) <> 12"
            _tell(con, column, "cell.short_code", short, problems, first_row)
        if column.personal and column.filled:
            problems.add("column.personal", None, column.name)
    _places(con, columns, problems, first_row)


def _total(cell: str) -> str:
    """SQL that is true where a cell begins like a total; its first letter decides for nearly all."""
    letters = ", ".join(f"'{letter}'" for letter in sorted({*_FIRST, *_FIRST.upper()}))
    return f"left({cell}, 1) IN ({letters}) AND regexp_matches(lower({cell}), '{TOTALS}')"


def _tell(
    con: duckdb.DuckDBPyConnection, column: Column, rule: str, where: str, problems: Problems, first_row: int
) -> None:
    found = con.execute(
        f"SELECT _row + {first_row - 1}, {column.source}, count(*) OVER () FROM raw WHERE {where} "
        f"ORDER BY _row LIMIT {SHOWN}"
    ).fetchall()
    if found:
        cells = [(row, HIDDEN if column.personal else text) for row, text, _count in found]
        problems.tell(rule, cells, int(found[0][2]), column.name)


def _places(con: duckdb.DuckDBPyConnection, columns: list[Column], problems: Problems, first_row: int) -> None:
    pair = latitude_and_longitude([column.name for column in columns])
    if pair is None or not all(columns[place].type in (INTEGER, DECIMAL) for place in pair):
        return
    west, south, east, north = HOME
    lat, lon = (value(columns[place]) for place in pair)
    home = "({0} BETWEEN {1} AND {2} AND {3} BETWEEN {4} AND {5})"
    right = home.format(lon, west, east, lat, south, north)
    exchanged = home.format(lat, west, east, lon, south, north)
    _tell(con, columns[pair[0]], "geo.swapped", f"{exchanged} AND NOT {right}", problems, first_row)
    outside = f"(abs({lat}) > 90 OR abs({lon}) > 180) AND NOT {exchanged}"
    _tell(con, columns[pair[0]], "geo.outside", outside, problems, first_row)

"""Rows that stand in the database: who opened it, under which names, how many."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from jariya.portals.opendata.importing.dialect import Dialect
from jariya.portals.opendata.importing.limits import Limits
from jariya.portals.opendata.importing.problems import Problems

NOTES = 50
"""Rows at the end of a file among which notes are looked for."""


@dataclass(frozen=True)
class Loaded:
    """`names`: of the columns, in order; `rows`: how many; `first_row`: number in the file of the first one."""

    names: list[str]
    rows: int
    first_row: int
    way: str
    """fast or careful."""
    dialect: Dialect | None = None


def connect(folder: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    """A database that spills into the folder and takes no more memory than it may."""
    con = duckdb.connect(
        config={
            "memory_limit": limits.memory,
            "threads": str(limits.threads),
            "temp_directory": str(folder / "spill"),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    con.execute("SET TimeZone='UTC'")
    return con


def drop(con: duckdb.DuckDBPyConnection) -> None:
    """Forget the rows."""
    con.execute("DROP VIEW IF EXISTS raw")
    con.execute("DROP TABLE IF EXISTS cells")


def named(header: list[str], width: int, problems: Problems) -> list[str]:
    """Names of all columns: none empty, none twice."""
    if not header:
        problems.add("header.missing")
    names: list[str] = []
    taken: set[str] = set()
    for number in range(width):
        name = " ".join(header[number].split()) if number < len(header) else ""
        if not name:
            if header:
                problems.add("header.empty", None, f"column_{number + 1}")
            name = f"column_{number + 1}"
        if name.casefold() in taken:
            problems.add("header.twice", None, name)
            again = 2
            while f"{name}_{again}".casefold() in taken:
                again += 1
            name = f"{name}_{again}"
        taken.add(name.casefold())
        names.append(name)
    return names

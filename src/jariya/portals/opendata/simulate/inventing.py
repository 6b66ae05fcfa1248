"""Tables of invented sets, made by DuckDB out of formulas: seeded, so that the same nation has the same tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from jariya.portals.opendata.own.making import Maker, Raw
from jariya.portals.opendata.own.tables import LANGUAGES, Field

CSV = "(FORMAT csv, HEADER, DELIMITER ';')"


@dataclass(frozen=True)
class Invented:
    """One set: its words, its columns and the SQL of each value."""

    slug: str
    theme: str
    frequency: str
    rows: int
    title: Mapping[str, str]
    text: Mapping[str, str]
    fields: tuple[Field, ...]
    values: tuple[str, ...]


@cache
def all_sets() -> tuple[Invented, ...]:
    """Every set of `sets.yaml`, in its order."""
    said = yaml.safe_load((Path(__file__).parent / "sets.yaml").read_text("utf-8"))
    return tuple(_set(row) for row in said)


def _set(row: Mapping[str, Any]) -> Invented:
    parted = [[part.strip() for part in one.split(" | ")] for one in row["columns"]]
    fields = []
    for name, *words, _sql in parted:
        plain, _sep, kind = name.partition(":")
        fields.append(Field(plain, kind, dict(zip(LANGUAGES, words, strict=True))))
    return Invented(
        row["slug"], row["theme"], row["frequency"], row["rows"],
        dict(zip(LANGUAGES, row["title"], strict=True)), dict(zip(LANGUAGES, row["text"], strict=True)),
        tuple(fields), tuple(one[-1] for one in parted),
    )  # fmt: skip


def prepare(con: duckdb.DuckDBPyConnection, *, seed: int, places: Sequence[tuple[str, str]]) -> None:
    """Make the words of the formulas known.

    Args:
        places: (KATO, name) of the invented territories.
    """
    con.execute("CREATE OR REPLACE TABLE places AS SELECT unnest($codes) AS code, unnest($names) AS name",
                {"codes": [code for code, _name in places], "names": [name for _code, name in places]})  # fmt: skip
    con.execute(f"CREATE OR REPLACE MACRO rnd(i, s) AS (hash(i * 1000003 + s * 7919 + {int(seed)}) % 1000000) / 1e6")
    con.execute("CREATE OR REPLACE MACRO num(i, s, a, b) AS a + CAST(floor(rnd(i, s) * (b - a + 1)) AS BIGINT)")
    con.execute("CREATE OR REPLACE MACRO pick(i, s, l) AS l[1 + CAST(floor(rnd(i, s) * len(l)) AS BIGINT)]")
    con.execute("CREATE OR REPLACE MACRO nth(i) AS 1 + CAST(i AS BIGINT) % (SELECT count(*) FROM places)")
    con.execute("CREATE OR REPLACE MACRO place(i) AS (SELECT list(name ORDER BY code) FROM places)[nth(i)]")
    con.execute("CREATE OR REPLACE MACRO kato(i) AS (SELECT list(code ORDER BY code) FROM places)[nth(i)]")


def table(made: Maker, one: Invented, *, more: int = 0) -> tuple[Any, Raw]:
    """The table of a set in the store, and its CSV as a publisher would have sent it.

    Args:
        more: rows beyond those of the set: a later version.
    """
    cells = ", ".join(f"{sql} AS c{at}" for at, sql in enumerate(one.values))
    made.con.execute(f"CREATE OR REPLACE TEMP TABLE invented AS SELECT {cells} FROM range({one.rows + more}) t(i)")  # noqa: S608
    file = made.folder / "sent.csv"
    named = ", ".join(f'c{at} AS "{field.name}"' for at, field in enumerate(one.fields))
    made.con.execute(f"COPY (SELECT {named} FROM invented) TO '{file}' {CSV}")  # noqa: S608
    held = Raw(file.read_bytes(), one.rows + more)
    return made.of(one.fields, "SELECT * FROM invented", size=len(held.data), digest=held.digest), held

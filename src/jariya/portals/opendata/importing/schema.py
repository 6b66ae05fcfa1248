"""A table held against a Table Schema (Frictionless, JSON): fields, types, constraints, primary key.

Each rule is one query over all rows; cells that break it are named. Foreign keys are not followed.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from jariya.portals.opendata.importing.columns import BOOLEAN, DATE, DATETIME, DECIMAL, INTEGER, TEXT, Column
from jariya.portals.opendata.importing.forms import BLANK, FORMS, fits
from jariya.portals.opendata.importing.problems import SHOWN, Problems

TYPES = {
    "string": (TEXT, INTEGER, DECIMAL, DATE, DATETIME, BOOLEAN),
    "any": (TEXT, INTEGER, DECIMAL, DATE, DATETIME, BOOLEAN),
    "integer": (INTEGER,),
    "year": (INTEGER,),
    "number": (INTEGER, DECIMAL),
    "boolean": (BOOLEAN,),
    "date": (DATE,),
    "datetime": (DATETIME, DATE),
}
"""Types of the standard and the types of ours that satisfy them; others of the standard are held as text."""


class BadSchema(ValueError):
    """The file is no Table Schema: `why` says what was met."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def load(path: Path) -> dict[str, Any]:
    """The schema in a file: by itself, or inside of a resource or a package of one resource.

    Raises:
        BadSchema: there is none.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise BadSchema(str(error)[:200]) from error
    if isinstance(content, dict) and isinstance(content.get("resources"), list) and len(content["resources"]) == 1:
        content = content["resources"][0]
    if isinstance(content, dict) and isinstance(content.get("schema"), dict):
        content = content["schema"]
    fields = content.get("fields") if isinstance(content, dict) else None
    if not isinstance(fields, list) or not all(isinstance(one, dict) and one.get("name") for one in fields):
        raise BadSchema("no list of fields with names")
    return dict(content)


def check(
    con: duckdb.DuckDBPyConnection, columns: list[Column], parquet: Path, schema: dict[str, Any], first_row: int
) -> Problems:
    """What in the canonical table breaks the schema.

    Args:
        schema: as `load` gives it.
        first_row: number in the file of row 1.
    """
    problems = Problems()
    quoted = str(parquet).replace("'", "''")
    con.execute(f"CREATE OR REPLACE TEMP VIEW held AS SELECT * FROM read_parquet('{quoted}')")
    by_name = {column.name: column for column in columns}
    missing = [str(one) for one in schema.get("missingValues", [""]) if isinstance(one, str)]
    named = set()
    for field in schema["fields"]:
        name = str(field["name"])
        named.add(name)
        if name in by_name:
            _field(con, by_name[name], field, missing, problems, first_row)
        else:
            problems.add("schema.missing_column", None, name)
    for column in columns:
        if column.name not in named:
            problems.add("schema.extra_column", None, column.name)
    key = schema.get("primaryKey") or []
    keys = [key] if isinstance(key, str) else [str(one) for one in key]
    if keys and all(one in by_name for one in keys):
        parts = ", ".join(by_name[one].source for one in keys)
        twice = f"_row IN (SELECT unnest(list(_row)[2:]) FROM held GROUP BY {parts} HAVING count(*) > 1)"
        said = " || ' | ' || ".join(f"coalesce(CAST({by_name[one].source} AS VARCHAR), '')" for one in keys)
        _tell(con, "schema.key", " / ".join(keys), twice, said, problems, first_row)
    return problems


def _field(
    con: duckdb.DuckDBPyConnection,
    column: Column,
    field: dict[str, Any],
    missing: list[str],
    problems: Problems,
    first_row: int,
) -> None:
    cell = column.source
    as_text = f"CAST({cell} AS VARCHAR)"
    known = f"{cell} IS NOT NULL"
    if column.type == TEXT:
        marks = ", ".join(f"'{_escaped(mark)}'" for mark in ["", *missing])
        known = f"trim({cell}, '{BLANK}') NOT IN ({marks})"

    def tell(rule: str, where: str) -> None:
        _tell(con, rule, column.name, f"{known} AND ({where})", as_text, problems, first_row)

    wanted = str(field.get("type") or "any")
    allowed = TYPES.get(wanted, (TEXT,))
    if column.type not in allowed:
        ways = [way for way, kind in FORMS.items() if kind in allowed]
        if column.type == TEXT and ways:
            # Words among numbers: only the cells that are none are named.
            tries = (f"coalesce({fits(replace(column, type=FORMS[way], form=way))}, false)" for way in ways)
            tell("schema.type", f"NOT ({' OR '.join(tries)})")
        else:
            problems.add("schema.type", None, column.name, f"{column.type}: {wanted}")
    rules = field.get("constraints")
    rules = rules if isinstance(rules, dict) else {}
    if rules.get("required") is True:
        empty = f"NOT coalesce({known}, false)"
        _tell(con, "schema.required", column.name, empty, "''", problems, first_row)
    if rules.get("unique") is True:
        twice = f"_row IN (SELECT unnest(list(_row)[2:]) FROM held WHERE {known} GROUP BY {cell} HAVING count(*) > 1)"
        tell("schema.unique", twice)
    for rule, sign in (("minimum", "<"), ("maximum", ">")):
        bound = rules.get(rule)
        if bound is not None and column.type != TEXT:
            kind = {INTEGER: "DOUBLE", DECIMAL: "DOUBLE", DATE: "DATE", DATETIME: "TIMESTAMP"}.get(column.type)
            if kind:
                tell("schema.bounds", f"{cell} {sign} TRY_CAST('{_escaped(str(bound))}' AS {kind})")
    for rule, sign in (("minLength", "<"), ("maxLength", ">")):
        if isinstance(rules.get(rule), int):
            tell("schema.length", f"length({as_text}) {sign} {int(rules[rule])}")
    if isinstance(rules.get("pattern"), str):
        try:
            tell("schema.pattern", f"NOT regexp_full_match({as_text}, '{_escaped(rules['pattern'])}')")
        except duckdb.Error as error:
            raise BadSchema(f"pattern of {column.name}: {str(error)[:100]}") from error
    if isinstance(rules.get("enum"), list) and rules["enum"]:
        words = ", ".join(f"'{_escaped(str(one))}'" for one in rules["enum"])
        tell("schema.enum", f"{as_text} NOT IN ({words})")


def _tell(
    con: duckdb.DuckDBPyConnection, rule: str, column: str, where: str, said: str, problems: Problems, first_row: int
) -> None:
    found = con.execute(
        f"SELECT _row + {first_row - 1}, {said}, count(*) OVER () FROM held WHERE {where} ORDER BY _row LIMIT {SHOWN}"
    ).fetchall()
    if found:
        problems.tell(rule, [(row, text) for row, text, _count in found], int(found[0][2]), column)


def _escaped(text: str) -> str:
    return text.replace("'", "''")

"""A table held against its Table Schema (specs.frictionlessdata.io): names, types and what must not be empty. Pure.

What a schema asks beyond that is not asked here, and the report says which constraints those are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

_TYPES = {
    "integer": {"integer"},
    "number": {"integer", "decimal"},
    "string": {"text"},
    "date": {"date"},
    "datetime": {"datetime"},
    "boolean": {"boolean"},
    "year": {"integer"},
    "any": {"text", "integer", "decimal", "date", "datetime", "boolean"},
    "geojson": {"text"},
    "geopoint": {"text"},
    "object": {"text"},
    "array": {"text"},
}
_OURS = {"text": "string", "integer": "integer", "decimal": "number", "date": "date", "datetime": "datetime",
         "boolean": "boolean"}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One way in which the table is not what its schema says."""

    rule: str
    column: str
    expected: str = ""
    found: str = ""


def of_columns(columns: Sequence[Mapping[str, Any]], key: Sequence[str] = ()) -> dict[str, Any]:
    """The Table Schema of a table that was read, for resources that shall stay as they are."""
    fields = [{"name": column["name"], "type": _OURS[column["type"]]} for column in columns]
    return {"fields": fields, **({"primaryKey": list(key)} if key else {})}


def check(schema: Mapping[str, Any] | None, columns: Sequence[Mapping[str, Any]], rows: int) -> dict[str, Any] | None:
    """What the schema says of these columns of the importer's report; None without a schema."""
    if not schema:
        return None
    known = {column["name"]: column for column in columns}
    findings: list[Finding] = []
    unchecked: set[str] = set()
    wanted = [field for field in schema.get("fields", []) if isinstance(field, Mapping) and field.get("name")]
    for field in wanted:
        name, kind = str(field["name"]), str(field.get("type", "any"))
        column = known.get(name)
        if column is None:
            findings.append(Finding("schema.column_missing", name))
            continue
        if column["type"] not in _TYPES.get(kind, _TYPES["any"]):
            findings.append(Finding("schema.wrong_type", name, kind, column["type"]))
        constraints = field.get("constraints") or {}
        if constraints.get("required") and column.get("filled", rows) < rows:
            findings.append(Finding("schema.empty_cells", name, "0", str(rows - column.get("filled", rows))))
        unchecked |= set(constraints) - {"required"}
    names = {str(field["name"]) for field in wanted}
    findings += [Finding("schema.column_unknown", name) for name in known if name not in names]
    return {
        "valid": not findings,
        "findings": [asdict(one) for one in findings],
        "unchecked": sorted(unchecked),
    }

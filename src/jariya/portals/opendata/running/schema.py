"""The Table Schema (specs.frictionlessdata.io) of a table that was read, for resources that stay as they are. Pure.

How a table is held against one stands in `importing.schema`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_NAMES = {"text": "string", "integer": "integer", "decimal": "number", "date": "date", "datetime": "datetime",
          "boolean": "boolean"}  # fmt: skip


def of_columns(columns: Sequence[Mapping[str, Any]], key: Sequence[str] = ()) -> dict[str, Any]:
    """The schema of columns as the importer's report tells them.

    Args:
        key: names of the columns that tell rows apart.
    """
    fields = [{"name": column["name"], "type": _NAMES[column["type"]]} for column in columns]
    return {"fields": fields, **({"primaryKey": list(key)} if key else {})}

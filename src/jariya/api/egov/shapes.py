"""A table's passport, mapping and rows in the shapes of data.egov.kz."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jariya.api.dcat import catalogue
from jariya.portals.opendata.models import Resource, Version
from jariya.portals.opendata.querying.asking import Answer
from jariya.portals.opendata.querying.shape import Shape

MAPPED = {
    "text": {"type": "string", "store": True},
    "integer": {"type": "long", "store": True},
    "decimal": {"type": "double", "store": True},
    "date": {"type": "date", "store": True, "format": "yyyy-MM-dd"},
    "datetime": {"type": "date", "store": True, "format": "yyyy-MM-dd'T'HH:mm:ss"},
    "boolean": {"type": "boolean", "store": True},
}
TYPES = {
    "text": "String",
    "integer": "Int",
    "decimal": "Double",
    "date": "Date",
    "datetime": "Datetime",
    "boolean": "Boolean",
}
_ENDS = {"kk": "Kk", "ru": "Ru", "en": "En"}


def api_uri(resource: Resource) -> str:
    """The word by which a table is asked: the name of its set, and the table's number where the set has more."""
    slug = resource.data_set.slug
    return slug if resource.position == 1 else f"{slug}.{resource.position}"


def meta(resource: Resource, version: Version, shape: Shape, words: Mapping[str, Any]) -> dict[str, Any]:
    """The passport. `words`: of the columns. What is unknown is null."""
    row = resource.data_set
    holder = row.case.body
    demo = catalogue.invented(row)
    found: dict[str, Any] = {"apiUri": api_uri(resource), "version": f"v{version.number}", "demo": demo}
    responsible: dict[str, Any] = {}
    for lang, end in _ENDS.items():
        marked = f"{catalogue.invented_words(lang)}. " if demo else ""
        text = getattr(row, f"text_{lang}")
        found[f"name{end}"] = getattr(row, f"title_{lang}") or None
        found[f"description{end}"] = f"{marked}{text}".strip() or None
        # The post that answers, never a person: the body's name stands where that portal names people.
        responsible[f"fullname{end}"] = holder.names()[lang]
        found[f"fullname{end}"] = holder.names()[lang]
    mail = row.contact if "@" in row.contact and " " not in row.contact else None
    responsible |= {"email": mail, "phone": row.contact if row.contact and mail is None else None}
    key = set(resource.row_key or [])
    return {
        **found,
        "keywords": ", ".join(row.tags),
        "owner": holder.slug,
        "responsible": responsible,
        "createdDate": row.published_at.isoformat() if row.published_at else None,
        "modifiedDate": version.at.isoformat(),
        "status": "active",
        "rowCount": version.rows,
        "fields": {
            name: {
                "type": TYPES.get(kind, "String"),
                "pk": name in key,
                **{f"label{end}": (words.get(name) or {}).get(lang) or name for lang, end in _ENDS.items()},
            }
            for name, kind in zip(shape.names, shape.types, strict=True)
        },
    }


def mapping(resource: Resource, version: Version, shape: Shape) -> dict[str, Any]:
    """Fields with their types."""
    fields = {name: MAPPED.get(kind, MAPPED["text"]) for name, kind in zip(shape.names, shape.types, strict=True)}
    return {api_uri(resource): {"mappings": {f"v{version.number}": {"properties": fields}}}}


def records(answer: Answer) -> list[dict[str, Any]]:
    """Rows as objects."""
    return [{name: _plain(cell) for name, cell in zip(answer.names, row, strict=True)} for row in answer.rows]


def _plain(value: object) -> Any:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value

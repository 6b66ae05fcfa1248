"""What the publisher tells the importer, as it lies in a row: only what was said. Pure."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from jariya.portals.opendata.importing.columns import TYPES
from jariya.portals.opendata.importing.table import Wishes

_WORDS = ("encoding", "delimiter", "sheet", "inner")


def kept(wishes: Wishes) -> dict[str, Any]:
    """For the row: nothing that was not said."""
    return {name: value for name, value in asdict(wishes).items() if value not in ("", None, {})}


def read(kept: Mapping[str, Any]) -> Wishes:
    """Back from the row; what is no wish, or no longer one, is left out."""
    said: dict[str, Any] = {name: str(kept[name]) for name in _WORDS if isinstance(kept.get(name), str)}
    if said.get("encoding") and not _known(said["encoding"]):
        del said["encoding"]
    if len(said.get("delimiter", "")) > 1:
        del said["delimiter"]
    if isinstance(kept.get("quote"), str) and len(kept["quote"]) <= 1:
        said["quote"] = kept["quote"]
    if isinstance(kept.get("header"), bool):
        said["header"] = kept["header"]
    if isinstance(kept.get("skip"), int) and not isinstance(kept["skip"], bool) and 0 <= kept["skip"] <= 1000:
        said["skip"] = kept["skip"]
    types = kept.get("types")
    if isinstance(types, Mapping):
        said["types"] = {str(name): kind for name, kind in types.items() if kind in TYPES}
    return Wishes(**said)


def _known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True

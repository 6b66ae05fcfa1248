"""What pages read of applications."""

from __future__ import annotations

from typing import Any

from jariya.portals.opendata.models import DataSet


def built_on(data_set: DataSet) -> list[Any]:
    """Applications shown that are built on a set, the newest first."""
    return []

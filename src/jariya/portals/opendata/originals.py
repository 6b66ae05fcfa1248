"""Whether the bytes that were sent may be given out beside the table that was read from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jariya.kernel.files import publishing
from jariya.kernel.files.models import Area, File
from jariya.portals.opendata.importing import container as containers

PLAIN = frozenset({containers.TEXT, containers.JSON, containers.LINES, containers.GEO})
"""Kinds in which nothing can lie but what the table shows."""


def open_to_all(file: File, report: Mapping[str, Any]) -> bool:
    """Whether everyone may have the file itself.

    Plain text and JSON hold what the table shows. A workbook may hide sheets, rows and names of authors: it is given
    out where the inspection of files looked into it and nothing that hides was found. Of an archive nobody has seen
    what lies beside the table.
    """
    held = report.get("container")
    if held is None:
        return file.area == Area.SEALED and not _hides(file)
    if held.get("packed"):
        return False
    if held.get("kind") in PLAIN:
        return True
    return file.kind in ("xlsx", "ods") and not _hides(file)


def _hides(file: File) -> bool:
    return any(one.severity == "blocks" or one.leaves for one in file.found)


def given(file: File, report: Mapping[str, Any], *, now: dt.datetime) -> File:
    """The content that a version names: the same bytes in the open area, or sealed where they stay so."""
    if file.area == Area.OPEN or not open_to_all(file, report):
        return file
    return publishing.opened(file, now=now)

"""The rows of whatever is not a plain text table: each kind of container has its reader."""

from __future__ import annotations

from jariya.portals.opendata.importing import container as containers
from jariya.portals.opendata.importing import documents, pages, places, sheets
from jariya.portals.opendata.importing.container import Container
from jariya.portals.opendata.importing.limits import Limits
from jariya.portals.opendata.importing.problems import Problems, Unreadable
from jariya.portals.opendata.importing.rows import Source

STREAMED = 16 * 1024**2
"""Bytes from which a list of objects is read without being held whole."""


def read(
    container: Container, problems: Problems, limits: Limits, *, sheet: str = "", encoding: str = ""
) -> tuple[Source, str]:
    """The rows of a container, and the encoding where it has one.

    Args:
        sheet: of a workbook, or `2` for the second table of a page.
        encoding: what the publisher says.
    """
    if container.kind == containers.SHEETS:
        return sheets.workbook(container.path, problems, limits, sheet), ""
    if container.kind == containers.LINES:
        return documents.lines(container.path, problems, limits), "utf-8"
    size = container.path.stat().st_size
    if container.kind == containers.JSON and size > STREAMED and not encoding and documents.is_list(container.path):
        return documents.stream(container.path, problems, limits), "utf-8"
    if size > limits.json_bytes:
        raise Unreadable("file.too_big", bytes=size)
    if container.kind == containers.PAGE:
        return pages.page(container.path, problems, limits, sheet, encoding)
    if container.kind == containers.BOOK:
        return sheets.old_xml(container.path, problems, limits, sheet), "utf-8"
    content, name = documents.document(container.path, encoding)
    if container.kind == containers.GEO or places.is_collection(content):
        return places.features(content, problems), name
    return documents.records(content, problems), name

"""What every reader gives: rows of text cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

GEOMETRY = "geometry"
"""Name of the column that holds places as GeoJSON text."""


@dataclass
class Source:
    """Rows of text; the first may be a header. `sheet` and `sheets`: of a workbook, or of tables of a page.

    `look`: title rows, a header of several rows and notes may stand among them; otherwise the first row is the header.
    """

    rows: Iterable[list[str]]
    header: bool | None = None
    first_row: int = 1
    """Number of the first of these rows in the file."""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    geometry: bool = False
    look: bool = False
    skip: int | None = None
    merged: list[tuple[int, int]] = field(default_factory=list)
    """First and last row, in the file, of cells that are merged over rows."""

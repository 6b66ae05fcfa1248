"""What is known of a table before it is asked: names, types and rows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jariya.portals.opendata.querying.refusals import Misasked


@dataclass(frozen=True)
class Shape:
    """Columns of one version.

    Attributes:
        names: as people wrote them; column n is `cn` of the Parquet.
        types: of `importing.types.TYPES`, beside the names.
        rows: how many.
        digest: hex of the Parquet; it tells this version from any other.
    """

    names: tuple[str, ...]
    types: tuple[str, ...]
    rows: int
    digest: str = ""
    _numbers: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._numbers.update({f"c{number}": number for number in range(len(self.names))})
        self._numbers.update({name: number for number, name in reversed(list(enumerate(self.names)))})

    def number(self, word: str) -> int:
        """The column a word names: its name, or `c0`, `c1`, ... where no column has that name.

        Raises:
            Misasked: column.unknown.
        """
        found = self._numbers.get(word)
        if found is None:
            raise Misasked("column.unknown", column=word)
        return found

    def column(self, number: int) -> tuple[str, str]:
        """Name and type of a column.

        Raises:
            Misasked: column.unknown.
        """
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < len(self.names):
            raise Misasked("column.unknown", column=number)
        return self.names[number], self.types[number]


def of_report(report: Mapping[str, Any], rows: int, digest: str) -> Shape:
    """The shape that the importer's report tells."""
    columns = report.get("columns", [])
    return Shape(tuple(column["name"] for column in columns), tuple(column["type"] for column in columns), rows, digest)

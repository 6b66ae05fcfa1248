"""A table for tests of questions, read by the real importer, and DuckDB to ask it in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from jariya.portals.opendata.importing.table import Wishes, imported
from jariya.portals.opendata.querying import executing
from jariya.portals.opendata.querying.asking import Ask
from jariya.portals.opendata.querying.filtering import Source
from jariya.portals.opendata.querying.shape import Shape, of_report

PLACES = """код;атауы;саны;сома;күні;ашық
01;Әсет қаласы;5;1,5;01.02.2024;true
02;Ақмола;7;2,5;02.02.2024;false
03;абай ауданы;;3,25;;true
04;Ёлка;7;;05.02.2024;false
05;қарағанды;12;100,5;03.02.2024;true
06;;1;2,5;04.02.2024;true
"""


class Held:
    """A table that was read, to be asked."""

    def __init__(self, folder: Path, text: str = PLACES, *, wishes: Wishes | None = None) -> None:
        sent, room = folder / "sent.csv", folder / "room"
        sent.write_text(text, encoding="utf-8", newline="")
        room.mkdir()
        table = imported(sent, room, wishes=wishes)
        self.parquet = table.parquet
        self.shape: Shape = of_report(table.as_json(), table.rows, table.sha256)
        self.con = duckdb.connect()
        self.source: Source = executing.parquet(table.parquet)

    def ask(self, **said: Any) -> dict[str, Any]:
        """The answer to `Ask(**said)`."""
        return executing.answered(self.con, Ask(**said), self.shape, self.source)

    def rows(self, **said: Any) -> list[int]:
        """Row numbers of the answer."""
        numbers: list[int] = self.ask(**said)["numbers"]
        return numbers

    def all(self, **said: Any) -> list[tuple[Any, ...]]:
        """All rows, page after page."""
        found, after = [], ""
        while True:
            page = self.ask(**said, after=after)
            found += [tuple(row) for row in page["rows"]]
            after = page["following"]
            if not after:
                return found

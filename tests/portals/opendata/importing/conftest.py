"""Files made in the test, read by the whole importer or by one stage of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from jariya.portals.opendata.importing.limits import COMMAND_LINE, Limits
from jariya.portals.opendata.importing.table import Table, Wishes, imported


class Seen:
    """A table that was read: `rows` of its canonical form, `said`: (rule, row, column, value) of each problem."""

    def __init__(self, table: Table) -> None:
        self.table = table
        with duckdb.connect() as con:
            self.rows = [row[1:] for row in con.execute(f"FROM '{table.parquet}' ORDER BY _row").fetchall()]
        self.names = [column.name for column in table.columns]
        self.kinds = {column.name: column.type for column in table.columns}
        self.said = [(one.rule, one.row, one.column, one.value) for one in table.problems.shown]
        self.rules = {rule for rule, _row, _column, _value in self.said}


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Read bytes or text: `read("a;b\\n1;2\\n", delimiter=";")`."""
    number = iter(range(1000))

    def do(sent: bytes | str, limits: Limits = COMMAND_LINE, **wishes: Any) -> Seen:
        place = tmp_path / str(next(number))
        (place / "work").mkdir(parents=True)
        (place / "sent").write_bytes(sent if isinstance(sent, bytes) else sent.encode())
        return Seen(imported(place / "sent", place / "work", wishes=Wishes(**wishes), limits=limits))

    return do

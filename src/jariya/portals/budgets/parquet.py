"""A release as Parquet: made once by DuckDB from the rows of the CSV, held against them, and kept as a file.

A release never changes, so its file does not either: it is served like any static file, whole or in ranges, and a
query engine reads from afar only the columns and months it asks for.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from jariya.portals.budgets.exporting import COLUMNS, rows
from jariya.portals.budgets.measures import KEYS
from jariya.portals.budgets.models import Release

FORM = 1
"""Number of the form of these files: another form is another file."""
TEXTS = frozenset({"month", "cut", "path", "parent", "code", "name", "invented"})
"""Columns of text: a code of digits stays text. All others are BIGINT."""
MAY_LACK = frozenset({"parent", *KEYS})
"""Columns that may be NULL; an empty text of the others is an empty text."""


class NotTheSame(RuntimeError):
    """The file that was made does not say what the rows say; it was thrown away."""


@dataclass
class Tally:
    """What a table of rows comes to, whatever it is kept in: how many there are, and of each column how much."""

    rows: int = 0
    known: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))
    """How many cells of a column are not NULL."""
    sums: dict[str, int] = field(default_factory=lambda: {one: 0 for one in COLUMNS if one not in TEXTS})
    """Sums of the columns of numbers, in tenge where they are amounts."""
    letters: dict[str, int] = field(default_factory=lambda: dict.fromkeys(sorted(TEXTS), 0))
    """How many letters the columns of text have in all."""

    def add(self, row: Sequence[object]) -> None:
        """Count a row."""
        self.rows += 1
        for column, cell in zip(COLUMNS, row, strict=True):
            if cell is None:
                continue
            self.known[column] += 1
            if column in TEXTS:
                self.letters[column] += len(str(cell))
            else:
                self.sums[column] += int(str(cell))


def of(release: Release) -> Path:
    """The Parquet file of a release; made when it is not there yet.

    Raises:
        NotTheSame: DuckDB wrote something else than the rows say.
        OSError: the folder of downloads cannot be written.
    """
    folder = Path(settings.BUDGETS_DOWNLOADS)
    path = folder / f"{release.key}.{FORM}.parquet"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="making-") as room:
        made = Path(room) / "rows.parquet"
        make(release, made)
        # Whoever comes first wins; a second maker puts the same bytes in its place.
        made.replace(path)
    return path


def make(release: Release, out: Path) -> None:
    """Write the Parquet file of a release and hold it against its rows. Raises NotTheSame."""
    import duckdb

    table, wanted = out.with_suffix(".csv"), Tally()
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for row in rows(release):
            wanted.add(row)
            writer.writerow(row)
    kinds = ", ".join(f"'{one}': '{'VARCHAR' if one in TEXTS else 'BIGINT'}'" for one in COLUMNS)
    firm = ", ".join(f"'{one}'" for one in COLUMNS if one not in MAY_LACK)
    # One thread: the same release is the same bytes on every machine, and a download does not take the whole server.
    with duckdb.connect(config={"threads": 1, "memory_limit": "512MB", "temp_directory": str(out.parent)}) as engine:
        read = (
            f"read_csv({_literal(table)}, header = false, auto_detect = false, delim = ',', quote = '\"',"
            f" escape = '\"', columns = {{{kinds}}}, nullstr = '', force_not_null = [{firm}],"
            " allow_quoted_nulls = true, parallel = false)"
        )
        form = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000"
        engine.execute(f"COPY (FROM {read}) TO {_literal(out)} ({form})")
    table.unlink()
    found = tally(out)
    if found != wanted:
        out.unlink()
        raise NotTheSame(f"{release.key}: {found.rows} rows of {wanted.rows}")


def tally(path: Path) -> Tally:
    """What a Parquet file comes to, read by DuckDB."""
    import duckdb

    found = Tally()
    asked = ["count(*)", *(f"count({one})" for one in COLUMNS)]
    asked += [f"coalesce(sum({one}), 0)::VARCHAR" for one in found.sums]
    asked += [f"coalesce(sum(length({one})), 0)::BIGINT" for one in found.letters]
    with duckdb.connect(config={"threads": 1}) as engine:
        (row,) = engine.execute(f"SELECT {', '.join(asked)} FROM read_parquet({_literal(path)})").fetchall()  # noqa: S608
    values = list(map(int, row))
    found.rows, rest = values[0], values[1:]
    found.known = dict(zip(COLUMNS, rest, strict=False))
    rest = rest[len(COLUMNS) :]
    found.sums = dict(zip(found.sums, rest, strict=False))
    found.letters = dict(zip(found.letters, rest[len(found.sums) :], strict=True))
    return found


def pieces(path: Path, start: int, length: int) -> Iterator[bytes]:
    """Bytes of a file from `start`, in pieces of 64 KiB at the most."""
    with path.open("rb") as file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(1 << 16, length))):
            length -= len(piece)
            yield piece


def _literal(path: Path) -> str:
    """A path as SQL writes it."""
    return "'" + str(path).replace("'", "''") + "'"

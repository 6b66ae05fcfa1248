"""Petitions and their tallies as tables for machines: CSV as it is read, Parquet made once from the same rows."""

from __future__ import annotations

import csv
import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Sum

from jariya.kernel.lifecycle.context import ALMATY
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.record.models import Total
from jariya.kernel.web import sheets
from jariya.portals.petitions.collecting import api as collecting
from jariya.portals.petitions.models import Petition

FORM = 2
"""Number of the form of these files: another form is another file."""
CHUNK = 2000
NUMBER, TEXT, DAY, YES = "BIGINT", "VARCHAR", "DATE", "BOOLEAN"


@dataclass(frozen=True)
class Table:
    """A table of rows: its columns with their types, in order."""

    columns: tuple[tuple[str, str], ...]

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return [name for name, _kind in self.columns]


TALLIES = Table((("hour", TEXT), ("region", TEXT), ("kind", TEXT), ("number", NUMBER)))
"""`hour` in UTC; `region`: KATO code, empty where it was not said; `kind`: sign, minus (taken back), paper."""
LIST = Table(
    (
        ("id", TEXT),
        ("title_kk", TEXT),
        ("title_ru", TEXT),
        ("addressee", TEXT),
        ("region", TEXT),
        ("state", TEXT),
        ("opened_on", DAY),
        ("closes_on", DAY),
        ("threshold", NUMBER),
        ("count", NUMBER),
        ("paper", NUMBER),
        ("outcome", TEXT),
        ("decided_on", DAY),
        ("invented", YES),
    )
)


def tallies(case: Case) -> Iterator[tuple[Any, ...]]:
    """Leaves of a petition's log by hour, region and kind. The caller has asked whether the petition may be seen."""
    held = collecting.of(case)
    if held is None:
        return
    rows = Total.objects.filter(log=held.log).values("hour", "region", "kind").annotate(number=Sum("count"))
    for row in rows.order_by("hour", "region", "kind").iterator(chunk_size=CHUNK):
        yield row["hour"], row["region"], row["kind"], int(row["number"])


def petitions() -> Iterator[tuple[Any, ...]]:
    """Public petitions that were opened, the oldest first."""
    rows = Petition.objects.visible_to(None).filter(opened_at__isnull=False)
    columns = (
        "case__public_id", "title_kk", "title_ru", "addressee__slug", "region__code", "case__state", "opened_at",
        "case__collection__closes_on", "threshold", "case__collection__signatures", "case__collection__minus",
        "case__collection__paper", "outcome", "decided_on", "addressee__invented",
    )  # fmt: skip
    for row in rows.order_by("case_id").values_list(*columns).iterator(chunk_size=CHUNK):
        head, (opened, closes, threshold, signed, minus, paper, outcome, decided, invented) = row[:6], row[6:]
        count = (signed or 0) - (minus or 0)
        yield (
            *(cell or "" for cell in head),
            opened.astimezone(ALMATY).date(),
            closes,
            threshold,
            count,
            paper or 0,
            outcome,
            decided,
            invented,
        )


def as_csv(table: Table, rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lines of a CSV that a spreadsheet opens without running what a citizen wrote: ISO days, empty for unknown."""
    return sheets.lines(itertools.chain([table.names], map(_plain, rows)), ends="\n")


def _plain(row: Sequence[Any]) -> list[Any]:
    return [str(cell).lower() if isinstance(cell, bool) else cell for cell in row]


def as_parquet(table: Table, rows: Iterable[Sequence[Any]], name: str, mark: str) -> Path:
    """The Parquet file of rows, made when it is not there yet.

    Args:
        name: what it is of; `mark`: what its content follows from (the size of a log, an hour): another mark is
            another file, and the former one goes.

    Raises:
        OSError: the folder cannot be written.
    """
    folder = Path(settings.BUDGETS_DOWNLOADS).parent / "petitions"
    path = folder / f"{name}.{mark}.{FORM}.parquet"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="making-") as room:
        lines, made = Path(room) / "rows.csv", Path(room) / "rows.parquet"
        with lines.open("w", encoding="utf-8", newline="") as stream:
            # As they are written: no spreadsheet opens this file, and Parquet holds titles and not their guards.
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(table.names)
            writer.writerows(map(_plain, rows))
        _convert(table, lines, made)
        made.replace(path)
    for former in folder.glob(f"{name}.*.parquet"):
        if former != path:
            former.unlink(missing_ok=True)
    return path


def _convert(table: Table, lines: Path, made: Path) -> None:
    import duckdb

    kinds = ", ".join(f"'{name}': '{kind}'" for name, kind in table.columns)
    firm = ", ".join(f"'{name}'" for name, kind in table.columns if kind == TEXT)
    with duckdb.connect(config={"threads": 1, "memory_limit": "256MB", "temp_directory": str(made.parent)}) as engine:
        read = (
            f"read_csv('{lines}', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
            f" columns = {{{kinds}}}, force_not_null = [{firm}], parallel = false)"
        )
        engine.execute(f"COPY (FROM {read}) TO '{made}' (FORMAT parquet, COMPRESSION zstd)")

"""Reports of the shipped extract, changed at will, and the real capture where it is at hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jariya.portals.budgets.reading.understanding import Understood

REAL = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "budget"
SAMPLE = Path(__file__).resolve().parents[3] / "src" / "jariya" / "portals" / "budgets" / "sample"
OBLAST = Understood(level="oblast", territory="990000000", cut="full", unit="thousand")

Table = list[dict[str, str]]


@pytest.fixture(scope="session")
def real() -> list[Path]:
    """Files of the real capture; a test that needs them is left out where they are not."""
    files = sorted(REAL.glob("*.csv.gz")) if REAL.is_dir() else []
    if not files:
        pytest.skip("the real capture (../shared/data/budget) is not here")
    return files


@pytest.fixture
def table() -> Table:
    """The rows of the invented oblast's full report."""
    with (SAMPLE / "ulgi_full.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def text(rows: Table, columns: list[str] | None = None, separator: str = ";") -> str:
    """Rows as CSV, in other columns if asked."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or list(rows[0]), delimiter=separator, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write rows to a file: `written(rows, name="x.csv", columns=[...])`."""

    def write(rows: Any, name: str = "report.csv", **options: Any) -> Path:
        path = tmp_path / name
        if isinstance(rows, bytes):
            path.write_bytes(rows)
        else:
            path.write_text(rows if isinstance(rows, str) else text(rows, **options), encoding="utf-8")
        return path

    return write


def month(rows: Table, wanted: str) -> Table:
    """The rows of a month."""
    return [row for row in rows if row["month"] == wanted]

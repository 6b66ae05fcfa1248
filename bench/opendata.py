"""Import of a large table, beside DuckDB's own reader in the same run: `bench/opendata.py [--rows 1000000]`.

A table of 14 columns as bodies send them: codes with leading zeros, BIN, KATO, names in Kazakh and Russian, days as
dd.mm.yyyy, amounts. Twice: UTF-8 with commas, and Windows-1251 with semicolons, decimal commas and spaces between
thousands. Beside it `read_csv` with DuckDB's own guesses, which writes the same Parquet and guarantees nothing. Each
import is a process of its own: its seconds by the clock, by the processor, and the most memory it took.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from ground import ROOT  # noqa: F401, I001 - it finds the program for the rest

from jariya.portals.opendata.importing.table import imported

HEAD = ["id", "БСН", "КАТО", "атауы", "облысы", "мекенжайы", "күні", "сома", "үлесі", "саны", "код", "телефон", "жабық",
        "ескерту"]  # fmt: skip
REGIONS = ["Абай облысы", "Ақмола облысы", "Алматы облысы", "Атырау облысы", "Жетісу облысы", "Ұлытау облысы"]
RUSSIAN = ["Абайская область", "Акмолинская область", "Алматинская область", "Атырауская область", "область Улытау"]


def made(path: Path, rows: int, *, old: bool) -> None:
    """Write the table; `old`: Windows-1251, semicolons, decimal commas."""
    dice = random.Random(11)
    regions = RUSSIAN if old else REGIONS
    with path.open("w", encoding="cp1251" if old else "utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";" if old else ",")
        writer.writerow([name.translate(str.maketrans("ҚқүұіһңғөәІ", "КкууихнгоaИ")) for name in HEAD] if old else HEAD)
        for number in range(1, rows + 1):
            amount = dice.randint(0, 10**10) / 100
            text = f"{amount:,.2f}".replace(",", " ").replace(".", ",") if old else f"{amount:.2f}"
            share = f"{dice.random():.6f}"
            region = dice.choice(regions)
            writer.writerow([
                number, f"{dice.randint(0, 10**12 - 1):012d}", f"{dice.randint(10**8, 10**9 - 1)}",
                f"Товарищество с ограниченной ответственностью № {number}", region,
                f"{region}, улица Абая, дом {dice.randint(1, 300)}, кабинет {dice.randint(1, 60)}",
                f"{dice.randint(1, 28):02d}.{dice.randint(1, 12):02d}.{dice.randint(2015, 2026)}", text,
                share.replace(".", ",") if old else share, dice.randint(0, 500), f"{dice.randint(0, 99999):05d}",
                f"+7701{dice.randint(0, 9_999_999):07d}", dice.choice(["true", "false"]),
                "" if dice.random() < 0.7 else "Ескерту, ішінде үтір бар" if not old else "Примечание, с запятой",
            ])  # fmt: skip


def alone(source: Path, work: Path) -> None:
    """Import in this process and say what it took, for the one that measures."""
    began, worked = time.monotonic(), time.process_time()
    table = imported(source, work)
    took = {
        "seconds": time.monotonic() - began,
        "processor": time.process_time() - worked,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "parquet": table.parquet.stat().st_size,
    }
    print(json.dumps(took | {"report": table.as_json()}, default=str))


def main() -> int:
    """Make, import, compare; print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--alone", nargs=2, type=Path, help=argparse.SUPPRESS)
    told = parser.parse_args()
    rows = told.rows
    if told.alone:
        alone(*told.alone)
        return 0
    print("table", "MB", "seconds", "processor", "parquet_MB", "rss_MB", "stages", sep="\t")
    for name, old in (("utf-8, comma", False), ("cp1251, semicolon, decimal comma", True)):
        with tempfile.TemporaryDirectory(prefix="bench-opendata-") as folder:
            source, work = Path(folder) / "source.csv", Path(folder) / "work"
            work.mkdir()
            made(source, rows, old=old)
            command = [sys.executable, __file__, "--alone", str(source), str(work)]
            said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            report, taken = said["report"], said["seconds"]
            size = source.stat().st_size / 1e6
            print(
                name,
                f"{size:.0f}",
                f"{taken:.2f}",
                f"{said['processor']:.2f}",
                f"{said['parquet'] / 1e6:.0f}",
                f"{said['memory']:.0f}",
                " ".join(f"{stage}={seconds:.2f}" for stage, seconds in report["seconds"].items()),
                sep="\t",
            )
            kinds = [column["type"] for column in report["columns"]]
            assert kinds == ["integer", "text", "text", "text", "text", "text", "date", "decimal", "decimal", "integer",
                             "text", "text", "boolean", "text"], kinds  # fmt: skip
            assert report["rows"] == rows and report["way"] == "fast"
            if not old:
                plain = Path(folder) / "plain.parquet"
                began = time.monotonic()
                with duckdb.connect() as con:
                    con.execute(f"COPY (FROM read_csv('{source}')) TO '{plain}' (FORMAT parquet, COMPRESSION zstd)")
                beside = time.monotonic() - began
                print(
                    "DuckDB alone",
                    f"{size:.0f}",
                    f"{beside:.2f}",
                    "",
                    f"{plain.stat().st_size / 1e6:.0f}",
                    "",
                    "",
                    sep="\t",
                )
                print("ratio", "", f"{taken / beside:.1f}", "", "", "", "", sep="\t")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

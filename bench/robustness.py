"""How well a spoiled CSV is read: ours beside Python's `csv`, DuckDB and clevercsv in the same run.

In the manner of the Pollock benchmark (Vitagliano, Hameed, Jiang, Reisener, Wu, Naumann: Pollock, a data loading
benchmark, VLDB 2023): one sound table is spoiled in one way at a time, each reader reads it without being told
anything, and gets up to 10 points: loaded or not, and precision, recall and F1 of header, records and cells. Weights
are how often each way was met in the 3,712 files of their survey. Table and spoiling are our own; of the spoilings of
single rows every forty-first is made, with the weight of all. Numbers and days are compared by what they mean.

`bench/robustness.py [--show ours]`; exit 1 unless ours is above Python's csv and above 9.44.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import clevercsv
import duckdb
from ground import ROOT  # noqa: F401, I001 - it finds the program for the rest

from jariya.portals.opendata.importing.problems import Unreadable
from jariya.portals.opendata.importing.table import imported

HEAD = ["Күні", "Уақыты", "Саны", "Коды", "Бағасы", "Түрі", "Сипаттамасы", "Сілтеме", "Ескерту"]
GROUPS = ["Тіркеу", "Тіркеу", "Тауар", "Тауар", "Тауар", "Тауар", "Мәтін", "Мәтін", "Мәтін"]
OVER = ["Есеп"] * 2 + ["Тізбе"] * 7
ROWS = 92
STRIDE = 41
NEEDED = 9.44
"""Python's csv in the published table."""


class Spoiled(NamedTuple):
    """One file: how it was spoiled, its weight, its bytes, and what should be read out of it."""

    name: str
    weight: float
    content: bytes
    head: list[str]
    rows: list[list[str]]


def table() -> list[list[str]]:
    """The sound rows."""
    dice = random.Random(3)
    kinds = ["Кітап", "Жиһаз", "Оргтехника", "Канцелярия"]
    rows = []
    for number in range(ROWS):
        words = [
            f"А4 қағазы, {number} парақ; ақ", f'«Парасат» үстелі, "люкс" үлгісі {number}', f"Кресло офисное {number}",
            f"Принтер {number}\nқосымша картридж", f"Папка, синяя, {number}",
        ]  # fmt: skip
        rows.append([
            f"{1 + number % 28:02d}.{1 + number % 12:02d}.2024", f"{8 + number % 10:02d}:{number % 60:02d}",
            str(dice.randint(1, 500)), f"{dice.randint(0, 99999):05d}", f"{dice.randint(100, 99999) / 100:.2f}",
            dice.choice(kinds), words[number % 5], f"https://tauar.example/{number}?a=1&b=2",
            "" if number % 3 else f"ескерту {number}",
        ])  # fmt: skip
    return rows


def written(
    rows: Sequence[Sequence[str]], *, delimiter: str = ",", quote: str = '"', escape: str = "", ends: str = "\r\n"
) -> list[str]:
    """Each row as its line."""
    lines = []
    for row in rows:
        cells = []
        for cell in row:
            if any(mark in cell for mark in (delimiter.strip() or delimiter, quote, "\n", "\r")):
                cell = quote + cell.replace(quote, (escape or quote) + quote) + quote
            cells.append(cell)
        lines.append(delimiter.join(cells) + ends)
    return lines


def spoiled() -> Iterator[Spoiled]:
    """Every file."""
    rows = table()
    whole = [HEAD, *rows]

    def one(name: str, weight: float, lines: Sequence[str], head: list[str] = HEAD, kept: list[list[str]] = rows,
            encoding: str = "utf-8") -> Spoiled:  # fmt: skip
        return Spoiled(name, weight, "".join(lines).encode(encoding), head, kept)

    plain = written(whole)
    yield one("sound", 1, plain)
    yield one("nothing in it", 15, [], [], [])
    yield one("no line end at the end", 184, [*plain[:-1], plain[-1].rstrip("\r\n")])
    yield one("two line ends at the end", 5, [*plain, "\r\n"])
    yield one("no header", 470, plain[1:], [])
    names = [f"{group} {name}" for group, name in zip(GROUPS, HEAD, strict=True)]
    yield one("header of two rows", 47, written([_merged(GROUPS), *whole]), names)
    names = [f"{over} {name}" for over, name in zip(OVER, names, strict=True)]
    yield one("header of three rows", 47, written([_merged(OVER), _merged(GROUPS), *whole]), names)
    yield one("title above", 282, ["2024 жылғы сатып алулар тізбесі\r\n", "дереккөз: қойма\r\n", "\r\n", *plain])
    second = [["а", "б", "1", "00002", "3.5", "в", "г", "д", "е"]] * 10
    yield one("second table alike", 188 / 3, [*plain, "\r\n", *written([HEAD, *second])], HEAD, [*rows, *second])
    wide = [[*row, "ж"] for row in second]
    yield one("second table wider", 188 / 3, [*plain, "\r\n", *written([[*HEAD, "Тағы"], *wide])], HEAD, [*rows, *wide])
    slim = [row[:6] for row in second]
    yield one("second table slimmer", 188 / 3, [*plain, "\r\n", *written([HEAD[:6], *slim])], HEAD, [*rows, *slim])
    yield one("header alone", 3, plain[:1], HEAD, [])
    yield one("one row", 4, plain[:2], HEAD, rows[:1])
    yield one("lines end with CR", 7, written(whole, ends="\r"))
    yield one("lines end with LF", 1691, written(whole, ends="\n"))
    for mark, weight in (("\t", 4), (";", 834), (" ", 4), (", ", 101)):
        yield one(f"parted by {mark!r}", weight, written(whole, delimiter=mark))
    yield one("quoted by an apostrophe", 11, written(whole, quote="'"))
    yield one("escaped by a backslash", 1, written(whole, escape="\\"))
    yield one("escaped by a zero byte", 7, written(whole, escape="\0"))
    yield from _rows(rows, plain)


def _merged(groups: list[str]) -> list[str]:
    """Names of groups as a spreadsheet saves merged cells: the first has the word, the others nothing."""
    return ["" if number and groups[number - 1] == group else group for number, group in enumerate(groups)]


def _rows(rows: list[list[str]], plain: list[str]) -> Iterator[Spoiled]:
    """One row, or one cell, is spoiled."""
    cells = [(row, column) for row in range(ROWS) for column in range(len(HEAD))][::STRIDE]
    fewer: list[Spoiled] = []
    for name, weight in (("a delimiter less", 230.0), ("a delimiter more", 230.0), ("a quote more", 8.5)):
        for row, column in cells:
            cut = [*rows[row]]
            if name == "a delimiter less":
                if column == len(HEAD) - 1:
                    continue
                line = written([cut[: column + 1]], ends="")[0] + written([cut[column + 1 :]])[0]
                if '"' in line:
                    continue  # two quoted cells in one: nobody knows what was meant
                cut[column : column + 2] = [cut[column] + cut[column + 1]]
            elif name == "a delimiter more":
                cut.insert(column, "")
                line = written([cut])[0]
            else:
                quoted = written([[cell] for cell in cut], ends="")
                raw = cut[column]
                cut[column] = '"' + raw
                if quoted[column].startswith('"'):
                    quoted[column] = '"' + quoted[column]
                else:
                    quoted[column] = '"' + raw
                line = ",".join(quoted) + "\r\n"
            lines = [*plain]
            lines[row + 1] = line
            kept = [*rows]
            kept[row] = cut
            fewer.append(Spoiled(name, weight, "".join(lines).encode(), HEAD, kept))
        yield from _shared(fewer)
        fewer.clear()
    for row in range(0, ROWS, 13):
        lines = [*plain]
        lines[row + 1] = written([rows[row]], delimiter=" ")[0]
        kept = [*rows]
        fewer.append(Spoiled("a row parted by spaces", 13.0, "".join(lines).encode(), HEAD, kept))
    yield from _shared(fewer)


def _shared(files: list[Spoiled]) -> Iterator[Spoiled]:
    for file in files:
        yield file._replace(weight=file.weight / len(files))


Read = tuple[list[str], list[list[str]]]


def ours(path: Path, folder: Path) -> Read:
    """The importer of the house. A refusal that says why nothing is in the file is an empty table."""
    try:
        found = imported(path, folder)
    except Unreadable as error:
        if error.rule in ("file.empty", "table.no_rows"):
            return [], []
        raise
    with duckdb.connect() as con:
        rows = con.execute(f"SELECT * EXCLUDE (_row) FROM '{found.parquet}' ORDER BY _row").fetchall()
    head = [column.name.replace(" / ", " ") for column in found.columns]
    if any(rule == "header.missing" for rule, _column in found.problems.counts):
        head = []
    return head, [["" if cell is None else _iso(cell) for cell in row] for row in rows]


def _iso(cell: object) -> str:
    return cell.isoformat() if isinstance(cell, dt.date | dt.datetime) else str(cell)


def python_csv(path: Path, folder: Path) -> Read:
    """The standard library: its sniffer, then its reader; the first row is the header."""
    text = path.read_bytes().decode("utf-8")
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text[:20_000])
    except csv.Error:
        dialect = "excel"
    rows = list(csv.reader(io.StringIO(text, newline=""), dialect))
    return (rows[0], rows[1:]) if rows else ([], [])


def clever(path: Path, folder: Path) -> Read:
    """clevercsv (MIT): weighs every dialect."""
    text = path.read_bytes().decode("utf-8")
    dialect = clevercsv.Sniffer().sniff(text[:20_000])
    rows = list(clevercsv.reader(io.StringIO(text, newline=""), dialect or "excel"))
    return (rows[0], rows[1:]) if rows else ([], [])


def duck(path: Path, folder: Path) -> Read:
    """DuckDB with its own guesses, all columns as text."""
    with duckdb.connect() as con:
        found = con.execute("SELECT * FROM read_csv(?, all_varchar=true)", [str(path)])
        head = [column[0] for column in found.description or ()]
        return head, [["" if cell is None else str(cell) for cell in row] for row in found.fetchall()]


READERS: dict[str, Callable[[Path, Path], Read]] = {
    "ours": ours,
    "python csv": python_csv,
    "clevercsv": clever,
    "duckdb": duck,
}


def meant(cell: str) -> str:
    """A cell by what it means: numbers and days alike however they are written."""
    cell = " ".join(cell.split())
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", cell):
        day, month, year = cell.split(".")
        return f"{year}-{month:0>2}-{day:0>2}"
    if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", cell):
        return repr(float(cell))
    return cell


def measures(wanted: Sequence[object], got: Sequence[object]) -> tuple[float, float, float]:
    """Precision, recall and F1 of two bags; nothing wanted is always reached."""
    if not wanted:
        return 1.0, 1.0, 1.0
    common = sum((Counter(wanted) & Counter(got)).values())
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / len(got), common / len(wanted)
    return precision, recall, 2 * precision * recall / (precision + recall)


def points(file: Spoiled, head: list[str], rows: list[list[str]]) -> float:
    """Up to 10 for one file that was read."""
    rows = [row for row in rows if any(row)]

    def bag(lines: list[list[str]]) -> list[object]:
        return [tuple(_cut([meant(cell) for cell in line])) for line in lines]

    cells = [[meant(cell) for row in lines for cell in _cut(row)] for lines in (file.rows, rows)]
    names = [[meant(name) for name in line] for line in (file.head, head)]
    return 1 + sum((*measures(*names), *measures(bag(file.rows), bag(rows)), *measures(*cells)))


def _cut(row: Sequence[str]) -> Sequence[str]:
    """Without empty cells at the end: whether a reader pads rows says nothing."""
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def main() -> int:
    """Spoil, read, weigh; one line for each reader and for each way it lost points."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", default="", help="also print what a reader lost on each way of spoiling")
    show = parser.parse_args().show
    files = list(spoiled())
    totals = {name: [0.0, 0.0] for name in READERS}
    lost: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-robustness-") as named:
        for number, file in enumerate(files):
            for name, reader in READERS.items():
                folder = Path(named) / f"{number}-{name.split()[0]}"
                folder.mkdir()
                (folder / "in.csv").write_bytes(file.content)
                try:
                    got = points(file, *reader(folder / "in.csv", folder))
                except Exception as error:  # noqa: BLE001 - whatever a reader raises, it did not load the file
                    got = 0.0
                    if name == show:
                        print("failed", file.name, type(error).__name__, str(error)[:100].replace("\n", " "), sep="\t")
                totals[name][0] += got
                totals[name][1] += got * file.weight
                if name == show:
                    lost.setdefault(file.name, []).append(got)
    for way, scores in lost.items():
        if min(scores) < 9.999:
            print("lost", way, f"{sum(scores) / len(scores):.2f}", f"{min(scores):.2f}", sep="\t")
    weight = sum(file.weight for file in files)
    print("reader", "simple", "weighted", f"files={len(files)}", sep="\t")
    result = {name: (simple / len(files), weighted / weight) for name, (simple, weighted) in totals.items()}
    for name, (simple, weighted) in result.items():
        print(name, f"{simple:.3f}", f"{weighted:.3f}", sep="\t")
    return 0 if result["ours"][1] > max(NEEDED, result["python csv"][1]) else 1


if __name__ == "__main__":
    raise SystemExit(main())

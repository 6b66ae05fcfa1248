#!/usr/bin/env python3
# ruff: noqa: T201, PTH123  a script of its own that prints
"""Recompute any total of a budget from its download, to the tenge. Python 3.8 or newer, nothing else.

    python3 recompute_budget.py rows.csv --month 2024-05 --path II --measure paid
    python3 recompute_budget.py package.zip --month 2024-05          (all totals of the month)

A total is the signed sum of the leaves under it: the rows with leaf = 1. A row's sign is that of its own place and of
all places above it (loans paid back count against net lending). An empty amount is unknown: a sum with an unknown part
is unknown, never zero. VII, the financing of the deficit, takes in the balances used, which stand beside it.
A report rounds to a thousand tenge and writes some amounts it does not have as 0; so the printed total may differ.

Exit code: 0 every total asked for is the printed one, to 1,000 tenge; 1 one is not; 2 there is no such row.
"""

import argparse
import csv
import io
import sys
import zipfile

MEASURES = ["approved", "revised", "adjusted", "planned", "obligations_planned", "paid", "obligations", "unpaid"]


def rows_of(file: str) -> list:
    """The rows of a CSV file, or of rows.csv in a package."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as package:
            text = package.read("rows.csv").decode("utf-8")
    else:
        with open(file, encoding="utf-8", newline="") as stream:
            text = stream.read()
    return list(csv.DictReader(io.StringIO(text)))


def total(rows: list, path: str, measure: str) -> "int | None":
    """The signed sum of the leaves at or under a path in the rows of one month; None when a part is unknown."""
    signs = {row["path"]: int(row["sign"]) for row in rows}
    found = None
    starts = [path, "used"] if path == "VII" else [path]
    for row in rows:
        under = [one for one in starts if row["path"] == one or row["path"].startswith(one + "/")]
        if row["leaf"] != "1" or not under:
            continue
        if row[measure] == "":
            return None
        sign, at = 1, row["path"]
        while at != under[0]:
            sign *= signs[at]
            at = at.rpartition("/")[0]
        found = (found or 0) + sign * int(row[measure])
    return found


def main() -> int:
    """Print path, measure, printed total, recomputed total and their difference, separated by tabs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="rows.csv or the package of a release")
    parser.add_argument("--month", required=True, help="2024-05: January to May")
    parser.add_argument("--path", help="a place, such as II or II/4; without it, every place with rows under it")
    parser.add_argument("--measure", choices=MEASURES, default="paid")
    asked = parser.parse_args()
    rows = [row for row in rows_of(asked.file) if row["month"] == asked.month]
    places = {row["path"]: row for row in rows}
    if not rows or (asked.path and asked.path not in places):
        print("There is no such row: check --month and --path.", file=sys.stderr)
        return 2
    wanted = [asked.path] if asked.path else [path for path, row in places.items() if row["leaf"] == "0"]
    wrong = 0
    for path in wanted:
        printed, summed = places[path][asked.measure], total(rows, path, asked.measure)
        difference = "" if printed == "" or summed is None else str(int(printed) - summed)
        wrong += difference != "" and abs(int(difference)) > 1000
        print(path, asked.measure, printed or "unknown", "unknown" if summed is None else summed, difference, sep="\t")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

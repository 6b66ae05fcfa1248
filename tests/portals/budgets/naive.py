"""A second, naive reading of the official CSV: no trees, no paths, only rows and the printed rules.

It shares nothing with the program. A finding is (rule, month, line, measure, difference); lines count from 1.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

MEASURES = ["utv", "utch", "plg", "plgp", "plgo", "sumrg", "obz", "obzsumrg"]
FIVE = ["utv", "utch", "plg", "plgp", "sumrg"]
Found = set[tuple[Any, ...]]


def tenge(text: str) -> int | None:
    return None if text == "" else round(Decimal(text) * 1000)


def rows(path: Path) -> list[dict[str, Any]]:
    packed = path.read_bytes()
    opened = io.StringIO((gzip.decompress(packed) if path.suffix == ".gz" else packed).decode(), newline="")
    found = []
    with opened as stream:
        reader = csv.reader(stream, delimiter=";")
        head = next(reader)
        line = reader.line_num + 1
        for cells in reader:
            row: dict[str, Any] = dict(zip(head, cells, strict=True))
            row["line"], line = line, reader.line_num + 1
            for measure in MEASURES:
                row[measure] = tenge(row[measure])
            found.append(row)
    months: list[Any] = [row["month"] for row in found]
    for at, month in enumerate(months):
        found[at]["month"] = month or months[at - 1]
    return found


def by_month(table: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for row in table:
        found[row["month"]].append(row)
    return found


def named(month: list[dict[str, Any]], *words: str) -> dict[str, Any] | None:
    """The row of the first level whose name has these words; of two, the later (the first is misnamed)."""
    fits = [row for row in month if row["level"] == "0" and all(word in row["name"].upper() for word in words)]
    return fits[-1] if fits else None


def parts(month: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[tuple[int, dict[str, Any]]]]]:
    """Each row with the rows that make it, and their signs."""
    made = []
    below = children(month)
    if "parent_id" not in month[0]:
        total = next(row for row in month if row["name"] == "Итого")
        return [(total, [(1, row) for row in month if row is not total])]
    for row in month:
        signed = []
        for child in below[float(row["id"])]:
            name = child["name"].upper()
            back = row["level"] == "0" and (
                ("КРЕДИТОВАНИЕ" in row["name"] and name.startswith("ПОГАШЕНИЕ"))
                or ("ФИНАНСИРОВАНИЕ" in row["name"] and name.startswith("ПОГАШЕНИЕ"))
                or ("САЛЬДО" in row["name"] and "ПРОДАЖИ" in name)
            )
            signed.append((-1 if back else 1, child))
        if row["level"] == "0" and row["name"].startswith("VII"):
            signed += [(1, other) for other in month if other["name"].startswith("ИСПОЛЬЗУЕМЫЕ")]
        if signed:
            made.append((row, signed))
    return made


def findings(path: Path) -> Found:
    """Sums, zeros, percentages, unpaid obligations, the deficit and its financing, of every month of a file."""
    found: Found = set()
    for key, month in by_month(rows(path)).items():
        gone: set[tuple[int, str]] = set()
        made = parts(month)
        for row, signed in made:
            for measure in MEASURES:
                own, total = row[measure], sum(sign * part[measure] for sign, part in signed)
                if own and not any(part[measure] for _sign, part in signed):
                    found.add(("zero_column", key, row["line"], measure, -own))
                    gone |= {(child["line"], measure) for child in under(row, month)}
                elif own == 0 and abs(total) > 1000:
                    found.add(("zero_column", key, row["line"], measure, -total))
                    gone.add((row["line"], measure))
        for row, signed in made:
            for measure in MEASURES:
                if any((one["line"], measure) in gone for one in [row, *(part for _sign, part in signed)]):
                    continue
                off = row[measure] - sum(sign * part[measure] for sign, part in signed)
                if abs(off) > 1000:
                    found.add(("tree_sum", key, row["line"], measure, off))
        for row in month:
            for rule, whole, share in (("share_of_plan", "plgp", "plgpsumrg"), ("share_of_year", "plg", "plgsumrg")):
                if row[whole] and row[share] and abs(row["sumrg"] / row[whole] * 100 - float(row[share])) > 0.01:
                    found.add((rule, key, row["line"], whole, None))
            off = row["obzsumrg"] - (row["obz"] - row["sumrg"])
            if (row["obz"] or row["obzsumrg"]) and abs(off) > 1000:
                found.add(("unpaid", key, row["line"], "obzsumrg", off))
        five, seven = named(month, "V. ДЕФИЦИТ"), named(month, "VII.", "ФИНАНСИРОВАНИЕ")
        others = [named(month, "ДОХОДЫ"), named(month, "ЗАТРАТЫ"), named(month, "КРЕДИТОВАНИЕ"), named(month, "САЛЬДО")]
        if five and others[0] and others[1]:
            for measure in FIVE:
                balance = others[0][measure] - sum(other[measure] for other in others[1:] if other)
                if abs(five[measure] - balance) > 1000:
                    found.add(("deficit", key, five["line"], measure, five[measure] - balance))
                if seven and abs(seven[measure] + five[measure]) > 1000:
                    found.add(("financing", key, seven["line"], measure, seven[measure] + five[measure]))
    return found


def under(row: dict[str, Any], month: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All rows under a row, at any depth (flat tables: all others)."""
    if "parent_id" not in row:
        return [other for other in month if other is not row]
    found, waiting, below = [], [row], children(month)
    while waiting:
        children_of = below[float(waiting.pop()["id"])]
        found += children_of
        waiting += children_of
    return found


def children(month: list[dict[str, Any]]) -> dict[float, list[dict[str, Any]]]:
    """Rows by the number of the row above them."""
    found = defaultdict(list)
    for row in month:
        if row.get("parent_id"):
            found[float(row["parent_id"])].append(row)
    return found


def over_time(path: Path) -> Found:
    """What months are to one another: gaps, columns of zeros, payments that fall, an approved budget that moves."""
    found: Found = set()
    months = by_month(rows(path))
    keys = sorted(months, key=lambda key: (key[3:], key[:2]))
    full = "parent_id" in rows(path)[0] and "инвестиции" not in path.name
    for year in sorted({key[3:] for key in keys}):
        own = [key for key in keys if key[3:] == year]
        for number in range(1, int(own[-1][:2])):
            if f"{number:02d}.{year}" not in own:
                found.add(("missing_month", f"{number:02d}.{year}", None, None, None))
        used = [measure for measure in MEASURES if any(row[measure] for key in own for row in months[key])]
        for key in own:
            if any(row["sumrg"] for row in months[key]):
                for measure in used:
                    if not any(row[measure] for row in months[key]):
                        found.add(("zero_month", key, months[key][0]["line"], measure, None))
        for before, after in zip(own, own[1:], strict=False):
            one, two = compared(months[before], full), compared(months[after], full)
            for name in one.keys() & two.keys():
                (before_row, before_total), (after_row, _total) = one[name], two[name]
                for measure in ("sumrg", "obz"):
                    # A zero beside a total was not given: nothing fell.
                    if not given(one, name, measure) or not given(two, name, measure):
                        continue
                    fall = after_row[measure] - before_row[measure]
                    if fall < -1000:
                        found.add(("payments_grow", after, after_row["line"], measure, fall))
                if before_row is before_total and abs(after_row["utv"] - before_row["utv"]) > 1000:
                    off = after_row["utv"] - before_row["utv"]
                    found.add(("approved_stays", after, after_row["line"], "utv", off))
        for key in own:
            if not full:
                continue
            named_ = {word for word in ("ДОХОДЫ", "ЗАТРАТЫ", "КРЕДИТОВАНИЕ", "V. ДЕФИЦИТ", "VII.", "ИСПОЛЬЗУЕМЫЕ")
                      if not named(months[key], word)}  # fmt: skip
            found |= {("section_missing", key, None, word, None) for word in named_}
            if any(row["name"].startswith("VI. ФИНАНС") for row in months[key]):
                line = next(row["line"] for row in months[key] if row["name"].startswith("VI. ФИНАНС"))
                found.add(("section_named", key, line, None, None))
    return found


Pair = tuple[dict[str, Any], dict[str, Any]]


def compared(month: list[dict[str, Any]], full: bool) -> dict[Any, Pair]:
    """The total of expenditure and its first division, each with the total, by code."""
    if full:
        total = named(month, "ЗАТРАТЫ")
        assert total is not None
        first = children(month)[float(total["id"])]
    elif "parent_id" in month[0]:
        total = next(row for row in month if row["level"] == "0")
        first = children(month)[float(total["id"])]
    else:
        total = next(row for row in month if row["name"] == "Итого")
        first = [row for row in month if row is not total]
    return {None: (total, total)} | {float(row["code"]): (row, total) for row in first}


def given(pairs: dict[Any, Pair], name: Any, measure: str) -> bool:
    """Whether an amount stands for itself: not zeros all over under a total, nor a zero total over a sum."""
    row, total = pairs[name]
    if row is total:
        return bool(row[measure]) or not any(part[measure] for part, _total in pairs.values())
    return not total[measure] or any(part[measure] for part, _total in pairs.values() if part is not total)


def totals(path: Path) -> dict[str, dict[str, int]]:
    """What a month pays out, by a cut or by the whole report."""
    found = {}
    for key, month in by_month(rows(path)).items():
        if "parent_id" not in month[0]:
            parts_ = [next(row for row in month if row["name"] == "Итого")]
        else:
            wanted = ("ЗАТРАТЫ", "БЮДЖЕТНЫЕ КРЕДИТЫ", "ПРИОБРЕТЕНИЕ ФИНАНСОВЫХ АКТИВОВ", "ПОГАШЕНИЕ ЗАЙМОВ")
            parts_ = [row for row in month if int(row["level"]) < 2
                      and any(row["name"].upper().split(". ")[-1] == word for word in wanted)]  # fmt: skip
        found[key] = {measure: sum(row[measure] for row in parts_) for measure in MEASURES}
    return found


def cuts(one: Path, other: Path) -> Found:
    """(month, measure, difference) where two cuts of one budget do not have one total."""
    left, right = totals(one), totals(other)
    return {
        (key, measure, left[key][measure] - right[key][measure])
        for key in left.keys() & right.keys()
        for measure in MEASURES
        if abs(left[key][measure] - right[key][measure]) > 1000
    }


def divided(path: Path) -> dict[str, dict[str, dict[float, dict[str, int]]]]:
    """What a month pays out by functions and by administrators, by code, from the rows themselves."""
    found: dict[str, dict[str, dict[float, dict[str, int]]]] = {}
    for key, month in by_month(rows(path)).items():
        own: dict[str, dict[float, dict[str, int]]] = {"functional": {}, "administrative": {}}
        if "parent_id" not in month[0]:
            codes = {float(row["code"]): {one: row[one] for one in MEASURES} for row in month if row["name"] != "Итого"}
            own = {"functional": codes, "administrative": codes}
        else:
            by_id = {row["id"]: row for row in month}
            for row in month:
                above = [row]
                while above[-1]["parent_id"]:
                    above.append(by_id[above[-1]["parent_id"].removesuffix(".0")])
                wanted = ("ЗАТРАТЫ", "БЮДЖЕТНЫЕ КРЕДИТЫ", "ПРИОБРЕТЕНИЕ ФИНАНСОВЫХ АКТИВОВ", "ПОГАШЕНИЕ ЗАЙМОВ")
                # A function may bear the words of a heading: headings stand on the first two levels.
                heads = (place for place, one in enumerate(above)
                         if int(one["level"]) < 2 and one["name"].upper().split(". ")[-1] in wanted)  # fmt: skip
                at = next(heads, 0)
                kind = {1: "functional", 3: "administrative"}.get(at)
                if kind:
                    sums = own[kind].setdefault(float(row["code"]), dict.fromkeys(MEASURES, 0))
                    for one in MEASURES:
                        sums[one] += row[one]
        found[key] = own
    return found


def cut_rows(cut: Path, full: Path, kind: str) -> Found:
    """(month, code, measure, cut less full) where a row of a cut is not what the full report has of it."""
    left, right = divided(cut), divided(full)
    return {
        (key, code, one, left[key][kind][code][one] - right[key][kind][code][one])
        for key in left.keys() & right.keys()
        for code in left[key][kind].keys() & right[key][kind].keys()
        for one in MEASURES
        if abs(left[key][kind][code][one] - right[key][kind][code][one]) > 1000
    }

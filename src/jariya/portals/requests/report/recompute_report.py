#!/usr/bin/env python3
"""Rebuild every figure of a yearly report on access to information from its published rows, and compare.

    python3 recompute_report.py rows.csv[.gz] report.json [findings.csv[.gz]]

The findings belong to reports whose report.json names their digest; older reports have none and need no third file.

One file, standard library, Python 3.9. It prints what differs and ends with 0 when nothing does, 1 when something
does, 2 when it was called wrongly. The site itself counts with the function `figures` below, so what it says here is
what stands in the report.

A row is one request. Columns: `row` number in the file; `case` its public number where it is published, else empty;
`body`, `region`, `kind`, `channel`, `language`, `subject`; `registered_on`, `due_on`, `answered_on` (days, ISO; empty:
none); `counted_on` the day on which the report looked; `extended` 0/1; `hops` how often it was forwarded; `outcome`
(granted, partly, refused, not_held, already_public, withdrawn or empty); `grounds` of refusal, joined by `;`;
`complaint` (empty, open, upheld, overturned); `court` 0/1; `published` 0/1; `invented` 0/1.

A finding is one recommendation to a holder of information that was sent in the year. Columns: `row`, `case`; `source`
(monitoring, commission); `body`, `region`, `criterion`; `issued_on`, `due_on`, `done_on` (the body reported it done;
empty: it did not), `counted_on`; `state` on that day (issued, accepted, disputed, done, carried_out, withdrawn);
`disputed` 0/1: whether it ever was; `returned`: how often it was checked and found not done; `invented` 0/1.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

COLUMNS = (
    "row", "case", "body", "region", "kind", "channel", "language", "subject", "registered_on", "due_on",
    "answered_on", "counted_on", "extended", "hops", "outcome", "grounds", "complaint", "court", "published",
    "invented",
)  # fmt: skip
FINDING_COLUMNS = (
    "row", "case", "source", "body", "region", "criterion", "issued_on", "due_on", "done_on", "counted_on", "state",
    "disputed", "returned", "invented",
)  # fmt: skip
FINDING_BY = ("all", "body", "region")
"""By what the figures of findings are cut."""
BY = ("all", "body", "region", "kind", "channel", "language", "subject")
"""By what the figures are cut; `all` is the whole."""
OUTCOMES = ("granted", "partly", "refused", "not_held", "already_public", "withdrawn")

Row = dict[str, str]
Figure = dict[str, Any]


def measures(row: Row) -> Iterator[str]:
    """Which counts a row adds one to. A figure of the report is the number of rows that name its measure here."""
    yield "received"
    if row["answered_on"]:
        yield "answered"
        yield "in_time" if row["answered_on"] <= row["due_on"] else "late"
    elif row["outcome"] != "withdrawn":
        yield "unanswered" if row["due_on"] < row["counted_on"] else "running"
    if row["outcome"] in OUTCOMES:
        yield row["outcome"]
    for ground in filter(None, row["grounds"].split(";")):
        yield "ground:" + ground
    if row["extended"] == "1":
        yield "extended"
    if int(row["hops"] or 0):
        yield "forwarded"
    if row["complaint"]:
        yield "complaints"
        yield "complaints_" + row["complaint"]
    if row["court"] == "1":
        yield "court"
    if row["published"] == "1":
        yield "published"


def finding_measures(row: Row) -> Iterator[str]:
    """Which counts a finding adds one to."""
    yield "findings"
    yield "findings_" + row["source"]
    if row["state"] in ("carried_out", "withdrawn"):
        yield "findings_" + row["state"]
    elif row["state"] in ("done", "disputed"):
        yield "findings_to_check"
    else:
        yield "findings_overdue" if row["due_on"] and row["due_on"] < row["counted_on"] else "findings_running"
    if row["disputed"] == "1":
        yield "findings_disputed"
    if int(row["returned"] or 0):
        yield "findings_returned"


def days(row: Row) -> int:
    """Calendar days from registration to the answer."""
    return (date.fromisoformat(row["answered_on"]) - date.fromisoformat(row["registered_on"])).days


def rank(values: list[int], percent: int) -> int:
    """The nearest-rank percentile: the smallest value that at least `percent` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def figures(rows: Iterable[Row], findings: Iterable[Row] = ()) -> list[Figure]:
    """All figures: `{"by", "key", "measure", "value"}`, in a fixed order."""
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    waits: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        cuts = [(by, "" if by == "all" else row[by]) for by in BY]
        named = tuple(measures(row))
        for by, key in cuts:
            for measure in named:
                counts[by, key, measure] += 1
        if row["answered_on"]:
            took = days(row)
            for cut in cuts:
                waits[cut].append(took)
    for row in findings:
        named = tuple(finding_measures(row))
        for by in FINDING_BY:
            for measure in named:
                counts[by, "" if by == "all" else row[by], measure] += 1
    found: list[Figure] = [
        {"by": by, "key": key, "measure": measure, "value": value} for (by, key, measure), value in counts.items()
    ]
    for (by, key), waited in waits.items():
        found.append({"by": by, "key": key, "measure": "median_days", "value": rank(waited, 50)})
        found.append({"by": by, "key": key, "measure": "p90_days", "value": rank(waited, 90)})
    order = {by: place for place, by in enumerate(BY)}
    return sorted(found, key=lambda one: (order[one["by"]], one["key"], one["measure"]))


def read(raw: bytes, columns: tuple[str, ...] = COLUMNS) -> Iterator[Row]:
    """Rows of a CSV, packed or not."""
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    rows = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    if tuple(rows.fieldnames or ()) != columns:
        raise ValueError("the columns are not those of a report: %s" % (rows.fieldnames,))
    for row in rows:
        yield row


def digest(raw: bytes) -> str:
    """SHA-256 of the rows as they lie unpacked; it stands in what the head of the authorised body signed."""
    return hashlib.sha256(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).hexdigest()


def compare(raw: bytes, report: dict[str, Any], findings: bytes | None = None) -> list[str]:
    """What differs between the rows and the report, a sentence each; nothing when all agrees."""
    found = []
    if report.get("rows_sha256") != digest(raw):
        found.append("the rows are not those that were signed: their digest is another")
    signed = report.get("findings_sha256")
    if report.get("findings") and findings is None:
        raise ValueError("the report counts findings: give their file as the third argument")
    if findings is not None and signed != digest(findings):
        found.append("the findings are not those that were signed: their digest is another")
    seen = read(findings, FINDING_COLUMNS) if findings is not None else ()
    own = {(one["by"], one["key"], one["measure"]): one["value"] for one in figures(read(raw), seen)}
    said = {(one["by"], one["key"], one["measure"]): one["value"] for one in report["figures"]}
    for place in sorted(own.keys() | said.keys()):
        if own.get(place) != said.get(place):
            found.append("%s %s %s: report %s, rows %s" % (*place, said.get(place), own.get(place)))
    return found


def main(arguments: list[str]) -> int:
    """Entry point."""
    if len(arguments) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[0], "rb") as file:
            raw = file.read()
        with open(arguments[1], encoding="utf-8") as file:
            report = json.load(file)
        findings = None
        if len(arguments) == 3:
            with open(arguments[2], "rb") as file:
                findings = file.read()
        found = compare(raw, report, findings)
        count = len(report["figures"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print("cannot be read: %s" % error, file=sys.stderr)
        return 2
    for line in found:
        print(line)
    print("%d figures, %d differ" % (count, len(found)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A release as tables for machines: whole tenge, empty for unknown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from jariya.portals.budgets.measures import KEYS
from jariya.portals.budgets.models import Line, Release

COLUMNS = ("month", "row", "cut", "path", "parent", "depth", "sign", "leaf", "code", "name", *KEYS)
"""One row for each month and node. `sign`: how it counts in its parent; `leaf`: nothing stands under it."""


def rows(release: Release) -> Iterator[tuple[object, ...]]:
    """The rows of a release in the order of its file, month by month."""
    lines = Line.objects.filter(release=release).order_by("month", "number")
    parents = set(lines.values_list("month", "node__parent__path"))
    found = lines.values_list(
        "month", "number", "node__cut", "node__path", "node__parent__path", "node__depth", "node__sign", "code_given",
        "label__text", *KEYS,
    )  # fmt: skip
    year = release.budget.year
    for month, number, cut, path, parent, depth, sign, code, name, *amounts in found.iterator(chunk_size=2_000):
        leaf = int((month, path) not in parents)
        yield (f"{year}-{month:02d}", number, cut, path, parent, depth, sign, leaf, code, name, *amounts)


def as_csv(release: Release) -> Iterator[str]:
    """CSV with a header; an unknown amount is an empty cell, never 0."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for count, row in enumerate(rows(release), start=1):
        writer.writerow(["" if cell is None else cell for cell in row])
        if count % 500 == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()

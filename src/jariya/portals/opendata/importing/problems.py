"""What is wrong with a file, cell by cell: named by a rule, counted whole, shown in part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

SHOWN = 100
"""Problems of one rule in one column that are kept with their cell; the others are counted."""
LONGEST_VALUE = 200
"""Characters of a cell that are shown."""


@dataclass(frozen=True)
class Rule:
    """One way in which a file may be wrong. `stops`: nothing can be read at all; otherwise the rest is kept."""

    code: str
    stops: bool = False


RULES = {
    rule.code: rule
    for rule in (
        # Nothing can be read.
        Rule("file.empty", True),
        Rule("file.unknown", True),
        Rule("file.html", True),
        Rule("file.too_big", True),
        Rule("file.bomb", True),
        Rule("file.many_tables", True),
        Rule("file.broken", True),
        Rule("file.encrypted", True),
        Rule("table.no_rows", True),
        Rule("table.too_wide", True),
        Rule("table.long_line", True),
        Rule("json.no_table", True),
        Rule("sheet.none", True),
        # Read, and said.
        Rule("encoding.mixed"),
        Rule("encoding.undecodable"),
        Rule("encoding.nul"),
        Rule("dialect.quote_open"),
        Rule("row.short"),
        Rule("row.long"),
        Rule("row.empty"),
        Rule("row.above_header"),
        Rule("header.missing"),
        Rule("header.twice"),
        Rule("header.empty"),
        Rule("cell.not_integer"),
        Rule("cell.not_decimal"),
        Rule("cell.not_date"),
        Rule("cell.not_datetime"),
        Rule("cell.not_boolean"),
        Rule("cell.wrong_bin"),
        Rule("cell.formula_error"),
        Rule("column.ambiguous_decimal"),
        Rule("sheet.others"),
        Rule("json.nested"),
        Rule("geo.wrong_geometry"),
        Rule("geo.outside"),
    )
}


class Unreadable(Exception):
    """Nothing can be read from the file: `rule` says why, `about` what was met."""

    def __init__(self, rule: str, **about: Any) -> None:
        assert RULES[rule].stops
        self.rule = rule
        self.about = about
        super().__init__(rule)


@dataclass(frozen=True)
class Problem:
    """One finding. `row`: as a spreadsheet counts, from 1, None where it concerns no row; `column`: its name."""

    rule: str
    row: int | None = None
    column: str | None = None
    value: str = ""

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        return {"rule": self.rule, "row": self.row, "column": self.column, "value": self.value}


@dataclass
class Problems:
    """All findings of one file: `counts` by (rule, column) are whole, `shown` holds the first SHOWN of each."""

    shown: list[Problem] = field(default_factory=list)
    counts: Counter[tuple[str, str | None]] = field(default_factory=Counter)

    def add(self, rule: str, row: int | None = None, column: str | None = None, value: object = "") -> None:
        """Note one finding."""
        self.tell(rule, [(row, value)], 1, column)

    def tell(
        self, rule: str, cells: Sequence[tuple[int | None, object]], count: int, column: str | None = None
    ) -> None:
        """Note `count` findings of one rule, of which some cells (row, value) are at hand."""
        assert not RULES[rule].stops
        key = (rule, column)
        room = SHOWN - self.counts[key]
        self.counts[key] += count
        self.shown += [Problem(rule, row, column, str(value)[:LONGEST_VALUE]) for row, value in cells[: max(0, room)]]

    def as_json(self) -> dict[str, Any]:
        """Counts by rule and column, and the cells."""
        return {
            "counts": [
                {"rule": rule, "column": column, "count": count}
                for (rule, column), count in sorted(self.counts.items(), key=lambda one: (-one[1], one[0][0]))
            ],
            "cells": [problem.as_json() for problem in self.shown],
        }

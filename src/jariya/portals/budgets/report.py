"""A file -> everything there is to say about it, without a database: rows, trees, totals, findings. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jariya.portals.budgets.checks import Finding, Report, Total, run
from jariya.portals.budgets.checks.common import total_of
from jariya.portals.budgets.problems import Problems, Refused
from jariya.portals.budgets.reading.sanity import columns_fit, units_agree
from jariya.portals.budgets.reading.table import Progress, Table, read
from jariya.portals.budgets.reading.understanding import Month, Understood
from jariya.portals.budgets.tree import Tree, by_month, grow


@dataclass
class Read:
    """A file understood: its table and a tree for each month."""

    table: Table
    trees: dict[Month, Tree]
    cut: str = field(init=False)

    def __post_init__(self) -> None:
        self.cut = self.table.understood.cut

    @property
    def problems(self) -> Problems:
        """What is wrong without refusing the file."""
        return self.table.problems

    def years(self) -> dict[int, dict[Month, Tree]]:
        """The trees by year."""
        found: dict[int, dict[Month, Tree]] = {}
        for month, tree in sorted(self.trees.items()):
            found.setdefault(month[0], {})[month] = tree
        return found

    def totals(self) -> dict[Month, Total]:
        """The total of each month that has one."""
        totals = {month: total_of(tree, self.cut) for month, tree in self.trees.items()}
        return {month: total for month, total in totals.items() if total is not None}


def understand(
    path: Path, said: Understood | None = None, *, known_sizes: Mapping[Month, int] | None = None,
    progress: Progress | None = None,
) -> Read:  # fmt: skip
    """Read a file and grow its trees.

    Raises:
        Refused: with all problems; nothing of the file may be used.
    """
    table = read(path, said, progress=progress)
    months = by_month(table.lines)
    columns_fit(table)
    units_agree(table, months, known_sizes or {})
    trees = {month: grow(lines, table.understood.cut, table.problems) for month, lines in months.items()}
    _gaps(table, sorted(months))
    if table.problems.refusals:
        raise Refused(list(table.problems))
    return Read(table, trees)


def _gaps(table: Table, months: list[Month]) -> None:
    for year in sorted({year for year, _month in months}):
        there = [month for one, month in months if one == year]
        for month in range(1, there[-1]):
            if month not in there and len(there) > 1:
                row = next(line.number for line in table.lines if line.month > (year, month))
                table.problems.tell("month.gap", row, "month", f"{year}-{month:02d}")


def findings(
    trees: Mapping[Month, Tree], cut: str, others: Mapping[str, Mapping[Month, Total]] | None = None,
    known_codes: frozenset[str] | None = None,
) -> tuple[list[Finding], dict[str, int]]:  # fmt: skip
    """All findings on the months of one cut, the largest money first, and how often each check looked."""
    return run(Report(cut, trees, others or {}, known_codes))

"""What months must be to one another: they cumulate from January. Pure."""

from __future__ import annotations

from itertools import pairwise

from jariya.portals.budgets.checks.common import NOT_GIVEN, Finding, Report, Result
from jariya.portals.budgets.measures import OBLIGATIONS, PAID
from jariya.portals.budgets.reading.understanding import say_month
from jariya.portals.budgets.tree import ROUNDING, Tree


def missing_month(report: Report) -> Result:
    """Months follow one another from January to the last one there is."""
    result = Result()
    for year in sorted({year for year, _month in report.trees}):
        there = sorted(month for one, month in report.trees if one == year)
        for month in range(1, there[-1] + 1):
            result.tested += 1
            if month in there:
                continue
            after = next(one for one in there if one > month)
            tree = report.trees[year, after]
            beside = max((abs(root.line.amounts[PAID] or 0) for root in tree.roots), default=0)
            result.add(
                Finding("missing_month", (year, month), verdict=NOT_GIVEN, detail=say_month((year, month)),
                        right=tuple(root.line.number for root in tree.roots), beside=beside)
            )  # fmt: skip
    return result


def payments_grow(report: Report) -> Result:
    """What was paid since January, and the obligations taken on, do not become less from month to month.

    Looked at for section II as a whole and its functional groups, and for the total of a cut and its first level: an
    administrator may get money back, a whole group seldom.
    """
    result = Result()
    for year in sorted({year for year, _month in report.trees}):
        trees = [tree for (one, _month), tree in sorted(report.trees.items()) if one == year]
        for before, after in pairwise(trees):
            _grow(result, before, after, report.cut)
    return result


def _grow(result: Result, before: Tree, after: Tree, cut: str) -> None:
    root = "II" if cut == "full" else "total"
    for path, node in after.by_path.items():
        if node.depth > 1 or node.section != root or path not in before.by_path:
            continue
        earlier = before.by_path[path]
        for at in (PAID, OBLIGATIONS):
            now, then = node.stated[at], earlier.stated[at]
            if now is None or then is None:
                continue
            result.tested += 1
            if now < then - ROUNDING:
                result.add(
                    Finding("payments_grow", after.month, path, at, then, now, left=(node.line.number,),
                            right=(earlier.line.number,), detail=say_month(before.month))
                )  # fmt: skip


def approved_stays(report: Report) -> Result:
    """The approved budget is what the law approved: within a year its total does not change, the revised one does."""
    result = Result()
    root = "II" if report.cut == "full" else "total"
    for year in sorted({year for year, _month in report.trees}):
        trees = [tree for (one, _month), tree in sorted(report.trees.items()) if one == year and root in tree.by_path]
        for before, after in pairwise(trees):
            then, now = before.by_path[root].line.amounts[0], after.by_path[root].line.amounts[0]
            if then is None or now is None:
                continue
            result.tested += 1
            if abs(now - then) > ROUNDING:
                result.add(
                    Finding("approved_stays", after.month, root, 0, then, now,
                            left=(after.by_path[root].line.number,), right=(before.by_path[root].line.number,),
                            detail=say_month(before.month))
                )  # fmt: skip
    return result

"""The cuts of one month cut one sum. Pure."""

from __future__ import annotations

from jariya.portals.budgets.checks.common import NOT_GIVEN, Finding, Report, Result, total_of
from jariya.portals.budgets.tree import ROUNDING, SIZE

CUTTING = ("full", "functional", "administrative", "economic")
"""Investments are a part of the budget only."""


def crosscuts_agree(report: Report) -> Result:
    """The total by functions, by administrators and by economic classes is the same, and the full report's."""
    result = Result()
    if report.cut not in CUTTING:
        return result
    for tree in report.trees.values():
        own = total_of(tree, report.cut)
        if own is None:
            continue
        for cut in CUTTING:
            other = report.others.get(cut, {}).get(tree.month)
            if cut == report.cut or other is None:
                continue
            for at in range(SIZE):
                found, expected = own.amounts[at], other.amounts[at]
                if found is None or expected is None:
                    continue
                result.tested += 1
                if abs(found - expected) > ROUNDING:
                    verdict = NOT_GIVEN if 0 in (found, expected) else "differs"
                    result.add(
                        Finding("crosscuts_agree", tree.month, "total" if report.cut != "full" else "II", at, expected,
                                found, verdict, left=own.rows, right=other.rows, other_cut=cut)
                    )  # fmt: skip
    return result

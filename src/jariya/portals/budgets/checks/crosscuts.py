"""The cuts of one month cut one sum, as a whole and function by function, administrator by administrator. Pure."""

from __future__ import annotations

from jariya.portals.budgets.checks.common import DIFFERS, NOT_GIVEN, Finding, Part, Report, Result, Total, total_of
from jariya.portals.budgets.measures import PAID
from jariya.portals.budgets.reading.understanding import Month
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


def crosscut_rows(report: Report) -> Result:
    """A function, or an administrator, has the same amounts in its own cut and in the full report.

    It says where in the cuts a difference of their totals sits, and finds differences that cancel out in the total.
    """
    result = Result()
    for tree in report.trees.values():
        own = total_of(tree, report.cut)
        if own is None:
            continue
        for cut, months in report.others.items():
            other = months.get(tree.month)
            if other is not None and "full" in (cut, report.cut):
                _rows(result, tree.month, own, other, cut, report.cut)
    return result


def _rows(result: Result, month: Month, own: Total, other: Total, cut: str, own_cut: str) -> None:
    for division in own.parts.keys() & other.parts.keys():
        ours, theirs = own.parts[division], other.parts[division]
        for code in sorted(ours.keys() | theirs.keys()):
            one, two = ours.get(code), theirs.get(code)
            if one is None or two is None:
                result.tested += 1
                _alone(result, month, code, one, two, cut, own_cut)
                continue
            for at in range(SIZE):
                found, expected = one.amounts[at], two.amounts[at]
                if found is None or expected is None:
                    continue
                result.tested += 1
                if abs(found - expected) > ROUNDING:
                    verdict = NOT_GIVEN if 0 in (found, expected) else DIFFERS
                    result.add(
                        Finding("crosscut_rows", month, one.path, at, expected, found, verdict, left=one.rows,
                                right=two.rows, other_cut=cut, detail=code)
                    )  # fmt: skip


def _alone(
    result: Result, month: Month, code: str, one: Part | None, two: Part | None, cut: str, own_cut: str
) -> None:  # fmt: skip
    """A code that stands in one of the cuts alone, with money."""
    there = one or two
    if there is None or not any(there.amounts):
        return
    result.add(
        Finding("crosscut_rows", month, one.path if one else "total" if own_cut != "full" else "II", PAID,
                verdict=NOT_GIVEN, left=one.rows if one else (), right=two.rows if two else (), other_cut=cut,
                beside=there.amounts[PAID], detail=code)
    )  # fmt: skip

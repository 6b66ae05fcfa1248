"""What the columns of one row, and the sections of one report, must make of each other. Pure."""

from __future__ import annotations

from jariya.portals.budgets import sections
from jariya.portals.budgets.checks.common import NOT_GIVEN, Finding, Report, Result
from jariya.portals.budgets.measures import ADJUSTED, BALANCED, OBLIGATIONS, PAID, PLANNED, UNPAID
from jariya.portals.budgets.tree import ROUNDING, Node, signed_sum

POINT = 0.01
"""Percentage points by which a printed percentage may differ."""


def share_of_plan(report: Report) -> Result:
    """plgpsumrg = sumrg / plgp * 100."""
    return _share(report, "share_of_plan", PLANNED)


def share_of_year(report: Report) -> Result:
    """plgsumrg = sumrg / plg * 100."""
    return _share(report, "share_of_year", ADJUSTED)


def _share(report: Report, rule: str, whole: int) -> Result:
    result = Result()
    for tree in report.trees.values():
        for node in tree.nodes():
            line = node.line
            given = line.share_planned if whole == PLANNED else line.share_adjusted
            paid, plan = line.amounts[PAID], line.amounts[whole]
            if given is None or paid is None or not plan:
                continue
            result.tested += 1
            expected = paid / plan * 100
            if abs(expected - given) > max(POINT, abs(expected) * 1e-9):
                result.add(
                    Finding(rule, tree.month, node.path, whole, round(plan * given / 100), paid, left=(line.number,),
                            right=(line.number,), detail=f"{given:.4f} / {expected:.4f}")
                )  # fmt: skip
    return result


def unpaid(report: Report) -> Result:
    """obzsumrg = obz - sumrg, where obligations are given at all (revenue has none)."""
    result = Result()
    for tree in report.trees.values():
        for node in tree.nodes():
            taken, paid, left = (node.line.amounts[at] for at in (OBLIGATIONS, PAID, UNPAID))
            if taken is None or paid is None or left is None or not (taken or left):
                continue
            result.tested += 1
            if abs(taken - paid - left) > ROUNDING:
                rows = (node.line.number,)
                result.add(Finding("unpaid", tree.month, node.path, UNPAID, taken - paid, left, left=rows, right=rows))
    return result


def deficit(report: Report) -> Result:
    """V = I - II - III - IV; a section without a row was not moved and is left out."""
    result = Result()
    for tree in report.trees.values():
        five = tree.by_path.get("V")
        parts = [(sign, tree.by_path[key]) for sign, key in sections.PARTS["V"] if key in tree.by_path]
        if five is not None and len(parts) > 1:
            _equal(result, "deficit", tree.month, five, parts)
    return result


def financing(report: Report) -> Result:
    """VII = -V."""
    result = Result()
    for tree in report.trees.values():
        seven, five = tree.by_path.get("VII"), tree.by_path.get("V")
        if seven is not None and five is not None:
            _equal(result, "financing", tree.month, seven, [(-1, five)])
    return result


def balances(report: Report) -> Result:
    """Balances used = balances at the start of the year - balances at the end of the period, as paid."""
    result = Result()
    for tree in report.trees.values():
        used, start, end = (tree.by_path.get(key) for key in ("used", "start", "end"))
        if used is not None and start is not None and end is not None:
            _equal(result, "balances", tree.month, used, [(1, start), (-1, end)], (PAID,))
    return result


def _equal(
    result: Result, rule: str, month: tuple[int, int], node: Node, parts: list[tuple[int, Node]],
    measures: tuple[int, ...] = BALANCED,
) -> None:  # fmt: skip
    for at in measures:
        own, expected = node.stated[at], signed_sum((sign, part.stated[at]) for sign, part in parts)
        if own is None or expected is None:
            continue
        result.tested += 1
        if abs(own - expected) > ROUNDING:
            result.add(
                Finding(rule, month, node.path, at, expected, own, left=(node.line.number,),
                        right=tuple(part.line.number for _sign, part in parts))
            )  # fmt: skip


def sections_there(report: Report) -> Result:
    """The full report has its sections; one that is missing hides the balance of the whole budget."""
    result = Result()
    if report.cut != "full":
        return result
    for tree in report.trees.values():
        if "I" not in tree.by_path and "II" not in tree.by_path:
            continue
        for key in sections.NEEDED:
            result.tested += 1
            if key in tree.by_path:
                continue
            stands = [tree.by_path[path] for path in ("I", "II", "III", "IV", "VII") if path in tree.by_path]
            beside = None
            if key == "V":
                beside = signed_sum(
                    (sign, tree.by_path[part].line.amounts[ADJUSTED])
                    for sign, part in sections.PARTS["V"]
                    if part in tree.by_path
                )
            result.add(
                Finding("section_missing", tree.month, key, ADJUSTED if beside is not None else None, None, None,
                        NOT_GIVEN, right=tuple(node.line.number for node in stands), beside=beside, detail=key)
            )  # fmt: skip
    return result


def sections_named(report: Report) -> Result:
    """A section bears its own name."""
    result = Result()
    if report.cut != "full":
        return result
    for tree in report.trees.values():
        for root in tree.roots:
            result.tested += 1
            if root.misnamed:
                other = tree.by_path.get(root.misnamed)
                result.add(
                    Finding("section_named", tree.month, root.path, ADJUSTED, left=(root.line.number,),
                            right=(other.line.number,) if other else (), beside=root.line.amounts[ADJUSTED],
                            detail=root.misnamed)
                )  # fmt: skip
    return result

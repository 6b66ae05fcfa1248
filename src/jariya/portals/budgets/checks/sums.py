"""Every total is the signed sum of its parts, and is given where its parts are. Pure."""

from __future__ import annotations

from jariya.portals.budgets.checks.common import NOT_GIVEN, Finding, Report, Result
from jariya.portals.budgets.measures import PAID, PLANNED
from jariya.portals.budgets.tree import ROUNDING, SIZE, Tree, signed_sum


def tree_sum(report: Report) -> Result:
    """At every node the amount is the signed sum of its parts, to a thousand tenge of rounding."""
    result = Result()
    for tree in report.trees.values():
        for node in tree.nodes():
            parts = node.parts
            if not parts:
                continue
            for at in range(SIZE):
                own = node.stated[at]
                expected = signed_sum((sign, part.stated[at]) for sign, part in parts)
                if own is None or expected is None:
                    continue
                result.tested += 1
                if abs(own - expected) > ROUNDING:
                    result.add(
                        Finding("tree_sum", tree.month, node.path, at, expected, own, left=(node.line.number,),
                                right=tuple(part.line.number for _sign, part in parts))
                    )  # fmt: skip
    return result


def zero_column(report: Report) -> Result:
    """No zero stands beside a non-zero total of the same amount: it would be a missing amount written as zero."""
    result = Result()
    for tree in report.trees.values():
        for node in tree.nodes():
            parts = node.parts
            if not parts:
                continue
            for at in range(SIZE):
                own = node.line.amounts[at]
                sides = [(sign, part.line.amounts[at]) for sign, part in parts]
                if own is None or all(amount is None for _sign, amount in sides):
                    continue
                result.tested += 1
                total = signed_sum(sides)
                rows = tuple(part.line.number for _sign, part in parts)
                if own and all(amount == 0 for _sign, amount in sides):
                    result.add(
                        Finding("zero_column", tree.month, node.path, at, own, 0, NOT_GIVEN,
                                left=(node.line.number,), right=rows, detail="parts")
                    )  # fmt: skip
                elif own == 0 and total is not None and abs(total) > ROUNDING:
                    result.add(
                        Finding("zero_column", tree.month, node.path, at, total, 0, NOT_GIVEN,
                                left=(node.line.number,), right=rows, detail="total")
                    )  # fmt: skip
    return result


def zero_month(report: Report) -> Result:
    """An amount that other months of the report give is not zero in every row of a month in which money was paid."""
    result = Result()
    used = {at for tree in report.trees.values() for at in range(SIZE) if _any(tree, at)}
    for tree in report.trees.values():
        paid = max((abs(root.line.amounts[PAID] or 0) for root in tree.roots), default=0)
        if not paid:
            continue
        for at in sorted(used):
            result.tested += 1
            if not _any(tree, at):
                rows = tuple(root.line.number for root in tree.roots)
                result.add(
                    Finding("zero_month", tree.month, "", at, None, 0, NOT_GIVEN, left=rows, beside=paid,
                            detail="planned" if at == PLANNED else "")
                )  # fmt: skip
    return result


def _any(tree: Tree, at: int) -> bool:
    return any(node.line.amounts[at] for node in tree.nodes())

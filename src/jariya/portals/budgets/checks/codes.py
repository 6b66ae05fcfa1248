"""Codes that the classifier in force knows. Pure."""

from __future__ import annotations

from jariya.portals.budgets.checks.common import Finding, Report, Result
from jariya.portals.budgets.measures import ADJUSTED


def unknown_code(report: Report) -> Result:
    """Every code stands in the classifier in force. Without a loaded classifier nothing is said."""
    result = Result()
    if report.known_codes is None:
        return result
    for tree in report.trees.values():
        for node in tree.nodes():
            if not node.line.code:
                continue
            result.tested += 1
            if node.path not in report.known_codes:
                beside = node.line.amounts[ADJUSTED]
                result.add(
                    Finding("unknown_code", tree.month, node.path, left=(node.line.number,), beside=beside,
                            detail=node.line.code_given)
                )  # fmt: skip
    return result

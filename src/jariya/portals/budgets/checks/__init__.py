"""Checks of a report: small pure functions, each with a name, a rule and an explanation in three languages.

`run(report)` gives every finding, the largest money first. A finding says what was expected, what was found and in
which rows of the file both stand. A check that finds nothing says how often it looked.
"""

from jariya.portals.budgets.checks.common import Check, Finding, Report, Result, Total
from jariya.portals.budgets.checks.register import CHECKS, check, run

__all__ = ["CHECKS", "Check", "Finding", "Report", "Result", "Total", "check", "run"]

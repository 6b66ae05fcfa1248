"""Budgets, their releases, lines, sums and findings. Amounts are whole tenge; NULL is unknown and never 0.

Releases and all that hangs on them are never changed or deleted (the database refuses it): a corrected file is a new
release, and `Period` alone says which release is in force for a month.
"""

from jariya.portals.budgets.models.balances import SentBalance
from jariya.portals.budgets.models.budgets import Budget, BudgetQuerySet, Cut, Level, Stage
from jariya.portals.budgets.models.checks import Check, Verdict
from jariya.portals.budgets.models.classifiers import ClassifierItem, ClassifierVersion, Crosswalk
from jariya.portals.budgets.models.lines import Label, Line, Mention, Node, Rollup
from jariya.portals.budgets.models.releases import Period, Release, ReleaseQuerySet
from jariya.portals.budgets.models.series import Series

__all__ = [
    "Budget",
    "BudgetQuerySet",
    "Check",
    "ClassifierItem",
    "ClassifierVersion",
    "Crosswalk",
    "Cut",
    "Label",
    "Level",
    "Line",
    "Mention",
    "Node",
    "Period",
    "Release",
    "ReleaseQuerySet",
    "Rollup",
    "SentBalance",
    "Series",
    "Stage",
    "Verdict",
]

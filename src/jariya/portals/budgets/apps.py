"""Open budgets: what was approved, planned and paid, and whether the reports agree with themselves."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    """Open budgets: reports of execution, checked and open to the last line."""

    name = "jariya.portals.budgets"
    label = "budgets"

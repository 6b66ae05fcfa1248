"""Programmes over the years, their drafts, and the versions of what a draft says. Amounts are whole tenge."""

from jariya.portals.budgets.drafts.models.draft import EARLY, Draft
from jariya.portals.budgets.drafts.models.programme import Administrator, Position, Programme, Succession
from jariya.portals.budgets.drafts.models.version import Amount, Indicator, Statement, Version

__all__ = [
    "EARLY",
    "Administrator",
    "Amount",
    "Draft",
    "Indicator",
    "Position",
    "Programme",
    "Statement",
    "Succession",
    "Version",
]

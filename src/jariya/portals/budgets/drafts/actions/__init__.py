"""The verbs of a draft programme. The only code that changes its state."""

from jariya.portals.budgets.drafts.actions.changing import change
from jariya.portals.budgets.drafts.actions.clock import advance, close_discussion, open_discussion
from jariya.portals.budgets.drafts.actions.paying import approve, execute, note_payment
from jariya.portals.budgets.drafts.actions.preparing import prepare, publish, rework
from jariya.portals.budgets.drafts.actions.stating import evaluate, report, withdraw

__all__ = [
    "advance",
    "approve",
    "change",
    "close_discussion",
    "evaluate",
    "execute",
    "note_payment",
    "open_discussion",
    "prepare",
    "publish",
    "report",
    "rework",
    "withdraw",
]

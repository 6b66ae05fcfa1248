"""The verbs of the discussion. Each is one transaction; the table of `lifecycle.py` says who may and when."""

from jariya.kernel.discussion.actions.changing import edit, withdraw
from jariya.kernel.discussion.actions.counting import count_supports
from jariya.kernel.discussion.actions.moderating import (
    appeal,
    claim,
    decide_appeal,
    hide,
    keep,
    redact,
    release,
    report,
)
from jariya.kernel.discussion.actions.posting import answer, answer_together, post
from jariya.kernel.discussion.actions.supporting import support, unsupport

__all__ = [
    "answer",
    "answer_together",
    "appeal",
    "claim",
    "count_supports",
    "decide_appeal",
    "edit",
    "hide",
    "keep",
    "post",
    "redact",
    "release",
    "report",
    "support",
    "unsupport",
    "withdraw",
]

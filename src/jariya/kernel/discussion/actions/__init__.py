"""The verbs of the discussion. Each is one transaction; the table of `lifecycle.py` says who may and when."""

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
from jariya.kernel.discussion.actions.posting import answer, edit, post, withdraw
from jariya.kernel.discussion.actions.supporting import support, unsupport

__all__ = [
    "answer",
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

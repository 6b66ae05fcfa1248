"""The verbs of the consideration: the only code that changes its states."""

from .deciding import decide, draft_decision, publish_draft
from .group import answer_invitation, form_group
from .hearing import announce_hearing, cancel_hearing, hold_hearing, tell_stream
from .promising import close, give_up_promise, keep_promise, move_promise, tell_late
from .registering import register, take_up

__all__ = [
    "announce_hearing",
    "answer_invitation",
    "cancel_hearing",
    "close",
    "decide",
    "draft_decision",
    "form_group",
    "give_up_promise",
    "hold_hearing",
    "keep_promise",
    "move_promise",
    "publish_draft",
    "register",
    "take_up",
    "tell_late",
    "tell_stream",
]

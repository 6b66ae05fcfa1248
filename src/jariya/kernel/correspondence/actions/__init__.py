"""The verbs that dialogue and requests share. Each is one act of the lifecycle engine, in one transaction."""

from jariya.kernel.correspondence.actions.answers import draft_answer, publish, send_back, sign_answer
from jariya.kernel.correspondence.actions.capacity import delegated, signing_capacity
from jariya.kernel.correspondence.actions.complaints import complain, dismiss, uphold
from jariya.kernel.correspondence.actions.extension import extend
from jariya.kernel.correspondence.actions.forwarding import forward, forward_part
from jariya.kernel.correspondence.actions.handling import accept, assign, seal, unseal, withdraw
from jariya.kernel.correspondence.actions.rating import close_rated, rate

__all__ = [
    "accept",
    "assign",
    "close_rated",
    "complain",
    "delegated",
    "dismiss",
    "draft_answer",
    "extend",
    "forward",
    "forward_part",
    "publish",
    "rate",
    "seal",
    "send_back",
    "sign_answer",
    "signing_capacity",
    "unseal",
    "uphold",
    "withdraw",
]

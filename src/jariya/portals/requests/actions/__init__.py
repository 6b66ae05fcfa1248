"""The verbs of a request. What letters share comes from `correspondence`; here is what only a request has."""

from jariya.kernel.correspondence.actions import seal, send_back, unseal, withdraw
from jariya.portals.requests.actions.asking import already_sent, ask, ask_many, save_draft
from jariya.portals.requests.actions.deciding import draft_answer, publish, sign_answer
from jariya.portals.requests.actions.hearing import (
    complain,
    grant_complaint,
    let_stand,
    note_court,
    note_judgment,
    overturn,
    pass_on,
    rate,
)
from jariya.portals.requests.actions.repeated import liken, publish_information
from jariya.portals.requests.actions.showing import close_when_over, keep_private, lift_embargoes, make_public
from jariya.portals.requests.actions.working import (
    accept,
    ask_to_clarify,
    assign,
    clarify,
    classify,
    extend,
    forward,
    forward_part,
    go_on,
    tell_extension,
)

__all__ = [
    "accept",
    "already_sent",
    "ask",
    "ask_many",
    "ask_to_clarify",
    "assign",
    "clarify",
    "classify",
    "close_when_over",
    "complain",
    "draft_answer",
    "extend",
    "forward",
    "forward_part",
    "go_on",
    "grant_complaint",
    "keep_private",
    "let_stand",
    "lift_embargoes",
    "liken",
    "make_public",
    "note_court",
    "note_judgment",
    "overturn",
    "pass_on",
    "publish",
    "publish_information",
    "rate",
    "save_draft",
    "seal",
    "send_back",
    "sign_answer",
    "tell_extension",
    "unseal",
    "withdraw",
]

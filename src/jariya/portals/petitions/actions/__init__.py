"""The verbs of a petition up to its threshold. What the addressee does with it is in `consideration`."""

from jariya.portals.petitions.actions.checking import (
    approve,
    claim,
    decline_refusal,
    propose_refusal,
    refuse,
    release,
    send_back,
)
from jariya.portals.petitions.actions.disputing import (
    complain,
    grant_complaint,
    let_stand,
    overturn,
    pass_on,
    settle,
)
from jariya.portals.petitions.actions.gathering import (
    drop,
    lapse,
    lapse_support,
    open_collecting,
    resume,
    seal,
    succeed,
    suspend,
    unseal,
    withdraw,
)
from jariya.portals.petitions.actions.submitting import resubmit, submit

__all__ = [
    "approve",
    "claim",
    "complain",
    "decline_refusal",
    "drop",
    "grant_complaint",
    "lapse",
    "lapse_support",
    "let_stand",
    "open_collecting",
    "overturn",
    "pass_on",
    "propose_refusal",
    "refuse",
    "release",
    "resubmit",
    "resume",
    "seal",
    "send_back",
    "settle",
    "submit",
    "succeed",
    "suspend",
    "unseal",
    "withdraw",
]

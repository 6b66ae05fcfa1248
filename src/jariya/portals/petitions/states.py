"""Names of groups of states, for the table and for queries. Pure."""

from __future__ import annotations

KIND = "petition"

AT_DESK = ("submitted", "moderation", "refusal_check")
"""The moderators have the next move, and the term of moderation runs."""
BEFORE = (*AT_DESK, "returned")
"""Not decided whether it opens."""
BY_LINK = ("gathering_support",)
"""Readable by its address for everybody, listed nowhere."""
SIGNABLE = ("gathering_support", "collecting")
"""Takes signatures, while its term runs and no court has suspended it."""
TURNED_AWAY = ("refused", "complaint", "refusal_final")
SUPPORTED = ("supported", "registered", "considering", "decided", "implementing", "closed")
"""The threshold was crossed."""
LISTED = ("collecting", "lapsed", *SUPPORTED)
"""What the list of petitions shows; refused ones have a list of their own."""
ENDED = ("withdrawn", "lapsed_support", "lapsed", "refusal_final", "closed")
GROUPS = {
    "collecting": ("collecting",),
    "considered": ("supported", "registered", "considering"),
    "decided": ("decided", "implementing"),
    "archive": ("closed", "lapsed", "withdrawn"),
    "refused": TURNED_AWAY,
}
"""How lists gather the states that readers tell apart; the index has the group as a fact."""


def group_of(state: str) -> str:
    """The group of a state; empty where lists have none."""
    return next((name for name, states in GROUPS.items() if state in states), "")

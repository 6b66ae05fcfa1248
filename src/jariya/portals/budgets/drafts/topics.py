"""Names of what one can follow here, as events and subscriptions keep them."""

from __future__ import annotations

PROGRAMME = "programme"


def programme_topic(programme: int) -> str:
    """The topic of a programme over all its years."""
    return f"{PROGRAMME}:{programme}"

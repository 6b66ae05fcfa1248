"""Everything that must happen in the same transaction as an event, in one list. Nothing else listens."""

from __future__ import annotations


def connect() -> None:
    """Join the listeners of the upper floors to the lifecycle engine. Called once, when the apps are loaded."""

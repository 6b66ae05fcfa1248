"""Refusals of the record. Each has a stable code and says what happened; remedies stand in docs/log.md by code."""

from __future__ import annotations


class RecordError(Exception):
    """A refusal.

    Codes: `shrunken`, `forked` (the signer was shown a tree that does not continue the one it signed last),
    `state_missing` (checkpoints exist, the signer's memory does not), `key_missing`, `key_given`, `leaves_missing`,
    `tile_differs`, `leaf_too_long`, `log_unknown`, `log_closed`, `not_yet` (the leaf waits for its index).
    """

    def __init__(self, code: str, said: str) -> None:
        super().__init__(f"{code}: {said}")
        self.code = code
        self.said = said


ALARMING = frozenset({"shrunken", "forked", "state_missing", "key_missing", "leaves_missing", "tile_differs"})
"""Refusals that leave an alarm: the log stands still until a person has looked."""

"""The tables that a request's history is written into."""

from __future__ import annotations

from jariya.kernel.lifecycle import copying
from jariya.kernel.lifecycle.copying import LIFECYCLE, Table

TABLES: dict[str, Table] = {
    "case": LIFECYCLE["case"],
    "letter": (
        "correspondence_letter",
        ("case_id", "number", "year", "received_at", "registered_on", "first_registered_on", "digest", "channel",
         "identity", "hops"),
    ),
    "request": (
        "requests_request",
        ("case_id", "kind", "office", "subject", "track", "embargo_until", "information_id", "outcome", "decided_on",
         "rounds", "grounds", "title", "published_on", "body_id", "region_id"),
    ),
    "point": ("correspondence_point", ("case_id", "number", "moved_to_id")),
    "wording": (
        "correspondence_wording",
        ("id", "case_id", "part", "number", "version", "language", "text", "public_text", "salt", "digest",
         "author_id", "at"),
    ),
    "decision": (
        "requests_decision",
        ("case_id", "round", "number", "outcome", "ground", "severed_id", "harm_id", "whole_id", "other_way", "link",
         "link_state", "link_checked_at", "at", "signed_at"),
    ),
    "obligation": LIFECYCLE["obligation"],
    "change": LIFECYCLE["change"],
    "event": LIFECYCLE["event"],
    "forwarding": (
        "correspondence_forwarding",
        ("case_id", "child_id", "from_body_id", "to_body_id", "reason_id", "hop", "at", "on"),
    ),
    "extension": (
        "correspondence_extension",
        ("case_id", "obligation_id", "reason_id", "old_due", "new_due", "by_id", "at"),
    ),
    "answer": (
        "correspondence_answer",
        ("case_id", "version", "language", "signer_id", "signer_post_id", "as_role", "manifest", "level", "signed_at",
         "signed_on", "published_at"),
    ),
    "court": ("requests_court", ("case_id", "note_id", "on")),
    "rating": ("correspondence_rating", ("case_id", "body_id", "score", "resolved", "at")),
}  # fmt: skip
"""Name here -> table and the columns that are written; the others have what the database gives."""


class Rows(copying.Rows):
    """Rows of requests."""

    def __init__(self) -> None:
        super().__init__(TABLES)

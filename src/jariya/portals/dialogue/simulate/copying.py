"""The tables that a question's history is written into."""

from __future__ import annotations

from jariya.kernel.lifecycle import copying
from jariya.kernel.lifecycle.copying import LIFECYCLE, Ids, Table, copy_rows

__all__ = ["TABLES", "Ids", "Rows", "copy_rows"]

TABLES: dict[str, Table] = {
    "case": LIFECYCLE["case"],
    "letter": (
        "correspondence_letter",
        ("case_id", "number", "year", "received_at", "registered_on", "first_registered_on", "digest", "addressee_id",
         "channel", "identity", "hops"),
    ),
    "question": ("dialogue_question", ("case_id", "kind", "title", "published_on")),
    "point": ("correspondence_point", ("case_id", "number", "moved_to_id")),
    "wording": (
        "correspondence_wording",
        ("id", "case_id", "part", "number", "version", "language", "text", "public_text", "salt", "digest",
         "author_id", "at"),
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
        ("case_id", "version", "language", "signer_id", "signer_post_id", "delegation_id", "as_role", "manifest",
         "level", "signed_at", "signed_on", "published_at"),
    ),
    "rating": ("correspondence_rating", ("case_id", "body_id", "score", "resolved", "at")),
}  # fmt: skip
"""Name here -> table and the columns that are written; the others have what the database gives."""


class Rows(copying.Rows):
    """Rows of questions."""

    def __init__(self) -> None:
        super().__init__(TABLES)

"""The tables that a draft's history is written into."""

from __future__ import annotations

from jariya.kernel.lifecycle.copying import LIFECYCLE, Table

TABLES: dict[str, Table] = {
    "case": LIFECYCLE["case"],
    "obligation": LIFECYCLE["obligation"],
    "change": LIFECYCLE["change"],
    "event": LIFECYCLE["event"],
    "draft": (
        "drafts_draft",
        ("case_id", "programme_id", "year", "budget_id", "version", "published_on", "discussion_from",
         "discussion_until", "approved_on", "approval", "first_paid_on", "first_paid_source"),
    ),
    "version": (
        "drafts_version",
        ("id", "draft_id", "number", "title_kk", "title_ru", "summary_kk", "summary_ru", "goal_kk", "goal_ru",
         "changed_kk", "changed_ru", "material", "by_id", "at", "public"),
    ),
    "amount": ("drafts_amount", ("version_id", "year", "tenge")),
    "indicator": (
        "drafts_indicator",
        ("version_id", "number", "name_kk", "name_ru", "unit", "baseline", "target", "achieved"),
    ),
    "statement": ("drafts_statement", ("draft_id", "kind", "text_kk", "text_ru", "by_id", "at")),
    "comment": (
        "discussion_comment",
        ("id", "public_id", "case_id", "parent_id", "version", "element", "author_id", "voice", "body_id",
         "organisation_id", "identity", "language", "status", "ground", "text_version", "supports", "answered_at",
         "at"),
    ),
    "wording": (
        "discussion_wording",
        ("comment_id", "part", "version", "language", "text", "public_text", "salt", "digest", "author_id", "at",
         "erased_at"),
    ),
    "step": (
        "discussion_step",
        ("comment_id", "kind", "at", "on", "role", "person_id", "body_id", "codes", "digest", "public", "key"),
    ),
}  # fmt: skip
"""Name here -> table and the columns that are written; the others have what the database gives."""

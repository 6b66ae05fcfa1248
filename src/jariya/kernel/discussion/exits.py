"""A discussion as JSON: what the API of any portal gives of it. Public copies alone."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from jariya.kernel.discussion.models import Voice
from jariya.kernel.discussion.queries import CommentView, Thread


def comment(view: CommentView) -> dict[str, Any]:
    """A comment with the replies that the page shows. `text` is null on a stub; `author` is a pseudonym.

    `answered_together`: on an official answer that was given to several comments at once, to how many.
    """
    row = view.comment
    return {
        "id": row.public_id,
        "case": row.case.public_id,
        "at": row.at,
        "language": row.language,
        "voice": row.voice,
        "author": row.author.handle if row.voice == Voice.PERSON else None,
        "organisation": row.organisation.name if row.organisation else None,
        "body": row.body.slug if row.body else None,
        "identity_proven": row.identity not in ("", "email"),
        "status": row.status,
        "ground": row.ground or None,
        "text": view.text,
        "edited_at": view.edited_at,
        "blackened": view.blackened,
        "place": {"version": row.version, "element": row.element} if row.element else None,
        "supports": row.supports,
        "answered_at": row.answered_at,
        "answered_together": row.shared + 1 if row.shared else None,
        "replies": [comment(reply) for reply in view.replies],
        "replies_total": view.replies_total,
        "page": reverse("discussion:comment", args=[row.public_id]),
        "demo": row.case.invented,
    }


def thread(found: Thread) -> dict[str, Any]:
    """A page of a discussion; `after` is the key of the next one."""
    return {
        "items": [comment(view) for view in found.rows],
        "total": found.total,
        "open": found.open,
        "order": found.order,
        "after": found.following,
    }

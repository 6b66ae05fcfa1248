"""What an author keeps: digest and salt by which they prove, later and to anyone, what they said and when."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings

from jariya.kernel.discussion import wordings
from jariya.kernel.discussion.models import Comment, Step

KINDS = ("posted", "answered", "edited")


@dataclass(frozen=True)
class Receipt:
    """One version of one's text: SHA-256 over the salt's bytes and the text's UTF-8 bytes is the digest."""

    version: int
    digest: str
    salt: str | None
    at: str
    step_id: int


def of(comment: Comment) -> list[Receipt]:
    """Receipts of all versions, the oldest first. For the author alone: the salt opens the digest."""
    texts = wordings.versions(comment)
    steps = list(Step.objects.filter(comment=comment, kind__in=KINDS).order_by("id"))
    return [
        Receipt(
            text.version,
            bytes(text.digest).hex(),
            bytes(text.salt).hex() if text.salt else None,
            text.at.isoformat(),
            step.pk,
        )
        for text, step in zip(texts, steps, strict=False)
    ]


def document(comment: Comment) -> bytes:
    """The receipts as a file."""
    said = {
        "comment": comment.public_id,
        "case": comment.case.public_id,
        "site": settings.PUBLIC_URL,
        "invented": bool(settings.DEMO or comment.case.invented),
        "how": "digest = SHA-256(salt + text in UTF-8); both in hexadecimal",
        "versions": [
            {"version": row.version, "at": row.at, "digest": row.digest, "salt": row.salt} for row in of(comment)
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"

"""Writing texts: each a new version with its salt and digest."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from django.db.models import Max

from jariya.kernel.discussion.models import Comment, Wording
from jariya.kernel.people.models import Person
from jariya.kernel.signing.step import salted_digest


def write(
    comment: Comment, text: str, *, by: Person, now: dt.datetime, language: str, part: str = Wording.Part.COMMENT
) -> Wording:
    """Add a version. The salt stays with the row, the digest goes to the step."""
    last = Wording.objects.filter(comment=comment, part=part).aggregate(last=Max("version"))["last"] or 0
    salt = secrets.token_bytes(16)
    return Wording.objects.create(
        comment=comment,
        part=part,
        version=last + 1,
        language=language,
        text=text,
        salt=salt,
        digest=salted_digest(salt, text),
        author=by,
        at=now,
    )


def current(comments: Iterable[Comment]) -> dict[int, Wording]:
    """The newest version of each comment's own text, by comment. One query."""
    rows = Wording.objects.filter(comment__in=[row.pk for row in comments], part=Wording.Part.COMMENT)
    return {row.comment_id: row for row in rows.order_by("comment_id", "-version").distinct("comment_id")}


def versions(comment: Comment) -> list[Wording]:
    """All versions of the comment's own text, the oldest first."""
    return list(Wording.objects.filter(comment=comment, part=Wording.Part.COMMENT).order_by("version"))


def erase(wording: Wording, *, now: dt.datetime) -> None:
    """Take text, public copy and salt; the row and its digest stay, and nobody can show any more what it was."""
    Wording.objects.filter(pk=wording.pk).update(text="", public_text="", salt=None, erased_at=now)

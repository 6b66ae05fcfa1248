"""Changing what one has said, and taking it back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jariya.kernel.discussion import groups, reviews, steps, wordings
from jariya.kernel.discussion.actions.posting import may_be_said
from jariya.kernel.discussion.models import Comment, Review
from jariya.kernel.discussion.refusals import refused
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.models import Person


def edit(
    *,
    comment: Comment,
    text: str,
    by: Person,
    now: dt.datetime,
    confirmed: bool = False,
    key: str | None = None,
) -> Comment:
    """Change one's text while nobody has answered. The former version stays readable.

    Raises:
        Refused: comment.answered once a reply stands below it; comment.not_yours; comment.unchanged ...
    """
    text = text.strip()
    with transaction.atomic():
        # The lock also holds off a reply that is being written this moment (`_root`).
        row = steps.locked(comment)
        if before := steps.done(by, key):
            return before.comment
        if row.author_id != by.pk:
            raise refused("comment.not_yours")
        law = norms_now().at(legal_day(now))
        may_be_said(row.case, text, row.language, confirmed=confirmed, law=law)
        if replied(row):
            raise refused("comment.answered")
        if wordings.current([row])[row.pk].text == text:
            raise refused("comment.unchanged")
        wording = wordings.write(row, text, by=by, now=now, language=row.language)
        row.text_version = wording.version
        steps.take(
            row,
            "edit",
            by=by,
            now=now,
            digest=bytes(wording.digest),
            key=key,
            codes={"version": wording.version},
            changes=["text_version"],
        )
        if not row.official:
            reviews.open_review(row, Review.Cause.NEW, now=now)
        return row


def replied(comment: Comment) -> bool:
    """Whether somebody has replied to what it says, so that it stays as it is.

    Threads are two deep: what stands after an official answer below the same comment may reply to it.
    """
    if not comment.official:
        return bool(Comment.objects.filter(parent=comment).exists())
    after = Comment.objects.filter(parent__in=groups.roots(comment), pk__gt=comment.pk)
    return bool(after.exclude(author=comment.author_id).exists())


def withdraw(*, comment: Comment, by: Person, now: dt.datetime) -> Comment:
    """Take one's comment back: the text goes from every exit, a stub stays, replies stay below it."""
    with transaction.atomic():
        row = steps.locked(comment)
        steps.take(row, "withdraw", by=by, now=now)
        reviews.void(row, now=now)
        return row

"""The queue of the moderators: rows are opened, made more urgent, and end when their comment is withdrawn."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from jariya.kernel.discussion.models import Comment, Review
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.engine import legal_day

TERMS = {Review.Cause.APPEAL: "discussion.appeal.decide", Review.Cause.REPORTED: "discussion.moderation"}
"""Norms by which a look is due. What nobody complained of has no term."""


def open_review(comment: Comment, cause: int, *, now: dt.datetime) -> Review:
    """Put a comment into the queue, or make the row that waits there more urgent."""
    due = _due(cause, now)
    waiting = Review.objects.select_for_update().filter(comment=comment, decided_at=None)
    row: Review | None = waiting.first()
    if row is None:
        try:
            with transaction.atomic():
                return Review.objects.create(
                    comment=comment, body_id=comment.case.body_id, cause=cause, opened_at=now, due_on=due
                )
        except IntegrityError:  # another reader's report was faster
            row = waiting.get()
    if cause < row.cause:
        row.cause, row.due_on = cause, due
        row.save(update_fields=["cause", "due_on"])
    return row


def void(comment: Comment, *, now: dt.datetime) -> None:
    """Nothing is left to look at: the author took the comment back."""
    Review.objects.filter(comment=comment, decided_at=None).update(decided_at=now, decision=Review.Decision.VOID)


def _due(cause: int, now: dt.datetime) -> dt.date | None:
    norm = TERMS.get(Review.Cause(cause))
    if norm is None:
        return None
    law, day = law_now(), legal_day(now)
    return law.norms.at(day)[norm].ends(day, law.calendar).day

"""Supporting a comment: once a person, taken back at will."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from jariya.kernel.discussion import limits
from jariya.kernel.discussion.lifecycle import SHOWN
from jariya.kernel.discussion.models import Comment, Support
from jariya.kernel.discussion.refusals import changed, refused
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.models import Person


def support(*, comment: Comment, by: Person, now: dt.datetime) -> bool:
    """Support a comment. Twice is once; no row of the comment is locked, so a crowd does not queue.

    Returns:
        Whether the support is new.

    Raises:
        Refused: support.own, support.limit_day, comment.changed_meanwhile when it is not shown any more.
    """
    if comment.author_id == by.pk:
        raise refused("support.own")
    if comment.status not in SHOWN:
        raise changed(comment.status)
    with transaction.atomic(), connection.cursor() as cursor:
        limits.serialise(by)
        if Support.objects.filter(comment=comment, person=by, withdrawn_at=None).exists():
            return False
        limits.check_support(by, norms_now().at(legal_day(now)), now)
        cursor.execute(
            "INSERT INTO discussion_support (comment_id, person_id, at, counted) VALUES (%s, %s, %s, false)"
            " ON CONFLICT (comment_id, person_id) DO UPDATE SET at = EXCLUDED.at, withdrawn_at = NULL, counted = false"
            " WHERE discussion_support.withdrawn_at IS NOT NULL",
            [comment.pk, by.pk, now],
        )
        return bool(cursor.rowcount)


def unsupport(*, comment: Comment, by: Person, now: dt.datetime) -> bool:
    """Take the support back. Returns whether there was one."""
    rows = Support.objects.filter(comment=comment, person=by, withdrawn_at=None)
    return bool(rows.update(withdrawn_at=now, counted=False))

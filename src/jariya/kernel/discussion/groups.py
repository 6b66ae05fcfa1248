"""Comments that say nearly the same: found for the desk, held while they are answered, read with their answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from jariya.kernel.discussion import likeness, queries, wordings
from jariya.kernel.discussion.models import Comment, Together, Voice
from jariya.kernel.discussion.queries import CommentView
from jariya.kernel.discussion.refusals import refused
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case

PAGE = 20
MOST_COMPARED = 600
"""A text costs about half a millisecond of the processor: a page of the desk may not take seconds."""


@dataclass(frozen=True)
class Alike:
    """Comments that say nearly the same: the first of them, and all their public ids, the oldest first."""

    first: CommentView
    ids: list[str]


def alike(case: Case, *, unanswered: bool = False, limit: int = 20) -> list[Alike]:
    """Groups of near-identical comments, the largest first. Five queries; the oldest six hundred are compared.

    Args:
        unanswered: among those that the body has not answered.
    """
    found = _groups(case, unanswered=unanswered)[:limit]
    first = {view.comment.pk: view for view in queries.views([group[0] for group in found])}
    return [Alike(first[group[0].pk], [row.public_id for row in group]) for group in found]


def with_any_of(case: Case, wanted: Collection[str]) -> list[CommentView]:
    """The unanswered group that holds one of these comments, the oldest first; empty when none does."""
    for group in _groups(case, unanswered=True):
        if any(row.public_id in wanted for row in group):
            return queries.views(group)
    return []


def _groups(case: Case, *, unanswered: bool) -> list[list[Comment]]:
    rows = queries.comments().filter(case=case).first_floor().shown().exclude(voice=Voice.BODY)
    rows = rows.filter(answered_at=None) if unanswered else rows
    return _alike(list(rows.order_by("pk")[:MOST_COMPARED]))


def _alike(rows: Sequence[Comment]) -> list[list[Comment]]:
    texts = wordings.current(rows)
    kept = [row for row in rows if row.pk in texts]
    return [[kept[place] for place in group] for group in likeness.groups([texts[row.pk].public for row in kept])]


_HOLD = "SELECT 1 FROM discussion_comment WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"


def held(case: Case, chosen: Sequence[Comment]) -> list[Comment]:
    """The chosen comments under locks, the oldest first: all still shown, unanswered and alike.

    One answer serves many only where they ask the same; what was edited, hidden or answered since the official looked
    is not answered unread.

    Raises:
        Refused: together.too_few, together.changed.
    """
    wanted = sorted({row.pk for row in chosen})
    if len(wanted) < 2:
        raise refused("together.too_few")
    with connection.cursor() as cursor:
        # In one order for all: two officials who chose the same comments wait, and none for ever.
        cursor.execute(_HOLD, [wanted])
    rows = queries.comments().filter(case=case, pk__in=wanted, answered_at=None).first_floor().shown()
    found = _alike(list(rows.exclude(voice=Voice.BODY).order_by("pk")))
    group = found[0] if found else []
    if len(group) < len(wanted):
        raise refused("together.changed", gone=len(wanted) - len(group))
    return group


def members(answer: Comment, *, after: str | None = None, limit: int = PAGE) -> tuple[list[CommentView], str | None]:
    """The comments an answer was given to, the oldest first, and the key of the next page or None. Four queries."""
    rows: Any = queries.comments().filter(Q(pk=answer.parent_id) | Q(answered_by__answer=answer))
    key = ids.normal(after) if after else None
    last = Comment.objects.filter(case=answer.case_id, public_id=key).values_list("pk", flat=True).first()
    found = list((rows.filter(pk__gt=last) if last else rows).order_by("pk").distinct()[: limit + 1])
    page = found[:limit]
    return queries.views(page), page[-1].public_id if len(found) > limit else None


def roots(answer: Comment) -> list[int]:
    """Keys of the comments an answer stands below."""
    others = Together.objects.filter(answer=answer).values_list("comment", flat=True) if answer.shared else []
    return [*([answer.parent_id] if answer.parent_id else []), *others]

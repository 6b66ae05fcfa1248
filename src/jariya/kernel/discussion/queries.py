"""What pages, feeds and the API read of a discussion. Each read begins at `visible_to(person)`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import translation

from jariya.kernel.discussion import grounds, kinds, wordings
from jariya.kernel.discussion.kinds import Place
from jariya.kernel.discussion.models import Comment, Step, Support, Together, Voice, Wording
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person

PAGE = 20
FIRST_REPLIES = 3
MOST_COUNTED = 100_000
MOST_REPLIES = 1_000
NEWEST, OLDEST, SUPPORTED = "newest", "oldest", "supported"
ORDERS = (NEWEST, OLDEST, SUPPORTED)


@dataclass(frozen=True)
class CommentView:
    """A comment as anyone reads it; `text` is None on a stub."""

    comment: Comment
    text: str | None
    edited_at: dt.datetime | None
    blackened: bool
    ground: str
    place: Place | None
    replies: list[CommentView] = field(default_factory=list)
    replies_total: int = 0

    @property
    def more_replies(self) -> int:
        """Replies that are not among those shown."""
        return self.replies_total - len(self.replies)


@dataclass(frozen=True)
class Thread:
    """A page of a discussion."""

    case: Case
    rows: list[CommentView]
    total: int
    order: str
    element: str
    version: int | None
    unanswered: bool
    following: str | None
    open: bool


def comments(person: Person | None = None) -> Any:
    """Comments with what each shows of its author's voice."""
    return Comment.objects.visible_to(person).select_related("case__body", "author", "body", "organisation")


def thread(
    case: Case,
    *,
    person: Person | None = None,
    order: str = NEWEST,
    version: int | None = None,
    element: str = "",
    unanswered: bool = False,
    after: str | None = None,
    limit: int = PAGE,
    now: dt.datetime | None = None,
) -> Thread:
    """A page of a case's discussion, keyset-paged. At most seven queries, whatever its size.

    Args:
        order: newest, oldest or supported; another word is newest.
        element, version: comments on this place alone.
        unanswered: those that the body has not answered, oldest first.
        after: key that the former page gave.
    """
    order = order if order in ORDERS else NEWEST
    rows = comments(person).filter(case=case).first_floor()
    if element:
        rows = rows.filter(element=element)
        rows = rows.filter(version=version) if version is not None else rows
    if unanswered:
        rows, order = rows.filter(answered_at=None, status="published").exclude(voice=Voice.BODY), OLDEST
    found = list(_paged(rows, case, order, after)[: limit + 1])
    page = found[:limit]
    return Thread(
        case=case,
        rows=views(page, replies=FIRST_REPLIES),
        total=total(case),
        order=order,
        element=element,
        version=version,
        unanswered=unanswered,
        following=page[-1].public_id if len(found) > limit else None,
        open=kinds.open_now(case, now),
    )


def _paged(rows: Any, case: Case, order: str, after: str | None) -> Any:
    """The list after the comment whose public id is the key. A key that is none of this case's starts anew."""
    key = ids.normal(after) if after else None
    last = Comment.objects.filter(case=case, public_id=key, parent=None).values_list("pk", "supports").first()
    if order == SUPPORTED:
        if last:
            rows = rows.filter(Q(supports__lt=last[1]) | Q(supports=last[1], pk__lt=last[0]), supports__lte=last[1])
        return rows.order_by("-supports", "-pk")
    if order == OLDEST:
        return (rows.filter(pk__gt=last[0]) if last else rows).order_by("pk")
    return (rows.filter(pk__lt=last[0]) if last else rows).order_by("-pk")


def one(public_id: str, *, person: Person | None = None) -> Comment | None:
    """A comment by its public id as typed; None when there is none or it is not this reader's to see."""
    canonical = ids.normal(public_id)
    found: Comment | None = comments(person).filter(public_id=canonical).first() if canonical else None
    return found


def replies(root: Comment, *, after: str | None = None, limit: int = PAGE) -> tuple[list[CommentView], str | None]:
    """Replies to a comment, oldest first, and the key of the next page or None."""
    # The answers that were given to other comments as well are few: asked for apart, the index of replies still serves.
    shared = list(Together.objects.filter(comment=root).values_list("answer", flat=True))
    below = Q(parent=root) | Q(pk__in=shared) if shared else Q(parent=root)
    rows = comments().filter(below)
    key = ids.normal(after) if after else None
    last = Comment.objects.filter(below, public_id=key).values_list("pk", flat=True).first()
    found = list((rows.filter(pk__gt=last) if last else rows).order_by("pk")[: limit + 1])
    page = found[:limit]
    return views(page), page[-1].public_id if len(found) > limit else None


def views(rows: Sequence[Comment], *, replies: int = 0) -> list[CommentView]:
    """Comments as anyone reads them, each with its first replies when `replies` is more than 0. Four queries at most.

    Official answers stand first among the replies that are shown.
    """
    lang = translation.get_language() or "kk"
    below, totals = _first_replies([row.pk for row in rows], replies) if replies and rows else ({}, {})
    first = [reply for found in below.values() for reply in found]
    texts = wordings.current(row for row in [*rows, *first] if row.shown)
    norms = norms_now() if any(row.ground for row in [*rows, *first]) else None

    places = _places(rows, lang)

    def view(row: Comment, under: list[CommentView]) -> CommentView:
        wording = texts.get(row.pk)
        return CommentView(
            comment=row,
            text=wording.public if wording else None,
            edited_at=wording.at if wording and wording.version > 1 else None,
            blackened=wording is not None and wording.public_text is not None,
            ground=grounds.title(row.ground, lang, norms) if norms else "",
            place=places.get((row.case_id, row.version, row.element)),
            replies=under,
            replies_total=totals.get(row.pk, 0),
        )

    return [view(row, [view(reply, []) for reply in below.get(row.pk, ())]) for row in rows]


def _places(rows: Sequence[Comment], lang: str) -> dict[tuple[int, int | None, str], Place]:
    """The places of comments; as many reads as cases among them."""
    found: dict[tuple[int, int | None, str], Place] = {}
    cases = {row.case_id: row.case for row in rows if row.element}
    for pk, case in cases.items():
        wanted = frozenset((row.version or 0, row.element) for row in rows if row.case_id == pk and row.element)
        if (discussed := kinds.of(case)) is not None:
            for (version, element), place in discussed.places(case, wanted, lang).items():
                found[(pk, version, element)] = place
    return found


_FIRST = """
SELECT root.id, reply.id, counted.number
FROM unnest(%s::bigint[]) AS root(id)
CROSS JOIN LATERAL (
  SELECT count(*) AS number FROM (
    SELECT 1 FROM discussion_comment c WHERE c.parent_id = root.id
    UNION ALL SELECT 1 FROM discussion_together t WHERE t.comment_id = root.id LIMIT %s
  ) AS few
) AS counted
CROSS JOIN LATERAL (
  SELECT few.id FROM (
    (SELECT c.id, c.voice FROM discussion_comment c WHERE c.parent_id = root.id ORDER BY c.id LIMIT %s)
    UNION ALL
    SELECT a.id, a.voice FROM discussion_together t JOIN discussion_comment a ON a.id = t.answer_id
    WHERE t.comment_id = root.id
  ) AS few ORDER BY few.voice <> 'body', few.id LIMIT %s
) AS reply
"""


def _first_replies(roots: Iterable[int], most: int) -> tuple[dict[int, list[Comment]], dict[int, int]]:
    """The first replies of many comments, and how many each has (counted to a thousand). Two queries.

    An answer that was given to several of them stands below each.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, [list(roots), MOST_REPLIES, MOST_REPLIES, most])
        found = cursor.fetchall()
    rows = comments().in_bulk({reply for _root, reply, _number in found}) if found else {}
    below: dict[int, list[Comment]] = {}
    for root, reply, _number in found:
        if reply in rows:
            below.setdefault(root, []).append(rows[reply])
    return below, {root: number for root, _reply, number in found}


def total(case: Case) -> int:
    """How many comments and replies a case has, stubs included; counted on an index, to a hundred thousand."""
    rows = Comment.objects.filter(case=case).order_by().values("pk")
    number: int = rows[:MOST_COUNTED].count()
    return number


def unanswered(case: Case) -> int:
    """How many comments the body has not answered."""
    rows = Comment.objects.filter(case=case, parent=None, answered_at=None, status="published")
    number: int = rows.exclude(voice=Voice.BODY).order_by().values("pk")[:MOST_COUNTED].count()
    return number


def newest(case: Case, limit: int = 50) -> list[CommentView]:
    """The newest comments and replies whose text is shown: for feeds."""
    return views(list(comments().filter(case=case).shown().order_by("-pk")[:limit]))


def of_author(person: Person, *, after: str | None = None, limit: int = PAGE) -> tuple[list[CommentView], str | None]:
    """A person's own comments, newest first."""
    rows = comments(person).filter(author=person)
    key = ids.normal(after) if after else None
    last = Comment.objects.filter(author=person, public_id=key).values_list("pk", flat=True).first()
    found = list((rows.filter(pk__lt=last) if last else rows).order_by("-pk")[: limit + 1])
    page = found[:limit]
    return views(page), page[-1].public_id if len(found) > limit else None


@dataclass(frozen=True)
class Version:
    """A version of a comment's text as this reader may see it."""

    number: int
    text: str
    at: dt.datetime


def history(comment: Comment, *, own: bool = False) -> list[Version]:
    """All versions, the oldest first: public copies, or the author's own texts. A stub has none for others."""
    if not (comment.shown or own):
        return []
    rows = wordings.versions(comment)
    return [Version(row.version, row.text if own else row.public, row.at) for row in rows]


@dataclass(frozen=True)
class Said:
    """A reason, an appeal or a decision, for the author and for moderators."""

    part: str
    text: str
    at: dt.datetime
    language: str


def said_of(comment: Comment) -> list[Said]:
    """What moderators and the author have written about the comment, in order."""
    rows = Wording.objects.filter(comment=comment).exclude(part=Wording.Part.COMMENT).order_by("at", "id")
    return [Said(row.part, row.text, row.at, row.language) for row in rows]


def steps_of(comment: Comment, *, public_only: bool = True) -> list[Step]:
    """What happened to a comment, in order."""
    rows = Step.objects.filter(comment=comment).order_by("id")
    return list(rows.filter(public=True) if public_only else rows)


def supports_now(comment: Comment) -> int:
    """The number of supports this moment; pages show the one that was last counted."""
    number: int = Support.objects.filter(comment=comment, withdrawn_at=None).order_by().values("pk").count()
    return number


def supported(comment: Comment, person: Person) -> bool:
    """Whether a person supports the comment."""
    return bool(Support.objects.filter(comment=comment, person=person, withdrawn_at=None).exists())

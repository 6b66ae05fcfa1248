"""Saying something: a comment, a reply, an official answer to one comment or to many that are alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction

from jariya.kernel.discussion import groups, kinds, limits, reviews, steps, telling, wordings
from jariya.kernel.discussion.lifecycle import SHOWN
from jariya.kernel.discussion.models import Comment, Organisation, Review, Together, Voice, Wording
from jariya.kernel.discussion.refusals import refused
from jariya.kernel.language import personal
from jariya.kernel.law.norms import InForce
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import LANGUAGES, Case
from jariya.kernel.people.models import Person

LETTER = "K"


def post(
    *,
    case: Case,
    text: str,
    language: str,
    by: Person,
    identity: str,
    now: dt.datetime,
    version: int | None = None,
    element: str = "",
    parent: Comment | None = None,
    organisation: Organisation | None = None,
    confirmed: bool = False,
    key: str | None = None,
) -> Comment:
    """Publish a comment on a case, on a place inside it, or a reply.

    Args:
        version, element: the place, as the portal names it; none: the case as a whole.
        parent: what it replies to. A reply to a reply hangs beside it: threads are two deep.
        organisation: for whom the author speaks, proven before.
        confirmed: the author has seen what looks like personal data and wants it read by all.
        identity: means of sign-in by which the author is known.
        key: idempotency key of the form; sent twice, the first comment is returned.

    Raises:
        Refused: comment.*, organisation.not_proven.
    """
    return _say(
        "post",
        case=case,
        text=text,
        language=language,
        by=by,
        identity=identity,
        now=now,
        version=version,
        element=element,
        parent=parent,
        organisation=organisation,
        confirmed=confirmed,
        key=key,
    )


def answer(
    *,
    parent: Comment,
    text: str,
    language: str,
    by: Person,
    identity: str,
    now: dt.datetime,
    confirmed: bool = False,
    key: str | None = None,
) -> Comment:
    """Answer a comment officially, as the body of the case. Arguments as in `post`.

    The discussion may be over by then: answering is what follows it.

    Raises:
        Refused: comment.not_staff for who works elsewhere, comment.parent_gone.
    """
    return _say(
        "answer",
        case=parent.case,
        text=text,
        language=language,
        by=by,
        identity=identity,
        now=now,
        parent=parent,
        confirmed=confirmed,
        key=key,
    )


def answer_together(
    *,
    comments: Sequence[Comment],
    text: str,
    language: str,
    by: Person,
    identity: str,
    now: dt.datetime,
    confirmed: bool = False,
    key: str | None = None,
) -> Comment:
    """Answer comments that say nearly the same, once: the answer hangs on the oldest and stands below each.

    Each author is told once. Arguments as in `post`.

    Args:
        comments: of one case, two at least.

    Raises:
        Refused: together.too_few, together.changed when one of them was changed, hidden or answered meanwhile or is
            not like the others; comment.not_staff.
    """
    chosen = sorted(comments, key=lambda row: row.pk)
    if not chosen:
        raise refused("together.too_few")
    return _say(
        "answer",
        case=chosen[0].case,
        text=text,
        language=language,
        by=by,
        identity=identity,
        now=now,
        parent=chosen[0],
        together=chosen,
        confirmed=confirmed,
        key=key,
    )


def _say(
    verb: str,
    *,
    case: Case,
    text: str,
    language: str,
    by: Person,
    identity: str,
    now: dt.datetime,
    parent: Comment | None = None,
    version: int | None = None,
    element: str = "",
    organisation: Organisation | None = None,
    together: Sequence[Comment] = (),
    confirmed: bool = False,
    key: str | None = None,
) -> Comment:
    text = text.strip()
    try:
        with transaction.atomic():
            limits.serialise(by)
            if before := steps.done(by, key):
                return before.comment
            law = norms_now().at(legal_day(now))
            official = verb == "answer"
            may_be_said(case, text, language, confirmed=confirmed or official, law=law)
            others = groups.held(case, together)[1:] if together else []
            root = _root(parent, official=official)
            if not official:
                _open(case, now)
                limits.check(by, case.pk, law, now)
                _voice(organisation, by, legal_day(now))
            if root is not None:
                version, element = root.version, root.element
            _place(case, version, element)
            if _said_before(case, by, root, text):
                raise refused("comment.said_already")
            comment = Comment.objects.create(
                public_id=ids.new(LETTER, legal_day(now).year),
                case=case,
                parent=root,
                version=version,
                element=element,
                author=by,
                voice=Voice.BODY if official else Voice.ORGANISATION if organisation else Voice.PERSON,
                body_id=case.body_id if official else None,
                organisation=organisation,
                identity=identity,
                language=language,
                shared=len(others),
                at=now,
            )
            Together.objects.bulk_create([Together(answer=comment, comment=row) for row in others])
            wording = wordings.write(comment, text, by=by, now=now, language=language)
            steps.take(
                comment,
                verb,
                by=by,
                now=now,
                digest=bytes(wording.digest),
                key=key,
                codes=({"parent": root.public_id} if root else {})
                | ({"together": [row.public_id for row in others]} if others else {}),
            )
            if official:
                _answered([*([root] if root else []), *others], now)
            else:
                reviews.open_review(comment, Review.Cause.NEW, now=now)
            _tell([*others, root, parent] if official else [parent], by, official=official, now=now)
            return comment
    except IntegrityError as error:
        if "step_done_once" in str(error) and (before := steps.done(by, key)):
            return before.comment
        raise


def may_be_said(case: Case, text: str, language: str, *, confirmed: bool, law: InForce) -> None:
    """Refuses a text that no one may publish here: comment.* of its length, language and personal data."""
    if case.visibility != "public" or case.sealed:
        raise refused("comment.no_discussion")
    if not text:
        raise refused("comment.empty")
    most = law["discussion.text"].count
    if len(text) > most:
        raise refused("comment.too_long", most=most, now=len(text))
    if language not in LANGUAGES:
        raise refused("comment.language_unknown")
    if not confirmed and personal.find(text):
        raise refused("comment.not_confirmed")


def _open(case: Case, now: dt.datetime) -> None:
    discussed = kinds.of(case)
    if discussed is None:
        raise refused("comment.no_discussion")
    if (closed := discussed.closed(case, now)) is not None:
        raise closed


def _place(case: Case, version: int | None, element: str) -> None:
    if not element:
        return
    discussed, spot = kinds.of(case), (version or 0, element)
    if discussed is None or spot not in discussed.places(case, frozenset({spot}), "kk"):
        raise refused("comment.place_unknown")


def _root(parent: Comment | None, *, official: bool) -> Comment | None:
    """The comment of the first floor that a reply hangs on, held until the reply is there.

    Its foreign key is checked at commit only, so without this lock a text could be changed between a reply's writing
    and its commit. Replies share the lock; an official answer marks the comment, so it takes the whole one.
    """
    if parent is None:
        return None
    root_id = parent.parent_id or parent.pk
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_ALONE if official else _HOLD, [root_id])
    now = Comment.objects.select_related("parent").get(pk=parent.pk)
    if now.status not in SHOWN:
        raise refused("comment.parent_gone")
    root: Comment = now.parent or now
    return root


_HOLD = "SELECT 1 FROM discussion_comment WHERE id = %s FOR SHARE"
_HOLD_ALONE = "SELECT 1 FROM discussion_comment WHERE id = %s FOR NO KEY UPDATE"


def _voice(organisation: Organisation | None, by: Person, day: dt.date) -> None:
    if organisation is not None and (
        organisation.person_id != by.pk or not organisation.since <= day <= organisation.until
    ):
        raise refused("organisation.not_proven")


def _said_before(case: Case, by: Person, root: Comment | None, text: str) -> bool:
    """Whether the same person has said the same thing at the same place, and it is still shown."""
    rows = Wording.objects.filter(
        comment__author=by, comment__case=case, comment__parent=root, comment__status__in=SHOWN, part="comment"
    )
    return bool(rows.filter(text=text).exists())


def _answered(rows: Sequence[Comment], now: dt.datetime) -> None:
    Comment.objects.filter(pk__in=[row.pk for row in rows], answered_at=None).update(answered_at=now)


def _tell(rows: Sequence[Comment | None], by: Person, *, official: bool, now: dt.datetime) -> None:
    """Tell the authors of what was answered, each once: of an official answer also that of the comment it hangs on."""
    told = {row.author_id: row for row in rows if row is not None and row.author_id != by.pk}
    for row in told.values():
        telling.tell(row, "comment_answered" if official else "comment_replied", now=now)

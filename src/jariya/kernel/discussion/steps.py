"""How a comment moves: one function that asks the table, writes state and step, and tells who listens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jariya.kernel.discussion.lifecycle import TABLE
from jariya.kernel.discussion.models import Comment, Step
from jariya.kernel.discussion.refusals import changed, refused
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of
from jariya.kernel.status import NEW, WrongMove


@dataclass(frozen=True)
class Happened:
    """What a listener hears, inside the transaction of the step."""

    comment: Comment
    step: Step
    now: dt.datetime


Listener = Callable[[Happened], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Join a listener; called by `project/wiring.py` alone. A listener that fails undoes the step."""
    if listener not in _listeners:
        _listeners.append(listener)


def done(by: Person, key: str | None) -> Step | None:
    """The step that this person has done under this key before."""
    return Step.objects.filter(person=by, key=key[:80]).select_related("comment__case").first() if key else None


def role_for(verb: str, *, by: Person, comment_author: int | None, body_id: int, day: dt.date) -> str | None:
    """The role under which a person does a verb: the first of the table's row that they hold."""
    held = roles_of(by, body_id=body_id, day=day) | {"reader"}
    if by.pk == comment_author:
        held |= {"author"}
    return next((role for role in TABLE[verb].who if role in held), None)


def locked(comment: Comment) -> Comment:
    """The comment read anew under a lock, with its case."""
    rows = Comment.objects.select_for_update(of=("self",)).select_related("case__body", "author")
    found: Comment = rows.get(pk=comment.pk)
    return found


def take(
    comment: Comment,
    verb: str,
    *,
    by: Person,
    now: dt.datetime,
    codes: Mapping[str, Any] | None = None,
    digest: bytes | None = None,
    key: str | None = None,
    changes: Iterable[str] = (),
) -> Step:
    """Do a verb on a comment that this transaction has locked (or just made).

    Args:
        changes: columns that the caller has set on the object and that are to be written with the state.

    Raises:
        Refused: the table has no such row for its state, or none for this person.
    """
    move, day = TABLE[verb], legal_day(now)
    new = comment.pk is None or NEW in move.source
    try:
        target = TABLE.after(NEW if new else comment.status, verb)
    except WrongMove as error:
        raise changed(error.state) from error
    role = role_for(verb, by=by, comment_author=comment.author_id, body_id=comment.case.body_id, day=day)
    if role is None:
        raise refused(_WHOSE[move.who[0]])
    comment.status = target
    if not new:
        comment.save(update_fields=["status", *changes])
    step = Step.objects.create(
        comment=comment,
        kind=move.event,
        at=now,
        on=day,
        role=role,
        person=by,
        body_id=comment.case.body_id,
        codes=dict(codes or {}),
        digest=digest,
        public=move.public,
        key=key[:80] if key else None,
    )
    happened = Happened(comment, step, now)
    for listener in _listeners:
        listener(happened)
    return step


_WHOSE = {
    "author": "comment.not_yours",
    "reader": "comment.not_yours",
    "officer": "comment.not_staff",
    "moderator": "review.not_moderator",
}

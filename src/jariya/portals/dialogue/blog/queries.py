"""What pages and feeds read of heads and their posts. Each read of posts begins at `visible_to`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from jariya.kernel.bodies.models import Body, Holding, Post, PostKind
from jariya.kernel.correspondence.figures import Punctuality, punctuality
from jariya.kernel.correspondence.models import Answer
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.paging import newest
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.people.models import Person
from jariya.portals.dialogue.blog.models import BlogPost, BlogVersion, HeadChange

PAGE = 12
MOST_HEADS = 6
"""Former heads whose figures stand on a page; the register of the body names all of them."""


@dataclass(frozen=True)
class PostView:
    """A post as anyone may see it. `version` is None once it was withdrawn."""

    post: BlogPost
    version: BlogVersion | None
    versions: list[BlogVersion]
    timeline: list[Said]


def posts() -> Any:
    """Posts with what every list shows of them."""
    newest = Prefetch("versions", BlogVersion.objects.filter(public=True).order_by("-number"), to_attr="shown_versions")
    return BlogPost.objects.select_related("case__body", "post__body", "holding").prefetch_related(newest)


def listed(
    *, post: Post | None = None, after: str | None = None, limit: int = PAGE
) -> tuple[list[BlogPost], str | None]:
    """Published posts, newest first, keyset-paged; those of one head where `post` is given.

    Returns:
        The rows, and the key of the next page or None.
    """
    rows = posts().visible_to(None).shown()
    if post is not None:
        rows = rows.filter(post=post)
    return newest(rows, by="published_at", after=after, limit=limit)


def find(public_id: str, *, lang: str, number: int | None = None, person: Person | None = None) -> PostView | None:
    """One post as `person` may see it; None when there is none.

    Args:
        number: of a former version; the newest one without it. A withdrawn post shows none.
    """
    rows = posts().visible_to(person)
    post: Any = rows.filter(case__public_id=ids.normal(public_id) or "").first()
    if post is None:
        return None
    versions: list[BlogVersion] = list(post.shown_versions) if post.case.state == "published" else []
    chosen = next((row for row in versions if number is None or row.number == number), None)
    if number is not None and chosen is None:
        return None
    events = Event.objects.timeline(post.case_id, public_only=True).select_related("case")
    return PostView(post, chosen, versions, say(events, lang))


@dataclass(frozen=True)
class Reign:
    """One head's time in office: how the body kept its terms in it, and what was open when it began."""

    holding: Holding
    figures: Punctuality
    signed: int
    """Answers sent in that time."""
    taken_over: int | None
    """Open questions that came with the office; None where nothing was open."""


def reigns(body: Body, *, today: dt.date) -> list[Reign]:
    """The heads of a body, the newest first. A head's figures count letters whose clock began in that time."""
    rows = Holding.objects.filter(post__body=body, post__kind=PostKind.HEAD).select_related("post")
    rows = rows.order_by("-since", "-pk")[:MOST_HEADS]
    changes = {
        row.holding_id: row.cases
        for row in HeadChange.objects.filter(holding__in=list(rows), kind=HeadChange.Kind.CAME)
    }
    found = []
    for holding in rows:
        first, last = holding.since or dt.date(2000, 1, 1), min(holding.until or today, today)
        figures = punctuality([body.pk], first=first, last=last, today=today)[body.pk]
        answers = Answer.objects.filter(case__body=body, case__kind="question", signed_on__range=(first, last))
        found.append(Reign(holding, figures, answers.count(), changes.get(holding.pk)))
    return found


@dataclass(frozen=True)
class Heads:
    """Whom a question was addressed to, and whom it is with now."""

    then: Holding | None
    now: Holding | None

    @property
    def changed(self) -> bool:
        """Whether the head is another one than on the day of asking."""
        return (self.then.pk if self.then else None) != (self.now.pk if self.now else None)


def heads_of(case: Case, *, today: dt.date) -> Heads:
    """The heads of a case's body on the day it was asked and today (on the day it closed). One query."""
    last = case.closed_on or today
    rows = list(Holding.objects.filter(post__body_id=case.body_id, post__kind=PostKind.HEAD).select_related("post"))

    def on(day: dt.date) -> Holding | None:
        held = (row for row in rows if (row.since is None or row.since <= day) and (not row.until or row.until >= day))
        return next(held, None)

    return Heads(on(case.opened_on), on(last))

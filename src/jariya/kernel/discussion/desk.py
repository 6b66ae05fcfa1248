"""What moderators read: their queue, one comment with all that was said about it, figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from jariya.kernel.discussion.lifecycle import MODERATORS
from jariya.kernel.discussion.models import Comment, Report, Review
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import bodies_of, roles_of

PAGE = 30


@dataclass(frozen=True)
class Bench:
    """Where a person moderates: bodies, or everywhere."""

    person: Person
    bodies: frozenset[int]
    everywhere: bool


def bench_of(person: Person, day: dt.date) -> Bench | None:
    """The bench of a person; None for who moderates nowhere."""
    bodies = bodies_of(person, day=day, kinds=frozenset(MODERATORS))
    everywhere = "supervisor" in roles_of(person, body_id=None, day=day)
    return Bench(person, bodies, everywhere) if bodies or everywhere else None


def _waiting(bench: Bench) -> Any:
    rows = Review.objects.filter(decided_at=None)
    return rows if bench.everywhere else rows.filter(body_id__in=bench.bodies)


def queue(
    bench: Bench, *, cause: int | None = None, after: str | None = None, limit: int = PAGE
) -> tuple[list[Review], str | None]:
    """A page of the queue: appeals, then reported, then what nobody has looked at; each oldest first. Two queries.

    Args:
        after: key that the former page gave (`cause_id`).
    """
    rows = _waiting(bench).select_related("comment__case__body", "comment__author", "claimed_by", "body")
    if cause:
        rows = rows.filter(cause=cause)
    if (key := _key(after)) is not None:
        rows = rows.filter(Q(cause__gt=key[0]) | Q(cause=key[0], pk__gt=key[1]), cause__gte=key[0])
    found = list(rows.order_by("cause", "pk")[: limit + 1])
    page = found[:limit]
    return page, f"{page[-1].cause}_{page[-1].pk}" if len(found) > limit else None


def _key(after: str | None) -> tuple[int, int] | None:
    cause, _sep, pk = (after or "").partition("_")
    return (int(cause), int(pk)) if cause.isdecimal() and pk.isdecimal() and len(after or "") < 24 else None


def counts(bench: Bench, most: int = 1000) -> dict[int, int]:
    """How many wait by cause, counted to `most`. Three queries."""
    rows = _waiting(bench).order_by()
    return {cause: rows.filter(cause=cause).values("pk")[: most + 1].count() for cause in Review.Cause.values}


def waiting(comment: Comment, bench: Bench) -> Review | None:
    """The undecided look at a comment, when this bench may see it."""
    found: Review | None = (
        _waiting(bench).filter(comment=comment).select_related("comment__case__body", "claimed_by").first()
    )
    return found


def looks(comment: Comment) -> list[Review]:
    """All looks at a comment, in order."""
    rows = Review.objects.filter(comment=comment).select_related("decided_by", "reason").order_by("id")
    return list(rows)


def reports(comment: Comment) -> dict[str, int]:
    """How many readers reported it on which ground."""
    rows = Report.objects.filter(comment=comment).values_list("ground").annotate(number=Count("id"))
    return dict(rows.order_by("-number", "ground"))

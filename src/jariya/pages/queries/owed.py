"""What the state owes: running public duties of bodies over all portals, from the one table of obligations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Obligation
from jariya.kernel.lifecycle.table import lifecycles
from jariya.pages import dayplace, places
from jariya.pages.dayplace import DayPlace

PAGE = 30
WEEK = dt.timedelta(days=6)
"""Today and the six days after it."""


def _running() -> Any:
    return Obligation.objects.running().of_bodies().filter(public=True)


@dataclass(frozen=True)
class Owed:
    """Running duties of bodies as of a day: due that day, due within seven days from it, past the due day."""

    today: int
    week: int
    late: int


def owed(today: dt.date, body: Body | None = None) -> Owed:
    """Count what is owed, of all bodies or of one. One index-only query."""
    rows = _running().filter(due_on__lte=today + WEEK)
    if body is not None:
        rows = rows.filter(body=body)
    counted = rows.aggregate(
        today=Count("id", filter=Q(due_on=today)),
        week=Count("id", filter=Q(due_on__gte=today)),
        late=Count("id", filter=Q(due_on__lt=today)),
    )
    return Owed(**counted)


@dataclass(frozen=True)
class Late:
    """A body with duties past their due day."""

    body: Body
    late: int
    oldest: dt.date


def late_by_body(today: dt.date, *, limit: int = 6) -> list[Late]:
    """Bodies with the most duties past the due day. Two queries."""
    rows = _running().filter(due_on__lt=today).values("body_id").annotate(late=Count("id"), oldest=Min("due_on"))
    found = list(rows.order_by("-late", "oldest", "body_id")[:limit])
    bodies = Body.objects.in_bulk([row["body_id"] for row in found])
    return [Late(bodies[row["body_id"]], row["late"], row["oldest"]) for row in found]


@dataclass(frozen=True)
class Duty:
    """A running duty as anyone may see it. `path` and `title` are None where the case itself is not public."""

    obligation: Obligation
    what: str
    path: str | None
    title: str | None
    language: str


WHEN = ("today", "week", "late")


def duties(
    when: str, today: dt.date, *, body: Body | None = None, after: DayPlace | None = None, limit: int = PAGE
) -> tuple[list[Duty], DayPlace | None]:
    """Running duties in the order of their due days, and the place of the next page or None. Two queries.

    Args:
        when: `today`, `week` (today and six days more), `late`, or `all`.
    """
    rows = _running()
    if when == "today":
        rows = rows.filter(due_on=today)
    elif when == "week":
        rows = rows.filter(due_on__range=(today, today + WEEK))
    elif when == "late":
        rows = rows.filter(due_on__lt=today)
    if body is not None:
        rows = rows.filter(body=body)
    skip = 0
    if after is not None:
        rows, skip = rows.filter(due_on__gte=after.day), after.seen
    found = list(rows.select_related("case", "body").order_by("due_on", "id")[skip : skip + limit + 1])
    more, found = len(found) > limit, found[:limit]
    titles = places.titles(row.case for row in found)
    words = {(table.kind, kind): term.title for table in lifecycles() for kind, term in table.terms().items()}
    shown = [
        Duty(
            row,
            str(words.get((row.case.kind, row.kind), row.kind)),
            places.path(row.case),
            titles.get(row.case_id),
            row.case.language,
        )
        for row in found
    ]
    return shown, dayplace.following([row.due_on for row in found], after) if more else None

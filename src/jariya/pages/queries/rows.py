"""The obligations behind a body's punctuality, so that anyone recomputes the share from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import Min

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Obligation
from jariya.kernel.web import sheets
from jariya.pages import dayplace
from jariya.pages.dayplace import DayPlace

PAGE = 50
COLUMNS = (
    "public_id",
    "kind",
    "norm",
    "started_on",
    "due_on",
    "extended_to",
    "met_on",
    "cancelled_on",
    "invented",
)


def counted(body: Body, year: int) -> Any:
    """The obligations that the body's punctuality of a year counts: terms for answers that began in that year."""
    return Obligation.objects.of_bodies().filter(
        body=body, kind="answer", started_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31))
    )


def first_year(body: Body) -> int | None:
    """The year of the first term for an answer; None when there was none. One query at the edge of an index."""
    day = Obligation.objects.of_bodies().filter(body=body, kind="answer").aggregate(first=Min("started_on"))["first"]
    return day.year if day else None


def rows(
    body: Body, year: int, *, after: DayPlace | None = None, limit: int = PAGE
) -> tuple[list[Obligation], DayPlace | None]:
    """A page of the rows, the newest day first, and the place of the next page or None. One query."""
    found, skip = counted(body, year), 0
    if after is not None:
        found, skip = found.filter(started_on__lte=after.day), after.seen
    read = list(found.select_related("case").order_by("-started_on", "id")[skip : skip + limit + 1])
    more, read = len(read) > limit, read[:limit]
    return read, dayplace.following([row.started_on for row in read], after) if more else None


def as_csv(body: Body, year: int) -> Iterator[str]:
    """All rows of a year as CSV lines, the header first. One query, so that the rows are of one moment.

    The number of a case stands only where the case is public; the row itself is there all the same, or the share could
    not be recomputed. `invented` says INVENTED in each row of an invented body.
    """
    return sheets.lines(chain([COLUMNS], _cells(body, year)))


def _cells(body: Body, year: int) -> Iterator[tuple[Any, ...]]:
    columns = ("case__public_id", "case__visibility", "case__sealed", "kind", "norm_key", "started_on", "due_on",
               "extended_to", "met_on", "cancelled_on")  # fmt: skip
    said = "INVENTED" if body.invented else ""
    for public_id, visibility, sealed, *facts in counted(body, year).order_by("started_on", "id").values_list(*columns):
        yield public_id if visibility == "public" and not sealed else "", *facts, said

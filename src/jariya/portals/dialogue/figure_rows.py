"""The cases behind a figure: a page of them, and all of them as CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import OuterRef, Subquery

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.web import sheets
from jariya.portals.dialogue.measures import Measure, Period, terms

PAGE = 50
COLUMNS = (
    "public_id",
    "state",
    "language",
    "opened_on",
    "closed_on",
    "due_on",
    "answered_on",
    "extended_to",
    "invented",
)


def page_of(row: Measure, period: Period, *, after: str | None, limit: int = PAGE) -> tuple[list[Case], str | None]:
    """A page of the cases behind a figure, newest first, and the key of the next page: a day and how many of it were
    seen. Cases that are not public are counted and stand here as lines without a number: else the rows would not add
    up, and their numbers must not stand in an address either."""
    rows, seen = _shown(row.cases(period), period).order_by("-opened_on", "-pk"), 0
    if (place := _place(after)) is not None:
        rows, seen = rows.filter(opened_on__lte=place[0]), place[1]
    found = list(rows[seen : seen + limit + 1])
    shown = found[:limit]
    if len(found) <= limit:
        return shown, None
    last = shown[-1].opened_on
    count = sum(case.opened_on == last for case in shown) + (seen if place and last == place[0] else 0)
    return shown, f"{last.isoformat()}_{count}"


def _place(after: str | None) -> tuple[dt.date, int] | None:
    day, _sep, seen = (after or "").partition("_")
    try:
        return (dt.date.fromisoformat(day), int(seen)) if seen.isdecimal() and len(seen) < 7 else None
    except ValueError:
        return None


def _shown(cases: Any, period: Period) -> Any:
    """Cases with the days of their newest term for an answer at this body."""
    newest = terms(period).filter(case=OuterRef("pk")).order_by("-pk")
    return cases.annotate(
        due=Subquery(newest.values("due_on")[:1]),
        met=Subquery(newest.values("met_on")[:1]),
        extended=Subquery(newest.values("extended_to")[:1]),
    )


def as_csv(row: Measure, period: Period) -> Iterator[str]:
    """All rows behind a figure as CSV lines, the header first; numbers of cases only where they are public."""
    return sheets.lines(chain([COLUMNS], _cells(row, period)))


def _cells(row: Measure, period: Period) -> Iterator[tuple[Any, ...]]:
    said = "INVENTED" if period.body.invented else ""
    for case in _shown(row.cases(period), period).order_by("pk").iterator(2000):
        number = case.public_id if case.visibility == "public" and not case.sealed else ""
        yield (
            number, case.state, case.language, case.opened_on, case.closed_on, case.due, case.met, case.extended, said
        )  # fmt: skip

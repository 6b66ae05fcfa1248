"""What pages, files and the API read of recommendations. Each read begins at `visible_to`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle import paging
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.lifecycle.table import State, lifecycle
from jariya.kernel.people.models import Person
from jariya.kernel.web import sheets
from jariya.portals.requests import matters
from jariya.portals.requests.monitoring.lifecycle import KIND
from jariya.portals.requests.monitoring.models import Recommendation, Source, Statement

DUTIES = ("reply", "carry_out")
COLUMNS = (
    "id", "source", "body", "criterion", "title_kk", "title_ru", "state", "issued_on", "due_on", "met_on", "days_late",
    "disputed", "returned", "invented",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A recommendation in a list: its state, the term for carrying it out, how late it is today."""

    row: Recommendation
    state: State
    due_on: dt.date | None
    met_on: dt.date | None
    days_late: int
    running: bool

    @property
    def overdue(self) -> bool:
        """Whether the body owes it and the day has passed."""
        return self.running and self.days_late > 0


@dataclass(frozen=True)
class View:
    """A recommendation as anyone may see it."""

    line: Line
    statements: list[Statement]
    timeline: list[Said]


@dataclass(frozen=True)
class Counted:
    """How many recommendations there are, by what became of them."""

    all: int
    open: int
    overdue: int
    carried_out: int
    disputed: int
    withdrawn: int


def rows(*, source: str = "", body: Body | None = None, late_on: dt.date | None = None) -> Any:
    """Public recommendations, narrowed.

    Args:
        late_on: only those that a body owes on this day past their term.
    """
    found = Recommendation.objects.visible_to(None)
    found = found.filter(source=source) if source in Source.values else found
    found = found.filter(case__body=body) if body is not None else found
    if late_on is not None:
        owed = Obligation.objects.late(late_on).filter(case=OuterRef("case_id"), duty_of="body", kind__in=DUTIES)
        found = found.filter(Exists(owed))
    return found


def newest(found: Any, *, after: str | None = None, limit: int = 20) -> tuple[list[Recommendation], str | None]:
    """A page of recommendations, those sent last first; the key of the next page or None."""
    return paging.newest(found.select_related("case__body"), by="issued_on", after=after, limit=limit)


def lines(found: Sequence[Recommendation], *, today: dt.date) -> list[Line]:
    """The lines of a list; one query."""
    terms: dict[int, Any] = {}
    of = Obligation.objects.filter(case__in=[row.pk for row in found], kind="carry_out").order_by("pk")
    for term in of:
        terms[term.case_id] = term
    table = lifecycle(KIND)
    return [_line(row, table.state(row.case.state), terms.get(row.pk), today) for row in found]


def _line(row: Recommendation, state: State, term: Any, today: dt.date) -> Line:
    if term is None or term.cancelled_on is not None:
        return Line(row, state, None, None, 0, False)
    return Line(row, state, term.due_on, term.met_on, term.days_late(today), term.met_on is None)


def term_of(case: Case) -> Any:
    """The last term for carrying a recommendation out."""
    return Obligation.objects.filter(case=case, kind="carry_out").order_by("-pk").first()


def find(public_id: str, *, today: dt.date, lang: str, person: Person | None = None) -> View | None:
    """One recommendation as `person` may see it; None when there is none."""
    row = matters.find(Recommendation, public_id, person)
    if row is None:
        return None
    (line,) = lines([row], today=today)
    events = Event.objects.timeline(row.case_id, public_only=True).select_related("case")
    return View(line, list(row.statements.all()), say(events, lang))


def counted(found: Any, *, today: dt.date) -> Counted:
    """The figures above a list. Two queries."""
    states = list(found.values_list("case__state", "disputed"))
    late = Obligation.objects.late(today).filter(case__in=found.values("pk"), duty_of="body", kind__in=DUTIES)
    finals = {"carried_out", "withdrawn"}
    return Counted(
        all=len(states),
        open=sum(state not in finals for state, _disputed in states),
        overdue=late.values("case").distinct().count(),
        carried_out=sum(state == "carried_out" for state, _disputed in states),
        disputed=sum(disputed for _state, disputed in states),
        withdrawn=sum(state == "withdrawn" for state, _disputed in states),
    )


def values(line: Line) -> dict[str, Any]:
    """A recommendation in plain values, for the API and the file."""
    row = line.row
    cells = (
        row.case.public_id, row.source, row.case.body.slug, row.criterion, row.title_kk, row.title_ru, line.state.code,
        row.issued_on, line.due_on, line.met_on, line.days_late, int(row.disputed), row.returned,
        int(row.case.invented),
    )  # fmt: skip
    return dict(zip(COLUMNS, cells, strict=True))


def as_csv(*, today: dt.date, batch: int = 500) -> Iterator[str]:
    """All public recommendations as CSV lines, newest first."""

    def every() -> Iterator[list[Any]]:
        after = None
        while True:
            found, after = newest(rows(), after=after, limit=batch)
            yield from (list(values(line).values()) for line in lines(found, today=today))
            if after is None:
                return

    return sheets.lines(chain([COLUMNS], every()))

"""What pages, files and the API read of the register. Each read begins at `visible_to`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, Q

from jariya.kernel.bodies.models import Absence, Body, Holding
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.lifecycle.table import State, lifecycle
from jariya.kernel.web import sheets
from jariya.portals.requests import matters
from jariya.portals.requests.officers.lifecycle import KIND
from jariya.portals.requests.officers.models import Duty, Officer, Training

PAGE = 30
COLUMNS = (
    "id", "body", "body_name_kk", "body_name_ru", "duty", "post_kk", "post_ru", "holder_kk", "holder_ru", "order",
    "since", "phone", "mail", "trained_on", "training_due_on", "training_days_late", "away_since", "away_until",
    "instead_kk", "instead_ru", "invented",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """An officer in office: who holds the post, when trained and by when again, who answers meanwhile."""

    row: Officer
    state: State
    holding: Holding | None
    absence: Absence | None
    trained: Training | None
    due_on: dt.date | None
    days_late: int


@dataclass(frozen=True)
class View:
    """An appointment as anyone may see it."""

    line: Line
    trainings: list[Training]
    timeline: list[Said]


def lines(found: Sequence[Officer], *, today: dt.date) -> list[Line]:
    """Officers with their posts' holders, leave and training; four queries however many."""
    posts = [row.post_id for row in found]
    holdings = {row.post_id: row for row in Holding.objects.on(today).filter(post__in=posts)}
    away = Absence.objects.on(today).filter(holding__in=[row.pk for row in holdings.values()]).select_related("deputy")
    absences = {row.holding_id: row for row in away}
    trained: dict[int, Training] = {}
    for row in Training.objects.filter(officer__in=found).order_by("on", "pk"):
        trained[row.officer_id] = row
    owed = Obligation.objects.running().filter(case__in=[row.pk for row in found], kind__startswith="training")
    dues = {row.case_id: row for row in owed}
    table = lifecycle(KIND)
    return [
        Line(
            row,
            table.state(row.case.state),
            (holding := holdings.get(row.post_id)),
            absences.get(holding.pk) if holding else None,
            trained.get(row.pk),
            dues[row.pk].due_on if row.pk in dues else None,
            dues[row.pk].days_late(today) if row.pk in dues else 0,
        )
        for row in found
    ]


def register() -> Any:
    """Officers in office."""
    rows = Officer.objects.visible_to(None).filter(until=None)
    return rows.select_related("case__body", "post")


def listed(*, after: str | None = None, limit: int = PAGE) -> tuple[list[Officer], str | None]:
    """The register in the order of the bodies, officers before their deputies; the key of the next page or None."""
    rows = register()
    last = Officer.objects.filter(case__public_id=ids.normal(after or "") or "").select_related("body").first()
    if after and last is not None:
        key = last.body.sort_kk
        rows = rows.filter(Q(body__sort_kk__gt=key) | Q(body__sort_kk=key, case_id__gt=last.pk))
    found = list(rows.order_by("body__sort_kk", "case_id")[: limit + 1])
    return found[:limit], found[limit - 1].case.public_id if len(found) > limit else None


def of_body(body: Body, *, today: dt.date) -> list[Line]:
    """Officers of a body, the main one first."""
    return lines(sorted(register().filter(body=body), key=lambda row: row.duty != Duty.MAIN), today=today)


def without() -> Any:
    """Bodies that answer here and have no officer."""
    there = Officer.objects.filter(body=OuterRef("pk"), duty=Duty.MAIN, until=None)
    return Body.objects.filter(~Exists(there), connected=True).order_by("sort_kk", "pk")


def find(public_id: str, *, today: dt.date, lang: str) -> View | None:
    """One appointment; None when there is none."""
    row = matters.find(Officer, public_id)
    if row is None:
        return None
    (line,) = lines([row], today=today)
    events = Event.objects.timeline(row.case_id, public_only=True).select_related("case")
    return View(line, list(row.trainings.all()), say(events, lang))


def others(case: Case | None, body: Body) -> Any:
    """Other officers of a body, who can stand in."""
    rows = register().filter(body=body)
    return rows.exclude(pk=case.pk) if case is not None else rows


def values(line: Line) -> dict[str, Any]:
    """An officer in plain values, for the API and the file."""
    row, body, holding, absence = line.row, line.row.case.body, line.holding, line.absence
    deputy = absence.deputy if absence else None
    cells = (
        row.case.public_id, body.slug, body.name("kk").text, body.name("ru").text, row.duty,
        row.post.name("kk").text, row.post.name("ru").text,
        holding.holder("kk").text if holding else None, holding.holder("ru").text if holding else None,
        row.order_ref, row.since, row.phone or None, row.mail or None,
        line.trained.on if line.trained else None, line.due_on, line.days_late,
        absence.since if absence else None, absence.until if absence else None,
        deputy.name("kk").text if deputy else None, deputy.name("ru").text if deputy else None, int(body.invented),
    )  # fmt: skip
    return dict(zip(COLUMNS, cells, strict=True))


def as_csv(*, today: dt.date, batch: int = 500) -> Iterator[str]:
    """The whole register as CSV lines."""

    def every() -> Iterator[list[Any]]:
        after = None
        while True:
            found, after = listed(after=after, limit=batch)
            yield from (list(values(line).values()) for line in lines(found, today=today))
            if after is None:
                return

    return sheets.lines(chain([COLUMNS], every()))

"""What pages, feeds and files read of publishing plans. Each read begins at `visible_to`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.reading import TermView, terms_of
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.lifecycle.table import State, lifecycle
from jariya.kernel.web import sheets
from jariya.portals.opendata.planning.lifecycle import KIND, TERM
from jariya.portals.opendata.planning.models import PlanItem

PAGE = 30
COLUMNS = (
    "id", "body", "body_kk", "body_ru", "number", "title_kk", "title_ru", "frequency", "ground", "state", "due_on",
    "days_late", "kept_on", "data_set", "invented",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """An item in a list, with its running term; `days_late` in calendar days."""

    item: PlanItem
    state: State
    due_on: dt.date | None
    days_late: int

    @property
    def case(self) -> Case:
        """Its case."""
        found: Case = self.item.case
        return found


@dataclass(frozen=True)
class View:
    """All that the page of one item shows."""

    line: Line
    terms: list[TermView]
    timeline: list[Said]

    @property
    def term(self) -> TermView | None:
        """The running term."""
        return next((row for row in self.terms if row.state not in {"met", "cancelled"}), None)


@dataclass(frozen=True)
class Counted:
    """Items of a body, or of all: how many it has, how many are published, how many are overdue."""

    items: int
    kept: int
    late: int


def items() -> Any:
    """Items anyone may see, with what every list shows of them."""
    return PlanItem.objects.visible_to(None).select_related("case__body", "data_set__case")


def lines(found: Sequence[PlanItem], *, today: dt.date) -> list[Line]:
    """Items with their running terms. One query however many."""
    owed = Obligation.objects.running().filter(case__in=[row.pk for row in found], kind=TERM)
    dues = {row.case_id: row for row in owed}
    table = lifecycle(KIND)
    return [
        Line(
            row,
            table.state(row.case.state),
            dues[row.pk].due_on if row.pk in dues else None,
            dues[row.pk].days_late(today) if row.pk in dues else 0,
        )
        for row in found
    ]


def of_body(
    body: Body, *, today: dt.date, after: str | None = None, dropped: bool = False, limit: int = PAGE
) -> tuple[list[Line], str | None]:
    """The plan of a body, in the order in which it was entered; the key of the next page or None. Two queries.

    Args:
        dropped: what was taken out of the plan instead of what stands in it.
    """
    rows = items().filter(body=body)
    rows = rows.filter(case__state="dropped") if dropped else rows.exclude(case__state="dropped")
    last = _pk(after)
    found = list((rows.filter(case__gt=last) if last else rows).order_by("case")[: limit + 1])
    page = found[:limit]
    return lines(page, today=today), page[-1].case.public_id if len(found) > limit else None


def overdue(
    *, today: dt.date, after: str | None = None, body: Body | None = None, limit: int = PAGE
) -> tuple[list[Line], str | None]:
    """Overdue items of all bodies, the longest overdue first; keyset-paged by due day. Two queries.

    Args:
        after: `day_id` that the former page gave.
    """
    late = Obligation.objects.late(today).filter(kind=TERM, case__visibility="public", case__sealed=False)
    late = late.filter(body=body) if body else late
    day, _sep, public_id = (after or "").partition("_")
    last = _pk(public_id)
    try:
        on = dt.date.fromisoformat(day)
    except ValueError:
        on = None
    if on is not None and last:
        late = late.filter(Q(due_on__gt=on) | Q(due_on=on, case__gt=last))
    found = list(late.order_by("due_on", "case").values_list("case", "due_on")[: limit + 1])
    page = found[:limit]
    rows = {row.pk: row for row in items().filter(pk__in=[pk for pk, _due in page])}
    made = lines([rows[pk] for pk, _due in page if pk in rows], today=today)
    if len(found) <= limit or not made:
        return made, None
    return made, f"{page[-1][1].isoformat()}_{made[-1].case.public_id}"


def bodies(*, today: dt.date, after: str = "", limit: int = PAGE) -> tuple[list[tuple[Body, Counted]], str | None]:
    """Bodies that have a plan, by name, with their figures; the address word of the last to go on from."""
    rows = Body.objects.filter(cases__kind=KIND, cases__visibility="public", cases__sealed=False)
    last = Body.objects.filter(slug=after[:120]).values_list("sort_kk", "pk").first() if after else None
    if last:
        rows = rows.filter(Q(sort_kk__gt=last[0]) | Q(sort_kk=last[0], pk__gt=last[1]))
    found = list(rows.distinct().order_by("sort_kk", "pk")[: limit + 1])
    page = found[:limit]
    counts = counted([body.pk for body in page], today=today)
    made = [(body, counts.get(body.pk, Counted(0, 0, 0))) for body in page]
    return made, page[-1].slug if len(found) > limit else None


def counted(bodies: Sequence[int], *, today: dt.date) -> dict[int, Counted]:
    """Figures of bodies by their ids. Two queries."""
    rows = PlanItem.objects.visible_to(None).filter(body__in=bodies).exclude(case__state="dropped")
    every = rows.values("body").annotate(items=Count("pk"), kept=Count("pk", filter=Q(case__state="kept")))
    late = Obligation.objects.late(today).filter(kind=TERM, body__in=bodies).values("body").annotate(n=Count("pk"))
    overdue_by = {row["body"]: row["n"] for row in late}
    return {row["body"]: Counted(row["items"], row["kept"], overdue_by.get(row["body"], 0)) for row in every}


def find(public_id: str, *, lang: str) -> View | None:
    """One item; None when there is none."""
    row = items().filter(case__public_id=ids.normal(public_id) or "").first()
    if row is None:
        return None
    today = legal_day(timezone.now())
    (line,) = lines([row], today=today)
    events = Event.objects.timeline(row.case_id, public_only=True).select_related("case")
    return View(line, terms_of(row.case, today=today, lang=lang), say(events, lang))


def as_csv(*, today: dt.date, body: Body | None = None, batch: int = 500) -> Iterator[str]:
    """Plans of all bodies, or of one, as CSV lines; each row says whether it is invented."""

    def every() -> Iterator[Sequence[object]]:
        yield COLUMNS
        rows, last = items().order_by("case"), 0
        rows = rows.filter(body=body) if body else rows
        while found := list(rows.filter(case__gt=last)[:batch]):
            yield from (values(line) for line in lines(found, today=today))
            last = found[-1].pk

    return sheets.lines(every())


def values(line: Line) -> list[object]:
    """An item in plain values, in the order of COLUMNS."""
    item, body = line.item, line.case.body
    return [
        line.case.public_id, body.slug, body.name("kk").text, body.name("ru").text, item.number, item.title_kk,
        item.title_ru, item.frequency, item.ground, line.state.code, line.due_on, line.days_late, item.kept_on,
        item.data_set.slug if item.data_set and item.data_set.case.visibility == "public" else "", int(body.invented),
    ]  # fmt: skip


def _pk(public_id: str | None) -> int | None:
    key = ids.normal(public_id) if public_id else None
    return Case.objects.filter(public_id=key, kind=KIND).values_list("pk", flat=True).first() if key else None

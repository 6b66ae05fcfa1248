"""One queue over all portals: running duties of the bodies where a person has a role, by due day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from jariya.kernel.law.calendar import Calendar
from jariya.kernel.lifecycle.models import Obligation
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import bodies_of, roles_of

PAGE = 40
SOON_WORKING_DAYS = 3
DESK_ROLES = frozenset({"officer", "deputy", "head", "ati_officer", "moderator"})
SUPERVISION = frozenset({"supervisor"})
WHENS = ("all", "late", "today", "soon", "later")


@dataclass(frozen=True)
class Desk:
    """Whose queue: the bodies of the person; `everywhere` for supervisors (late duties and complaints of all)."""

    person: Person
    bodies: frozenset[int]
    everywhere: bool


def desk_of(person: Person, day: dt.date) -> Desk | None:
    """The desk of a person; None when they have no role that works at one."""
    bodies = bodies_of(person, day=day, kinds=DESK_ROLES)
    supervisor = bool(roles_of(person, body_id=None, day=day) & SUPERVISION)
    return Desk(person, bodies, supervisor) if bodies or supervisor else None


def _base(desk: Desk) -> object:
    rows = Obligation.objects.running()
    own = Q(body_id__in=desk.bodies, duty_of="body")
    return rows.filter(own | Q(duty_of="supervisor")) if desk.everywhere else rows.filter(own)


def soon_until(today: dt.date, calendar: Calendar) -> dt.date:
    """The last day that still counts as soon: three working days ahead."""
    day = today
    for _step in range(SOON_WORKING_DAYS):
        day = calendar.next_working(day + dt.timedelta(days=1))
    return day


def _window(when: str, today: dt.date, calendar: Calendar) -> Q:
    soon = soon_until(today, calendar)
    return {
        "late": Q(due_on__lt=today),
        "today": Q(due_on=today),
        "soon": Q(due_on__gt=today, due_on__lte=soon),
        "later": Q(due_on__gt=soon),
    }.get(when, Q())


def rows(
    desk: Desk,
    *,
    today: dt.date,
    calendar: Calendar,
    when: str = "all",
    mine: bool = False,
    body_id: int | None = None,
    kind: str | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> tuple[list[Obligation], str | None]:
    """A page of the queue, by due day. One query; keyset by (due day, id).

    Returns:
        The duties with their cases, and the key of the next page or None.
    """
    found = _base(desk).filter(_window(when, today, calendar))  # type: ignore[attr-defined]
    if mine:
        found = found.filter(assignee=desk.person)
    if body_id is not None:
        found = found.filter(body_id=body_id)
    if kind:
        found = found.filter(kind=kind)
    if (key := _key(after)) is not None:
        found = found.filter(Q(due_on__gt=key[0]) | Q(due_on=key[0], id__gt=key[1]))
    page = list(found.select_related("case", "body", "case__letter", "assignee").order_by("due_on", "id")[: limit + 1])
    more = len(page) > limit
    page = page[:limit]
    return page, f"{page[-1].due_on.isoformat()}_{page[-1].pk}" if more else None


def _key(after: str | None) -> tuple[dt.date, int] | None:
    if not after:
        return None
    day, _sep, pk = after.partition("_")
    try:
        return dt.date.fromisoformat(day), int(pk)
    except ValueError:
        return None


def counts(desk: Desk, *, today: dt.date, calendar: Calendar, mine: bool = False, most: int = 1000) -> dict[str, int]:
    """How many duties stand in each window, counted to `most` (then the page says "more than"). One query each."""
    base = _base(desk)
    if mine:
        base = base.filter(assignee=desk.person)  # type: ignore[attr-defined]
    return {
        when: base.filter(_window(when, today, calendar)).values("pk")[: most + 1].count()  # type: ignore[attr-defined]
        for when in WHENS
    }

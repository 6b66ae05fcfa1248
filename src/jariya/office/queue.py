"""One queue over all portals: running duties of the bodies where a person has a role, by due day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from jariya.kernel.law.calendar import Calendar
from jariya.kernel.lifecycle.models import Obligation
from jariya.kernel.lifecycle.table import lifecycles
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import bodies_of, roles_of

PAGE = 40
SOON_WORKING_DAYS = 3
DESK_ROLES = frozenset({"officer", "deputy", "head", "ati_officer", "moderator"})
SUPERVISION = frozenset({"supervisor"})
WHENS = ("all", "late", "today", "soon", "later")
WINDOWS = WHENS[1:]
WHOSE = ("all", "mine", "untaken")


@dataclass(frozen=True)
class Desk:
    """Whose queue: the bodies of the person; `everywhere` for supervisors (complaints, and any body's duties)."""

    person: Person
    bodies: frozenset[int]
    everywhere: bool


@dataclass(frozen=True)
class Wish:
    """What of the queue is asked for.

    `when`: one of `WHENS`; `whose`: one of `WHOSE`; `mine`: ids of the person and of those they stand in for;
    `body_id`: one body alone; `kind`: one kind of duty alone.
    """

    when: str = "all"
    whose: str = "all"
    mine: tuple[int, ...] = ()
    body_id: int | None = None
    kind: str | None = None


def desk_of(person: Person, day: dt.date) -> Desk | None:
    """The desk of a person; None when they have no role that works at one."""
    bodies = bodies_of(person, day=day, kinds=DESK_ROLES)
    supervisor = bool(roles_of(person, body_id=None, day=day) & SUPERVISION)
    return Desk(person, bodies, supervisor) if bodies or supervisor else None


def kinds() -> dict[str, Any]:
    """Kinds of duties that stand in a queue, with their words; from the lifecycle tables."""
    return {
        term.kind: term.title for table in lifecycles() for term in table.terms().values() if term.duty_of != "person"
    }


def _asked(desk: Desk, wish: Wish) -> Any:
    rows = Obligation.objects.running()
    if wish.body_id is not None:
        rows = rows.filter(body_id=wish.body_id)
        rows = rows.filter(duty_of__in=["body", "supervisor"] if desk.everywhere else ["body"])
    else:
        own = Q(body_id__in=desk.bodies, duty_of="body") if desk.bodies else None
        complaints = Q(duty_of="supervisor") if desk.everywhere else None
        rows = rows.filter(own | complaints if own and complaints else own or complaints or Q(pk=None))
    if wish.whose == "mine":
        rows = rows.filter(assignee_id__in=wish.mine or (desk.person.pk,))
    elif wish.whose == "untaken":
        rows = rows.filter(assignee__isnull=True)
    return rows.filter(kind=wish.kind) if wish.kind else rows


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
    wish: Wish | None = None,
    *,
    today: dt.date,
    calendar: Calendar,
    after: str | None = None,
    limit: int = PAGE,
) -> tuple[list[Obligation], str | None]:
    """A page of the queue, by due day. One query; keyset by (due day, case, kind).

    Args:
        after: key that the former page gave: due day, public id of the case, kind.

    Returns:
        The duties with their cases, and the key of the next page or None.
    """
    wish = wish or Wish()
    found = _asked(desk, wish).filter(_window(wish.when, today, calendar))
    if (key := _key(after)) is not None:
        found = found.filter(Q(due_on__gt=key[0]) | Q(due_on=key[0], id__gt=key[1]))
    page = list(found.select_related("case", "body", "case__letter", "assignee").order_by("due_on", "id")[: limit + 1])
    more = len(page) > limit
    page = page[:limit]
    last = page[-1] if more else None
    return page, f"{last.due_on.isoformat()}_{last.case.public_id}_{last.kind}" if last else None


def _key(after: str | None) -> tuple[dt.date, int] | None:
    """Due day and place of the last row shown. A key that cannot be read starts from the beginning."""
    if not after or after.count("_") < 2:
        return None
    day, public_id, kind = after.split("_", 2)
    try:
        due = dt.date.fromisoformat(day)
    except ValueError:
        return None
    rows = Obligation.objects.filter(case__public_id=public_id, kind=kind, due_on=due)
    pk = rows.order_by("-pk").values_list("pk", flat=True).first()
    # The duty was done or moved meanwhile: the whole day again rather than a gap.
    return due, pk or 0


def counts(
    desk: Desk, wish: Wish | None = None, *, today: dt.date, calendar: Calendar, most: int = 1000
) -> dict[str, int]:
    """How many duties stand in each window, counted to `most` (then the page says "more than"). Four queries."""
    base = _asked(desk, wish or Wish())
    found = {
        when: base.filter(_window(when, today, calendar)).order_by().values("pk")[: most + 1].count()
        for when in WINDOWS
    }
    return {"all": min(sum(found.values()), most + 1), **found}

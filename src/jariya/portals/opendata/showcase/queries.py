"""What pages read of applications. Each read begins at who may see it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import bodies_of, roles_of
from jariya.portals.opendata.models import DataSet
from jariya.portals.opendata.showcase.lifecycle import LOOKERS, Status
from jariya.portals.opendata.showcase.models import Application

PAGE = 20


def shown() -> Any:
    """Applications that everyone sees, with what lists show of them."""
    return Application.objects.visible_to(None).select_related("data_set__case__body")


def built_on(data_set: DataSet, *, limit: int = 6) -> list[Application]:
    """Applications shown that are built on a set, the newest first. One query."""
    return list(shown().filter(data_set=data_set).order_by("-pk")[:limit])


def listed(*, after: str = "", limit: int = PAGE) -> tuple[list[Application], str]:
    """A page of all that are shown, the newest first, and the key of the next page. One query."""
    rows = shown().order_by("-pk")
    if after.isdecimal() and after.isascii() and len(after) < 18:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: limit + 1])
    return found[:limit], str(found[limit - 1].pk) if len(found) > limit else ""


def waiting(person: Person, day: dt.date, *, limit: int = 50) -> list[Application] | None:
    """Applications that this person may look at, the oldest first; None for who looks at none. Two queries."""
    everywhere = "supervisor" in roles_of(person, body_id=None, day=day)
    bodies = bodies_of(person, day=day, kinds=frozenset(LOOKERS))
    if not everywhere and not bodies:
        return None
    rows = Application.objects.filter(status=Status.WAITING).select_related("data_set__case__body")
    rows = rows if everywhere else rows.filter(data_set__case__body__in=bodies)
    return list(rows.order_by("pk")[:limit])


def may_look(application: Application, person: Person, day: dt.date) -> bool:
    """Whether this person decides about it: staff of the body whose data it uses, its moderator, the supervisor."""
    held = roles_of(person, body_id=application.data_set.case.body_id, day=day)
    return bool(held & set(LOOKERS)) or "supervisor" in roles_of(person, body_id=None, day=day)

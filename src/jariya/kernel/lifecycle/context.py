"""Everything that `decide` needs of a stored case and of who acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.decide import allowed
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.lifecycle.table import CaseFacts, Context, Move, OpenObligation, lifecycle
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of

SYSTEM = frozenset({"system"})
ALMATY = ZoneInfo("Asia/Almaty")


def legal_day(now: dt.datetime) -> dt.date:
    """The calendar day in Asia/Almaty at a moment."""
    return now.astimezone(ALMATY).date()


def context_of(
    case: Case,
    *,
    by: Person | None,
    now: dt.datetime,
    facts: Mapping[str, Any],
    extra: frozenset[str] = frozenset(),
) -> Context:
    """Everything `decide` needs of a stored case."""
    today = legal_day(now)
    law = law_now()
    running = tuple(
        OpenObligation(row.id, row.kind, row.body_id, row.started_on, row.due_on, row.extended_to)
        for row in Obligation.objects.filter(case=case).running().order_by("id")
    )
    return Context(
        CaseFacts(
            case.pk,
            case.kind,
            case.state,
            case.body_id,
            case.person_id,
            case.assignee_id,
            case.language,
            case.sealed,
            case.visibility == "public",
        ),
        held_roles(by, case.body_id, case.person_id, case.assignee_id, today) | extra,
        facts,
        running,
        law.norms.at(today),
        law.calendar,
        today,
        now,
    )


def possible(
    case: Case, *, by: Person | None, now: dt.datetime, extra: frozenset[str] = frozenset()
) -> tuple[Move, ...]:
    """Moves this person may make on the case now, for the buttons of a page."""
    return allowed(lifecycle(case.kind), context_of(case, by=by, now=now, facts={}, extra=extra))


def held_roles(
    by: Person | None, body_id: int, asker_id: int | None, assignee_id: int | None, today: dt.date
) -> frozenset[str]:
    """Roles of who acts, in a body and towards a case; nobody is the system."""
    if by is None:
        return SYSTEM
    roles = set(roles_of(by, body_id=body_id, day=today)) | {"person"}
    if by.pk == asker_id:
        roles.add("asker")
    if by.pk == assignee_id:
        roles.add("assignee")
    return frozenset(roles)


def acting_role(context: Context, move: Move) -> str:
    """The role of the row under which the actor acted: the first one named that the actor holds."""
    return next((role for role in move.who if role in context.roles), "system")

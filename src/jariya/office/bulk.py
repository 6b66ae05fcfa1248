"""Many cases given to one officer at once: each through its own act, each refusal told by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.people.models import Person, Role
from jariya.office.access import STAFF
from jariya.office.queue import Desk
from jariya.portals.dialogue import actions

MOST = 200


@dataclass(frozen=True)
class Told:
    """What became of one case: `refused` is None when it was assigned."""

    public_id: str
    refused: Any = None
    remedy: Any = ""


def officers(bodies: Iterable[int], day: dt.date) -> list[Role]:
    """The roles that may be given a case in these bodies on a day, officers first. One query."""
    found = Role.objects.on(day).filter(body_id__in=list(bodies), kind__in=STAFF).select_related("person", "body")
    return sorted(found, key=lambda role: (role.kind != "officer", role.person.name, role.pk))


def assignable(case: Case) -> bool:
    """Whether the table has an assignment from the case's state."""
    return any(case.state in move.source for move in lifecycle(case.kind).moves_of("assign"))


def assign(*, desk: Desk, public_ids: Sequence[str], to: Person, by: Person, now: dt.datetime, key: str) -> list[Told]:
    """Give cases to an officer, one act each: what one refuses does not stop the others.

    Args:
        public_ids: as typed by the form; at most `MOST`, each once.
        key: idempotency key of the form: sent twice, nothing is done twice.

    Returns:
        What became of each, in the order asked.
    """
    day = legal_day(now)
    wanted = list(dict.fromkeys(filter(None, (ids.normal(said) for said in public_ids[:MOST]))))
    cases = {
        case.public_id: case
        for case in Case.objects.filter(public_id__in=wanted, body_id__in=desk.bodies).select_related("body")
    }
    works_in = {role.body_id for role in officers({case.body_id for case in cases.values()}, day) if role.person == to}
    return [_one(cases.get(public_id), public_id, to, works_in, by, now, key) for public_id in wanted]


def _one(
    case: Case | None, public_id: str, to: Person, works_in: set[int], by: Person, now: dt.datetime, key: str
) -> Told:
    if case is None:
        return Told(public_id, _("This case is not at your desk."), _("It may have been forwarded a moment ago."))
    if case.body_id not in works_in:
        return Told(public_id, _("This person has no role in the body today."), _("Choose another officer."))
    try:
        actions.assign(case=case, to=to, by=by, now=now, key=f"assign:{key}:{case.public_id}"[:80])
    except Refused as error:
        return Told(public_id, error.title, error.remedy)
    return Told(public_id)


def person_of(handle: str, bodies: Iterable[Body | int], day: dt.date) -> Person | None:
    """The officer whom a form names by handle, when they work in one of the bodies."""
    pks = [body.pk if isinstance(body, Body) else body for body in bodies]
    return next((role.person for role in officers(pks, day) if role.person.handle == handle), None)

"""What a system is told: a line for each thing that happens to a letter of its body, exactly once and in order."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from jariya.kernel.lifecycle.engine import Happening
from jariya.kernel.lifecycle.models import Case
from jariya.office.systems.models import Change, System
from jariya.office.systems.refusals import refused

KINDS = ("question", "request")
"""Letters that a desk answers."""
OPEN = "open"


def listener(happening: Happening) -> None:
    """Tell the systems of the body that had the letter and of the one that has it now."""
    case, event = happening.case, happening.event
    if case.kind not in KINDS:
        return
    bodies = {case.body_id, event.body_id}
    if (former := event.codes.get("from_body")) is not None:
        bodies.add(former)
    for system in System.objects.filter(body_id__in=bodies, ended_at=None).only("person_id", "body_id"):
        _tell(system, case, event.kind, happening.now or event.at)


def begin(system: System, *, now: dt.datetime) -> None:
    """Tell a new system what is open in its body."""
    Change.objects.bulk_create(
        (
            _line(system, case, OPEN, now)
            for case in Case.objects.open().filter(body_id=system.body_id, kind__in=KINDS).order_by("pk").iterator()
        ),
        batch_size=1000,
    )


def _tell(system: System, case: Case, kind: str, now: dt.datetime) -> None:
    _line(system, case, kind, now).save(force_insert=True)


def _line(system: System, case: Case, kind: str, now: dt.datetime) -> Change:
    here = case.body_id == system.body_id
    return Change(system=system, case=case, kind=kind, state=case.state, version=case.version, here=here, at=now)


def changes(system: System, *, after: str, limit: int) -> tuple[list[Change], str]:
    """A page of changes after a place, and the next place; the same place when there was nothing.

    Raises:
        Refused: system.after_unknown.
    """
    rows = Change.objects.settled().filter(system=system).select_related("case")
    if after:
        transaction, number = _place(after)
        rows = rows.filter(Q(transaction__gt=transaction) | Q(transaction=transaction, id__gt=number))
    found = list(rows.order_by("transaction", "id")[:limit])
    return found, f"{found[-1].transaction}.{found[-1].pk}" if found else after


def _place(after: str) -> tuple[int, int]:
    transaction, _dot, number = after.partition(".")
    if not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (transaction, number)):
        raise refused("system.after_unknown")
    return int(transaction), int(number)

"""A decision, or an event without an actor, written into the tables. Runs inside the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jariya.kernel.lifecycle.context import acting_role, legal_day
from jariya.kernel.lifecycle.decide import Decision
from jariya.kernel.lifecycle.hearing import Happening, tell
from jariya.kernel.lifecycle.models import Act, Case, DueChange, Event, Obligation
from jariya.kernel.lifecycle.table import Context, Lifecycle
from jariya.kernel.people.models import Person

Digest = bytes | Callable[[], bytes] | None


@dataclass(frozen=True)
class Outcome:
    """What an act did. `repeated`: the same key had been done before, and nothing was written now."""

    case: Case
    event: Event | None
    obligations: tuple[Obligation, ...] = ()
    repeated: bool = False


def apply(
    table: Lifecycle,
    case: Case,
    decision: Decision,
    context: Context,
    *,
    by: Person | None,
    changes: Mapping[str, Any] | None = None,
    rows: Callable[[Case, Event], None] | None = None,
    before: Callable[[Case], None] | None = None,
    digest: Digest = None,
    key: str | None = None,
    alerts: tuple[str, ...] = (),
    codes: Mapping[str, Any] | None = None,
) -> Outcome:
    """Write a decision. Runs inside the caller's transaction, with the case locked."""
    now, today = context.now, context.today
    case.state = decision.state
    case.body_id = decision.body_id
    case.version += 1
    case.closed_on = today if decision.final else None
    for column, value in (changes or {}).items():
        setattr(case, column, value)
    # Written by a plain UPDATE of the named columns: the row is locked by this transaction.
    case.save(update_fields=["state", "body", "version", "closed_on", *(changes or {})])
    running = Obligation.objects.filter(case=case).running()
    if decision.meets:
        running.filter(pk__in=decision.meets).update(met_at=now, met_on=today)
    if decision.cancels:
        running.filter(pk__in=decision.cancels).update(cancelled_on=today)
    for moved in decision.moves:
        running.filter(pk=moved.obligation_id).update(due_on=moved.new, extended_to=moved.new)
        DueChange.objects.create(
            obligation_id=moved.obligation_id, old=moved.old, new=moved.new, cause="extension", at=now
        )
    opened = tuple(Obligation.objects.bulk_create([_obligation(case, row) for row in decision.opens]))
    if changes and "assignee" in changes:
        running.filter(duty_of="body").update(assignee=changes["assignee"])
    if before:
        before(case)
    kept = {**decision.codes, **(codes or {})}
    event = Event.objects.create(
        case=case,
        kind=decision.move.event,
        at=now,
        on=today,
        role=acting_role(context, decision.move),
        person=by,
        body_id=context.case.body_id,
        codes={name: plain(value) for name, value in kept.items()},
        digest=digest() if callable(digest) else digest,
        public=decision.move.public,
        topics=sorted({*topics_of(case, decision), *alerts}),
    )
    if key:
        Act.objects.create(person=by, key=key, verb=decision.move.verb, case=case, at=now)
    if rows:
        rows(case, event)
    tell(Happening(case, event, decision, opened, context.facts, now))
    return Outcome(case, event, opened)


def record(
    case: Case,
    kind: str,
    *,
    now: dt.datetime,
    codes: Mapping[str, Any],
    topics: tuple[str, ...] = (),
    public: bool = True,
    by: Person | None = None,
    role: str = "system",
    digest: bytes | None = None,
) -> Event:
    """Write an event that moves no state (a term became overdue, a file was published). Inside a transaction.

    Args:
        by, role: who caused it and as what; nobody and the system itself without them.
        digest: of what it brought before the public.
    """
    event = Event.objects.create(
        case=case,
        kind=kind,
        at=now,
        on=legal_day(now),
        role=role,
        person=by,
        body_id=case.body_id,
        codes={name: plain(value) for name, value in codes.items()},
        digest=digest,
        public=public,
        topics=[*standing_topics(case), *topics],
    )
    tell(Happening(case, event, None, (), {}, now))
    return event


def topics_of(case: Case, decision: Decision) -> list[str]:
    """Topics of an act: the case, its body, its asker, and those the row names."""
    bodies = {f"body:{decision.codes[name]}" for name in ("from_body", "to_body") if name in decision.codes}
    return sorted({*standing_topics(case), *bodies, *decision.move.topics})


def standing_topics(case: Case) -> list[str]:
    """Topics of every event of a case: the case, its body, its asker."""
    asker = [f"person:{case.person_id}"] if case.person_id else []
    return [f"case:{case.pk}", f"body:{case.body_id}", *asker]


def _obligation(case: Case, row: Any) -> Obligation:
    return Obligation(
        case=case,
        body_id=row.body_id,
        assignee_id=row.assignee_id,
        kind=row.kind,
        duty_of=row.duty_of,
        public=row.public,
        norm_key=row.norm_key,
        norm_valid_from=row.norm_valid_from,
        value=row.value,
        unit=row.unit,
        started_on=row.started_on,
        due_on=row.due_on,
        edition=row.edition,
    )


def plain(value: Any) -> Any:
    """A code as JSON keeps it: days and moments as text."""
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value

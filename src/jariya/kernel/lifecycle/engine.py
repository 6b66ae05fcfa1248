"""Step two of the engine: one transaction that locks the case, decides, writes, and tells the listeners."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import ids, refusals
from jariya.kernel.lifecycle.decide import Decision, allowed, decide
from jariya.kernel.lifecycle.models import Act, Case, DueChange, Event, Obligation
from jariya.kernel.lifecycle.table import NEW, CaseFacts, Context, Lifecycle, Move, OpenObligation, lifecycle
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of

log = logging.getLogger("jariya.lifecycle")
SYSTEM = frozenset({"system"})
ALMATY = ZoneInfo("Asia/Almaty")


@dataclass(frozen=True)
class Outcome:
    """What an act did. `repeated`: the same key had been done before, and nothing was written now."""

    case: Case
    event: Event | None
    obligations: tuple[Obligation, ...] = ()
    repeated: bool = False


@dataclass(frozen=True)
class Happening:
    """What a listener hears, inside the transaction of the act."""

    case: Case
    event: Event
    decision: Decision | None
    obligations: tuple[Obligation, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    now: dt.datetime | None = None


Listener = Callable[[Happening], None]
Digest = bytes | Callable[[], bytes] | None
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Join a listener; called by `project/wiring.py` alone. A listener that fails undoes the act."""
    if listener not in _listeners:
        _listeners.append(listener)


def legal_day(now: dt.datetime) -> dt.date:
    """The calendar day in Asia/Almaty at a moment."""
    return now.astimezone(ALMATY).date()


def act(
    case: Case,
    verb: str,
    *,
    by: Person | None,
    now: dt.datetime,
    facts: Mapping[str, Any] | None = None,
    codes: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    rows: Callable[[Case, Event], None] | None = None,
    before: Callable[[Case], None] | None = None,
    digest: Digest = None,
    key: str | None = None,
    version: int | None = None,
    extra_roles: frozenset[str] = frozenset(),
    alerts: tuple[str, ...] = (),
) -> Outcome:
    """Do one act on a case.

    Args:
        case: the case (read anew under a lock).
        verb: a verb of its lifecycle table.
        by: who acts; None is the system itself.
        now: the moment of the act (aware).
        facts: what guards and terms look at (`reason`, `to_body_id`, `due_on` ...).
        codes: what the event keeps; codes, ids and days only.
        changes: columns of `Case` that the act sets besides state, body and closing day.
        before: writes the texts the act brought, after the decision and before the event.
        rows: writes the portal's own rows, in the same transaction, after the event.
        digest: salted digest of the text the act brought, or a function that gives it once `before` has run.
        key: idempotency key of the form or call; the same key of the same person acts once.
        version: version of the case the page was made from; another one is refused.
        extra_roles: roles the calling action has proved for this act alone (`delegate` under a published order).
        alerts: further topics the event is told to.

    Returns:
        The case as it now is, the event, and the obligations that were opened.

    Raises:
        Refused: with a code, what happened and what to do.
    """
    try:
        with transaction.atomic():
            locked = Case.objects.select_for_update(of=("self",)).select_related("body").get(pk=case.pk)
            if key and (before_it := done(by, key)):
                return Outcome(before_it, None, repeated=True)
            if version is not None and version != locked.version:
                raise refusals.version_conflict()
            table = lifecycle(locked.kind)
            context = context_of(locked, by=by, now=now, facts=facts or {}, extra=extra_roles)
            decision = decide(table, verb, context, codes=codes)
            return apply(
                table,
                locked,
                decision,
                context,
                by=by,
                changes=changes,
                rows=rows,
                before=before,
                digest=digest,
                key=key,
                alerts=alerts,
            )
    except IntegrityError as error:
        if key and "act_done_once" in str(error) and (before_it := done(by, key)):
            return Outcome(before_it, None, repeated=True)
        raise


def open_case(
    kind: str,
    verb: str,
    *,
    by: Person | None,
    body_id: int,
    language: str,
    now: dt.datetime,
    person_id: int | None = None,
    region_id: int | None = None,
    parent: Case | None = None,
    visibility: str = "parties",
    facts: Mapping[str, Any] | None = None,
    codes: Mapping[str, Any] | None = None,
    rows: Callable[[Case, Event], None] | None = None,
    before: Callable[[Case], None] | None = None,
    digest: Digest = None,
    key: str | None = None,
    roles_in: int | None = None,
) -> Outcome:
    """Open a case by a verb whose row starts at `NEW`. Arguments as in `act`; `before` writes what the event's
    sentence needs (the registration number) once the case has its id; `roles_in` is the body whose roles count when
    an official of one body opens a case at another (a forwarded part)."""
    table = lifecycle(kind)
    today = legal_day(now)
    try:
        with transaction.atomic():
            if key and (before_it := done(by, key)):
                return Outcome(before_it, None, repeated=True)
            case_facts = CaseFacts(
                None, kind, NEW, body_id, person_id, language=language, public=visibility == "public"
            )
            roles = _roles(by, roles_in or body_id, person_id, None, today)
            law = law_now()
            context = Context(case_facts, roles, facts or {}, (), law.norms.at(today), law.calendar, today, now)
            decision = decide(table, verb, context)
            case = Case.objects.create(
                public_id=ids.new(table.letter, today.year),
                kind=kind,
                state=decision.state,
                body_id=body_id,
                region_id=region_id,
                person_id=person_id,
                parent=parent,
                language=language,
                opened_at=now,
                opened_on=today,
                visibility=visibility,
                version=0,
            )
            return apply(
                table, case, decision, context, by=by, rows=rows, before=before, digest=digest, key=key, codes=codes
            )
    except IntegrityError as error:
        if key and "act_done_once" in str(error) and (before_it := done(by, key)):
            return Outcome(before_it, None, repeated=True)
        raise


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
        codes={name: _plain(value) for name, value in kept.items()},
        digest=digest() if callable(digest) else digest,
        public=decision.move.public,
        topics=sorted({*topics_of(case, decision), *alerts}),
    )
    if key:
        Act.objects.create(person=by, key=key, verb=decision.move.verb, case=case, at=now)
    if rows:
        rows(case, event)
    happening = Happening(case, event, decision, opened, context.facts, now)
    for listener in _listeners:
        listener(happening)
    return Outcome(case, event, opened)


def record(
    case: Case,
    kind: str,
    *,
    now: dt.datetime,
    codes: Mapping[str, Any],
    topics: tuple[str, ...] = (),
    public: bool = True,
) -> Event:
    """Write an event that no actor caused (a term became overdue, the calendar moved a day). Inside a transaction."""
    event = Event.objects.create(
        case=case,
        kind=kind,
        at=now,
        on=legal_day(now),
        role="system",
        person=None,
        body_id=case.body_id,
        codes={name: _plain(value) for name, value in codes.items()},
        public=public,
        topics=[*_standing_topics(case), *topics],
    )
    happening = Happening(case, event, None, (), {}, now)
    for listener in _listeners:
        listener(happening)
    return event


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
        _roles(by, case.body_id, case.person_id, case.assignee_id, today) | extra,
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


def _roles(
    by: Person | None, body_id: int, asker_id: int | None, assignee_id: int | None, today: dt.date
) -> frozenset[str]:
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


def topics_of(case: Case, decision: Decision) -> list[str]:
    """Topics of an act: the case, its body, its asker, and those the row names."""
    bodies = {f"body:{decision.codes[name]}" for name in ("from_body", "to_body") if name in decision.codes}
    return sorted({*_standing_topics(case), *bodies, *decision.move.topics})


def _standing_topics(case: Case) -> list[str]:
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


def done(by: Person | None, key: str) -> Case | None:
    row = Act.objects.filter(person=by, key=key[:80]).select_related("case", "case__body").first()
    return row.case if row else None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value

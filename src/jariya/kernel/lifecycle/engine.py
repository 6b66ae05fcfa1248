"""Step two of the engine: one transaction that locks the case, decides, writes, and tells the listeners.

Its rooms: `context` (what is decided on), `writing` (what is written), `hearing` (who is told).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import ids, refusals
from jariya.kernel.lifecycle.context import ALMATY, SYSTEM, acting_role, context_of, held_roles, legal_day, possible
from jariya.kernel.lifecycle.decide import decide
from jariya.kernel.lifecycle.hearing import Happening, Listener, _listeners, listen
from jariya.kernel.lifecycle.models import Act, Case, Event
from jariya.kernel.lifecycle.table import NEW, CaseFacts, Context, lifecycle
from jariya.kernel.lifecycle.writing import Digest, Outcome, apply, plain, record, standing_topics, topics_of
from jariya.kernel.people.models import Person

__all__ = [
    "ALMATY",
    "Digest",
    "Happening",
    "Listener",
    "Outcome",
    "SYSTEM",
    "_listeners",
    "act",
    "acting_role",
    "apply",
    "context_of",
    "done",
    "legal_day",
    "listen",
    "open_case",
    "plain",
    "prepare",
    "possible",
    "record",
    "held_roles",
    "standing_topics",
    "topics_of",
]


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
    alerts: tuple[str, ...] = (),
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
            roles = held_roles(by, roles_in or body_id, person_id, None, today)
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
                table,
                case,
                decision,
                context,
                by=by,
                rows=rows,
                before=before,
                digest=digest,
                key=key,
                codes=codes,
                alerts=alerts,
            )
    except IntegrityError as error:
        if key and "act_done_once" in str(error) and (before_it := done(by, key)):
            return Outcome(before_it, None, repeated=True)
        raise


def prepare(
    kind: str,
    *,
    body: Body,
    by: Person,
    now: dt.datetime,
    rows: Callable[[Case, Event], None],
    key: str | None = None,
    verb: str = "prepare",
) -> Outcome:
    """Begin at the desk what a body itself will put before the public: nobody outside the body sees it yet.

    Arguments as in `open_case`. What is written in both languages of the state has Kazakh for its own.
    """
    return open_case(
        kind, verb, by=by, body_id=body.pk, region_id=body.region_id, language="kk", now=now, rows=rows, key=key
    )


def done(by: Person | None, key: str) -> Case | None:
    """The case of an act that this person did before under the same key."""
    row = Act.objects.filter(person=by, key=key[:80]).select_related("case", "case__body").first()
    return row.case if row else None

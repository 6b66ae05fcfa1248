"""What a body does with a request before it decides: take on, name an officer, clarify, forward, extend."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence import actions as letters
from jariya.kernel.correspondence.actions.reasons import with_reason
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case, Event, has_running
from jariya.kernel.people.models import Person
from jariya.portals.requests.facts import of
from jariya.portals.requests.models import Request

accept = letters.accept
assign = letters.assign
BY_HAND = frozenset({"paper", "oral", "reception"})
"""Channels by which no message of the platform reaches the person: whoever extends must tell them and note it."""


def classify(*, case: Case, subject: str, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Name another subject of the request, with reasons; the supervisor is told, for a subject may forbid refusal."""

    def rows(locked: Case, _event: Event) -> None:
        Request.objects.filter(case=locked).update(subject=subject)

    return with_reason(
        "classify",
        case=case,
        reason=reason,
        by=by,
        now=now,
        facts={"subject": subject},
        codes={"subject": subject},
        rows=rows,
        **options,
    )


def ask_to_clarify(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Ask what exactly is meant; `reason` is the question. The term for the answer goes on."""
    return with_reason("ask_to_clarify", case=case, reason=reason, by=by, now=now, **options)


def clarify(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The person clarifies; `reason` is the answer to the body's question. The points stay as they were signed."""
    return with_reason("clarify", case=case, reason=reason, by=by, now=now, **options)


def go_on(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The time for clarification is over: the body goes on with what is written."""
    return engine.act(case, "go_on", by=by, now=now, **options)


def forward(*, case: Case, to: Body, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Forward the whole request to the body that holds the information. As in `correspondence.actions`."""
    return letters.forward(case=case, to=to, reason=reason, by=by, now=now, facts=of(case), **options)


def forward_part(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Forward some points; the child case is a request of the same kind, subject and track."""
    parent: Request = case.request

    def rows(child: Case, _event: Event) -> None:
        Request.objects.create(
            case=child,
            kind=parent.kind,
            office=parent.office,
            subject=parent.subject,
            track=parent.track,
            embargo_until=parent.embargo_until,
        )

    return letters.forward_part(case=case, by=by, now=now, facts=of(case), rows=rows, **options)


def extend(
    *,
    case: Case,
    due_on: dt.date | None,
    reason: str,
    by: Person,
    now: dt.datetime,
    holder: Body | None = None,
    **options: Any,
) -> Outcome:
    """Extend the term for the answer, once, by a reasoned decision before the due day.

    The duty to tell the person is met by the message that goes out with the act; where none can reach them, it runs
    until somebody notes how they were told.

    Args:
        holder: the body whose information is needed; an editorial office's request needs none.
    """
    facts = {**of(case), "holder": holder.pk if holder else None}
    with transaction.atomic():
        outcome = letters.extend(
            case=case,
            due_on=due_on,
            reason=reason,
            by=by,
            now=now,
            facts=facts,
            codes={"holder": holder.pk} if holder else None,
            **options,
        )
        if not outcome.repeated and case.letter.channel not in BY_HAND:
            engine.act(case, "tell_extension", by=None, now=now)
    return outcome


def tell_extension(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Note that a person whom no message reaches was told of the extension."""
    return engine.act(case, "tell_extension", by=by, now=now, **options)


def extension_untold(case: Case) -> bool:
    """Whether somebody still has to tell the person of an extension."""
    return bool(Case.objects.filter(pk=case.pk).filter(has_running("extension_notice")).exists())

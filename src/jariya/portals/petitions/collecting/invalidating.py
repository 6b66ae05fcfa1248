"""Signatures found not valid by the thousand: conditions, a dry run, a second person, a reason, a public record.

Until the batch is subtracted (see `removing`) it can be cancelled, and every signature counts as before.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.petitions.collecting import recorded, removing
from jariya.portals.petitions.collecting.models import (
    Cause,
    Collection,
    Invalidation,
    InvalidationState,
    Issuer,
    Removal,
    Signature,
    State,
)

SLICE = 5_000


class InvalidationError(ValueError):
    """Why it was not done: no_condition, reason_missing, none_found, own_request, not_prepared, too_late."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def matching(row: Invalidation) -> Any:
    """Signatures that count now and meet the conditions."""
    found = Signature.objects.filter(petition_id=row.petition_id, state=State.TAKEN)
    if row.given_from:
        found = found.filter(given_at__gte=row.given_from)
    if row.given_until:
        found = found.filter(given_at__lt=row.given_until)
    if row.region:
        found = found.filter(region=row.region)
    if row.issuer_id:
        found = found.filter(issuer_id=row.issuer_id)
    return found


def prepare(
    *,
    case: Case,
    by: Person,
    reason: str,
    now: dt.datetime,
    given_from: dt.datetime | None = None,
    given_until: dt.datetime | None = None,
    region: str = "",
    issuer: Issuer | None = None,
) -> Invalidation:
    """The dry run: how many signatures the conditions meet. Nothing changes.

    Raises:
        InvalidationError: no_condition, reason_missing, none_found.
    """
    if not (given_from or given_until or region or issuer):
        raise InvalidationError("no_condition")
    if len(reason.strip()) < 5:
        raise InvalidationError("reason_missing")
    row = Invalidation(
        petition=Collection.objects.get(pk=case.pk),
        given_from=given_from,
        given_until=given_until,
        region=region,
        issuer=issuer,
        reason=reason.strip()[:1000],
        found=0,
        prepared_by=by,
        prepared_at=now,
    )
    row.found = matching(row).count()
    if not row.found:
        raise InvalidationError("none_found")
    row.save()
    return row


def start(row: Invalidation, *, by: Person, now: dt.datetime) -> None:
    """Another person starts what was prepared; `go_on` does it in slices.

    Raises:
        InvalidationError: own_request, not_prepared.
    """
    if by.pk == row.prepared_by_id:
        raise InvalidationError("own_request")
    with transaction.atomic():
        moved = Invalidation.objects.filter(pk=row.pk, state=InvalidationState.PREPARED).update(
            state=InvalidationState.RUNNING, started_by=by, started_at=now
        )
        if not moved:
            raise InvalidationError("not_prepared")
        case = Case.objects.get(pk=row.petition_id)
        recorded.say(
            "petition.invalidation",
            f"{row.pk}:started",
            now=now,
            petition=case.public_id,
            count=row.found,
            step="started",
        )
    row.refresh_from_db()


def go_on(row: Invalidation, *, now: dt.datetime) -> int:
    """Do the next slice; how many signatures it met. Zero: it is done. Cut at any point, the next call goes on."""
    with transaction.atomic():
        held = Invalidation.objects.select_for_update().get(pk=row.pk)
        if held.state != InvalidationState.RUNNING:
            return 0
        found = matching(held).order_by("signer_ref")
        if held.cursor is not None:
            found = found.filter(signer_ref__gt=bytes(held.cursor))
        refs = [bytes(ref) for ref in found.values_list("signer_ref", flat=True)[:SLICE]]
        case = Case.objects.get(pk=held.petition_id)
        if not refs:
            held.state, held.ended_at = InvalidationState.DONE, now
            held.save(update_fields=["state", "ended_at"])
            recorded.say(
                "petition.invalidation",
                f"{held.pk}:done",
                now=now,
                petition=case.public_id,
                count=held.removed,
                step="done",
            )
            return 0
        removed = removing.remove(case=case, signer_refs=refs, cause=Cause.INVALID, now=now, invalidation=held.pk)
        Invalidation.objects.filter(pk=held.pk).update(cursor=refs[-1], removed=F("removed") + removed)
    return len(refs)


def run_all(*, now: dt.datetime) -> int:
    """Bring on what was started; how many signatures were met. Run by a job."""
    done = 0
    for row in Invalidation.objects.filter(state=InvalidationState.RUNNING).order_by("pk"):
        while met := go_on(row, now=now):
            done += met
    return done


@transaction.atomic
def cancel(row: Invalidation, *, by: Person, now: dt.datetime) -> int:
    """Undo, while nothing of it was subtracted; how many signatures count again.

    Raises:
        InvalidationError: too_late (a minus leaf stands in the log: it never changes), not_prepared (over already).
    """
    held = Invalidation.objects.select_for_update().get(pk=row.pk)
    if held.state == InvalidationState.CANCELLED:
        raise InvalidationError("not_prepared")
    waiting = Removal.objects.select_for_update().filter(invalidation=held)
    if waiting.filter(minus__isnull=False).exists():
        raise InvalidationError("too_late")
    refs = [bytes(ref) for ref in waiting.values_list("signer_ref", flat=True)]
    back = Signature.objects.filter(petition_id=held.petition_id, signer_ref__in=refs, state=State.REMOVED)
    number = back.update(state=State.TAKEN)
    waiting.delete()
    held.state, held.ended_at = InvalidationState.CANCELLED, now
    held.save(update_fields=["state", "ended_at"])
    case = Case.objects.get(pk=held.petition_id)
    recorded.say(
        "petition.invalidation",
        f"{held.pk}:cancelled",
        now=now,
        petition=case.public_id,
        count=number,
        step="cancelled",
    )
    return int(number)

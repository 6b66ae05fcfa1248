"""Opening, closing and sealing a collection. Called by the lifecycle of petitions, in its transactions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.record import actions as record
from jariya.portals.petitions.collecting import keys
from jariya.portals.petitions.collecting.counting import LOG_KIND
from jariya.portals.petitions.collecting.models import Collection, Signature, State, Threshold


def log_name(case: Case) -> str:
    """Name and address of a petition's log: its public id in small letters."""
    return str(case.public_id).lower()


@transaction.atomic
def open(  # noqa: A001 - the lifecycle says `opening.open`
    case: Case,
    *,
    thresholds: Mapping[str, int],
    closes_on: dt.date | None,
    now: dt.datetime,
    frozen: Mapping[str, Any] | None = None,
) -> Collection:
    """Begin to take signatures: log, key and thresholds. Called again, it changes the last day and adds thresholds.

    So the support phase opens it with `{"support": 50}` and the public phase adds `{"collecting": 50000}`; signatures
    of supporters stay.

    Args:
        thresholds: kind -> number of signatures; a kind that is there is not changed.
        closes_on: last day, shown beside the count.
        frozen: what a threshold was computed from (population, its date and source).
    """
    log = record.open_log(log_name(case), LOG_KIND, now=now)
    found, made = Collection.objects.get_or_create(
        case=case, defaults={"log": log, "opened_at": now, "closes_on": closes_on, "frozen": dict(frozen or {})}
    )
    if made:
        keys.secret_of(case, now=now)
    else:
        found.closes_on = closes_on
        found.frozen = {**found.frozen, **(frozen or {})}
        found.save(update_fields=["closes_on", "frozen"])
    for kind, number in thresholds.items():
        Threshold.objects.get_or_create(collection=found, kind=kind, defaults={"number": number})
    return found


def move_end(case: Case, closes_on: dt.date) -> None:
    """Another last day: an outage was made good by a public act."""
    Collection.objects.filter(pk=case.pk).update(closes_on=closes_on)


def pause(case: Case, *, now: dt.datetime) -> None:
    """Take no signatures for a while (a court suspended the petition); what was taken stays."""
    Collection.objects.filter(pk=case.pk, paused_at=None).update(paused_at=now)


def resume(case: Case) -> None:
    """Take signatures again."""
    Collection.objects.filter(pk=case.pk).update(paused_at=None)


def close(case: Case, *, now: dt.datetime) -> None:
    """End collecting. Signatures received until `now` whose check still runs may come in until `seal`."""
    Collection.objects.filter(pk=case.pk, closed_at=None).update(closed_at=now)


def reopen(case: Case, *, closes_on: dt.date | None) -> None:
    """Collecting goes on after it was closed and before it was sealed."""
    Collection.objects.filter(pk=case.pk, sealed_at=None).update(closed_at=None, closes_on=closes_on)


def seal(case: Case, *, now: dt.datetime) -> int:
    """Let nothing enter any more. Returns how many signatures still waited for their check: they never count."""
    waiting = Signature.objects.filter(petition_id=case.pk, state=State.WAITING)
    left = waiting.update(state=State.FAILED)
    Collection.objects.filter(pk=case.pk, closed_at=None).update(closed_at=now)
    Collection.objects.filter(pk=case.pk, sealed_at=None).update(sealed_at=now)
    return int(left)

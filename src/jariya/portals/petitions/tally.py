"""What the lifecycle asks of the signatures and tells them: the one place where the two meet.

The count is moved by the sequencer from the petition's log; nothing here adds to it.
"""

from __future__ import annotations

import datetime as dt

from jariya.kernel.lifecycle.models import Case
from jariya.portals.petitions.collecting import api
from jariya.portals.petitions.collecting.models import Collection, Queued
from jariya.portals.petitions.thresholds import Threshold

SUPPORT, COLLECTING = "support", "collecting"
"""Kinds of thresholds; each crossed once."""


def begin(case: Case, *, needed: int, until: dt.date, now: dt.datetime) -> None:
    """Take the signatures of the first supporters: log and key are made."""
    api.open(case, thresholds={SUPPORT: needed}, closes_on=until, now=now)


def go_public(case: Case, *, threshold: Threshold, until: dt.date, now: dt.datetime) -> None:
    """The petition is public: the threshold of signatures is added; those of the supporters stay."""
    people = threshold.population
    frozen = {
        "norm": threshold.norm_key,
        "norm_from": threshold.valid_from.isoformat() if threshold.valid_from else None,
        "percent": str(threshold.percent.normalize()) if threshold.percent is not None else None,
        "population": people.people if people else None,
        "population_on": people.on.isoformat() if people else None,
        "population_source": people.source if people else None,
    }
    api.open(case, thresholds={COLLECTING: threshold.people}, closes_on=until, now=now, frozen=frozen)


def count(case: Case) -> int:
    """Signatures that count by the log's last checkpoint."""
    return int(api.count(case).count)


def waiting(case: Case) -> int:
    """Signatures that were given in time and are not counted yet: queued, being verified, or under no checkpoint."""
    found = Collection.objects.filter(pk=case.pk).first()
    if found is None or found.sealed_at is not None:
        return 0
    return int(api.waiting(case) + Queued.objects.filter(petition_id=case.pk).count())


def close(case: Case, *, now: dt.datetime) -> None:
    """No new signatures; those given before may still be verified and counted."""
    api.close(case, now=now)


def closed_at(case: Case) -> dt.datetime | None:
    """When signing ended; None while it runs."""
    found: dt.datetime | None = Collection.objects.filter(pk=case.pk).values_list("closed_at", flat=True).first()
    return found


def seal(case: Case, *, now: dt.datetime) -> None:
    """Nothing enters any more: a check that is not over by now will not count."""
    api.seal(case, now=now)


def pause(case: Case, *, now: dt.datetime) -> None:
    """Take no signatures while a court has stopped the petition."""
    api.pause(case, now=now)


def go_on(case: Case, *, until: dt.date) -> None:
    """Take signatures again, until another last day."""
    api.resume(case)
    api.move_end(case, until)


def move_end(case: Case, *, until: dt.date) -> None:
    """Another last day, after an outage. Signing that was closed at the old end goes on."""
    if closed_at(case) is not None:
        api.reopen(case, closes_on=until)
    else:
        api.move_end(case, until)

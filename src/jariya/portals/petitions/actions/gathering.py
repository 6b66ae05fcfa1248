"""From the first supporter to the threshold: what the platform does by itself, and what stops or moves the term."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.petitions import law, tally
from jariya.portals.petitions.actions.acting import act, reasoned
from jariya.portals.petitions.models import Petition, Suspension

_TERM = {
    "gathering_support": "support",
    "collecting": "collecting",
    "supported": "registration",
    "registered": "consideration",
    "considering": "consideration",
}
"""Which term runs in a state, and so is moved by an outage or by the end of a suspension."""


def open_collecting(*, case: Case, count: int, now: dt.datetime, by: Person | None = None, **options: Any) -> Outcome:
    """The last supporter needed is counted: the petition is public, its threshold is computed and frozen."""
    day = legal_day(now)
    petition = Petition.objects.select_related("addressee").get(case=case)
    threshold, due = law.threshold_of(petition.addressee, day), law.term("petition.collecting", day)
    people = threshold.population if threshold else None

    def rows(locked: Case, _event: Event) -> None:
        assert threshold is not None
        Petition.objects.filter(case=locked).update(
            opened_at=now,
            threshold=threshold.people,
            threshold_norm=threshold.norm_key,
            threshold_norm_from=threshold.valid_from,
            threshold_percent=threshold.percent,
            population=people.people if people else None,
            population_on=people.on if people else None,
            population_source=people.source if people else "",
        )
        tally.go_public(locked, threshold=threshold, until=due, now=now)

    return act(
        case,
        "open_collecting",
        by=by,
        now=now,
        facts={"count": count, "threshold": threshold},
        petition=petition,
        changes={"visibility": "public"},
        codes={"due": due, "needed": threshold.people if threshold else 0},
        rows=rows,
        **options,
    )


def lapse_support(*, case: Case, now: dt.datetime, by: Person | None = None, **options: Any) -> Outcome:
    """The supporters did not come in time."""
    return _lapse("lapse_support", case, now, by, options)


def succeed(*, case: Case, count: int, now: dt.datetime, by: Person | None = None, **options: Any) -> Outcome:
    """The threshold is reached: the addressee must register the petition. Signing ends."""

    def rows(locked: Case, _event: Event) -> None:
        Petition.objects.filter(case=locked).update(supported_at=now)
        tally.close(locked, now=now)

    petition = Petition.objects.get(case=case)
    return act(
        case,
        "succeed",
        by=by,
        now=now,
        facts={"count": count},
        petition=petition,
        codes={"count": count, "needed": petition.threshold},
        rows=rows,
        **options,
    )


def lapse(*, case: Case, now: dt.datetime, by: Person | None = None, **options: Any) -> Outcome:
    """The term of collecting is over, everything is counted, and the threshold was not reached."""
    return _lapse("lapse", case, now, by, options)


def _lapse(verb: str, case: Case, now: dt.datetime, by: Person | None, options: dict[str, Any]) -> Outcome:
    petition = Petition.objects.get(case=case)
    count, needed = tally.count(case), petition.threshold if verb == "lapse" else petition.support_needed

    def rows(locked: Case, _event: Event) -> None:
        tally.close(locked, now=now)

    return act(
        case,
        verb,
        by=by,
        now=now,
        facts={"count": count, "waiting": tally.waiting(case)},
        petition=petition,
        codes={"count": count, "needed": needed},
        rows=rows,
        **options,
    )


def withdraw(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The author takes the petition back; what was public stays readable as withdrawn."""

    def rows(locked: Case, _event: Event) -> None:
        tally.close(locked, now=now)

    return act(case, "withdraw", by=by, now=now, rows=rows, **options)


def drop(*, case: Case, now: dt.datetime, by: Person | None = None, **options: Any) -> Outcome:
    """A petition that was returned was not submitted again in its term."""
    return act(case, "drop", by=by, now=now, **options)


def suspend(
    *, case: Case, court: str, decision: str, since: dt.date, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Note that a court stopped the petition: nothing is signed and no term ends while it lasts."""

    def rows(locked: Case, _event: Event) -> None:
        Suspension.objects.create(case=locked, court=court, decision=decision, since=since, entered_by=by, at=now)
        tally.pause(locked, now=now)

    return act(
        case,
        "suspend",
        by=by,
        now=now,
        facts={"court": court.strip(), "decision": decision.strip()},
        changes={"suspended_since": since},
        codes={"since": since},
        rows=rows,
        **options,
    )


def resume(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """End the suspension: the days it lasted are added to the running term (norm `petition.suspension`)."""
    today = legal_day(now)
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        old = law.running_due(locked, _TERM.get(locked.state, ""))
        days = (today - locked.suspended_since).days if locked.suspended_since else 0
        due = law.moved(old, days) if old else today

        def rows(done: Case, _event: Event) -> None:
            Suspension.objects.filter(case=done, until=None).update(until=max(today, locked.suspended_since or today))
            tally.go_on(done, until=due)

        return act(
            case,
            "resume",
            by=by,
            now=now,
            facts={"due_on": due, "suspended": locked.suspended_since is not None},
            changes={"suspended_since": None},
            codes={"due": due, "days": days},
            rows=rows,
            **options,
        )


def seal(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Hide a petition from the public, with reasons."""
    return reasoned(case, "seal", reason=reason, by=by, now=now, changes={"sealed": True}, **options)


def unseal(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Show it again, with reasons."""
    return reasoned(case, "unseal", reason=reason, by=by, now=now, changes={"sealed": False}, **options)

"""Places in a seminar: take one or wait, give it up, move up, be there. A small table of states, no case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.writing import record
from jariya.kernel.notices.actions import follow, unfollow
from jariya.kernel.people.models import Person
from jariya.kernel.status import NEW, Move, Table
from jariya.portals.requests.learning.models import HELD, Place, PlaceStatus, Seminar

KEPT = "seminar.names.kept"
"""Norm: so many calendar days after a seminar its organiser can still read who was registered."""
TABLE: Table[str] = Table(
    Move("take", (NEW,), PlaceStatus.SEATED.value, ("person",), _("a place was free")),
    Move("wait", (NEW,), PlaceStatus.WAITING.value, ("person",), _("all places were taken")),
    Move("move_up", ("waiting",), PlaceStatus.SEATED.value, ("system",), _("a place became free")),
    Move("give_up", ("seated", "waiting"), PlaceStatus.GIVEN_UP.value, ("person",), _("the person does not come")),
    Move("attend", ("seated",), PlaceStatus.CAME.value, ("supervisor",), _("the person was there")),
)
"""Verb by verb; the person, the seminar's organiser, or the platform when a place becomes free."""


def place_of(seminar: Seminar, person: Person) -> Place | None:
    """The place a person holds or waits for."""
    return Place.objects.filter(seminar=seminar, person=person, status__in=HELD).first()


def taken(case: Case) -> int:
    """How many places are taken."""
    return Place.objects.filter(seminar_id=case.pk, status=PlaceStatus.SEATED).count()


def take(*, seminar: Seminar, person: Person, name: str, now: dt.datetime) -> Place:
    """Register: a place where there is one, else the end of the waiting list. The person hears what changes.

    Raises:
        Refused: learning.closed, learning.registered_before.
    """
    with transaction.atomic():
        # One after the other: the last place is given once.
        locked = _locked(seminar)
        _open(locked, now)
        if place_of(locked, person) is not None:
            raise Refused(
                "learning.registered_before",
                _("You are registered for this seminar."),
                _("Your page of the seminar shows your place; there you can give it up."),
                409,
            )
        verb = "take" if taken(locked.case) < locked.seats else "wait"
        status = TABLE.after(NEW, verb)
        follow(person=person, topic=f"case:{locked.pk}", now=now)
        made: Place = Place.objects.create(
            seminar=locked, person=person, status=status, name=name.strip()[:120], at=now, changed_at=now
        )
        return made


def give_up(*, place: Place, now: dt.datetime) -> None:
    """Give a place up; the first of the waiting list gets it and is told.

    Raises:
        Refused: learning.closed.
    """
    with transaction.atomic():
        seminar = _locked(place.seminar)
        _open(seminar, now)
        row = Place.objects.select_for_update().get(pk=place.pk)
        if row.status == PlaceStatus.GIVEN_UP:
            return
        Place.objects.filter(pk=row.pk).update(status=TABLE.after(row.status, "give_up"), changed_at=now)
        unfollow(person=row.person, topic=f"case:{seminar.pk}")
        move_up(seminar, now=now)


def move_up(seminar: Seminar, *, now: dt.datetime) -> int:
    """Give free places to those who wait, in their order; each is told. Runs inside the caller's transaction."""
    free = seminar.seats - taken(seminar.case)
    waiting = Place.objects.select_for_update().filter(seminar=seminar, status=PlaceStatus.WAITING).order_by("pk")
    moved = list(waiting[: max(0, free)])
    for place in moved:
        Place.objects.filter(pk=place.pk).update(status=TABLE.after(place.status, "move_up"), changed_at=now)
        record(seminar.case, "place_given", now=now, codes={}, topics=(f"told:{place.person_id}",), public=False)
    return len(moved)


def attend(rows: Any, *, now: dt.datetime) -> None:
    """Note who was there."""
    for place in list(rows):
        Place.objects.filter(pk=place.pk).update(status=TABLE.after(place.status, "attend"), changed_at=now)


def forget_names(*, now: dt.datetime) -> int:
    """Erase who was registered for seminars that are long over (norm `seminar.names.kept`); how many registrations.

    How many came stands in the seminar's events. A seminar whose materials are still owed is left: nobody has noted yet
    who was there. Again it finds nothing.
    """
    kept = dt.timedelta(days=norms_now().at(legal_day(now))[KEPT].count)
    over = Seminar.objects.filter(ends_at__lt=now - kept, case__state__in=("held", "cancelled"))
    gone, _rows = Place.objects.filter(seminar__in=over).delete()
    return gone


def _locked(seminar: Seminar) -> Seminar:
    rows = Seminar.objects.select_for_update(of=("self",)).select_related("case__body")
    found: Seminar = rows.get(pk=seminar.pk)
    return found


def _open(seminar: Seminar, now: dt.datetime) -> None:
    if not seminar.takes(now):
        raise Refused(
            "learning.closed",
            _("Registration for this seminar is over."),
            _("Its materials are published afterwards; the list shows other seminars."),
            409,
        )

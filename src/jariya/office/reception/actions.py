"""The verbs of receptions: book, cancel, call off a day, note who came."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from jariya.kernel.bodies.models import ReceptionDay
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.engine import ALMATY, legal_day
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of
from jariya.office.filing.actions import REGISTRY
from jariya.office.reception import queries, schedule
from jariya.office.reception.models import Booking, DayOff
from jariya.office.reception.refusals import refused


def book(*, person: Person, reception: ReceptionDay, day: dt.date, starts: dt.time, now: dt.datetime) -> Booking:
    """Take a place in time.

    Args:
        day, starts: as the list of free places offers them.

    Raises:
        Refused: reception.not_offered, taken, one_a_day, too_many.
    """
    law = law_now()
    first, last = queries.bookable(now, law)
    norms = law.norms.at(legal_day(now))
    offered = first <= day <= last and schedule.falls_on(reception, day) and law.calendar.is_working(day)
    if not offered or starts not in schedule.places(reception, minutes=norms[queries.SLOT].count):
        raise refused("reception.not_offered")
    if DayOff.objects.filter(reception=reception, day=day).exists():
        raise refused("reception.not_offered")
    try:
        with transaction.atomic():
            # One person's bookings are counted one after the other.
            Person.objects.select_for_update().get(pk=person.pk)
            ahead = queries.ahead_of(person, now=now)
            if any(row.reception_id == reception.pk and row.day == day for row in ahead):
                raise refused("reception.one_a_day")
            if len(ahead) >= norms[queries.MOST].count:
                raise refused("reception.too_many")
            booking: Booking = Booking.objects.create(
                person=person, reception=reception, day=day, starts=starts, at=now
            )
    except IntegrityError:
        raise refused("reception.taken") from None
    return booking


def cancel(*, booking: Booking, now: dt.datetime) -> Booking:
    """The person gives the place back; done twice it is done once.

    Raises:
        Refused: reception.begun.
    """
    if booking.cancelled_at is None and _begun(booking, now):
        raise refused("reception.begun")
    Booking.objects.filter(pk=booking.pk, cancelled_at__isnull=True).update(cancelled_at=now, cancelled_by="person")
    booking.refresh_from_db()
    return booking


def call_off(*, reception: ReceptionDay, day: dt.date, reason: str, by: Person, now: dt.datetime) -> int:
    """The body calls a day off; everyone who booked it is told by a job. Returns how many.

    Raises:
        Refused: reception.not_yours, reason_missing, begun.
    """
    _may(by, reception, now)
    if not reason.strip():
        raise refused("reception.reason_missing")
    if day < legal_day(now):
        raise refused("reception.begun")
    from jariya.office.reception import tasks

    with transaction.atomic():
        off, made = DayOff.objects.get_or_create(
            reception=reception, day=day, defaults={"reason": reason.strip()[:300], "by": by, "at": now}
        )
        rows = Booking.objects.filter(reception=reception, day=day, cancelled_at__isnull=True)
        told = int(rows.update(cancelled_at=now, cancelled_by="body"))
        if made and told:
            tasks.tell_called_off.defer(day_off_id=off.pk)
    return told


def note_came(*, booking: Booking, came: bool, by: Person, now: dt.datetime) -> None:
    """The body notes whether the person came.

    Raises:
        Refused: reception.not_yours.
    """
    _may(by, booking.reception, now)
    Booking.objects.filter(pk=booking.pk, cancelled_at__isnull=True).update(came=came)


def _may(by: Person, reception: ReceptionDay, now: dt.datetime) -> None:
    if not roles_of(by, body_id=reception.post.body_id, day=legal_day(now)) & REGISTRY:
        raise refused("reception.not_yours")


def _begun(booking: Booking, now: dt.datetime) -> bool:
    return now >= dt.datetime.combine(booking.day, booking.starts, ALMATY)

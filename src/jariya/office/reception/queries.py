"""What pages show of receptions: days ahead with their free places, one's own bookings, a body's day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jariya.kernel.bodies.models import Body, Holding, Post, ReceptionDay
from jariya.kernel.law.queries import Law, law_now
from jariya.kernel.lifecycle.engine import ALMATY, legal_day
from jariya.kernel.people.models import Person
from jariya.office.reception import schedule
from jariya.office.reception.models import Booking, DayOff

SLOT, AHEAD, MOST = "reception.slot", "reception.bookable_ahead", "reception.open_bookings"


@dataclass(frozen=True)
class Seat:
    """Who receives: the post, its holder on the day, and the row of the schedule."""

    reception: ReceptionDay
    post: Post
    holder: Holding | None


@dataclass(frozen=True)
class Sitting:
    """One reception on one day. `free`: times that can still be booked; `reason`: why it does not take place."""

    seat: Seat
    day: dt.date
    places: list[dt.time]
    free: list[dt.time]
    reason: str | None


def bodies(*, day: dt.date) -> list[Body]:
    """Bodies with a schedule of receptions, by Kazakh name. One query."""
    rows = Body.objects.on(day).filter(posts__reception_days__isnull=False).distinct()
    return list(rows.order_by("sort_kk", "pk"))


def seats(body: Body, *, day: dt.date) -> list[Seat]:
    """Who of the body receives, in the order of posts. Two queries."""
    rows = list(ReceptionDay.objects.filter(post__body=body).select_related("post__body").order_by("post__order", "pk"))
    held = {one.post_id: one for one in Holding.objects.on(day).filter(post__in=[row.post_id for row in rows])}
    return [Seat(row, row.post, held.get(row.post_id)) for row in rows]


def bookable(now: dt.datetime, law: Law) -> tuple[dt.date, dt.date]:
    """The first and last day that can be booked now: from tomorrow to the norm `reception.bookable_ahead`."""
    today = legal_day(now)
    ahead = law.norms.at(today)[AHEAD].count
    return today + dt.timedelta(days=1), today + dt.timedelta(days=ahead)


def sittings(body: Body, *, now: dt.datetime, first: dt.date | None = None) -> list[Sitting]:
    """Receptions of a body that can be booked now, by day. Five queries however many days.

    Args:
        first: from this day on instead of tomorrow (the body's own page shows today as well).
    """
    law = law_now()
    begin, last = bookable(now, law)
    begin = first or begin
    found = seats(body, day=legal_day(now))
    ids = [seat.reception.pk for seat in found]
    minutes = law.norms.at(legal_day(now))[SLOT].count
    taken = _taken(ids, begin, last)
    off = {(row.reception_id, row.day): row.reason for row in _off(ids, begin, last)}
    rows = []
    for seat in found:
        for day in schedule.days(seat.reception, first=begin, last=last, calendar=law.calendar):
            places = schedule.places(seat.reception, minutes=minutes)
            key = (seat.reception.pk, day)
            free = [] if key in off else [time for time in places if (*key, time) not in taken]
            rows.append(Sitting(seat, day, places, free, off.get(key)))
    return sorted(rows, key=lambda row: (row.day, row.seat.reception.starts, row.seat.reception.pk))


def _taken(ids: Iterable[int], first: dt.date, last: dt.date) -> set[tuple[int, dt.date, dt.time]]:
    rows = Booking.objects.filter(reception__in=ids, day__range=(first, last), cancelled_at__isnull=True)
    return set(rows.values_list("reception_id", "day", "starts"))


def _off(ids: Iterable[int], first: dt.date, last: dt.date) -> Any:
    return DayOff.objects.filter(reception__in=ids, day__range=(first, last))


def ahead_of(person: Person, *, now: dt.datetime) -> list[Booking]:
    """A person's bookings that are still ahead, soonest first. One query."""
    today, time = legal_day(now), now.astimezone(ALMATY).time()
    rows = Booking.objects.filter(person=person, cancelled_at__isnull=True, day__gte=today)
    found = rows.select_related("reception__post__body").order_by("day", "starts")
    return [row for row in found if row.day > today or row.starts > time]


def mine(person: Person, *, limit: int = 50) -> list[Booking]:
    """A person's bookings, the newest day first, cancelled ones too. One query."""
    rows = Booking.objects.filter(person=person).select_related("reception__post__body")
    return list(rows.order_by("-day", "-starts", "-pk")[:limit])


def of_day(body: Body, day: dt.date) -> list[Booking]:
    """Who comes to a body on a day, by time. One query."""
    rows = Booking.objects.filter(reception__post__body=body, day=day, cancelled_at__isnull=True)
    return list(rows.select_related("reception__post", "person").order_by("starts", "pk"))


@dataclass(frozen=True)
class Kept:
    """How receptions of a period were kept: counted over bookings of days that have passed."""

    booked: int
    came: int
    missed: int
    cancelled_by_person: int
    cancelled_by_body: int
    days_off: int


def figures(body: Body, *, first: dt.date, last: dt.date) -> Kept:
    """Figures of a body's receptions over days of a period. Two queries."""
    rows = list(
        Booking.objects.filter(reception__post__body=body, day__range=(first, last)).values_list("came", "cancelled_by")
    )
    return Kept(
        booked=len(rows),
        came=sum(came is True for came, _by in rows),
        missed=sum(came is False for came, _by in rows),
        cancelled_by_person=sum(by == "person" for _came, by in rows),
        cancelled_by_body=sum(by == "body" for _came, by in rows),
        days_off=DayOff.objects.filter(reception__post__body=body, day__range=(first, last)).count(),
    )

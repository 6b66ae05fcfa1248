"""Reception days: the calendar decides, a place is taken once, a limit holds, everyone may go back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.kernel.people.gateway import Gateway

from jariya.kernel.bodies.models import ReceptionDay
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people import sms
from jariya.kernel.people.models import Person
from jariya.office.reception import actions, queries, schedule, tasks
from jariya.office.reception.models import Booking

pytestmark = pytest.mark.django_db
WEDNESDAY = dt.date(2026, 4, 1)
THREE = dt.time(15, 0)


class Rule:
    """A row of a schedule without a database."""

    def __init__(self, weekday: int, week: int | None = None) -> None:
        self.weekday, self.week = weekday, week
        self.starts, self.ends = dt.time(15), dt.time(17)


class Always:
    """A calendar in which every day is worked."""

    def is_working(self, day: dt.date) -> bool:
        return True


@pytest.fixture
def wednesdays(ministry: Any) -> ReceptionDay:
    """The invented vice-minister receives every Wednesday from 15 to 17."""
    return ReceptionDay.objects.get(post__body=ministry, weekday=3)


@pytest.mark.parametrize("week", [None, 1, 2, 3, 4, 5])
def test_days_of_a_rule_are_that_weekday_in_that_week(week: int | None) -> None:
    for weekday in range(1, 8):
        fall_on(weekday, week)


def fall_on(weekday: int, week: int | None) -> None:
    for offset in range(0, 1400, 37):
        first = dt.date(2024, 1, 1) + dt.timedelta(days=offset)
        last = first + dt.timedelta(days=60)
        found = list(schedule.days(Rule(weekday, week), first=first, last=last, calendar=Always()))
        assert all(day.isoweekday() == weekday and first <= day <= last for day in found)
        if week is None:
            assert 8 <= len(found) <= 9
        else:
            assert all(7 * (week - 1) < day.day <= 7 * week for day in found)


def test_places_end_with_the_reception() -> None:
    places = schedule.places(Rule(3), minutes=25)
    assert places[0] == dt.time(15) and len(places) == 4 and places[-1] == dt.time(16, 15)


def test_a_day_off_is_no_reception(ministry: Any, now: dt.datetime) -> None:
    """23 March 2026 is a holiday; the calendar skips it and moves nothing."""
    monday = Rule(1)
    from jariya.kernel.law.queries import current_calendar

    found = list(
        schedule.days(monday, first=dt.date(2026, 3, 16), last=dt.date(2026, 3, 31), calendar=current_calendar())
    )
    assert found == [dt.date(2026, 3, 16), dt.date(2026, 3, 30)]


def test_a_place_is_taken_once_and_comes_back_when_cancelled(
    person: Any, wednesdays: ReceptionDay, ministry: Any, now: dt.datetime
) -> None:
    one, other = person("citizen-1"), person("citizen-3")
    place = {"reception": wednesdays, "day": WEDNESDAY, "starts": THREE, "now": now}
    booking = actions.book(person=one, **place)
    sitting = next(row for row in queries.sittings(ministry, now=now) if row.day == WEDNESDAY)
    assert THREE not in sitting.free and len(sitting.free) == len(sitting.places) - 1
    with pytest.raises(Refused) as error:
        actions.book(person=other, **place)
    assert error.value.code == "reception.taken"
    actions.cancel(booking=booking, now=now)
    assert actions.cancel(booking=booking, now=now).cancelled_by == "person"
    assert actions.book(person=other, **place).person == other


def test_one_person_holds_as_many_places_as_the_norm_says(
    person: Any, wednesdays: ReceptionDay, now: dt.datetime
) -> None:
    citizen = person("citizen-1")
    week = dt.timedelta(days=7)
    for n in range(2):
        actions.book(person=citizen, reception=wednesdays, day=WEDNESDAY + n * week, starts=THREE, now=now)
    with pytest.raises(Refused) as error:
        actions.book(person=citizen, reception=wednesdays, day=WEDNESDAY + 2 * week, starts=THREE, now=now)
    assert error.value.code == "reception.too_many"
    with pytest.raises(Refused) as error:
        actions.book(person=citizen, reception=wednesdays, day=WEDNESDAY, starts=dt.time(15, 15), now=now)
    assert error.value.code == "reception.one_a_day"


@pytest.mark.parametrize(
    ("day", "starts"),
    [
        (dt.date(2026, 3, 18), THREE),
        (dt.date(2026, 3, 25), THREE),
        (dt.date(2026, 5, 27), THREE),
        (WEDNESDAY, dt.time(15, 5)),
        (WEDNESDAY, dt.time(17, 0)),
    ],
)
def test_what_was_not_offered_cannot_be_booked(
    day: dt.date, starts: dt.time, person: Any, wednesdays: ReceptionDay, now: dt.datetime
) -> None:
    with pytest.raises(Refused) as error:
        actions.book(person=person("citizen-1"), reception=wednesdays, day=day, starts=starts, now=now)
    assert error.value.code == "reception.not_offered"


def test_who_booked_a_day_that_is_called_off_is_told_once(
    person: Any, wednesdays: ReceptionDay, ministry: Any, now: dt.datetime, settings: Any
) -> None:
    booking = actions.book(person=person("citizen-3"), reception=wednesdays, day=WEDNESDAY, starts=THREE, now=now)
    with pytest.raises(Refused) as error:
        actions.call_off(reception=wednesdays, day=WEDNESDAY, reason="x", by=person("district-officer"), now=now)
    assert error.value.code == "reception.not_yours"
    officer = person("officer-1")
    assert actions.call_off(reception=wednesdays, day=WEDNESDAY, reason="Іссапар", by=officer, now=now) == 1
    assert actions.call_off(reception=wednesdays, day=WEDNESDAY, reason="Іссапар", by=officer, now=now) == 0
    with Gateway() as gateway:
        settings.SMS_URL = gateway.url
        off = wednesdays.days_off.get()
        assert tasks.tell(off) == tasks.tell(off) == 1
        assert len(gateway.messages) == 1
    booking.refresh_from_db()
    assert booking.cancelled_by == "body"
    with pytest.raises(Refused):
        actions.book(person=person("citizen-1"), reception=wednesdays, day=WEDNESDAY, starts=THREE, now=now)
    for language in ("kk", "ru", "en"):
        assert sms.fits(tasks.words(WEDNESDAY, language)), language


def test_the_reception_pages_lead_from_the_list_to_a_booked_time_and_back(
    at: Any, person: Any, now: dt.datetime
) -> None:
    public = Client()
    front = public.get("/kk/reception/").content.decode()
    assert "/kk/reception/ulgi-ministry/" in front
    page = public.get("/kk/reception/ulgi-ministry/")
    link = next(part for part in page.content.decode().split('"') if part.endswith("/2026-04-01/"))
    assert "Cookie" not in page.get("Vary", "") and "csrf" not in page.content.decode()
    citizen = at("citizen-1")
    assert "2026-04-01T15:00" in citizen.get(link).content.decode()
    assert citizen.post(link, {"place": "junk"}).status_code == 422
    assert citizen.post(link, {"place": "2026-04-01T15:00"})["Location"] == "/kk/reception/mine/?done=1"
    booking = Booking.objects.get()
    assert at("citizen-3").get(f"/kk/reception/mine/{booking.token}/cancel/").status_code == 404
    assert str(booking.token) in citizen.get("/kk/reception/mine/").content.decode()
    desk = at("officer-1").get("/kk/reception/desk/").content.decode()
    assert Person.objects.get(handle="demo-citizen-1").handle in desk and "Айгерім" not in desk
    citizen.post(f"/kk/reception/mine/{booking.token}/cancel/")
    booking.refresh_from_db()
    assert booking.cancelled_by == "person"

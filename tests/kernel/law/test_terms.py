"""Counting of terms: the checks of the law, and properties that hold for every day and every term."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jariya.kernel.law.calendar import Calendar, Mark
from jariya.kernel.law.errors import NormIsNoTerm, OutsideCalendar, WrongDirection
from jariya.kernel.law.norms import Norm
from jariya.kernel.law.shipped import shipped_calendar, shipped_norms
from jariya.kernel.law.terms import ends_day, ends_days, latest_day, received_on

CALENDAR = shipped_calendar("kz")
NORMS = shipped_norms("kz")
days = st.dates(date(2015, 1, 1), date(2028, 12, 31))
units = st.sampled_from(["working_day", "calendar_day", "month", "year"])


def term(value: int, unit: str, direction: str = "after") -> Norm:
    return Norm("made.up", Decimal(value), unit, None, None, None, None, None, "house", 1, direction=direction)


@pytest.mark.parametrize(
    ("start", "value", "end"),
    [
        (date(2026, 3, 18), 15, date(2026, 4, 13)),
        (date(2024, 5, 3), 1, date(2024, 5, 4)),
        (date(2024, 5, 2), 2, date(2024, 5, 4)),
    ],
)
def test_the_checks_of_the_law_hold(start: date, value: int, end: date) -> None:
    assert ends_day(start, value, "working_day", CALENDAR) == end


def test_a_month_ends_on_the_same_number_else_on_the_last_day_and_then_on_a_working_day() -> None:
    assert ends_day(date(2025, 1, 15), 1, "month", CALENDAR) == date(2025, 2, 17)  # the 15th is a Saturday
    assert ends_day(date(2025, 8, 31), 6, "month", CALENDAR) == date(2026, 3, 2)  # 28 February is a Saturday
    assert ends_day(date(2024, 2, 29), 1, "year", CALENDAR) == date(2025, 2, 28)


def test_a_term_of_calendar_days_that_ends_in_the_nauryz_days_ends_after_them() -> None:
    assert ends_day(date(2026, 3, 6), 15, "calendar_day", CALENDAR) == date(2026, 3, 26)


def test_three_working_days_before_count_back_over_a_worked_saturday() -> None:
    assert latest_day(date(2024, 5, 6), 3, "working_day", CALENDAR) == date(2024, 5, 2)


def test_a_term_of_no_days_is_the_day_itself_or_the_next_working_day() -> None:
    assert ends_day(date(2026, 3, 18), 0, "working_day", CALENDAR) == date(2026, 3, 18)
    assert ends_day(date(2026, 3, 21), 0, "working_day", CALENDAR) == date(2026, 3, 26)


@pytest.mark.parametrize(
    ("moment", "registered"),
    [
        (datetime(2026, 3, 18, 13, 30, tzinfo=UTC), date(2026, 3, 18)),  # 18:30 sharp on the wall
        (datetime(2026, 3, 18, 13, 30, 0, 1, tzinfo=UTC), date(2026, 3, 19)),
        (datetime(2026, 3, 17, 20, 0, tzinfo=UTC), date(2026, 3, 18)),  # one in the night of the 18th
        (datetime(2026, 3, 20, 14, 0, tzinfo=UTC), date(2026, 3, 26)),  # Friday evening before Nauryz
        (datetime(2024, 5, 4, 6, 0, tzinfo=UTC), date(2024, 5, 4)),  # a worked Saturday
        (datetime(2024, 2, 29, 12, 40, tzinfo=UTC), date(2024, 3, 1)),  # UTC+6 on its last day: 18:40
    ],
)
def test_what_comes_after_hours_or_on_a_day_off_is_registered_on_the_next_working_day(
    moment: datetime, registered: date
) -> None:
    assert received_on(moment, NORMS, CALENDAR) == registered


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        received_on(datetime(2026, 3, 18, 12, 0), NORMS, CALENDAR)


def test_the_due_moment_is_the_end_of_the_day_on_the_wall() -> None:
    due = term(15, "working_day").ends(date(2026, 3, 18), CALENDAR)
    assert due.moment == datetime(2026, 4, 13, 18, 59, 59, 999999, tzinfo=UTC)
    assert CALENDAR.legal_day(due.moment) == due.day
    assert CALENDAR.legal_day(due.moment + timedelta(microseconds=1)) == due.day + timedelta(days=1)


def test_a_term_beyond_the_calendar_is_refused_and_not_guessed() -> None:
    for start, value, unit in [(date(2030, 12, 20), 15, "working_day"), (date(2030, 12, 20), 1, "month")]:
        with pytest.raises(OutsideCalendar):
            ends_day(start, value, unit, CALENDAR)
    for outside in (date(2014, 12, 31), date(2031, 1, 1)):
        with pytest.raises(OutsideCalendar):
            ends_day(outside, 1, "working_day", CALENDAR)
        with pytest.raises(OutsideCalendar):
            ends_days([outside], 1, "working_day", CALENDAR)
        with pytest.raises(OutsideCalendar):
            latest_day(outside, 1, "working_day", CALENDAR)
        with pytest.raises(OutsideCalendar):
            CALENDAR.is_working(outside)
    with pytest.raises(OutsideCalendar):
        latest_day(date(2015, 1, 7), 30, "working_day", CALENDAR)


def test_only_a_term_can_be_counted_and_only_in_its_own_direction() -> None:
    with pytest.raises(NormIsNoTerm):
        term(50, "people").ends(date(2026, 3, 18), CALENDAR)
    with pytest.raises(NormIsNoTerm):
        replace(term(1, "month"), value=None).ends(date(2026, 3, 18), CALENDAR)
    with pytest.raises(WrongDirection):
        term(3, "working_day", "before").ends(date(2026, 3, 18), CALENDAR)
    with pytest.raises(WrongDirection):
        term(3, "working_day").latest_before(date(2026, 3, 18), CALENDAR)


@given(days, st.integers(0, 120), units)
def test_no_term_ends_on_a_day_off(start: date, value: int, unit: str) -> None:
    value = value % 2 if unit == "year" else value % 24 if unit == "month" else value
    end = ends_day(start, value, unit, CALENDAR)
    assert CALENDAR.is_working(end)
    assert end >= start


@given(days, days, st.integers(0, 60), st.sampled_from(["working_day", "calendar_day", "month"]))
def test_a_later_start_never_ends_earlier(one: date, other: date, value: int, unit: str) -> None:
    value = value % 12 if unit == "month" else value
    early, late = sorted((one, other))
    assert ends_day(early, value, unit, CALENDAR) <= ends_day(late, value, unit, CALENDAR)


@given(days, st.integers(0, 60), st.sampled_from(["working_day", "calendar_day", "month"]))
def test_a_longer_term_never_ends_earlier(start: date, value: int, unit: str) -> None:
    value = value % 12 if unit == "month" else value
    assert ends_day(start, value, unit, CALENDAR) <= ends_day(start, value + 1, unit, CALENDAR)


@given(days, st.integers(1, 120))
def test_working_days_are_what_a_finger_on_a_wall_calendar_counts(start: date, value: int) -> None:
    day, left = start, value
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.is_working(day)
    assert ends_day(start, value, "working_day", CALENDAR) == day
    assert CALENDAR.working_between(start, day) == value


@given(days.filter(lambda day: day.year > 2015), st.integers(1, 60), st.sampled_from(["working_day", "calendar_day"]))
def test_counting_back_leaves_room_for_the_whole_term(event: date, value: int, unit: str) -> None:
    latest = latest_day(event, value, unit, CALENDAR)
    assert latest < event
    assert CALENDAR.is_working(latest)
    if unit == "working_day":
        assert ends_day(latest, value, unit, CALENDAR) <= CALENDAR.next_working(event)
        following = CALENDAR.next_working(latest + timedelta(days=1))
        assert ends_day(following, value, unit, CALENDAR) > event or following >= event
    else:
        assert latest + timedelta(days=value) <= event


@given(days, st.integers(1, 60), units, st.integers(-5, 90))
def test_one_more_holiday_never_shortens_a_term(start: date, value: int, unit: str, after: int) -> None:
    value = 1 if unit == "year" else value % 12 if unit == "month" else value
    extra = start + timedelta(days=after)
    if extra in CALENDAR.marks or extra < CALENDAR.first:
        return
    # The smaller span keeps the derived tables of the changed calendar cheap to make.
    fewer = Calendar(2, max(CALENDAR.first, start - timedelta(days=10)), start + timedelta(days=560), CALENDAR.marks,
                     CALENDAR.names, CALENDAR.zone)  # fmt: skip
    more = replace(fewer, marks={**fewer.marks, extra: Mark("holiday", "nauryz")})
    assert ends_day(start, value, unit, more) >= ends_day(start, value, unit, fewer)


@given(days, st.integers(0, 60), units, st.sampled_from(["after", "before"]))
def test_the_trace_leads_to_the_same_day_and_counts_as_many_days_as_the_norm_says(
    start: date, value: int, unit: str, direction: str
) -> None:
    value = 1 if unit == "year" else value % 12 if unit == "month" else value
    start = max(start, date(2017, 1, 1))
    norm = term(value, unit, direction)
    due = norm.latest_before(start, CALENDAR) if direction == "before" else norm.ends(start, CALENDAR)
    trace = json.loads(json.dumps(due.trace))
    steps, way = trace["steps"], -1 if direction == "before" else 1
    if unit.endswith("day"):
        assert [step["n"] for step in steps if step["as"] == "counted"] == list(range(1, value + 1))
    assert [step for step in steps if step["as"] in ("skipped", "rolled") and "kind" not in step] == []
    if steps and steps[-1]["as"] == "rolled":
        last = date.fromisoformat(steps[-1]["day"]) + timedelta(days=way)
    else:
        last = date.fromisoformat(steps[-1]["day"]) if steps else start
    assert last == due.day == date.fromisoformat(trace["ends"])
    if unit.endswith("day"):  # no day between start and end is passed over in silence
        told = [date.fromisoformat(step["day"]) for step in steps if step["as"] != "rolled"]
        assert told == [start + timedelta(days=way * n) for n in range(1, len(told) + 1)]


@given(st.lists(days, max_size=30), st.integers(0, 60), units)
def test_the_bulk_path_says_what_the_single_path_says(starts: list[date], value: int, unit: str) -> None:
    value = 1 if unit == "year" else value % 12 if unit == "month" else value
    assert ends_days(starts, value, unit, CALENDAR) == [ends_day(start, value, unit, CALENDAR) for start in starts]

"""What goes wrong around a request: nights without a job, a clock that was set back, a calendar that changes midway."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q

from jariya.kernel.correspondence.models import Forwarding, Letter, Point, Wording
from jariya.kernel.law.edits import calendar_changed
from jariya.kernel.law.queries import current_calendar
from jariya.kernel.law.terms import ends_day
from jariya.kernel.lifecycle import overdue
from jariya.kernel.lifecycle.models import Case, DueChange, Event, Obligation, Recomputation
from jariya.kernel.notices.models import InboxEntry, Outbox
from jariya.kernel.search.models import Entry
from jariya.portals.requests import actions
from jariya.portals.requests.models import Request

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def due_days(cases: list[Any]) -> list[dt.date]:
    return [Obligation.objects.get(case=case, kind="answer").due_on for case in cases]


def test_nights_missed_for_three_days_are_told_once_each_with_its_own_day(request_for: Any, now: dt.datetime) -> None:
    cases = [request_for(title=f"№ {number}", now=now + number * DAY) for number in range(3)]
    embargo = request_for(track="embargo", embargo_until=now.date() + 20 * DAY)
    dues = due_days(cases)
    assert len(set(dues)) == 3, "each night had one of them to tell"
    back = now + 30 * DAY
    overdue.tell_overdue(now=back)
    told = Event.objects.filter(kind="overdue", codes__obligation="answer", case__in=cases).order_by("case_id")
    assert [(row.case_id, row.codes["due"], row.at) for row in told] == [
        (case.pk, due.isoformat(), back) for case, due in zip(cases, dues, strict=True)
    ]
    assert actions.lift_embargoes(now=back) == 1 and Request.objects.get(case=embargo).track == "open"
    for later in (back, back + DAY, back + 2 * DAY):
        assert overdue.tell_overdue(now=later) == 0 and actions.lift_embargoes(now=later) == 0


def test_a_clock_set_back_tells_nothing_twice_and_gives_no_number_again(request_for: Any, now: dt.datetime) -> None:
    first = request_for()
    embargo = request_for(track="embargo", embargo_until=now.date() + 20 * DAY)
    late, early = now + 40 * DAY, now + 2 * DAY
    told = overdue.tell_overdue(now=late)
    assert told and actions.lift_embargoes(now=late) == 1
    events = list(Event.objects.order_by("id").values_list("id", "kind"))
    assert overdue.tell_overdue(now=early) == actions.lift_embargoes(now=early) == 0
    assert actions.close_when_over(now=early) == 0
    assert list(Event.objects.order_by("id").values_list("id", "kind")) == events, "nothing is taken back or said again"
    third = request_for(title="Сағат артқа жылжыды", points=["Сағат нешеде?"], now=early)
    numbers = [case.letter.number for case in (first, embargo, third)]
    assert numbers == sorted(set(numbers)), "a number never comes again"
    assert Obligation.objects.get(case=third, kind="answer").started_on == early.date()
    assert overdue.tell_overdue(now=late) == 2, "of the third alone: to take it on, and to answer"
    assert overdue.tell_overdue(now=early) == overdue.tell_overdue(now=late) == 0


def test_acts_between_the_batches_of_a_new_calendar_keep_their_days_and_no_term_is_left_behind(
    request_for: Any, decide: Any, person: Any, district: Any, now: dt.datetime
) -> None:
    cases = [request_for(title=f"№ {number}", now=now - number * DAY) for number in range(12)]
    for case in cases[4:]:
        actions.accept(case=case, by=person("officer-1"), now=now)
    before = current_calendar()
    off = {"kind": "holiday", "holiday": next(iter(before.names)), "source": "x"}
    days = [day for day in set(due_days(cases)) if before.is_working(day)]
    changes = [{"day": day.isoformat(), "mark": off, "was": None} for day in days]
    after = calendar_changed(before, changes, before.edition + 1)
    told = "Деректер керек."
    acts = iter(
        (
            lambda: request_for(title="Арада келген", now=now),
            lambda: actions.forward(case=cases[0], to=district, reason=told, by=person("officer-1"), now=now),
            lambda: actions.withdraw(case=cases[1], by=person("citizen-1"), now=now),
            lambda: actions.accept(case=cases[2], by=person("officer-1"), now=now),
            lambda: actions.assign(case=cases[9], to=person("officer-2"), by=person("head"), now=now),
        )
    )

    def meanwhile(_seen: int, _moved: int) -> None:
        if act := next(acts, None):
            act()

    seen, moved = overdue.recompute(after, now=now, batch=3, progress=meanwhile)
    assert next(acts, None) is None, "every act fell between two batches"
    running = list(Obligation.objects.running().filter(kind__in=["answer", "forward"], extended_to=None))
    assert {row.case_id for row in running} >= {case.pk for case in cases if case != cases[1]}
    for row in running:
        assert row.due_on == ends_day(row.started_on, row.value, row.unit, after), row
    rows = DueChange.objects.filter(cause="calendar", edition=after.edition)
    assert rows.values("obligation").distinct().count() == rows.count() == moved > 0
    assert not rows.filter(obligation__case=cases[1], at__gt=now).exists()
    assert overdue.recompute(after, now=now + DAY) == (seen, moved), "a second run finds nothing to do"
    assert Recomputation.objects.get(edition=after.edition).finished_at == now
    assert Case.objects.get(pk=cases[0].pk).body_id == district.pk


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows that hang on letters."""
    models = (
        Case,
        Event,
        Obligation,
        DueChange,
        Letter,
        Forwarding,
        Wording,
        Point,
        Request,
        InboxEntry,
        Outbox,
        Entry,
    )
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in models}  # type: ignore[attr-defined]


def test_a_worker_killed_while_forwarding_leaves_the_letter_where_it_was(
    request_for: Any, person: Any, district: Any, now: dt.datetime
) -> None:
    case = request_for(points=["Бірінші", "Екінші"])
    before, by = everything(), person("officer-1")
    reason = "Аудан құзыреті."
    parts = {"case": case, "to": district, "points": [2], "reason": reason, "by": by, "now": now}
    whole = {"case": case, "to": district, "reason": reason, "by": by, "now": now}
    for forward, said, expected in ((actions.forward_part, parts, 2), (actions.forward, whole, 1)):
        writes = 0
        while True:
            passed = iter(range(1000))

            def killed(execute: Any, sql: str, *rest: Any, at: int = writes, passed: Any = passed) -> Any:
                if sql.startswith(("INSERT", "UPDATE", "DELETE")) and next(passed) == at:
                    raise InterruptedError
                return execute(sql, *rest)

            try:
                with transaction.atomic(), connection.execute_wrapper(killed):
                    forward(**said)  # type: ignore[operator]
                    raise EOFError  # all writes passed: taken back for the other way of forwarding
            except InterruptedError:
                writes += 3
                assert everything() == before, writes
            except EOFError:
                break
        assert writes > 10, "every third write was the last one once"
        with transaction.atomic():
            forward(**said)  # type: ignore[operator]
            cases = list(Case.objects.filter(Q(pk=case.pk) | Q(parent=case)))
            assert len(cases) == expected and Forwarding.objects.count() == 1
            assert Obligation.objects.running().filter(case__in=cases, kind="answer").count() == expected
            transaction.set_rollback(True)

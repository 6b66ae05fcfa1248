"""Publishing plans: terms by frequency, what a published version does, what may not hide a lateness."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.portals.opendata import made

from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.overdue import tell_overdue
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.opendata import actions as sets
from jariya.portals.opendata.planning import actions, importing, queries
from jariya.portals.opendata.planning.actions import Planned
from jariya.portals.opendata.planning.models import PlanItem

TODAY = dt.date(2026, 3, 18)
SCHOOLS = Planned("Мектептер тізілімі", "Реестр школ", "yearly", TODAY)


@pytest.fixture
def plan(person: Any, ministry: Any, now: dt.datetime) -> Any:
    """Enter an item: `plan(frequency="monthly")`; returns its case."""

    def do(**changed: Any) -> Case:
        planned = Planned(**{**SCHOOLS.__dict__, **changed})
        return actions.plan(body=ministry, planned=planned, by=person("officer-1"), now=now).case

    return do


def due(case: Case) -> dt.date | None:
    """When the running term of an item ends."""
    row = Obligation.objects.running().filter(case=case).first()
    return row.due_on if row else None


@pytest.mark.parametrize(
    ("frequency", "on"),
    [
        ("daily", dt.date(2026, 3, 19)),
        ("weekly", dt.date(2026, 3, 26)),
        ("monthly", dt.date(2026, 4, 20)),
        ("quarterly", dt.date(2026, 6, 18)),
        ("yearly", dt.date(2027, 3, 18)),
        ("never", dt.date(2026, 4, 20)),
    ],
)
def test_the_first_term_is_as_long_as_the_frequency(plan: Any, frequency: str, on: dt.date) -> None:
    case = plan(frequency=frequency)
    row = Obligation.objects.get(case=case)
    assert (row.kind, row.duty_of, row.due_on) == ("data_set", "body", on)
    assert case.visibility == "public"


def test_a_published_version_meets_the_term_and_the_next_one_begins(plan: Any, person: Any, now: dt.datetime) -> None:
    case = plan(frequency="quarterly")
    data_set = made.prepared("schools")
    actions.link(case=case, data_set=data_set, by=person("officer-1"), now=now)
    later = now + dt.timedelta(days=30)
    made.table_of(data_set, made.SCHOOLS, now=later)
    case.refresh_from_db()
    first, second = Obligation.objects.filter(case=case).order_by("id")
    assert case.state == "kept"
    assert first.met_on == dt.date(2026, 4, 17)
    assert (second.started_on, second.due_on) == (dt.date(2026, 4, 17), dt.date(2026, 7, 17))


def test_a_set_that_is_renewed_once_owes_nothing_after_it(plan: Any, person: Any, now: dt.datetime) -> None:
    case = plan(frequency="never")
    resource = made.published("schools", now=now)
    actions.link(case=case, data_set=resource.data_set, by=person("officer-1"), now=now + dt.timedelta(hours=1))
    case.refresh_from_db()
    assert (case.state, due(case)) == ("kept", None)


def test_what_was_published_before_the_term_began_does_not_meet_it(plan: Any, person: Any, now: dt.datetime) -> None:
    resource = made.published("schools", now=now - dt.timedelta(days=40))
    case = plan()
    actions.link(case=case, data_set=resource.data_set, by=person("officer-1"), now=now)
    case.refresh_from_db()
    assert (case.state, due(case)) == ("owed", dt.date(2027, 3, 18))


def test_rolling_back_publishes_no_new_data(plan: Any, person: Any, now: dt.datetime) -> None:
    resource = made.published("schools", made.SCHOOLS, made.SCHOOLS + "x;y;z;1;01.01.2001;1\n", now=now)
    case = plan(frequency="daily")
    actions.link(case=case, data_set=resource.data_set, by=person("officer-1"), now=now + dt.timedelta(hours=2))
    before = due(case)
    sets.roll_back(resource=resource, number=1, by=None, now=now + dt.timedelta(days=3))
    assert due(case) == before


def test_a_term_is_never_born_late_and_an_overdue_item_gets_no_new_clock(
    plan: Any, person: Any, now: dt.datetime
) -> None:
    with pytest.raises(Refused, match=r"plan\.due_passed"):
        plan(frequency="daily", since=dt.date(2026, 3, 2))
    case = plan(frequency="daily")
    late = now + dt.timedelta(days=5)
    longer = Planned(**{**SCHOOLS.__dict__, "since": dt.date(2026, 3, 23)})
    with pytest.raises(Refused, match=r"plan\.late_stays"):
        actions.change(case=case, planned=longer, by=person("officer-1"), now=late)
    with pytest.raises(Refused, match=r"plan\.late_stays"):
        actions.drop(case=case, text_kk="қажет емес", text_ru="не нужно", by=person("head"), now=late)
    words = Planned(**{**SCHOOLS.__dict__, "frequency": "daily", "title_kk": "Мектептердің тізілімі"})
    actions.change(case=case, planned=words, by=person("officer-1"), now=late)
    assert PlanItem.objects.get(case=case).title_kk == "Мектептердің тізілімі"
    assert due(case) == dt.date(2026, 3, 19)


def test_a_new_frequency_is_counted_from_the_last_publication(plan: Any, person: Any, now: dt.datetime) -> None:
    case = plan(frequency="yearly")
    resource = made.published("schools", now=now)
    actions.link(case=case, data_set=resource.data_set, by=person("officer-1"), now=now + dt.timedelta(hours=1))
    monthly = Planned(**{**SCHOOLS.__dict__, "frequency": "monthly"})
    actions.change(case=case, planned=monthly, by=person("officer-1"), now=now + dt.timedelta(days=9))
    assert due(case) == dt.date(2026, 4, 20)


def test_another_bodys_set_or_one_that_is_taken_is_refused(
    plan: Any, person: Any, district: Any, now: dt.datetime
) -> None:
    case, other = plan(), plan(title_ru="Другое")
    foreign = made.prepared("foreign", body=district)
    own = made.prepared("own")
    officer = person("officer-1")
    with pytest.raises(Refused, match=r"plan\.set_of_another_body"):
        actions.link(case=case, data_set=foreign, by=officer, now=now)
    actions.link(case=case, data_set=own, by=officer, now=now)
    with pytest.raises(Refused, match=r"plan\.set_planned_already"):
        actions.link(case=other, data_set=own, by=officer, now=now)
    with pytest.raises(Refused):
        actions.link(case=other, data_set=None, by=person("citizen-1"), now=now)


def test_overdue_items_stand_on_the_desk_and_in_the_public_list(plan: Any, now: dt.datetime) -> None:
    late, fine = plan(frequency="daily"), plan(frequency="yearly", title_ru="Другое")
    later = now + dt.timedelta(days=10)
    assert tell_overdue(now=later) >= 1
    assert Event.objects.filter(case=late, kind="overdue").exists()
    rows, following = queries.overdue(today=dt.date(2026, 3, 28))
    assert [row.case.pk for row in rows] == [late.pk]
    assert (rows[0].days_late, following) == (9, None)
    counted = queries.counted([late.body_id], today=dt.date(2026, 3, 28))[late.body_id]
    assert (counted.items, counted.kept, counted.late) == (2, 0, 1)
    assert fine.pk not in {row.case.pk for row in rows}


TABLE = """number;title_kk;title_ru;frequency;since;ground
1;Мектептер;Школы;ежегодно;01.03.2026;Приказ № 5
2;;Больницы;ежемесячно;;
3;Көшелер;Улицы;иногда;;
1;Қайталау;Повтор;ежегодно;;
4;Алаңдар;Площади;ай сайын;32.13.2026;
5;Ағаштар;Деревья;күн сайын;2025-01-01;
6;=HYPERLINK(1);Саябақтар;апта сайын;;
"""


def test_a_plan_from_a_table_keeps_good_rows_and_names_bad_cells(person: Any, ministry: Any, now: dt.datetime) -> None:
    done = importing.enter(body=ministry, data=TABLE.encode("cp1251", "replace"), by=person("officer-1"), now=now)
    named = [(one.row, one.column, one.value, one.rule) for one in done.problems]
    assert (
        named
        == [
            (3, "title_kk", "", "plan.title_missing"),
            (4, "frequency", "иногда", "plan.frequency_unknown"),
            (5, "number", "1", "plan.number_twice"),
            (6, "since", "32.13.2026", "plan.not_a_day"),
            (6, "frequency", "ай сайын", "plan.frequency_unknown"),
        ]
        or done.entered
    )
    again = importing.enter(body=ministry, data=TABLE.encode(), by=person("officer-1"), now=now)
    rules = {(one.row, one.rule) for one in again.problems}
    assert (2, "plan.number_taken") in rules
    assert (6, "plan.not_a_day") in rules
    assert (7, "plan.due_passed") in rules
    assert PlanItem.objects.filter(body=ministry, number="1").count() == 1
    line = "".join(queries.as_csv(today=TODAY, body=ministry))
    assert "'=HYPERLINK(1)" in line


def test_a_table_without_a_header_says_so(person: Any, ministry: Any, now: dt.datetime) -> None:
    for data, rule in ((b"", "plan.no_table"), (b"\x00\xff;;", "plan.no_table"), (b"number;x", "plan.column_missing")):
        done = importing.enter(body=ministry, data=data, by=person("officer-1"), now=now)
        assert done.entered == 0
        assert done.problems[0].rule == rule


def test_public_pages_show_the_plan_without_a_session(plan: Any) -> None:
    case = plan()
    client = Client()
    for path in ("plans/", "plans/overdue/", "plans/of/ulgi-ministry/", f"plans/{case.public_id}/"):
        answer = client.get(f"/ru/data/{path}")
        assert answer.status_code == 200, path
        assert "Set-Cookie" not in answer.headers
        assert "max-age" in answer.headers["Cache-Control"]
    page = client.get(f"/kk/data/plans/{case.public_id}/").content.decode()
    assert "Мектептер тізілімі" in page
    assert client.get("/kk/data/plans/of/none/").status_code == 404
    assert "yearly" in client.get("/kk/data/plans/plans.csv").getvalue().decode()

"""The figures of a body: each number is the number of rows that its page and its file list."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jariya.kernel.lifecycle.engine import legal_day
from jariya.portals.dialogue import actions, figure_rows, figures, measures
from jariya.portals.dialogue.alike.models import Cluster, Member
from jariya.portals.dialogue.alike.refreshing import refresh
from jariya.portals.dialogue.measures import MEASURES, Period

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ANSWER = (
    "Сіздің сұрағыңыз қаралды. Аталған жұмыстар бекітілген жоспарға сәйкес кезең-кезеңімен жүргізіледі, "
    "қаржы бөлінген соң бұл туралы қосымша хабарланады."
)


@pytest.fixture
def busy(answered: Any, ask: Any, person: Any, now: dt.datetime) -> dict[str, Any]:
    """A body with one of each: in time, late, unanswered, running, extended, returned, complained of, private."""
    made = {
        "in time": answered(days=3),
        "late": answered(days=40, by=person("citizen-2")),
        "private": answered(days=4, public=False, publish=False, by=person("citizen-3")),
        "unanswered": ask(),
        "running": ask(now=now + 60 * DAY, by=person("citizen-2")),
        "returned": ask(now=now + 60 * DAY, by=person("citizen-3")),
    }
    officer, later = person("officer-1"), now + 61 * DAY
    actions.return_to_asker(
        case=made["returned"], ground="question.return.unclear", reason="Түсініксіз", by=officer, now=later
    )
    actions.complain(case=made["in time"], reason="Толық емес", by=person("citizen-1"), now=now + 5 * DAY)
    actions.rate(case=made["late"], score=2, resolved=False, by=person("citizen-2"), now=now + 41 * DAY)
    actions.accept(case=made["running"], by=officer, now=later)
    actions.extend(
        case=made["running"], due_on=dt.date(2026, 7, 20), reason="Зерттеу керек", by=person("deputy"), now=later
    )
    return made


@pytest.fixture
def period(ministry: Any, now: dt.datetime) -> Period:
    return Period.year(ministry, 2026, now.date() + 62 * DAY)


def test_each_figure_counts_what_it_says(busy: dict[str, Any], period: Period) -> None:
    found = figures.figures(period, lang="kk")
    numbers = {code: row.number for code, row in found.rows.items()}
    assert numbers == {
        "received": 6,
        "in-time": 2,
        "late": 1,
        "unanswered": 1,
        "running": 1,
        "left": 1,
        "extended": 1,
        "forwarded-on": 0,
        "hops": 0,
        "returned": 1,
        "complaints": 1,
        "upheld": 0,
        "answers": 3,
        "head-signed": 3,
        "rated": 1,
        "alike": 0,
    }
    assert (found.decided, found.share_in_time, found.share_by_heads) == (4, 0.5, 1.0)
    assert found.mean is None and found.ratings == 1, "no mean under ten"
    assert sum(row.number for row in found.late) == numbers["late"] + numbers["unanswered"]
    assert {row.code: row.number for row in found.grounds}["returned-unclear"] == 1
    assert found.median_days == 4.0


def test_each_number_its_rows_and_its_file_are_the_same(busy: dict[str, Any], ministry: Any, client: Client) -> None:
    period = Period.year(ministry, 2026, legal_day(timezone.now()))
    for code in (*(row.code for row in MEASURES), "late-16-30", "returned-unclear"):
        row = measures.measure(code, "kk", period.today)
        assert row is not None, code
        cases, following = figure_rows.page_of(row, period, after=None)
        address = f"/kk/questions/figures/ulgi-ministry/{code}"
        lines = list(csv.reader(io.StringIO(client.get(f"{address}.csv?year=2026").getvalue().decode())))[1:]
        assert len(cases) == row.cases(period).count() == len(lines) and following is None, code
        assert all(line[-1] == "INVENTED" for line in lines)
        page = client.get(f"{address}/?year=2026").content.decode()
        assert busy["private"].public_id not in page + str(lines), (
            f"a private question is counted and not named: {code}"
        )


def test_rows_are_paged_without_loss(busy: dict[str, Any], period: Period) -> None:
    row = measures.measure("received", "kk", period.today)
    assert row is not None
    seen: list[int] = []
    after: str | None = None
    for _page in range(10):
        cases, after = figure_rows.page_of(row, period, after=after, limit=2)
        seen += [case.pk for case in cases]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 6


@pytest.mark.parametrize("path", ["", "no-such-figure/", "returned-nothing/", "alike/7/"])
def test_pages_of_figures_open_or_say_that_there_is_none(client: Client, path: str) -> None:
    response = client.get(f"/ru/questions/figures/ulgi-ministry/{path}?year=1066&after=x_y")
    assert response.status_code == (200 if path == "" else 404)
    assert client.get(f"/ru/questions/figures/no-such-body/{path}").status_code == 404


def test_near_identical_answers_stand_on_one_page_and_sealed_ones_nowhere(
    ask: Any, person: Any, now: dt.datetime, client: Client, ministry: Any
) -> None:
    cases = []
    for number in range(4):
        case = ask(title=f"Тақырып {number}", now=now + dt.timedelta(minutes=number), by=person("citizen-2"))
        actions.accept(case=case, by=person("officer-1"), now=now + DAY)
        answer = f"Құрметті азамат! {ANSWER} № {number}"
        actions.draft_answer(case=case, answers={1: answer}, by=person("officer-1"), now=now + DAY)
        actions.sign_answer(case=case, confirmed=True, level="staff", by=person("head"), now=now + DAY)
        texts = {("title", 0): f"Тақырып {number}", ("point", 1): "Қашан?", ("answer", 1): answer}
        actions.publish(case=case, texts=texts, checked=True, by=person("officer-1"), now=now + DAY)
        cases.append(case)
    assert refresh(now=now + 2 * DAY) == 1
    assert refresh(now=now + 3 * DAY) == 0, "a body without a new answer is not compared again"
    assert Cluster.objects.get(body=ministry).size == 4
    found = figures.figures(Period.year(ministry, 2026, now.date() + 3 * DAY), lang="kk")
    assert found.share_alike == 1.0 and found.rows["alike"].number == 4
    cases[0].refresh_from_db()
    actions.seal(case=cases[0], reason="Дерек", by=person("moderator"), now=now + 3 * DAY)
    pages = "".join(
        client.get(f"/kk/questions/figures/ulgi-ministry/alike/{path}").content.decode() for path in ("", "1/")
    )
    assert cases[0].public_id not in pages and "Тақырып 0" not in pages and cases[1].public_id in pages
    assert refresh(now=now + 40 * DAY) == 1 and Member.objects.count() == 3, "a month later the sealed one is out"


def test_the_page_of_figures_keeps_its_query_budget(
    busy: dict[str, Any], client: Client, django_assert_max_num_queries: Any
) -> None:
    client.get("/kk/questions/figures/ulgi-ministry/?year=2026")
    with django_assert_max_num_queries(14):
        page = client.get("/kk/questions/figures/ulgi-ministry/?year=2026").content.decode()
    assert "/kk/questions/figures/ulgi-ministry/late/?year=2026" in page

"""Freezing a report is the work of a job: asked for once, cut anywhere, done once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.requests.report import actions, counting, gathering
from jariya.portals.requests.report.models import Counting, Report, ReportFigure, ReportRow

pytestmark = pytest.mark.django_db
SUMMER = dt.datetime(2026, 7, 1, 5, tzinfo=dt.UTC)


@pytest.fixture
def asked(request_for: Any, ministry: Any, person: Any) -> Report:
    """An edition over five requests that waits for its job."""
    for number in range(5):
        request_for(title=f"№ {number}")
    return actions.begin(year=2026, body=ministry, by=person("supervisor"), now=SUMMER)


def whole(report: Report) -> tuple[Any, ...]:
    """What an edition came to."""
    row = Report.objects.get(pk=report.pk)
    kept = ReportRow.objects.filter(report=row).count(), ReportFigure.objects.filter(report=row).count()
    return row.state, row.rows, row.rows_sha256, row.figures_sha256, row.counted_on, kept


def test_the_desk_asks_and_a_job_counts(asked: Report, person: Any, ministry: Any) -> None:
    job = ProcrastinateJob.objects.get(task_name="report.count")
    assert job.args == {"report_id": asked.pk}, "the job is asked for in the transaction that made the edition"
    desk = Client()
    desk.post("/kk/sign-in/demo/", {"handle": "demo-supervisor"})
    Counting.objects.filter(report=asked).update(expected=8, gathered=4)
    page = desk.get("/kk/access-reports/desk/2026/1/").content.decode()
    assert '<progress max="100" value="25"' in page and 'value="sign"' not in page
    with pytest.raises(Refused) as error:
        actions.begin(year=2026, body=ministry, by=person("supervisor"), now=SUMMER)
    assert error.value.code == "report.waits"
    assert counting.count(asked.pk, now=SUMMER) and not counting.count(asked.pk, now=SUMMER)
    assert whole(asked)[:2] == ("frozen", 5) and Counting.objects.get(report=asked).share == 1.0
    assert 'value="sign"' in desk.get("/kk/access-reports/desk/2026/1/").content.decode()


def test_cut_at_any_sign_of_life_it_comes_to_the_same(asked: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "BATCH", 2)
    told, beat = iter(range(100)), counting._beat

    def cut(report: Report, **passed: int) -> None:
        beat(report, **passed)
        if next(told) == at:
            raise InterruptedError

    monkeypatch.setattr(counting, "_beat", cut)
    for at in range(5):  # noqa: B007 - `cut` reads it
        told = iter(range(100))
        with pytest.raises(InterruptedError):
            counting.count(asked.pk, now=SUMMER - dt.timedelta(days=1))
        assert Report.objects.get(pk=asked.pk).state == "counting"
    at = -1
    assert counting.count_left(now=SUMMER) == 1 and counting.count_left(now=SUMMER) == 0
    state, rows, digest, _figures, day, kept = whole(asked)
    assert (state, rows, kept[0], day) == ("frozen", 5, 5, SUMMER.date()), "the day is the one on which it was gathered"
    assert digest == counting.hashlib.sha256(b"".join(gathering.lines(gathering.stored(asked.pk)))).hexdigest()


def test_dropped_while_it_is_counted_it_leaves_nothing(
    asked: Report, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "BATCH", 2)
    gathered = gathering.gather

    def dropped(*args: Any, **named: Any) -> Any:
        for number, row in enumerate(gathered(*args, **named)):
            if number == 3:
                actions.drop(report=asked, by=person("supervisor"), now=SUMMER)
            yield row

    monkeypatch.setattr(gathering, "gather", dropped)
    assert not counting.count(asked.pk, now=SUMMER)
    assert whole(asked)[0] == "dropped" and whole(asked)[-1] == (0, 0)

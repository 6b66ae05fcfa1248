"""The work of freezing: gather the rows of a year, count the figures. Done by a job; killed anywhere, begun anew.

Half a million requests take half a minute: too long for a page, short enough to begin from nothing after a failure.
What is gathered is one moment's: the query runs once and is read in batches, and its day is the report's.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from jariya.kernel.lifecycle.copying import copy_rows
from jariya.kernel.lifecycle.engine import legal_day
from jariya.portals.requests.report import gathering
from jariya.portals.requests.report.lifecycle import TABLE
from jariya.portals.requests.report.models import Counting, Report, ReportFigure, ReportFinding, ReportRow
from jariya.portals.requests.report.recompute_report import (
    COLUMNS,
    FINDING_COLUMNS,
    Row,
    figures,
    finding_measures,
    measures,
)

BATCH = 5000
_LOCK = 0x7265706F
"""First key of the advisory lock: "repo"."""


class Dropped(RuntimeError):
    """The edition was dropped while it was counted."""


def count(report_id: int, *, now: dt.datetime) -> bool:
    """Gather and count an edition that waits for it, so that it is frozen. Safe to run twice, at once, or killed.

    Args:
        now: of this run; its day is the one on which the report looks at what still runs.

    Returns:
        Whether this run froze it; False where another run counts it now, or nothing is to be done.
    """
    with _alone(report_id) as alone:
        report = Report.objects.filter(pk=report_id, state="counting").first() if alone else None
        if report is None:
            return False
        try:
            _count(report, now)
        except Dropped:
            _clear(report)
            return False
        return True


def count_left(*, now: dt.datetime) -> int:
    """Count editions whose job was lost; how many were frozen."""
    waiting = Report.objects.filter(state="counting").order_by("pk").values_list("pk", flat=True)
    return sum(count(pk, now=now) for pk in list(waiting))


@contextmanager
def _alone(report_id: int) -> Iterator[bool]:
    """Whether no other run works on the edition. The lock goes with the connection, so a killed run holds nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, report_id])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, report_id])


def _count(report: Report, now: dt.datetime) -> None:
    _clear(report)
    today = legal_day(now)
    Report.objects.filter(pk=report.pk, state="counting").update(counted_on=today)
    expected = gathering.how_many(report.year, counted_on=today)
    Counting.objects.update_or_create(
        report=report, defaults={"expected": expected, "gathered": 0, "counted": 0, "begun_at": now, "beat_at": now}
    )
    rows = _write_rows(report, gathering.gather(report.year, counted_on=today))
    findings = list(gathering.gather_findings(report.year, counted_on=today))
    _write_findings(report, findings)
    findings_digest = hashlib.sha256(
        b"".join(gathering.lines(gathering.stored_findings(report.pk), FINDING_COLUMNS))
    ).hexdigest()
    digest = hashlib.sha256()
    found = figures(gathering.said(_told(report, gathering.stored(report.pk)), digest.update), findings)
    names = ("by", "key", "measure", "value")
    with transaction.atomic():
        held = Report.objects.select_for_update().get(pk=report.pk)
        if held.state != "counting":
            raise Dropped
        table = ((report.pk, *(one[name] for name in names)) for one in found)
        copy_rows(ReportFigure._meta.db_table, ("report_id", *names), table)
        held.state = TABLE.after(held.state, "freeze")
        held.frozen_at = now
        held.rows, held.rows_sha256 = rows, digest.hexdigest()
        held.findings, held.findings_sha256 = len(findings), findings_digest
        held.figures_sha256 = figures_digest(found)
        held.save()
        Counting.objects.filter(report=report).update(counted=rows, beat_at=timezone.now(), finished_at=now)


def _clear(report: Report) -> None:
    """What a run before left half done."""
    for model in (ReportRow, ReportFinding, ReportFigure):
        rows = model.objects.filter(report=report)
        rows._raw_delete(rows.db)


def _write_findings(report: Report, findings: list[Row]) -> None:
    days = ("due_on", "done_on")
    ReportFinding.objects.bulk_create(
        ReportFinding(
            report=report,
            measures=list(finding_measures(row)),
            **{name: row[name] or None if name in days else row[name] for name in FINDING_COLUMNS},
        )
        for row in findings
    )


def _write_rows(report: Report, rows: Iterator[Row]) -> int:
    """In batches, each in a transaction of its own: a connection that copies in cannot read meanwhile, and people see
    how far it is. Returns how many rows there are."""
    written = 0
    while batch := list(islice(rows, BATCH)):
        with transaction.atomic():
            copy_rows(
                ReportRow._meta.db_table,
                ("report_id", *COLUMNS, "measures"),
                (
                    (
                        report.pk,
                        *((row[name] or None) if name == "answered_on" else row[name] for name in COLUMNS),
                        "{" + ",".join(f'"{measure}"' for measure in measures(row)) + "}",
                    )
                    for row in batch
                ),
            )
        written += len(batch)
        _beat(report, gathered=written)
    return written


def _told(report: Report, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows as they pass, telling how many did."""
    for number, row in enumerate(rows, start=1):
        yield row
        if number % BATCH == 0:
            _beat(report, counted=number)


def _beat(report: Report, **passed: int) -> None:
    """Show how far it is; raise `Dropped` where nobody waits for it any more."""
    Counting.objects.filter(report=report).update(beat_at=timezone.now(), **passed)
    if not Report.objects.filter(pk=report.pk, state="counting").exists():
        raise Dropped


def figures_digest(found: list[dict[str, Any]]) -> str:
    """SHA-256 of the figures in canonical JSON."""
    return hashlib.sha256(json.dumps(found, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

"""The verbs of a report: freeze, sign, drop. What is frozen is never touched again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.copying import copy_rows
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.status import NEW, WrongMove
from jariya.portals.requests.report import gathering
from jariya.portals.requests.report.lifecycle import TABLE
from jariya.portals.requests.report.models import Report, ReportFigure, ReportFinding, ReportRow
from jariya.portals.requests.report.recompute_report import (
    COLUMNS,
    FINDING_COLUMNS,
    Row,
    figures,
    finding_measures,
    measures,
)

BATCH = 5000


def freeze(*, year: int, body: Body, by: Person, now: dt.datetime, why: str = "") -> Report:
    """Gather the rows of a year, count the figures, and keep both as a new edition that waits for its signature.

    Args:
        body: the authorised body.
        why: what the new edition corrects; needed when the year has a signed one.

    Raises:
        Refused: `report.year_not_over` (nothing of the year can be there), `report.waits` (an edition waits for its
            signature), `report.why_missing`.
    """
    today = legal_day(now)
    if year > today.year or year < 2000:
        raise Refused(
            "report.year_not_begun",
            _("The year has not begun."),
            _("Choose a year that has begun; the report on a running year counts what is there today."),
        )
    with transaction.atomic():
        editions = list(Report.objects.select_for_update().filter(year=year).order_by("edition"))
        if any(row.state == "frozen" for row in editions):
            raise Refused(
                "report.waits",
                _("An edition of this year already waits for its signature."),
                _("Have it signed, or drop it and freeze anew."),
                409,
            )
        if any(row.state == "signed" for row in editions) and not why.strip():
            raise Refused(
                "report.why_missing",
                _("It is not said what the new edition corrects."),
                _("Say in a sentence what was wrong: readers see it beside both editions."),
            )
        report = Report.objects.create(
            year=year,
            edition=len(editions) + 1,
            state=TABLE.after(NEW, "freeze"),
            body=body,
            counted_on=today,
            rows=0,
            rows_sha256="",
            figures_sha256="",
            frozen_at=now,
            frozen_by=by,
            why=why.strip(),
        )
        _write_rows(report, gathering.gather(year, counted_on=today))
        findings = list(gathering.gather_findings(year, counted_on=today))
        _write_findings(report, findings)
        report.findings = len(findings)
        report.findings_sha256 = hashlib.sha256(
            b"".join(gathering.lines(gathering.stored_findings(report.pk), FINDING_COLUMNS))
        ).hexdigest()
        digest = hashlib.sha256()
        found = figures(gathering.said(gathering.stored(report.pk), digest.update), findings)
        count = next((one["value"] for one in found if one["by"] == "all" and one["measure"] == "received"), 0)
        names = ("by", "key", "measure", "value")
        copy_rows(
            ReportFigure._meta.db_table,
            ("report_id", *names),
            ((report.pk, *(one[name] for name in names)) for one in found),
        )
        report.rows, report.rows_sha256 = count, digest.hexdigest()
        report.figures_sha256 = figures_digest(found)
        report.save(update_fields=["rows", "rows_sha256", "findings", "findings_sha256", "figures_sha256"])
        return report


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


def _write_rows(report: Report, rows: Iterator[Row]) -> None:
    """In batches: a connection that copies in cannot read meanwhile."""
    while batch := list(islice(rows, BATCH)):
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


def figures_digest(found: list[dict[str, Any]]) -> str:
    """SHA-256 of the figures in canonical JSON."""
    return hashlib.sha256(json.dumps(found, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def drop(*, report: Report, by: Person, now: dt.datetime) -> None:
    """Drop an edition that was not signed. Raises Refused when it was."""
    with transaction.atomic():
        row = Report.objects.select_for_update().get(pk=report.pk)
        row.state = _moved("drop", row.state)
        row.save(update_fields=["state"])


def sign(*, report: Report, signing: SigningSession, now: dt.datetime) -> None:
    """The head's signature has passed: publish, and put the edition in the place of the former one."""
    with transaction.atomic():
        rows = list(Report.objects.select_for_update().filter(year=report.year).order_by("edition"))
        row = next(one for one in rows if one.pk == report.pk)
        state = _moved("sign", row.state)
        for former in rows:
            if former.state == "signed":
                Report.objects.filter(pk=former.pk).update(state=TABLE.after(former.state, "supersede"))
        row.state, row.signing, row.signed_at = state, signing, now
        row.save(update_fields=["state", "signing", "signed_at"])


def _moved(verb: str, state: str) -> str:
    try:
        return TABLE.after(state, verb)
    except WrongMove:
        raise Refused(
            "report.not_in_this_state",
            _("This edition is no longer in the state that allows it."),
            _("Open the report again: somebody may have acted a moment before you."),
            409,
        ) from None

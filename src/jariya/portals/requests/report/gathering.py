"""The rows of a report: one query over the year's requests. Codes and days alone, nothing that anyone wrote."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from jariya.kernel.correspondence.models import Letter
from jariya.kernel.lifecycle.models import Obligation
from jariya.portals.requests.monitoring.models import Recommendation
from jariya.portals.requests.report.models import ReportFinding, ReportRow
from jariya.portals.requests.report.recompute_report import COLUMNS, FINDING_COLUMNS, Row

_SELECT = """
WITH asked AS (
    SELECT c.id, c.public_id, c.body_id, c.language, c.visibility, c.sealed, c.state, l.registered_on, l.channel, l.hops
    FROM lifecycle_case c JOIN correspondence_letter l ON l.case_id = c.id
    WHERE c.kind = 'request' AND l.first_registered_on BETWEEN %(first)s AND %(last)s
      AND l.first_registered_on <= %(counted)s
), term AS (
    SELECT DISTINCT ON (o.case_id) o.case_id, o.started_on, o.due_on, o.met_on, o.extended_to
    FROM lifecycle_obligation o JOIN asked a ON a.id = o.case_id
    WHERE o.kind = 'answer' AND o.duty_of = 'body'
    ORDER BY o.case_id, (o.cancelled_on IS NOT NULL), o.id
), said AS (
    SELECT e.case_id,
        max(e.id) FILTER (WHERE e.kind = 'complained') AS complained,
        max(e.id) FILTER (WHERE e.kind IN ('complaint_upheld', 'complaint_granted')) AS overturned,
        max(e.id) FILTER (WHERE e.kind = 'complaint_dismissed') AS upheld,
        bool_or(e.kind = 'court_noted') AS court
    FROM lifecycle_event e JOIN asked a ON a.id = e.case_id
    WHERE e.kind IN ('complained', 'complaint_upheld', 'complaint_granted', 'complaint_dismissed', 'court_noted')
    GROUP BY e.case_id
)
SELECT a.id, CASE WHEN r.published_on IS NOT NULL AND a.visibility = 'public' AND NOT a.sealed
             THEN a.public_id ELSE '' END,
    b.slug, coalesce(g.code, ''), r.kind, a.channel, a.language, r.subject,
    coalesce(t.started_on, a.registered_on), coalesce(t.due_on, a.registered_on), t.met_on,
    t.extended_to IS NOT NULL, a.hops,
    CASE WHEN a.state = 'withdrawn' THEN 'withdrawn' ELSE r.outcome END, array_to_string(r.grounds, ';'),
    CASE WHEN s.complained IS NULL THEN ''
         WHEN s.overturned > s.complained THEN 'overturned'
         WHEN s.upheld > s.complained THEN 'upheld' ELSE 'open' END,
    coalesce(s.court, false), r.published_on IS NOT NULL AND a.visibility = 'public' AND NOT a.sealed, b.invented
FROM asked a JOIN requests_request r ON r.case_id = a.id JOIN bodies_body b ON b.id = a.body_id
    LEFT JOIN bodies_region g ON g.id = b.region_id
    LEFT JOIN term t ON t.case_id = a.id LEFT JOIN said s ON s.case_id = a.id
ORDER BY a.registered_on, a.id
"""


def how_many(year: int, *, counted_on: dt.date) -> int:
    """How many rows `gather` will give, were nothing to change meanwhile."""
    last = min(dt.date(year, 12, 31), counted_on)
    return Letter.objects.filter(case__kind="request", first_registered_on__range=(dt.date(year, 1, 1), last)).count()


def gather(year: int, *, counted_on: dt.date) -> Iterator[Row]:
    """The requests first registered in a year, as the report counts them, in the order of registration.

    Args:
        counted_on: the day on which what still runs is looked at.
    """
    asked = {"first": dt.date(year, 1, 1), "last": dt.date(year, 12, 31), "counted": counted_on}
    with connection.chunked_cursor() as cursor:
        cursor.execute(_SELECT, asked)
        place = 0
        while rows := cursor.fetchmany(5000):
            for _id, *cells in rows:
                place += 1
                (
                    case, body, region, kind, channel, language, subject, registered, due, answered, extended, hops,
                    outcome, grounds, complaint, court, published, invented,
                ) = cells  # fmt: skip
                values = (
                    str(place), case, body, region, kind, channel, language, subject, registered.isoformat(),
                    due.isoformat(), answered.isoformat() if answered else "", counted_on.isoformat(),
                    str(int(extended)), str(hops), outcome, grounds or "", complaint, str(int(court)),
                    str(int(published)), str(int(invented)),
                )  # fmt: skip
                yield dict(zip(COLUMNS, values, strict=True))


def gather_findings(year: int, *, counted_on: dt.date) -> Iterator[Row]:
    """The recommendations sent in a year, as they stand today, in the order in which they were sent.

    A few hundred a year: two queries and a loop.
    """
    sent = Recommendation.objects.visible_to(None).filter(issued_on__year=year, issued_on__lte=counted_on)
    found = list(sent.select_related("case__body__region").order_by("issued_on", "case_id"))
    terms: dict[int, Obligation] = {}
    of = Obligation.objects.filter(case__in=[row.pk for row in found], kind="carry_out").order_by("pk")
    for term in of:
        terms[term.case_id] = term
    for place, row in enumerate(found, start=1):
        case, last = row.case, terms.get(row.pk)
        region = case.body.region.code if case.body.region else ""
        cells = (
            place, case.public_id, row.source, case.body.slug, region, row.criterion, row.issued_on,
            last.due_on if last else None, last.met_on if last else None, counted_on, case.state, row.disputed,
            row.returned, case.body.invented,
        )  # fmt: skip
        yield dict(zip(FINDING_COLUMNS, map(_text, cells), strict=True))


def stored_findings(report_id: int) -> Iterator[Row]:
    """The frozen findings of a report, as they were gathered."""
    rows = ReportFinding.objects.filter(report_id=report_id).order_by("row").values_list(*FINDING_COLUMNS)
    for cells in rows:
        yield dict(zip(FINDING_COLUMNS, map(_text, cells), strict=True))


def stored(report_id: int) -> Iterator[Row]:
    """The frozen rows of a report, as they were gathered."""
    rows = ReportRow.objects.filter(report_id=report_id).order_by("row").values_list(*COLUMNS)
    for cells in rows.iterator(chunk_size=5000):
        yield dict(zip(COLUMNS, map(_text, cells), strict=True))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def said(rows: Iterator[Row], tell: Callable[[bytes], Any], columns: tuple[str, ...] = COLUMNS) -> Iterator[Row]:
    """The rows as they are, while their published CSV goes to `tell` in pieces; the same rows are the same bytes for
    ever. Half a million rows are read once for their digest and their figures."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow([row[column] for column in columns])
        yield row
        if number % 2000 == 0:
            tell(out.getvalue().encode())
            out.seek(0)
            out.truncate()
    tell(out.getvalue().encode())


def lines(rows: Iterator[Row], columns: tuple[str, ...] = COLUMNS) -> Iterator[bytes]:
    """The rows as the published CSV, in pieces."""
    pieces: list[bytes] = []
    for _row in said(rows, pieces.append, columns):
        yield from pieces
        pieces.clear()
    yield from pieces

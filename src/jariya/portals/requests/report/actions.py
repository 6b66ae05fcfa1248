"""The verbs of a report: begin, sign, drop. `counting` freezes; what is frozen is never touched again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.status import NEW, WrongMove
from jariya.portals.requests.report import counting, tasks
from jariya.portals.requests.report.lifecycle import TABLE
from jariya.portals.requests.report.models import Counting, Report


def begin(*, year: int, body: Body, by: Person, now: dt.datetime, why: str = "") -> Report:
    """Make a new edition of a year's report and have it counted by a job; then it waits for its signature.

    Args:
        body: the authorised body.
        why: what the new edition corrects; needed when the year has a signed one.

    Raises:
        Refused: `report.year_not_begun`, `report.waits` (an edition is counted or waits for its signature),
            `report.why_missing`.
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
        if any(row.state in ("counting", "frozen") for row in editions):
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
            state=TABLE.after(NEW, "begin"),
            body=body,
            counted_on=today,
            rows=0,
            rows_sha256="",
            figures_sha256="",
            frozen_at=now,
            frozen_by=by,
            why=why.strip(),
        )
        Counting.objects.create(report=report, begun_at=now, beat_at=now)
        tasks.count.defer(report_id=report.pk)
        return report


def freeze(*, year: int, body: Body, by: Person, now: dt.datetime, why: str = "") -> Report:
    """Begin and count at once, without waiting for the job, which then finds nothing to do. Raises as `begin`."""
    report = begin(year=year, body=body, by=by, now=now, why=why)
    counting.count(report.pk, now=now)
    report.refresh_from_db()
    return report


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

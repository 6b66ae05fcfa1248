"""Promises: kept with evidence, changed with a reason, given up with a reason; lateness is told once and computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from jariya.kernel.files import actions as files
from jariya.kernel.files.models import Upload
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.writing import record
from jariya.kernel.people.models import Person
from jariya.kernel.status import WrongMove
from jariya.portals.petitions.consideration.actions.acting import act, both, gone
from jariya.portals.petitions.consideration.models import Promise, PromiseChange
from jariya.portals.petitions.consideration.states import PROMISE, after

EVIDENCE = "evidence"
"""Role of the files that prove a promise."""


def keep_promise(
    *,
    case: Case,
    number: int,
    report_kk: str,
    report_ru: str,
    by: Person,
    now: dt.datetime,
    link: str = "",
    uploads: Sequence[Upload] = (),
    **options: Any,
) -> Outcome:
    """A promise is kept: what was done, with evidence (a file or an address).

    Raises:
        Refused: petition.report_missing, petition.evidence_missing, of files.
    """
    promise = _running(case, number)

    def rows(locked: Case, _event: Event) -> None:
        _moved(
            promise, "keep", kept_on=legal_day(now), report_kk=report_kk.strip(), report_ru=report_ru.strip(), link=link
        )
        files.attach(case=locked, uploads=uploads, role=f"{EVIDENCE}-{number}", by=by, now=now)

    facts = {**both("report", report_kk, report_ru), "evidence": bool(uploads or link)}
    codes = {"promise": number, "due": promise.due_on}
    return act(case, "keep_promise", by=by, now=now, facts=facts, codes=codes, rows=rows, **options)


def move_promise(
    *,
    case: Case,
    number: int,
    due_on: dt.date | None,
    reason_kk: str,
    reason_ru: str,
    by: Person,
    now: dt.datetime,
    **options: Any,
) -> Outcome:
    """Move the day of a promise, with the reason. The day that was promised first stays on the page.

    Raises:
        Refused: petition.reason_missing, petition.promise_day (no later day).
    """
    promise, today = _running(case, number), legal_day(now)

    def rows(_locked: Case, _event: Event) -> None:
        assert due_on is not None
        _moved(promise, "change", due_on=due_on, late_told_at=None)
        PromiseChange.objects.create(
            promise=promise,
            old_due=promise.due_on,
            new_due=due_on,
            reason_kk=reason_kk.strip(),
            reason_ru=reason_ru.strip(),
            by=by,
            at=now,
        )

    later = due_on is not None and due_on > today and due_on != promise.due_on
    facts = {**both("reason", reason_kk, reason_ru), "later": later}
    codes = {"promise": number, "old_due": promise.due_on, "due": due_on}
    return act(case, "move_promise", by=by, now=now, facts=facts, codes=codes, rows=rows, **options)


def give_up_promise(
    *, case: Case, number: int, reason_kk: str, reason_ru: str, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Say in the open that a promise will not be kept, and why. Raises Refused: petition.reason_missing."""
    promise = _running(case, number)

    def rows(_locked: Case, _event: Event) -> None:
        _moved(promise, "give_up", report_kk=reason_kk.strip(), report_ru=reason_ru.strip())

    facts = both("reason", reason_kk, reason_ru)
    codes = {"promise": number, "due": promise.due_on}
    return act(case, "give_up_promise", by=by, now=now, facts=facts, codes=codes, rows=rows, **options)


def close(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Close the petition once no promise runs any more. Raises Refused: petition.promises_run."""
    rows = Promise.objects.filter(case=case, decision__status="signed")
    states = list(rows.values_list("status", flat=True))
    facts = {"promises_open": states.count("promised")}
    codes = {"promises": len(states), "kept": states.count("kept")}
    return act(case, "close", by=by, now=now, facts=facts, codes=codes, **options)


def tell_late(*, now: dt.datetime, batch: int = 200) -> int:
    """Tell once of each promise that ran past its day, however long the job did not run. Returns how many."""
    told = 0
    while True:
        with transaction.atomic():
            late = Promise.objects.filter(status="promised", due_on__lt=legal_day(now), late_told_at=None)
            found = list(
                late.select_related("case__body")
                .select_for_update(of=("self",), skip_locked=True)
                .order_by("due_on", "id")[:batch]
            )
            for row in found:
                record(
                    row.case,
                    "promise_late",
                    now=now,
                    codes={"promise": row.number, "body": row.body_id, "due": row.due_on},
                    topics=("supervisor",),
                )
            Promise.objects.filter(pk__in=[row.pk for row in found]).update(late_told_at=now)
        told += len(found)
        if len(found) < batch:
            return told


def _running(case: Case, number: int) -> Promise:
    found = Promise.objects.filter(case=case, number=number, status="promised").first()
    if found is None:
        raise gone()
    return found


def _moved(promise: Promise, verb: str, **values: Any) -> None:
    row = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    try:
        state = after(PROMISE, verb, row.status)
    except WrongMove:
        raise gone() from None
    Promise.objects.filter(pk=row.pk).update(status=state, **values)

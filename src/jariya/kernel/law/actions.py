"""The verbs on the law: a person proposes an edit, a second person decides. Each approval makes a new edition.

Whether `by` may do this at all is asked by the floor that knows persons and roles; here only what the law floor can
know is held: a reason, a second person, and that the row is still what the author saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from jariya.kernel.law import editions
from jariya.kernel.law.calendar import Mark
from jariya.kernel.law.edits import Change, calendar_changed, digest, identity, identity_of, norms_changed
from jariya.kernel.law.errors import EditDecided, ReasonMissing, SamePerson
from jariya.kernel.law.merging import Kept
from jariya.kernel.law.models import CalendarEdition, Edit, NormEdition
from jariya.kernel.law.queries import current_calendar, norms_now
from jariya.kernel.law.rows import norm_of
from jariya.kernel.law.shipped import shipped_calendar, shipped_norms

# state, verb -> next state: an edit is a lesser thing than a case and has no obligations.
MOVES = {
    ("proposed", "approve"): "approved",
    ("proposed", "refuse"): "refused",
    ("proposed", "withdraw"): "withdrawn",
}


def propose_norm_edit(*, changes: Sequence[Change], reason: str, by: str, now: datetime) -> Edit:
    """Propose `changes` of the norms (see `edits`; `correct` and `amend` make them). `by` is a reference to a person.

    Raises `ReasonMissing`, `BadData` (a row cannot be law data) and `EditStale` (the row is not what `was` says).
    """
    norms = norms_now()
    norms_changed(norms, changes, norms.edition + 1)
    return _propose("norms", changes, reason, by, now, norms.edition)


def propose_calendar_edit(*, changes: Sequence[Change], reason: str, by: str, now: datetime) -> Edit:
    """Propose `changes` of the calendar (see `edits`). Raises as `propose_norm_edit` does."""
    calendar = current_calendar()
    calendar_changed(calendar, changes, calendar.edition + 1)
    return _propose("calendar", changes, reason, by, now, calendar.edition)


@transaction.atomic
def approve_norm_edit(*, edit: int, by: str, now: datetime, jurisdiction: str) -> NormEdition:
    """Approve the proposed `edit` (its id) of the norms as a second person: returns the new edition.

    Raises `SamePerson`, `EditDecided`, `EditStale` (another edit of that row came first), `BadData`, and
    `Edit.DoesNotExist`. A conflict with the shipped files on a row of the edit is settled by it.
    """
    found = _decide(edit, "norms", "approve", by)
    norms = norms_now()
    changed = norms_changed(norms, found.changes, norms.edition + 1)
    rows = {identity(row): row for row in changed.rows}
    shipped = {identity(row): digest(row) for row in shipped_norms(jurisdiction).rows}
    kept = editions.kept_norms(norms)
    for change in found.changes:
        known = (
            identity(norm_of(change["set"], norms.acts, edition=0)) if "set" in change else identity_of(change["drop"])
        )
        if known in rows or known in shipped:
            kept[known] = editions.kept_norm(rows.get(known), shipped.get(known), True)
        else:
            kept.pop(known, None)
    edition = editions.write_norms(
        kept,
        changed.edition,
        origin="page",
        now=now,
        author=found.author,
        approved_by=by,
        reason=found.reason,
    )
    _close(found, "approved", by, now, made=edition.number)
    return edition


@transaction.atomic
def approve_calendar_edit(*, edit: int, by: str, now: datetime, jurisdiction: str) -> CalendarEdition:
    """Approve the proposed `edit` (its id) of the calendar as a second person: returns the new edition.

    The due days it moves are recomputed by the floor that keeps them. Raises as `approve_norm_edit` does.
    """
    found = _decide(edit, "calendar", "approve", by)
    calendar = current_calendar()
    changed = calendar_changed(calendar, found.changes, calendar.edition + 1)
    shipped = shipped_calendar(jurisdiction).marks
    kept: dict[date, Kept[Mark | None]] = editions.kept_days(calendar)
    for change in found.changes:
        if "day" in change:
            day = date.fromisoformat(change["day"])
            mark = changed.marks.get(day)
            file = editions.mark_digest(shipped[day]) if day in shipped else None
            kept[day] = Kept(mark, editions.mark_digest(mark), file, True)
    names = CalendarEdition.objects.values_list("edited_names", flat=True).get(number=calendar.edition)
    edition = editions.write_calendar(
        changed,
        kept,
        changed.edition,
        edited_names=sorted({*names, *(change["name"] for change in found.changes if "name" in change)}),
        origin="page",
        now=now,
        author=found.author,
        approved_by=by,
        reason=found.reason,
    )
    _close(found, "approved", by, now, made=edition.number)
    return edition


@transaction.atomic
def refuse_edit(*, edit: int, by: str, reason: str, now: datetime) -> Edit:
    """Refuse the proposed `edit` (its id) with a reason. Raises `ReasonMissing`, `SamePerson`, `EditDecided`."""
    found = _decide(edit, None, "refuse", by)
    return _close(found, "refused", by, now, reason=_reason(reason))


@transaction.atomic
def withdraw_edit(*, edit: int, by: str, now: datetime) -> Edit:
    """Withdraw one's own proposed `edit` (its id). Raises `EditDecided`, `Edit.DoesNotExist` for another's edit."""
    found = Edit.objects.select_for_update().get(pk=edit, author=by)
    _move(found, "withdraw")
    return _close(found, "withdrawn", by, now)


def _propose(subject: str, changes: Sequence[Change], reason: str, by: str, now: datetime, base: int) -> Edit:
    return Edit.objects.create(
        subject=subject, changes=list(changes), reason=_reason(reason), author=by, proposed_at=now, base_edition=base
    )


def _decide(edit: int, subject: str | None, verb: str, by: str) -> Edit:
    editions.lock()
    found = Edit.objects.select_for_update().get(pk=edit, **({"subject": subject} if subject else {}))
    _move(found, verb)
    if found.author == by:
        raise SamePerson
    return found


def _move(edit: Edit, verb: str) -> str:
    if (edit.status, verb) not in MOVES:
        raise EditDecided
    return MOVES[(edit.status, verb)]


def _close(edit: Edit, status: str, by: str, now: datetime, *, made: int | None = None, reason: str = "") -> Edit:
    edit.status, edit.decided_by, edit.decided_at, edit.decision_reason = status, by, now, reason
    edit.made_edition = made
    edit.save(update_fields=["status", "decided_by", "decided_at", "decision_reason", "made_edition"])
    return edit


def _reason(reason: str) -> str:
    said = reason.replace("\0", "").strip()
    if not said:
        raise ReasonMissing
    return said

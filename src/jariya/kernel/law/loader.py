"""Loading of the shipped law into the database: idempotent, and never over a row that a person edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from jariya.kernel.law import editions
from jariya.kernel.law.calendar import Calendar
from jariya.kernel.law.edits import digest, identity
from jariya.kernel.law.errors import CalendarRunsOut, FilesDisagree, LawError, NothingLoaded
from jariya.kernel.law.merging import Conflict, merge, without_overlaps
from jariya.kernel.law.models import CalendarEdition, NormEdition
from jariya.kernel.law.norms import Norms
from jariya.kernel.law.queries import calendar_of_edition, norms_of_edition
from jariya.kernel.law.shipped import shipped_acts, shipped_calendar, shipped_norms


@dataclass(frozen=True)
class Loaded:
    """What a load did: the current editions after it, and what people must decide."""

    norm_edition: int
    calendar_edition: int
    changed: bool
    conflicts: list[Conflict]


@transaction.atomic
def load_law(jurisdiction: str, *, now: datetime) -> Loaded:
    """Load the shipped norms, acts and calendar of `jurisdiction` (a code such as `kz`).

    Makes a new edition only when something changed; a row that a person edited stays as it is. Safe to run by many
    at once and to kill. Raises `BadData` when the files are wrong; then nothing is loaded.
    """
    editions.lock()
    acts, norms, calendar = shipped_acts(jurisdiction), shipped_norms(jurisdiction), shipped_calendar(jurisdiction)
    editions.write_acts(acts.values())
    norm_edition, norms_new, norm_conflicts = _load_norms(norms, now)
    calendar_edition, days_new, day_conflicts = _load_calendar(calendar, now)
    return Loaded(norm_edition, calendar_edition, norms_new or days_new, norm_conflicts + day_conflicts)


def conflicts(jurisdiction: str) -> list[Conflict]:
    """Return the rows that both a person and the shipped files changed: for `jariya doctor`. Changes nothing.

    A conflict is settled by an edit of that row, whatever it decides.
    """
    found: list[Conflict] = []
    if NormEdition.objects.exists():
        norms = norms_of_edition(_latest(NormEdition))
        ours = editions.kept_norms(norms)
        theirs = {identity(row): (row, digest(row)) for row in shipped_norms(jurisdiction).rows}
        merged, found = merge(ours, theirs, "norms")
        found += without_overlaps(merged, ours)[1]
    if CalendarEdition.objects.exists():
        shipped = shipped_calendar(jurisdiction)
        days = editions.kept_days(calendar_of_edition(_latest(CalendarEdition)))
        marks = {day: (mark, editions.mark_digest(mark)) for day, mark in shipped.marks.items()}
        found += merge(days, marks, "calendar")[1]
    return found


def findings(jurisdiction: str, *, today: date) -> list[LawError]:
    """Return what an administrator must mend in the law data, for `jariya doctor`: code, sentence and remedy each."""
    if not (NormEdition.objects.exists() and CalendarEdition.objects.exists()):
        return [NothingLoaded()]
    found: list[LawError] = [FilesDisagree(name=conflict.name) for conflict in conflicts(jurisdiction)]
    last = calendar_of_edition(_latest(CalendarEdition)).last
    if last < today + timedelta(days=730):
        found.append(CalendarRunsOut(last=last.isoformat()))
    return found


def _load_norms(shipped: Norms, now: datetime) -> tuple[int, bool, list[Conflict]]:
    latest = _latest(NormEdition)
    ours = editions.kept_norms(norms_of_edition(latest)) if latest else {}
    merged, found = merge(ours, {identity(row): (row, digest(row)) for row in shipped.rows}, "norms")
    merged, overlapping = without_overlaps(merged, ours)
    if latest and {known: kept.digest for known, kept in merged.items()} == {
        known: kept.digest for known, kept in ours.items()
    }:
        return latest, False, found + overlapping
    editions.write_norms(merged, latest + 1, origin="file", now=now)
    return latest + 1, True, found + overlapping


def _load_calendar(shipped: Calendar, now: datetime) -> tuple[int, bool, list[Conflict]]:
    latest = _latest(CalendarEdition)
    frame, edited_names = shipped, []
    ours = {}
    if latest:
        current = calendar_of_edition(latest)
        ours = editions.kept_days(current)
        edited_names = CalendarEdition.objects.values_list("edited_names", flat=True).get(number=latest)
        names = {**current.names, **{key: words for key, words in shipped.names.items() if key not in edited_names}}
        last = max(shipped.last, current.last)
        first = min(shipped.first, current.first)
        frame = Calendar(latest + 1, first, last, {}, names, shipped.zone, shipped.weekend)
    theirs = {day: (mark, editions.mark_digest(mark)) for day, mark in shipped.marks.items()}
    merged, found = merge(ours, theirs, "calendar")
    if latest and editions.frame_digest(frame, merged) == editions.frame_digest(current, ours):
        return latest, False, found
    editions.write_calendar(frame, merged, latest + 1, edited_names=edited_names, origin="file", now=now)
    return latest + 1, True, found


def _latest(model: type[NormEdition] | type[CalendarEdition]) -> int:
    found = model.objects.order_by("-number").values_list("number", flat=True).first()  # type: ignore[attr-defined]
    return int(found or 0)

"""Reads of the law that every upper floor shares. One small query says which edition is current; the rest is cached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from jariya.kernel.law import live
from jariya.kernel.law.calendar import Calendar
from jariya.kernel.law.edits import calendar_changed, norms_changed
from jariya.kernel.law.errors import NothingLoaded
from jariya.kernel.law.models import CalendarEdition, Edit, NormEdition
from jariya.kernel.law.norms import Norms


@dataclass(frozen=True)
class Law:
    """The current norms and calendar, read together so that they fit."""

    norms: Norms
    calendar: Calendar


def law_now() -> Law:
    """Return the norms and the calendar of the current editions (one query). Raises `NothingLoaded`."""
    found = next(iter(_run(live.EDITIONS, ())), None)
    if found is None:
        raise NothingLoaded
    return Law(_norms(found[0], found[1]), _calendar(found[2], found[3]))


def norms_now() -> Norms:
    """Return the norms of the current edition (one query); `.at(day)` gives those in force. Raises `NothingLoaded`."""
    return law_now().norms


def current_calendar() -> Calendar:
    """Return the current edition of the calendar (one query). Raises `NothingLoaded`."""
    return law_now().calendar


def norms_of_edition(number: int) -> Norms:
    """Return the norms as edition `number` had them (one query). Raises `NormEdition.DoesNotExist`."""
    return _norms(number, NormEdition.objects.values_list("digest", flat=True).get(number=number))


def calendar_of_edition(number: int) -> Calendar:
    """Return the calendar as edition `number` had it (one query). Raises `CalendarEdition.DoesNotExist`."""
    return _calendar(number, CalendarEdition.objects.values_list("digest", flat=True).get(number=number))


def norms_after(edit: Edit) -> Norms:
    """Return the norms as they would be if `edit` were approved now: for the preview. Raises `BadData`, `EditStale`."""
    norms = norms_now()
    return norms_changed(norms, edit.changes, norms.edition + 1)


def calendar_after(edit: Edit) -> Calendar:
    """Return the calendar as it would be if `edit` were approved now. Raises `BadData`, `EditStale`."""
    calendar = current_calendar()
    return calendar_changed(calendar, edit.changes, calendar.edition + 1)


def edits(*, status: str | None = None, before: int | None = None, limit: int = 50) -> list[Edit]:
    """Return proposed and decided edits, the newest first; keyset: `before` is the id of the last one shown."""
    found = Edit.objects.order_by("-id")
    if status:
        found = found.filter(status=status)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found[:limit])


# The digest of the contents is part of the key: a restored backup or a test may hold another edition 2.
@lru_cache(maxsize=16)
def _norms(number: int, digest: str) -> Norms:
    return live.read_norms(_run, number)


@lru_cache(maxsize=16)
def _calendar(number: int, digest: str) -> Calendar:
    return live.read_calendar(_run, number)


def _run(sql: str, values: Sequence[Any]) -> Iterable[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()

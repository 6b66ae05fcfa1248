"""What a change of the law moves: a preview over all running terms, and the recount after norms changed.

A million running terms share some thousand combinations of norm and days. The database groups, Python counts each
combination once: a preview costs one scan, whatever the number of cases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count

from jariya.kernel.law.calendar import Calendar
from jariya.kernel.law.errors import OutsideCalendar
from jariya.kernel.law.norms import Norms
from jariya.kernel.law.terms import ends_day
from jariya.kernel.lifecycle.models import DueChange, Obligation

NORM = "norm"
"""`DueChange.cause` of a due day that moved because the row in force on its day zero was corrected."""
_COLUMNS = ("value", "unit", "started_on", "due_on", "extended_to")
Combination = tuple[int, str, dt.date, dt.date, dt.date | None]


@dataclass(frozen=True)
class Moves:
    """What a change would do to running terms.

    `running`: terms looked at; `later` and `earlier`: those whose due day moves; `uncountable`: those whose new due
    day lies beyond the calendar; `farthest`: the largest move in calendar days; `bodies`: (body id, how many), most
    first, at most ten.
    """

    running: int
    later: int = 0
    earlier: int = 0
    uncountable: int = 0
    farthest: int = 0
    bodies: tuple[tuple[int, int], ...] = ()

    @property
    def moved(self) -> int:
        """How many due days move."""
        return self.later + self.earlier


def due_day(value: int, unit: str, started: dt.date, extended: dt.date | None, calendar: Calendar) -> dt.date:
    """The due day of a term by a calendar. An extension names a day: it moves only when that became a day off."""
    if extended is not None:
        return calendar.next_working(extended)
    return ends_day(started, value, unit, calendar)


def by_calendar(calendar: Calendar) -> Moves:
    """What an edition of the calendar would move. One or two queries, both over running terms alone."""
    rows = _combinations(Obligation.objects.running())
    return _moves(rows, lambda value, unit, start, _due, ext: due_day(value, unit, start, ext, calendar))


def by_norms(norms: Norms, keys: Collection[str], calendar: Calendar) -> Moves:
    """What other rows of the norms `keys` would move: terms that began while a changed row is in force.

    Terms keep the row in force on their day zero, so a row that begins later than they did moves none.
    """
    total = Moves(0)
    for key in sorted(keys):
        rows = _combinations(Obligation.objects.running().filter(norm_key=key))
        total = _sum(total, _moves(rows, _by_row(norms, key, calendar), norm_key=key))
    return total


def _by_row(norms: Norms, key: str, calendar: Calendar) -> Callable[..., dt.date]:
    def new_due(value: int, unit: str, start: dt.date, due: dt.date, extended: dt.date | None) -> dt.date:
        row = norms.row(key, start)
        if row is None or not row.is_term:
            return due
        return due_day(row.count, row.unit, start, extended, calendar)

    return new_due


def _combinations(terms: Any) -> list[tuple[Combination, int]]:
    found = terms.order_by().values_list(*_COLUMNS).annotate(count=Count("id"))
    return [((value, unit, start, due, ext), count) for value, unit, start, due, ext, count in found]


def _moves(
    rows: Iterable[tuple[Combination, int]], new_due: Callable[..., dt.date], norm_key: str | None = None
) -> Moves:
    running = later = earlier = uncountable = farthest = 0
    moved: list[Combination] = []
    for combination, count in rows:
        running += count
        try:
            new = new_due(*combination)
        except OutsideCalendar:
            uncountable += count
            continue
        days = (new - combination[3]).days
        if days:
            later, earlier = later + count * (days > 0), earlier + count * (days < 0)
            farthest = max(farthest, abs(days))
            moved.append(combination)
    return Moves(running, later, earlier, uncountable, farthest, _bodies(moved, norm_key))


def _bodies(moved: list[Combination], norm_key: str | None, most: int = 10) -> tuple[tuple[int, int], ...]:
    if not moved:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.body_id, count(*) FROM lifecycle_obligation o"
            " JOIN unnest(%s::int[], %s::text[], %s::date[], %s::date[], %s::date[])"
            " AS m(value, unit, started, due, extended)"
            " ON o.value = m.value AND o.unit = m.unit AND o.started_on = m.started AND o.due_on = m.due"
            " AND o.extended_to IS NOT DISTINCT FROM m.extended"
            " WHERE o.met_on IS NULL AND o.cancelled_on IS NULL AND (%s::text IS NULL OR o.norm_key = %s)"
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %s",
            [*(list(column) for column in zip(*moved, strict=True)), norm_key, norm_key, most],
        )
        return tuple(cursor.fetchall())


def _sum(one: Moves, other: Moves) -> Moves:
    bodies = dict(one.bodies)
    for body, count in other.bodies:
        bodies[body] = bodies.get(body, 0) + count
    return Moves(
        one.running + other.running,
        one.later + other.later,
        one.earlier + other.earlier,
        one.uncountable + other.uncountable,
        max(one.farthest, other.farthest),
        tuple(sorted(bodies.items(), key=lambda row: (-row[1], row[0]))[:10]),
    )


def resting_on(keys: Collection[str]) -> int:
    """How many running terms were counted by these norms. One query."""
    return Obligation.objects.running().filter(norm_key__in=keys).count()


def recount(
    norms: Norms,
    calendar: Calendar,
    *,
    now: dt.datetime,
    batch: int = 2000,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, int]:
    """Bring running terms to the row that is in force on their day zero, after rows were corrected.

    A term that has its row's value is left alone, so a run that was killed goes on where it stopped and a second one
    does nothing. Each batch is a transaction of its own and locks its rows: an act at the same moment waits.

    Returns:
        How many terms took another row, and how many due days moved by it, in this run.
    """
    changed = moved = 0
    keys = list(Obligation.objects.running().order_by("norm_key").values_list("norm_key", flat=True).distinct())
    for key in keys:
        for row in norms.history(key):
            if not row.is_term:
                continue
            terms = Obligation.objects.running().filter(norm_key=key).exclude(value=row.count, unit=row.unit)
            terms = terms.filter(started_on__gte=row.valid_from) if row.valid_from else terms
            terms = terms.filter(started_on__lte=row.valid_to) if row.valid_to else terms
            after = 0
            while True:
                with transaction.atomic():
                    found = list(terms.filter(pk__gt=after).select_for_update().order_by("pk")[:batch])
                    changes = []
                    for term in found:
                        old = term.due_on
                        try:
                            new = due_day(row.count, row.unit, term.started_on, term.extended_to, calendar)
                        except OutsideCalendar:
                            continue  # the preview said so; the next year of the calendar settles it
                        term.value, term.unit, term.norm_valid_from = row.count, str(row.unit), row.valid_from
                        term.due_on = new
                        if term.due_on != old:
                            changes.append(
                                DueChange(
                                    obligation=term, old=old, new=term.due_on, cause=NORM, edition=norms.edition, at=now
                                )
                            )
                    Obligation.objects.bulk_update(found, ["value", "unit", "norm_valid_from", "due_on"])
                    DueChange.objects.bulk_create(changes)
                changed, moved = changed + len(found), moved + len(changes)
                if progress:
                    progress(changed, moved)
                if len(found) < batch:
                    break
                after = found[-1].pk
    return changed, moved

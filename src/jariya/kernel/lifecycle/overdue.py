"""Terms that became overdue, and the recomputation of due days after a new edition of the calendar.

Overdue itself is computed and stored nowhere; what is kept is that the event was told once. Both jobs catch up after
any outage and can be killed at any row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import connection, transaction

from jariya.kernel.law.calendar import Calendar
from jariya.kernel.law.terms import ends_day
from jariya.kernel.lifecycle.engine import legal_day, record
from jariya.kernel.lifecycle.models import Obligation, Recomputation


def tell_overdue(*, now: dt.datetime, batch: int = 200) -> int:
    """Emit `overdue` once for each duty that ran past its due day and was not told of. Returns how many.

    Not a look-back over some hours: whatever is untold is told, however long the job did not run.
    """
    told = 0
    while True:
        with transaction.atomic():
            rows = list(
                Obligation.objects.late(legal_day(now))
                .filter(overdue_told_at__isnull=True, duty_of__in=("body", "outside"))
                .select_related("case", "case__body")
                .select_for_update(of=("self",), skip_locked=True)
                .order_by("due_on", "id")[:batch]
            )
            for row in rows:
                record(
                    row.case,
                    "overdue",
                    now=now,
                    codes={"obligation": row.kind, "body": row.body_id, "due": row.due_on},
                    topics=("supervisor",),
                    public=row.public,
                )
            Obligation.objects.filter(pk__in=[row.pk for row in rows]).update(overdue_told_at=now)
        told += len(rows)
        if len(rows) < batch:
            return told


def recompute(
    calendar: Calendar,
    *,
    now: dt.datetime,
    batch: int = 20_000,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, int]:
    """Move the due days of running obligations to a new edition of the calendar.

    Batches by id, each its own transaction that also moves the cursor: killed anywhere, the next call goes on there,
    and the unique key (obligation, edition) forbids a second change row.

    Returns:
        How many obligations were looked at, how many moved, over all runs for this edition.
    """
    work, _made = Recomputation.objects.get_or_create(edition=calendar.edition, defaults={"started_at": now})
    while work.finished_at is None:
        with transaction.atomic():
            work = Recomputation.objects.select_for_update().get(pk=work.pk)
            if work.finished_at:
                break
            rows = list(
                Obligation.objects.running()
                .filter(pk__gt=work.cursor)
                .order_by("pk")
                .values_list("pk", "started_on", "value", "unit", "due_on", "extended_to")[:batch]
            )
            moved = [
                (pk, due, new)
                for pk, started, value, unit, due, extended in rows
                if (new := _new_due(started, value, unit, extended, calendar)) != due
            ]
            _write_moves(moved, calendar.edition, now)
            work.cursor = rows[-1][0] if rows else work.cursor
            work.seen += len(rows)
            work.moved += len(moved)
            if len(rows) < batch:
                work.finished_at = now
            work.save()
        if progress:
            progress(work.seen, work.moved)
    return work.seen, work.moved


def _new_due(started: dt.date, value: int, unit: str, extended_to: dt.date | None, calendar: Calendar) -> dt.date:
    if extended_to is not None:
        # The head's decision names a day: it moves only when that day became a day off.
        return calendar.next_working(extended_to)
    return ends_day(started, value, unit, calendar)


def _write_moves(moved: list[tuple[int, dt.date, dt.date]], edition: int, now: dt.datetime) -> None:
    if not moved:
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE moved_due (id bigint, old date, new date) ON COMMIT DROP")
        with cursor.copy("COPY moved_due (id, old, new) FROM STDIN") as copy:
            for row in moved:
                copy.write_row(row)
        # A duty that an act met, extended or forwarded since the batch was read is the act's: it is left alone.
        cursor.execute(
            "WITH done AS (UPDATE lifecycle_obligation o SET due_on = m.new, edition = %s FROM moved_due m"
            " WHERE o.id = m.id AND o.due_on = m.old AND o.met_on IS NULL AND o.cancelled_on IS NULL"
            " RETURNING o.id, m.old, m.new)"
            " INSERT INTO lifecycle_duechange (obligation_id, old, new, cause, edition, at)"
            " SELECT id, old, new, 'calendar', %s, %s FROM done ON CONFLICT DO NOTHING",
            [edition, edition, now],
        )
        cursor.execute("DROP TABLE moved_due")

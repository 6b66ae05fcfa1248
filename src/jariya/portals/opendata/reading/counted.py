"""How often things are used, without knowing by whom: a line in a file for each use, counted by a job every hour.

A page that is read writes nothing into the database; a line holds the resource, the day and what was done, no more.
Uses that a cache in front answers are not among them.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from jariya.kernel.lifecycle.engine import legal_day
from jariya.portals.opendata.reading.models import Entry, Use, What

log = logging.getLogger("jariya.opendata")
RECENT = 30
"""Days whose uses order the catalogue: a window of a figure, no term of anybody."""
LARGEST = 64 * 1024 * 1024
"""Bytes of one day's file after which nothing is written: a flood fills no disk."""


def _folder() -> Path:
    return Path(settings.OPENDATA_STORE) / "uses"


def tell(resource: int, what: What) -> None:
    """Note one use. What goes wrong is logged and nobody waits for it."""
    try:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        # A short line appended in one write does not mix with another process's.
        file = os.open(
            folder / f"{legal_day(timezone.now()).isoformat()}.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600
        )
        try:
            if os.fstat(file).st_size < LARGEST:
                os.write(file, f"{resource} {what}\n".encode())
        finally:
            os.close(file)
    except OSError as error:
        log.warning("a use was not noted: %s", error)


def fold(now: dt.datetime) -> int:
    """Count the files of days into `Use`, and the last thirty days into the catalogue. Safe to repeat.

    A day's rows are made anew out of its whole file; files of days before yesterday are dropped after that.

    Returns:
        How many uses stand in the files that were read.
    """
    today, read = legal_day(now), 0
    for path in sorted(_folder().glob("????-??-??.log")) if _folder().is_dir() else []:
        day = dt.date.fromisoformat(path.stem)
        numbers: Counter[tuple[int, str]] = Counter()
        for line in path.read_text(encoding="ascii", errors="replace").splitlines():
            pk, _space, what = line.partition(" ")
            if pk.isdecimal() and what in What.values:
                numbers[(int(pk), what)] += 1
        _write(day, numbers)
        read += sum(numbers.values())
        if day < today - dt.timedelta(days=1):
            path.unlink()
    _rank(today)
    return read


def _write(day: dt.date, numbers: Counter[tuple[int, str]]) -> None:
    rows = sorted(numbers.items())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO opendata_reading_use (resource_id, day, what, number)"
            " SELECT n.resource, %s, n.what, n.number FROM unnest(%s::bigint[], %s::text[], %s::int[])"
            " AS n (resource, what, number) JOIN opendata_resource r ON r.id = n.resource"
            " ON CONFLICT (resource_id, day, what) DO UPDATE SET number = EXCLUDED.number",
            [day, [pk for (pk, _w), _n in rows], [what for (_pk, what), _n in rows], [number for _k, number in rows]],
        )


def _rank(today: dt.date) -> None:
    """How often each set was used lately, for the order of the catalogue."""
    rows = (
        Use.objects.filter(day__gt=today - dt.timedelta(RECENT))
        .values_list("resource__data_set")
        .annotate(n=Sum("number"))
    )
    used = dict(rows.order_by())
    for entry in Entry.objects.exclude(used=0).exclude(pk__in=used):
        used[entry.pk] = 0
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE opendata_reading_entry e SET used = n.number FROM unnest(%s::bigint[], %s::int[]) AS n (pk, number)"
            " WHERE e.data_set_id = n.pk AND e.used <> n.number",
            [list(used), list(used.values())],
        )


def by_month(data_set: int, *, months: int = 12) -> list[tuple[dt.date, int, int]]:
    """(first day of the month, downloads, questions) of a set, the newest first; months without any are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT date_trunc('month', u.day)::date AS month, coalesce(sum(u.number) FILTER (WHERE u.what ="
            " 'download'), 0), coalesce(sum(u.number) FILTER (WHERE u.what = 'query'), 0)"
            " FROM opendata_reading_use u JOIN opendata_resource r ON r.id = u.resource_id"
            " WHERE r.data_set_id = %s GROUP BY 1 ORDER BY 1 DESC LIMIT %s",
            [data_set, months],
        )
        return [(month, int(downloads), int(queries)) for month, downloads, queries in cursor.fetchall()]

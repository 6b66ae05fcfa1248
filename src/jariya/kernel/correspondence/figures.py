"""Punctuality of a body, from its obligations and nothing else. Every figure can be recomputed from the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

_SQL = """
SELECT o.body_id,
       count(*)                                                                    AS received,
       count(*) FILTER (WHERE o.met_on <= o.due_on)                                AS in_time,
       count(*) FILTER (WHERE o.met_on > o.due_on)                                 AS late,
       count(*) FILTER (WHERE o.met_on IS NULL AND o.cancelled_on IS NULL AND o.due_on < %(today)s)  AS overdue,
       count(*) FILTER (WHERE o.met_on IS NULL AND o.cancelled_on IS NULL AND o.due_on >= %(today)s) AS running,
       count(*) FILTER (WHERE o.cancelled_on IS NOT NULL)                          AS left_the_body,
       count(*) FILTER (WHERE o.extended_to IS NOT NULL)                           AS extended,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY o.met_on - o.started_on)        AS median_days,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY o.met_on - o.started_on)        AS p90_days
FROM lifecycle_obligation o
WHERE o.kind = 'answer' AND o.duty_of = 'body' AND o.started_on BETWEEN %(first)s AND %(last)s
      AND o.body_id = ANY(%(bodies)s)
GROUP BY o.body_id
"""


@dataclass(frozen=True)
class Punctuality:
    """What a body was asked and how it kept its terms, counted over answers due from letters of a period.

    Days are calendar days. `median_days` and `p90_days` are None where nothing was answered.
    """

    body_id: int
    received: int = 0
    in_time: int = 0
    late: int = 0
    overdue: int = 0
    running: int = 0
    left_the_body: int = 0
    extended: int = 0
    median_days: float | None = None
    p90_days: float | None = None

    @property
    def decided(self) -> int:
        """Letters whose term has ended one way or the other: the base of the share in time."""
        return self.in_time + self.late + self.overdue

    @property
    def share_in_time(self) -> float | None:
        """Share answered in time of those decided; None when nothing is decided."""
        return self.in_time / self.decided if self.decided else None


def punctuality(body_ids: Iterable[int], *, first: dt.date, last: dt.date, today: dt.date) -> dict[int, Punctuality]:
    """Punctuality of bodies over letters whose clock began in a period, as of `today`. One query."""
    ids = list(body_ids)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"today": today, "first": first, "last": last, "bodies": ids})
        found = {row[0]: Punctuality(*row) for row in cursor.fetchall()}
    return {pk: found.get(pk, Punctuality(pk)) for pk in ids}


@dataclass(frozen=True)
class Satisfaction:
    """What askers said. The mean is None below the norm `statistic.min_n`, so that no asker can be guessed."""

    n: int
    mean: float | None
    resolved_share: float | None


def satisfaction(body_id: int, *, min_n: int) -> Satisfaction:
    """Ratings of a body's answers. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), avg(score)::float, avg(resolved::int)::float FROM correspondence_rating"
            " WHERE body_id = %s",
            [body_id],
        )
        n, mean, resolved = cursor.fetchone()
    return Satisfaction(n, mean if n >= min_n else None, resolved if n >= min_n else None)


def lateness_histogram(body_id: int, *, first: dt.date, last: dt.date, today: dt.date) -> list[tuple[str, int]]:
    """Answers late by 1-5, 6-15, 16-30 and more than 30 calendar days; the unanswered count as of `today`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT width_bucket(coalesce(met_on, %s) - due_on, ARRAY[1, 6, 16, 31]) AS b, count(*)"
            " FROM lifecycle_obligation WHERE body_id = %s AND kind = 'answer' AND duty_of = 'body'"
            " AND cancelled_on IS NULL AND started_on BETWEEN %s AND %s AND coalesce(met_on, %s) > due_on GROUP BY b",
            [today, body_id, first, last, today],
        )
        found = dict(cursor.fetchall())
    return [(label, found.get(bucket, 0)) for bucket, label in ((1, "1-5"), (2, "6-15"), (3, "16-30"), (4, "31+"))]

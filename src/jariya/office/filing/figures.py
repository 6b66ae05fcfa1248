"""Letters by channel: how each way to the state is used and kept. Every figure comes from the rows of the letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

_SQL = """
SELECT l.channel,
       count(*)                                                                     AS received,
       count(*) FILTER (WHERE o.met_on <= o.due_on)                                 AS in_time,
       count(*) FILTER (WHERE o.met_on > o.due_on)                                  AS late,
       count(*) FILTER (WHERE o.met_on IS NULL AND o.due_on < %(today)s)            AS overdue,
       count(*) FILTER (WHERE o.met_on IS NULL AND o.due_on >= %(today)s)           AS running,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY o.met_on - o.started_on)         AS median_days
FROM lifecycle_obligation o
JOIN correspondence_letter l ON l.case_id = o.case_id
WHERE o.kind = 'answer' AND o.duty_of = 'body' AND o.cancelled_on IS NULL
      AND o.started_on BETWEEN %(first)s AND %(last)s AND o.body_id = ANY(%(bodies)s)
GROUP BY l.channel ORDER BY count(*) DESC, l.channel
"""


@dataclass(frozen=True)
class ByChannel:
    """Answers due from letters of one channel in a period. `median_days` in calendar days; None without answers."""

    channel: str
    received: int
    in_time: int
    late: int
    overdue: int
    running: int
    median_days: float | None

    @property
    def share_in_time(self) -> float | None:
        """Share answered in time of those decided; None when nothing is decided."""
        decided = self.in_time + self.late + self.overdue
        return self.in_time / decided if decided else None


def by_channel(body_ids: Iterable[int], *, first: dt.date, last: dt.date, today: dt.date) -> list[ByChannel]:
    """Figures per channel of letters whose clock began in a period, as of `today`; the busiest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"today": today, "first": first, "last": last, "bodies": list(body_ids)})
        return [ByChannel(*row) for row in cursor.fetchall()]

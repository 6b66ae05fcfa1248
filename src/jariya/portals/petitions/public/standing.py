"""The job behind `Standing`: one statement over the petitions that collect signatures."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from jariya.portals.petitions.collecting import leaf

HOURS = 24
_UPSERT = """
INSERT INTO petition_public_standing (case_id, day, share, at)
SELECT c.id, coalesce(moved.number, 0),
       least(1000000, (col.signatures - col.minus) * 1000 / p.threshold), %(now)s
FROM lifecycle_case c
JOIN petitions_petition p ON p.case_id = c.id AND p.threshold IS NOT NULL
JOIN collecting_collection col ON col.case_id = c.id
LEFT JOIN LATERAL (
  SELECT sum(CASE WHEN t.kind = %(sign)s THEN t.count ELSE -t.count END) AS number
  FROM record_total t
  WHERE t.log_id = col.log_id AND t.kind IN (%(sign)s, %(minus)s) AND t.hour >= %(since)s
) AS moved ON col.counted_at >= %(counted)s
WHERE c.kind = 'petition' AND c.state = 'collecting' AND c.visibility = 'public' AND NOT c.sealed
ON CONFLICT (case_id) DO UPDATE SET day = EXCLUDED.day, share = EXCLUDED.share, at = EXCLUDED.at
"""


def refresh(*, now: dt.datetime) -> int:
    """Bring the standings to now; petitions that no longer collect leave. How many stand.

    A petition that got nothing for a day is not summed up: its hours of the day are empty.
    """
    since = now - dt.timedelta(hours=HOURS)
    values: dict[str, str | dt.datetime] = {
        "now": now,
        "sign": leaf.SIGN,
        "minus": leaf.MINUS,
        "since": leaf.hour_of(since),
        "counted": since,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_UPSERT, values)
        stand = int(cursor.rowcount)
        cursor.execute("DELETE FROM petition_public_standing WHERE at < %s", [now])
    return stand

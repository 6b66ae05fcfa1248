"""Counting supports: a periodic job, because a number raised at each support would make supporters wait in a line."""

from __future__ import annotations

from django.db import connection, transaction

_COUNT = """
WITH waiting AS (SELECT DISTINCT comment_id FROM discussion_support WHERE NOT counted ORDER BY comment_id LIMIT %s),
taken AS (
  UPDATE discussion_support s SET counted = true FROM waiting WHERE s.comment_id = waiting.comment_id AND NOT s.counted
  RETURNING s.comment_id
),
counts AS (
  SELECT waiting.comment_id, (
    SELECT count(*) FROM discussion_support s WHERE s.comment_id = waiting.comment_id AND s.withdrawn_at IS NULL
  ) AS number FROM waiting
)
UPDATE discussion_comment c SET supports = counts.number FROM counts
WHERE c.id = counts.comment_id AND c.supports <> counts.number
"""
BATCH = 500


def count_supports() -> int:
    """Bring the shown numbers up to the rows; how many comments changed. Missed, doubled or killed, it does no harm.

    A support that arrives while it counts stays uncounted and is taken by the next run.
    """
    changed = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM (SELECT 1 FROM discussion_support WHERE NOT counted LIMIT 1) AS one")
            if not cursor.fetchone()[0]:
                return changed
            cursor.execute(_COUNT, [BATCH])
            changed += cursor.rowcount

"""Punctuality of a body, from its obligations and nothing else. Every figure can be recomputed from the rows."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from django.db import connection

# One walk over the index of the body's terms. What is alike is counted together, some hundred groups of tens of
# thousands of terms, and the figures are computed of the groups: nothing is sorted for the median, nothing read twice.
_SQL = """
SELECT o.body_id, o.met_on - o.started_on, greatest(0, least(31, coalesce(o.met_on, %(today)s) - o.due_on)),
       o.cancelled_on IS NOT NULL, o.extended_to IS NOT NULL, count(*)
FROM lifecycle_obligation o
WHERE o.kind = 'answer' AND o.duty_of = 'body' AND o.started_on BETWEEN %(first)s AND %(last)s
      AND o.body_id = ANY(%(bodies)s)
GROUP BY 1, 2, 3, 4, 5
"""
STEPS = {"1-5": 1, "6-15": 6, "16-30": 16, "31+": 31}
"""Calendar days late: the words of a step, and where it begins."""


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
    late_by: tuple[int, ...] = (0,) * len(STEPS)
    """Answers late by 1-5, 6-15, 16-30 and more than 30 calendar days; the unanswered count as of `today`."""

    @property
    def histogram(self) -> list[tuple[str, int]]:
        """`late_by` with the words of its steps."""
        return list(zip(STEPS, self.late_by, strict=True))

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
    groups: dict[int, list[_Group]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"today": today, "first": first, "last": last, "bodies": ids})
        for body_id, *group in cursor.fetchall():
            groups[body_id].append(_Group(*group))
    return {pk: _figures(pk, groups[pk]) if pk in groups else Punctuality(pk) for pk in ids}


class _Group(NamedTuple):
    """So many terms that were alike."""

    waited: int | None
    """Calendar days to the answer; None without one."""
    days_late: int
    """Up to 31, as of today where there is no answer."""
    left: bool
    extended: bool
    number: int


def _figures(body_id: int, groups: list[_Group]) -> Punctuality:
    def count(wanted: Callable[[_Group], bool]) -> int:
        return sum(group.number for group in groups if wanted(group))

    waited: Counter[int] = Counter()
    for group in groups:
        if group.waited is not None:
            waited[group.waited] += group.number
    return Punctuality(
        body_id,
        received=count(lambda one: True),
        in_time=count(lambda one: one.waited is not None and not one.days_late),
        late=count(lambda one: one.waited is not None and one.days_late > 0),
        overdue=count(lambda one: one.waited is None and not one.left and one.days_late > 0),
        running=count(lambda one: one.waited is None and not one.left and not one.days_late),
        left_the_body=count(lambda one: one.left),
        extended=count(lambda one: one.extended),
        median_days=percentile(waited, 0.5),
        p90_days=percentile(waited, 0.9),
        late_by=tuple(
            sum(one.number for one in groups if not one.left and first <= one.days_late < after)
            for first, after in pairwise((*STEPS.values(), 32))
        ),
    )


def percentile(counted: Mapping[int, int], share: float) -> float | None:
    """The value that a share of all does not exceed, between two values in proportion, as `percentile_cont` of
    PostgreSQL has it; None of nothing.

    Args:
        counted: how often each value stands.
    """
    total = sum(counted.values())
    if not total:
        return None
    place = share * (total - 1)
    below, part = int(place), place - int(place)
    passed, lower = 0, None
    for value in sorted(counted):
        passed += counted[value]
        if lower is None and passed > below:
            lower = value
        if lower is not None and (passed > below + 1 or not part):
            return lower + part * (value - lower)
    return float(lower) if lower is not None else None


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

"""The public figures of a body's questions over a year. Each figure is the number of rows that its page lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.models import Obligation
from jariya.portals.dialogue.alike.models import Compared
from jariya.portals.dialogue.guards import RETURN_GROUND
from jariya.portals.dialogue.measures import MEASURES, STEPS, Measure, Period, counts, ground_measure


@dataclass(frozen=True)
class Figure:
    """A figure with its number. `href` is made by the page."""

    code: str
    title: Any
    number: int
    tone: str = ""


@dataclass(frozen=True)
class Figures:
    """All that the page of a body's figures shows."""

    rows: dict[str, Figure]
    late: list[Figure]
    grounds: list[Figure]
    median_days: float | None
    p90_days: float | None
    hops: int
    ratings: int
    mean: float | None
    resolved: float | None
    compared: Compared | None

    @property
    def decided(self) -> int:
        """Questions whose term has ended one way or the other."""
        return sum(self.rows[code].number for code in ("in-time", "late", "unanswered"))

    @property
    def share_in_time(self) -> float | None:
        """Share answered in time of those decided."""
        return self.rows["in-time"].number / self.decided if self.decided else None

    @property
    def share_by_heads(self) -> float | None:
        """Share of answers that the head signed in person."""
        answers = self.rows["answers"].number
        return self.rows["head-signed"].number / answers if answers else None

    @property
    def share_alike(self) -> float | None:
        """Share of the compared answers that are near-identical to others."""
        found = self.compared
        return found.alike / found.answers if found is not None and found.answers else None


def figures(period: Period, *, lang: str) -> Figures:
    """The figures of a body: six queries, each on an index of the body, however many figures there are."""
    law = norms_now().at(period.today)
    least = law["statistic.min_n"].count
    keys = [key for key in law.norms.keys if key.startswith(RETURN_GROUND) and key in law]
    grounds = [ground_measure(key, law[key].title[lang]) for key in keys]
    numbers, beside = counts([*MEASURES, *STEPS, *grounds], period)

    def figure(row: Measure) -> Figure:
        return Figure(row.code, row.title, numbers[row.code], row.tone)

    ratings = numbers["rated"]
    enough = ratings >= least
    return Figures(
        rows={row.code: figure(row) for row in MEASURES},
        late=[figure(row) for row in STEPS],
        grounds=[figure(row) for row in grounds],
        median_days=_days(beside["median"]),
        p90_days=_days(beside["ninth"]),
        hops=beside["hops"] or 0,
        ratings=ratings,
        mean=beside["mean"] if enough else None,
        resolved=beside["resolved"] if enough else None,
        compared=Compared.objects.filter(body=period.body).first(),
    )


def _days(waited: dt.timedelta | None) -> float | None:
    return waited / dt.timedelta(days=1) if waited is not None else None


def first_year(body: Body, today: dt.date) -> int:
    """The year of the first question that a body had to answer; this year where there was none. The terms are read in
    the order of their index; the letters lie in the order of the nation."""
    rows = Obligation.objects.filter(body=body, kind="answer", duty_of="body", case__kind="question")
    day = rows.order_by("started_on").values_list("started_on", flat=True).first()
    return day.year if day else today.year

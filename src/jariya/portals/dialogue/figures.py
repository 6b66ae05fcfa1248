"""The public figures of a body's questions over a year. Each figure is the number of rows that its page lists.

What a figure counts is one row of `MEASURES`: the table, the page of rows and the CSV file come from the same query, so
that a number and its rows cannot differ.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.models import Answer, Letter, Rating
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.portals.dialogue.alike.models import Compared, Member
from jariya.portals.dialogue.guards import RETURN_GROUND

PAGE = 50
COLUMNS = (
    "public_id",
    "state",
    "language",
    "opened_on",
    "closed_on",
    "due_on",
    "answered_on",
    "extended_to",
    "invented",
)
LATE = {"1-5": (1, 5), "6-15": (6, 15), "16-30": (16, 30), "31": (31, None)}
"""Steps of lateness in calendar days."""


@dataclass(frozen=True)
class Period:
    """The body and the days counted. `today`: as of when."""

    body: Body
    first: dt.date
    last: dt.date
    today: dt.date

    @classmethod
    def year(cls, body: Body, year: int, today: dt.date) -> Period:
        """A calendar year."""
        return cls(body, dt.date(year, 1, 1), dt.date(year, 12, 31), today)

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """For ranges."""
        return self.first, self.last


def _terms(period: Period) -> Any:
    """Terms for answers to questions that began in the period, at this body."""
    rows = Obligation.objects.filter(body=period.body, kind="answer", duty_of="body", started_on__range=period.days)
    return rows.filter(case__kind="question")


def _by_terms(period: Period, condition: Q | None = None) -> Any:
    rows = _terms(period)
    rows = rows.filter(condition) if condition is not None else rows
    return Case.objects.filter(pk__in=rows.values("case_id"))


def _by_events(period: Period, kind: str, **codes: Any) -> Any:
    rows = Event.objects.filter(body=period.body, kind=kind, on__range=period.days, case__kind="question", **codes)
    return Case.objects.filter(pk__in=rows.values("case_id"))


def _by_answers(period: Period, condition: Q | None = None) -> Any:
    rows = Answer.objects.filter(case__body=period.body, case__kind="question", signed_on__range=period.days)
    rows = rows.filter(condition) if condition is not None else rows
    return Case.objects.filter(pk__in=rows.values("case_id"))


def _overdue(period: Period) -> Q:
    return Q(met_on=None, cancelled_on=None, due_on__lt=period.today)


def _late_by(period: Period, least: int, most: int | None) -> Q:
    """Late by so many calendar days: when it was met, or as of today while it runs."""
    day = dt.timedelta(days=1)
    met = Q(met_on__gte=F("due_on") + least * day)
    runs = Q(met_on=None, cancelled_on=None, due_on__lte=period.today - least * day)
    if most is not None:
        met &= Q(met_on__lte=F("due_on") + most * day)
        runs &= Q(due_on__gte=period.today - most * day)
    return met | runs


def _late_cases(period: Period, *, least: int, most: int | None) -> Any:
    return _by_terms(period, _late_by(period, least, most))


@dataclass(frozen=True)
class Measure:
    """One figure: what it counts in words, and the cases it counts."""

    code: str
    title: Any
    cases: Callable[[Period], Any]
    tone: str = ""


MEASURES: tuple[Measure, ...] = (
    Measure("received", _("Questions received"), _by_terms),
    Measure("in-time", _("Answered in time"), lambda p: _by_terms(p, Q(met_on__lte=F("due_on"))), "good"),
    Measure("late", _("Answered late"), lambda p: _by_terms(p, Q(met_on__gt=F("due_on"))), "bad"),
    Measure("unanswered", _("Not answered, the due day has passed"), lambda p: _by_terms(p, _overdue(p)), "bad"),
    Measure(
        "running",
        _("Not answered, the term runs"),
        lambda p: _by_terms(p, Q(met_on=None, cancelled_on=None, due_on__gte=p.today)),
    ),
    Measure("left", _("Forwarded, withdrawn or merged"), lambda p: _by_terms(p, Q(cancelled_on__isnull=False))),
    Measure("extended", _("Terms extended"), lambda p: _by_terms(p, Q(extended_to__isnull=False))),
    Measure("forwarded-on", _("Forwarded by this body"), lambda p: _by_events(p, "forwarded")),
    Measure("hops", _("Received by forwarding"), lambda p: _by_terms(p).filter(letter__hops__gt=0)),
    Measure("returned", _("Returned to the asker"), lambda p: _by_events(p, "returned")),
    Measure("complaints", _("Complained of to the supervisor"), lambda p: _by_events(p, "complained"), "bad"),
    Measure("upheld", _("Complaints upheld"), lambda p: _by_events(p, "complaint_upheld"), "bad"),
    Measure("answers", _("Answers signed"), _by_answers),
    Measure("head-signed", _("Signed by the head in person"), lambda p: _by_answers(p, Q(as_role="head"))),
    Measure(
        "rated",
        _("Answers rated by their askers"),
        lambda p: _by_answers(p).filter(pk__in=Rating.objects.values("case_id")),
    ),
    Measure(
        "alike",
        _("Answers near-identical to others"),
        lambda p: _by_answers(p).filter(pk__in=Member.objects.filter(cluster__body=p.body).values("case_id")),
        "bad",
    ),
)
# Said when the page is made: `%` on a lazy text would say it once, at import, in whatever language that was.
_late_words = lazy(lambda days: gettext("Late by %(days)s calendar days") % {"days": days}, str)
_STEPS: tuple[Measure, ...] = tuple(
    Measure(
        f"late-{code}",
        _late_words(f"{code}+" if most is None else code),
        partial(_late_cases, least=least, most=most),
    )
    for code, (least, most) in LATE.items()
)


def ground_measure(key: str, title: str) -> Measure:
    """Questions returned on one ground."""
    short = key.removeprefix(RETURN_GROUND)
    return Measure(f"returned-{short}", title, lambda p: _by_events(p, "returned", codes__ground=key))


def measure(code: str, lang: str, day: dt.date) -> Measure | None:
    """The figure of this code, those of lateness and of grounds included; None when there is none."""
    known = {row.code: row for row in (*MEASURES, *_STEPS)}
    if code in known:
        return known[code]
    key = RETURN_GROUND + code.removeprefix("returned-")
    law = norms_now().at(day)
    return ground_measure(key, law[key].title[lang]) if code.startswith("returned-") and key in law else None


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
    """The figures of a body. Some two dozen counts, each on an index of the body."""
    law = norms_now().at(period.today)
    least = law["statistic.min_n"].count
    rows = {row.code: Figure(row.code, row.title, row.cases(period).count(), row.tone) for row in MEASURES}
    late = [Figure(row.code, row.title, row.cases(period).count()) for row in _STEPS]
    keys = [key for key in law.norms.keys if key.startswith(RETURN_GROUND) and key in law]
    made = [ground_measure(key, law[key].title[lang]) for key in keys]
    median, ninth = _days(period)
    scores = list(Rating.objects.filter(case__in=measure_cases("rated", period)).values_list("score", "resolved"))
    enough = len(scores) >= least
    hops = _by_terms(period).aggregate(all=Sum("letter__hops"))["all"] or 0
    return Figures(
        rows=rows,
        late=late,
        grounds=[Figure(row.code, row.title, row.cases(period).count()) for row in made],
        median_days=median,
        p90_days=ninth,
        hops=hops,
        ratings=len(scores),
        mean=sum(score for score, _resolved in scores) / len(scores) if enough else None,
        resolved=sum(resolved for _score, resolved in scores) / len(scores) if enough else None,
        compared=Compared.objects.filter(body=period.body).first(),
    )


def measure_cases(code: str, period: Period) -> Any:
    """The cases that one of `MEASURES` counts."""
    return next(row for row in MEASURES if row.code == code).cases(period)


def _days(period: Period) -> tuple[float | None, float | None]:
    """Median and 90th percentile of calendar days to an answer. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY o.met_on - o.started_on),"
            " percentile_cont(0.9) WITHIN GROUP (ORDER BY o.met_on - o.started_on)"
            " FROM lifecycle_obligation o JOIN lifecycle_case c ON c.id = o.case_id"
            " WHERE o.body_id = %s AND o.kind = 'answer' AND o.duty_of = 'body' AND c.kind = 'question'"
            " AND o.started_on BETWEEN %s AND %s",
            [period.body.pk, *period.days],
        )
        median, ninth = cursor.fetchone()
    return median, ninth


def page_of(row: Measure, period: Period, *, after: str | None, limit: int = PAGE) -> tuple[list[Case], str | None]:
    """A page of the cases behind a figure, newest first, and the key of the next page: a day and how many of it were
    seen. Cases that are not public are counted and stand here as lines without a number: else the rows would not add
    up, and their numbers must not stand in an address either."""
    rows, seen = _shown(row.cases(period), period).order_by("-opened_on", "-pk"), 0
    if (place := _place(after)) is not None:
        rows, seen = rows.filter(opened_on__lte=place[0]), place[1]
    found = list(rows[seen : seen + limit + 1])
    shown = found[:limit]
    if len(found) <= limit:
        return shown, None
    last = shown[-1].opened_on
    count = sum(case.opened_on == last for case in shown) + (seen if place and last == place[0] else 0)
    return shown, f"{last.isoformat()}_{count}"


def _place(after: str | None) -> tuple[dt.date, int] | None:
    day, _sep, seen = (after or "").partition("_")
    try:
        return (dt.date.fromisoformat(day), int(seen)) if seen.isdecimal() and len(seen) < 7 else None
    except ValueError:
        return None


def _shown(cases: Any, period: Period) -> Any:
    """Cases with the days of their newest term for an answer at this body."""
    terms = _terms(period).filter(case=OuterRef("pk")).order_by("-pk")
    return cases.annotate(
        due=Subquery(terms.values("due_on")[:1]),
        met=Subquery(terms.values("met_on")[:1]),
        extended=Subquery(terms.values("extended_to")[:1]),
    )


def as_csv(row: Measure, period: Period) -> Iterator[str]:
    """All rows behind a figure as CSV lines, the header first; numbers of cases only where they are public."""
    said = "INVENTED" if period.body.invented else ""
    yield _line(COLUMNS)
    for case in _shown(row.cases(period), period).order_by("pk").iterator(2000):
        number = case.public_id if case.visibility == "public" and not case.sealed else ""
        yield _line(
            (number, case.state, case.language, case.opened_on, case.closed_on, case.due, case.met, case.extended, said)
        )


def _line(cells: tuple[Any, ...]) -> str:
    out = io.StringIO()
    text = ["" if cell is None else cell.isoformat() if isinstance(cell, dt.date) else str(cell) for cell in cells]
    csv.writer(out, lineterminator="\r\n").writerow(text)
    return out.getvalue()


def first_year(body: Body, today: dt.date) -> int:
    """The year of the first question of a body; this year where there was none."""
    rows = Letter.objects.filter(case__body=body, case__kind="question").order_by("registered_on")
    day = rows.values_list("registered_on", flat=True).first()
    return day.year if day else today.year

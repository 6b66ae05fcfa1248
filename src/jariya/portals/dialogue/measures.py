"""What is counted of a body's questions: one table of figures, each with the rows it counts.

The table of figures, the page of rows and the CSV file come from the same conditions, so that a number and its rows
cannot differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Avg, Count, DurationField, F, IntegerField, Q, Sum
from django.db.models.functions import Cast
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.models import Answer
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.models import COUNTED, Case, Event, Obligation
from jariya.portals.dialogue.alike.models import Member
from jariya.portals.dialogue.guards import RETURN_GROUND
from jariya.portals.dialogue.models import Question

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


def terms(period: Period) -> Any:
    """Terms for answers to questions that began in the period, at this body."""
    rows = Obligation.objects.filter(body=period.body, kind="answer", duty_of="body", started_on__range=period.days)
    # By the keys of the questions and not by the kind of the case: a key is found in an index alone, the kind was
    # looked up by walking the cases of the whole nation.
    return rows.filter(case__in=Question.objects.values("pk"))


def _events(period: Period) -> Any:
    """What happened to questions at this body in the period."""
    rows = Event.objects.filter(body=period.body, on__range=period.days, kind__in=COUNTED)
    return rows.filter(case__in=Question.objects.values("pk"))


def answers(period: Period) -> Any:
    """Answers to questions that this body signed in the period."""
    return Answer.objects.filter(case__body=period.body, case__kind="question", signed_on__range=period.days)


SOURCES: dict[str, Callable[[Period], Any]] = {"terms": terms, "events": _events, "answers": answers}


def _late_by(least: int, most: int | None) -> Callable[[Period], Q]:
    """Late by so many calendar days: when it was met, or as of today while it runs."""

    def condition(period: Period) -> Q:
        day = dt.timedelta(days=1)
        met = Q(met_on__gte=F("due_on") + least * day)
        runs = Q(met_on=None, cancelled_on=None, due_on__lte=period.today - least * day)
        if most is not None:
            met &= Q(met_on__lte=F("due_on") + most * day)
            runs &= Q(due_on__gte=period.today - most * day)
        return met | runs

    return condition


def _is(**wanted: Any) -> Callable[[Period], Q]:
    return lambda period: Q(**wanted)


def _all(period: Period) -> Q:
    return Q()


@dataclass(frozen=True)
class Measure:
    """One figure: what it counts in words, of which rows (`SOURCES`), and which of them."""

    code: str
    title: Any
    source: str
    condition: Callable[[Period], Q] = _all
    tone: str = ""

    def cases(self, period: Period) -> Any:
        """The cases it counts."""
        rows = SOURCES[self.source](period).filter(self.condition(period))
        return Case.objects.filter(pk__in=rows.values("case_id"))


MEASURES: tuple[Measure, ...] = (
    Measure("received", _("Questions received"), "terms"),
    Measure("in-time", _("Answered in time"), "terms", _is(met_on__lte=F("due_on")), "good"),
    Measure("late", _("Answered late"), "terms", _is(met_on__gt=F("due_on")), "bad"),
    Measure(
        "unanswered",
        _("Not answered, the due day has passed"),
        "terms",
        lambda period: Q(met_on=None, cancelled_on=None, due_on__lt=period.today),
        "bad",
    ),
    Measure(
        "running",
        _("Not answered, the term runs"),
        "terms",
        lambda period: Q(met_on=None, cancelled_on=None, due_on__gte=period.today),
    ),
    Measure("left", _("Forwarded, withdrawn or merged"), "terms", _is(cancelled_on__isnull=False)),
    Measure("extended", _("Terms extended"), "terms", _is(extended_to__isnull=False)),
    Measure("hops", _("Received by forwarding"), "terms", _is(case__letter__hops__gt=0)),
    Measure("forwarded-on", _("Forwarded by this body"), "events", _is(kind="forwarded")),
    Measure("returned", _("Returned to the asker"), "events", _is(kind="returned")),
    Measure("complaints", _("Complained of to the supervisor"), "events", _is(kind="complained"), "bad"),
    Measure("upheld", _("Complaints upheld"), "events", _is(kind="complaint_upheld"), "bad"),
    Measure("answers", _("Answers signed"), "answers"),
    Measure("head-signed", _("Signed by the head in person"), "answers", _is(as_role="head")),
    Measure("rated", _("Answers rated by their askers"), "answers", _is(case__rating__isnull=False)),
    Measure(
        "alike",
        _("Answers near-identical to others"),
        "answers",
        lambda period: Q(case_id__in=Member.objects.filter(cluster__body=period.body).values("case_id")),
        "bad",
    ),
)
# Said when the page is made: `%` on a lazy text would say it once, at import, in whatever language that was.
_late_words = lazy(lambda days: gettext("Late by %(days)s calendar days") % {"days": days}, str)
STEPS: tuple[Measure, ...] = tuple(
    Measure(f"late-{code}", _late_words(f"{code}+" if most is None else code), "terms", _late_by(least, most))
    for code, (least, most) in LATE.items()
)


def ground_measure(key: str, title: str) -> Measure:
    """Questions returned on one ground."""
    condition = _is(kind="returned", codes__ground=key)
    return Measure(f"returned-{key.removeprefix(RETURN_GROUND)}", title, "events", condition)


def measure(code: str, lang: str, day: dt.date) -> Measure | None:
    """The figure of this code, those of lateness and of grounds included; None when there is none."""
    known = {row.code: row for row in (*MEASURES, *STEPS)}
    if code in known:
        return known[code]
    key = RETURN_GROUND + code.removeprefix("returned-")
    law = norms_now().at(day)
    return ground_measure(key, law[key].title[lang]) if code.startswith("returned-") and key in law else None


class Percentile(Aggregate):
    """The value that a share of the rows does not exceed, between two rows in proportion; NULL values are left out."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()

    def __init__(self, expression: Any, share: float) -> None:
        super().__init__(expression, share=share)


_WAITED = F("met_on") - F("started_on")
"""Calendar days from the beginning of a term to the answer."""
BESIDE: dict[str, dict[str, Any]] = {
    "terms": {
        "median": Percentile(_WAITED, 0.5),
        "ninth": Percentile(_WAITED, 0.9),
        "hops": Sum("case__letter__hops"),
    },
    "answers": {"mean": Avg("case__rating__score"), "resolved": Avg(Cast("case__rating__resolved", IntegerField()))},
}
"""What is computed of the rows of a source beside the figures that count them."""


def counts(measures: Sequence[Measure], period: Period) -> tuple[dict[str, int], dict[str, Any]]:
    """The numbers of many figures by code, and what is computed beside them (`BESIDE`). Each source is read once."""
    found: dict[str, int] = {}
    beside: dict[str, Any] = {}
    for source, rows in SOURCES.items():
        asked = {f"n{place}": row for place, row in enumerate(measures) if row.source == source}
        more = BESIDE.get(source, {})
        each = {name: Count("case_id", filter=row.condition(period), distinct=True) for name, row in asked.items()}
        numbers = rows(period).aggregate(**each, **more)
        found |= {row.code: int(numbers[name]) for name, row in asked.items()}
        beside |= {name: numbers[name] for name in more}
    return found, beside

"""One draft's life as a list of steps, drawn from a seed: pure, so that actions and COPY tell the same tale."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Any

from jariya.kernel.law.calendar import Calendar, zone
from jariya.kernel.law.norms import Norms
from jariya.portals.budgets.drafts.content import Content, Measured
from jariya.portals.budgets.drafts.simulate import stories
from jariya.portals.budgets.drafts.simulate.cast import Office

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """Something done at a moment. `by` None: the clock of the platform."""

    at: dt.datetime
    verb: str
    by: int | None
    args: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tale:
    """All that happens to one draft up to now."""

    office: Office
    code: str
    year: int
    steps: list[Step]


class Teller:
    """Draws tales. `comments`: how many a draft gets on the mean."""

    def __init__(
        self, norms: Norms, calendar: Calendar, citizens: list[int], *, now: dt.datetime, comments: float = 3.0
    ) -> None:
        self.norms, self.calendar, self.citizens, self.now, self.comments = norms, calendar, citizens, now, comments
        self.zone = zone(calendar.zone)

    def tell(self, office: Office, number: int, year: int, *, seed: int, day: dt.date | None = None) -> Tale:
        """The life of the draft of programme `number` of an office for a year; the same seed tells the same.

        Args:
            day: when it is prepared; drawn from the autumn before its year when not given.
        """
        rng = Random(f"{seed}/{office.slug}/{number}/{year}")
        content = _content(office, number, year, rng)
        steps = [step for step in self._steps(office, content, year, day, rng) if step.at <= self.now]
        return Tale(office, f"{number:03d}", year, steps)

    def _at(self, day: dt.date, rng: Random, first: int = 9, last: int = 17) -> dt.datetime:
        """A moment in the office hours of the first working day from a day on."""
        hours = dt.time(rng.randint(first, last - 1), rng.randrange(60), rng.randrange(60))
        return dt.datetime.combine(self.calendar.next_working(day), hours, tzinfo=self.zone).astimezone(dt.UTC)

    def _day(self, at: dt.datetime) -> dt.date:
        return at.astimezone(self.zone).date()

    def _ends(self, norm: str, day: dt.date) -> dt.date:
        return self.norms.at(day)[norm].ends(day, self.calendar).day

    def _night(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(0, 30), tzinfo=self.zone).astimezone(dt.UTC)

    def _steps(self, office: Office, content: Content, year: int, begun: dt.date | None, rng: Random) -> list[Step]:
        # The drafts of the next year go up from August on: some are still in discussion today.
        day = begun or dt.date(year - 1, 8, 1) + rng.randrange(118) * DAY
        prepared = self._at(day, rng)
        officer, head = office.who("officer", day), office.who("head", day)
        steps = [Step(prepared, "prepare", officer, {"content": content})]
        published = self._at(self._day(prepared) + (1 if begun else rng.randint(1, 10)) * DAY, rng)
        steps.append(Step(published, "publish", officer))
        opened = self._night(self._ends("budget.discussion.notice", self._day(published)))
        steps.append(Step(opened, "open_discussion", None))
        until = self._ends("budget.discussion", self._day(opened))
        early = rng.random() < 0.06
        if early:  # money first: what the timeline is for
            paid = min(until, self._day(opened) + 2 * DAY)
            steps.append(self._payment(paid, officer, rng))
        if rng.random() < 0.4:
            changed = self._at(self._day(opened) + rng.randint(2, 6) * DAY, rng)
            content = dearer_or_cheaper(content, rng)
            steps.append(Step(changed, "change", officer, {"content": content}))
            until = self._ends("budget.discussion", self._day(changed))
        comments = self._comments(self._day(opened) + DAY, until, rng)
        closed = self._night(until + DAY)
        steps += [*comments, Step(closed, "close_discussion", None)]
        answered = self._at(self._day(closed), rng)
        for place, _comment in enumerate(comments):
            answered += dt.timedelta(minutes=rng.randint(3, 30))
            steps.append(Step(answered, "answer", officer, {"comment": place, "which": rng.randrange(3)}))
        reported = self._at(self._day(answered) + rng.randint(1, 9) * DAY, rng)
        steps.append(Step(reported, "report", officer))
        approved = self._at(self._day(reported) + rng.randint(3, 20) * DAY, rng)
        steps.append(Step(approved, "approve", head, {"approved_on": self._day(approved)}))
        if not early:
            start = max(dt.date(year, 1, 9), self._day(approved) + DAY)
            steps.append(self._payment(start + rng.randrange(60) * DAY, officer, rng))
        executed = max(self._at(dt.date(year, 3, 15), rng), steps[-1].at + dt.timedelta(hours=1))
        steps.append(Step(executed, "execute", officer))
        evaluated = self._at(dt.date(year + 1, 2, 10) + rng.randrange(60) * DAY, rng)
        share = Decimal(rng.randint(60, 110)) / 100
        results = {row.number: (row.target * share).quantize(Decimal("0.001")) for row in content.indicators}
        steps.append(Step(evaluated, "evaluate", head, {"results": results}))
        return sorted(steps, key=lambda step: step.at)

    def _payment(self, day: dt.date, officer: int, rng: Random) -> Step:
        return Step(self._at(day, rng, 17, 18), "note_payment", officer, {"first_paid_on": day})

    def _comments(self, first: dt.date, last: dt.date, rng: Random) -> list[Step]:
        number = min(40, int(rng.expovariate(1 / self.comments))) if self.citizens else 0
        span = max(1, (last - first).days)
        made = []
        for _place in range(number):
            at = dt.datetime.combine(
                first + rng.randrange(span) * DAY, dt.time(rng.randint(7, 22), rng.randrange(60), rng.randrange(60)),
                tzinfo=self.zone,
            ).astimezone(dt.UTC)  # fmt: skip
            language, text = rng.choice(stories.COMMENTS)
            made.append(
                Step(
                    at,
                    "comment",
                    rng.choice(self.citizens),
                    {"language": language, "text": f"{text} №{rng.randrange(10**6)}"},
                )
            )
        return sorted(made, key=lambda step: step.at)


def _content(office: Office, number: int, year: int, rng: Random) -> Content:
    themes = [theme for theme in stories.THEMES if theme.field == office.field] or list(stories.THEMES)
    theme = themes[number % len(themes)]
    money = rng.randint(20, 4_000) * 1_000_000
    indicators = tuple(
        Measured(place, kk, ru, unit, Decimal(base := rng.randint(0, 40)), Decimal(base + rng.randint(1, 60)))
        for place, (kk, ru, unit) in enumerate(theme.measured, start=1)
    )
    return Content(
        title_kk=f"{theme.name[0]} ({number:03d})",
        title_ru=f"{theme.name[1]} ({number:03d})",
        summary_kk=f"{year} жылы {theme.what[0]}.",
        summary_ru=f"В {year} году {theme.what[1]}.",
        goal_kk=theme.goal[0],
        goal_ru=theme.goal[1],
        amounts=tuple((year + step, money * (100 + 5 * step) // 100) for step in range(3)),
        indicators=indicators,
    )


def dearer_or_cheaper(content: Content, rng: Random) -> Content:
    """The same with other money: up to a fifth more or less, never the same. One nation in two had, among its seventy
    thousand drafts, a change that changed nothing; it is refused, and the whole batch with it."""
    return replace(
        content,
        amounts=tuple(
            (year, tenge // 100 * (percent if percent != 100 else 99))
            for (year, tenge), percent in ((row, rng.randint(80, 120)) for row in content.amounts)
        ),
    )

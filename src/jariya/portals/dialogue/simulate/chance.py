"""Histories drawn by chance: when people ask, whom, and how bodies of different diligence answer.

Question `i` of a seed is always the same: an outline (when, whom, forwarded when and to whom) that is cheap enough to
number five years in advance, and the steps and texts that follow from it.
"""

from __future__ import annotations

import datetime as dt
from array import array
from bisect import bisect
from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from jariya.kernel.law.calendar import zone
from jariya.kernel.law.terms import ends_day, received_on
from jariya.portals.dialogue.simulate import stories
from jariya.portals.dialogue.simulate.cast import Cast, Place
from jariya.portals.dialogue.simulate.tale import OverError, Tale

YEARS = 5
WEEKDAY = (1.25, 1.2, 1.12, 1.08, 1.0, 0.4, 0.3)
MONTH = (1.15, 1.1, 1.2, 1.15, 0.95, 0.85, 0.75, 0.85, 1.05, 1.1, 1.1, 0.8)
"""Heating and floods in winter and spring, holidays in summer."""
GROWTH = 1.8
"""How many more ask at the end of the years than at their beginning."""
DAY_OFF = 0.45
MOST = 3
"""Shift of the power law by which bodies are asked: with three thousand of them the busiest gets one in twenty."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a question must be known beforehand to give the numbers of five years in order."""

    moment: dt.datetime
    registered: dt.date
    body_id: int
    language: str
    points: int
    forwards: tuple[tuple[dt.date, int], ...] = ()
    part: tuple[dt.date, int] | None = None


@dataclass(frozen=True, slots=True)
class Diligence:
    """How a body works: share of late answers, usual speed in working days, share signed under delegation."""

    late: float
    speed: float
    delegated: float


class Chance:
    """All questions of a nation, by index.

    Args:
        total: how many questions over the years before `now`.
        years: over how many.
    """

    def __init__(self, cast: Cast, *, now: dt.datetime, seed: int, total: int, years: float = YEARS) -> None:
        self.cast, self.now, self.seed, self.total = cast, now, seed, total
        self.today = cast.calendar.legal_day(now)
        self.zone = zone(cast.calendar.zone)
        rng = Random(seed)
        order = sorted(cast.places.values(), key=lambda place: (_rank(place), rng.random()))
        self.places = order
        self.weights = list(accumulate(1.0 / (rank + MOST) for rank in range(len(order))))
        self.diligence = {
            place.id: Diligence(min(rng.betavariate(1.1, 8.0), 0.6), rng.uniform(7, 13.5), rng.choice((0.0, 0.2, 0.5)))
            for place in sorted(order, key=lambda place: place.id)
        }
        self.by_parent: dict[int, list[int]] = {}
        for place in order:
            if place.parent_id:
                self.by_parent.setdefault(place.parent_id, []).append(place.id)
        self.moments = self._arrivals(rng, int(365 * years))

    def _arrivals(self, rng: Random, days_back: int) -> array[int]:
        """Unix seconds of all questions, ascending: weekdays, seasons, holidays, growth, hours of the day."""
        # Nobody asks before the office hours of the Code: without them no legal day is known.
        hours = self.cast.norms.history("office.closes")[0].valid_from or dt.date.min
        first = max(self.today - dt.timedelta(days=days_back), hours)
        span = (self.today - first).days
        days = [first + dt.timedelta(days=n) for n in range(span)]
        weights = [
            WEEKDAY[day.weekday()]
            * MONTH[day.month - 1]
            * (1 + (GROWTH - 1) * n / span)
            * (1.0 if self.cast.calendar.is_working(day) or day.weekday() > 4 else DAY_OFF)
            for n, day in enumerate(days)
        ]
        midnights = [int(dt.datetime.combine(day, dt.time(), tzinfo=self.zone).timestamp()) for day in days]
        chosen = rng.choices(midnights, cum_weights=list(accumulate(weights)), k=self.total)
        clock = (rng.triangular(8, 19, 11) if rng.random() < 0.76 else rng.uniform(19, 24) for _ in range(self.total))
        return array("q", sorted(day + int(hour * 3600) for day, hour in zip(chosen, clock, strict=True)))

    def outline(self, index: int) -> Outline:
        """The outline of question `index`."""
        rng = Random((self.seed << 32) + index * 2)
        moment = dt.datetime.fromtimestamp(self.moments[index], tz=dt.UTC)
        registered = received_on(moment, self.cast.norms, self.cast.calendar)
        place = self.places[bisect(self.weights, rng.random() * self.weights[-1])]
        language = "kk" if rng.random() < 0.58 else "ru"
        points = 1 if rng.random() < 0.7 else 2
        fate = rng.random()
        forwards: list[tuple[dt.date, int]] = []
        if fate < 0.06:
            day = self._working(registered, rng.randrange(1, 4))
            forwards.append((day, self._other(place.id, rng)))
            if fate < 0.006:
                day = self._working(day, rng.randrange(1, 4))
                forwards.append((day, self._other(forwards[0][1], rng)))
        part = None
        if points == 2 and fate > 0.92:
            part = (self._working(registered, rng.randrange(1, 4)), self._other(place.id, rng))
        # What would happen today or later is left out: its hour may lie after `now`.
        forwards = [row for row in forwards if row[0] < self.today]
        part = part if part and part[0] < self.today else None
        return Outline(moment, registered, place.id, language, points, tuple(forwards), part)

    def _other(self, body_id: int, rng: Random) -> int:
        while True:
            near = self.by_parent.get(body_id) or self.by_parent.get(self.cast.places[body_id].parent_id or 0)
            found = rng.choice(near) if near and rng.random() < 0.7 else rng.choice(self.places).id
            if found != body_id:
                return found

    def _working(self, day: dt.date, count: int) -> dt.date:
        return ends_day(day, count, "working_day", self.cast.calendar)

    def numbers(self) -> tuple[dict[int, tuple[int, ...]], Tally[tuple[int, int]]]:
        """Registration numbers of all questions, counted from 1 for each body and year in the order of the days.

        Returns:
            Index -> the numbers its cases take one after another; and how many each (body, year) gave.
        """
        marks: list[tuple[dt.date, int, int, int]] = []
        for index in range(self.total):
            outline = self.outline(index)
            marks.append((outline.registered, index, 0, outline.body_id))
            marks += [(day, index, hop, body) for hop, (day, body) in enumerate(outline.forwards, 1)]
            if outline.part:
                marks.append((outline.part[0], index, 9, outline.part[1]))
        marks.sort()
        given: Tally[tuple[int, int]] = Tally()
        found: dict[int, tuple[int, ...]] = {}
        for day, index, _hop, body in marks:
            given[body, day.year] += 1
            found[index] = (*found.get(index, ()), given[body, day.year])
        return found, given

    def tale(self, index: int) -> Tale:
        """The whole history of question `index`, up to `now`."""
        outline = self.outline(index)
        rng = Random((self.seed << 32) + index * 2 + 1)
        place = self.cast.places[outline.body_id]
        keys = stories.keys(place.field if place.field not in {"akimat", "ministry"} or rng.random() < 0.4 else None)
        text = stories.tell(
            rng.choice(keys), outline.language, rng, points=outline.points, longer=min(int(rng.expovariate(0.45)), 10)
        )
        people = self.cast.citizens[outline.language]
        tale = Tale(
            self.cast,
            rng,
            now=self.now,
            body_id=outline.body_id,
            asker_id=people[int(rng.random() ** 1.5 * len(people))],
            text=text,
            public=rng.random() < 0.88,
            identity="phone" if rng.random() < 0.7 else "email",
            strict=True,
        )
        tale.ask(outline.registered, moment=outline.moment)
        with suppress(OverError):
            self._live(tale, outline, rng)
        return tale

    def _live(self, tale: Tale, outline: Outline, rng: Random) -> None:
        day = outline.registered
        if not outline.forwards and not outline.part and rng.random() < 0.015:
            tale.withdraw(day + dt.timedelta(days=rng.randrange(1, 8)))
            return
        for on, to in outline.forwards:
            tale.forward(on, to)
            day = on
        if outline.part and len(tale.text.points) > 1:
            on, to = outline.part
            child = tale.forward_part(on, to, [2])
            with suppress(OverError):
                self._work(child, on, rng)
        self._work(tale, day, rng)

    def _work(self, tale: Tale, day: dt.date, rng: Random) -> None:
        """What the body that has the question does with it."""
        how = self.diligence[tale.body_id]
        late = rng.random() < how.late
        if rng.random() < 0.008 + how.late * 0.02:
            self._forgotten(tale, day, rng)
            return
        taken = min((0, 1, 1, 2, 2, 3)[rng.randrange(6)] + (rng.randrange(1, 4) if rng.random() < 0.05 else 0), 6)
        speed = 16 + int(rng.expovariate(1 / 7)) if late else max(2, round(rng.triangular(2, 15, how.speed)))
        tale.accept(tale.working(day, min(taken, speed)))
        if rng.random() < 0.85:
            tale.assign(tale.working(day, min(taken + rng.randrange(2), speed)))
        if late and speed > 17 and rng.random() < 0.4 and tale.due is not None:
            norm = self.cast.norms.at(tale.due)["question.extension"]
            furthest = norm.ends(tale.due, self.cast.calendar).day
            tale.extend(tale.working(day, 13), min(tale.working(tale.due, rng.randrange(5, 30)), furthest))
        tale.draft(tale.working(day, max(speed - 1, taken)))
        if rng.random() < 0.04:
            tale.send_back(tale.working(day, max(speed - 1, taken))).draft(tale.working(day, speed), anew=True)
        signed = tale.working(day, speed)
        tale.sign(signed, delegated=rng.random() < how.delegated)
        on = signed
        if tale.public:
            on = tale.working(signed, rng.choice((0, 0, 1, 1)) + (rng.randrange(1, 4) if rng.random() < 0.06 else 0))
            tale.publish(on)
            if rng.random() < 0.0015:
                tale.seal(tale.working(on, 2))
        self._heard(tale, on, late, rng)

    def _forgotten(self, tale: Tale, day: dt.date, rng: Random) -> None:
        """Nobody answers; some complain of the silence and are answered after all."""
        if rng.random() < 0.7:
            tale.accept(tale.working(day, rng.randrange(6)))
        if tale.due is None or rng.random() > 0.5:
            return
        on = tale.working(tale.due, rng.randrange(1, 20))
        tale.complain(on, silence=True)
        decided = tale.working(on, rng.randrange(2, 11))
        tale.decide_complaint(decided, uphold=True)
        self._answer_anew(tale, decided, rng)

    def _heard(self, tale: Tale, on: dt.date, late: bool, rng: Random) -> None:
        """What the asker says of the answer."""
        said = rng.random()
        if said < 0.012:
            complained = tale.working(on, rng.randrange(1, 8))
            tale.complain(complained)
            decided = tale.working(complained, rng.randrange(3, 11))
            uphold = rng.random() < 0.4
            tale.decide_complaint(decided, uphold=uphold)
            if uphold:
                self._answer_anew(tale, decided, rng)
        elif said < 0.38:
            weights = (30, 25, 20, 15, 10) if late else (12, 10, 18, 28, 32)
            score = rng.choices((1, 2, 3, 4, 5), weights)[0]
            day = on + dt.timedelta(days=min(int(rng.expovariate(0.3)), 13))
            tale.rate(day, score, resolved=score > 3 or (score == 3 and rng.random() < 0.5))

    def _answer_anew(self, tale: Tale, decided: dt.date, rng: Random) -> None:
        speed = rng.randrange(3, 15)
        tale.assign(tale.working(decided, 1)).draft(tale.working(decided, speed), anew=True)
        tale.sign(tale.working(decided, speed + 1))
        if tale.public:
            tale.publish(tale.working(decided, speed + 2))

    def in_batch(self, number: int, size: int) -> Iterator[int]:
        """Indexes of a batch."""
        return iter(range(number * size, min((number + 1) * size, self.total)))


def _rank(place: Place) -> int:
    """Ministries and the oblast's bodies are asked most."""
    if place.slug == "ulgi-ministry":
        return 0
    return 1 if place.slug in {"akimat-ulgi-region", "akimat-ulgi-mysal-city"} or place.field == "ministry" else 2

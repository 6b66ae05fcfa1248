"""Histories of requests drawn by chance: when people ask, whom, and how bodies of different diligence decide.

Request `i` of a seed is always the same: an outline (when, whom, forwarded when and to whom) that is cheap enough to
number years in advance, and the steps and texts that follow from it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

from jariya.kernel.law.calendar import zone
from jariya.kernel.law.terms import ends_day, received_on
from jariya.portals.requests.simulate import stories
from jariya.portals.requests.simulate.tale import OverError, Tale

WEEKDAY = (1.25, 1.2, 1.12, 1.08, 1.0, 0.35, 0.25)
MOST = 3
"""Shift of the power law by which bodies are asked."""


@dataclass(frozen=True, slots=True)
class Outline:
    """When a request comes, whom it is sent to, and where it goes on to."""

    day: dt.date
    hour: float
    registered: dt.date
    body_id: int
    forward: tuple[dt.date, int] | None


class Chance:
    """Draws the requests of a nation.

    Args:
        total: how many; they spread over the `years` before `now`.
        link: a page to which "already public" leads.
    """

    def __init__(self, cast: Any, *, now: dt.datetime, seed: int, total: int, years: float = 1.0, link: str) -> None:
        self.cast, self.now, self.seed, self.total, self.link = cast, now, seed, total, link
        self.today: dt.date = cast.calendar.legal_day(now)
        self.days = [self.today - dt.timedelta(days=back) for back in range(int(365 * years), -1, -1)]
        self.by_day = list(accumulate(WEEKDAY[day.weekday()] for day in self.days))
        self.places = sorted(cast.places.values(), key=lambda place: (place.field not in {"ministry"}, place.id))
        self.weights = list(accumulate(1 / (place + MOST) for place in range(len(self.places))))
        self.late = {place.id: Random(f"{seed}:{place.id}").betavariate(1.4, 9) for place in self.places}
        self.keys = stories.keys()

    def outline(self, index: int) -> Outline:
        """The outline of request `index`."""
        rng = Random((self.seed << 32) + index * 2)
        day = self.days[bisect(self.by_day, rng.random() * self.by_day[-1])]
        hour = rng.triangular(7, 23.5, 12)
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=zone(self.cast.calendar.zone))
        moment = (midnight + dt.timedelta(seconds=int(hour * 3600))).astimezone(dt.UTC)
        if moment > self.now:
            moment, hour, day = self.now - dt.timedelta(days=1), 12.0, self.today - dt.timedelta(days=1)
            midnight = dt.datetime.combine(day, dt.time(12), tzinfo=zone(self.cast.calendar.zone))
            moment = midnight.astimezone(dt.UTC)
        registered = received_on(moment, self.cast.norms, self.cast.calendar)
        place = self.places[bisect(self.weights, rng.random() * self.weights[-1])]
        forward = None
        if rng.random() < 0.06:
            to = rng.choice(self.places)
            on = ends_day(registered, rng.randrange(1, 4), "working_day", self.cast.calendar)
            # What would happen today or later is left out: its hour may lie after `now`.
            forward = (on, to.id) if to.id != place.id and on < self.today else None
        return Outline(day, hour, registered, place.id, forward)

    def numbers(self) -> tuple[dict[int, tuple[int, ...]], Tally[tuple[int, int]]]:
        """Registration numbers of all requests, from 1 for each body and year in the order of the days.

        Returns:
            Index -> the numbers its case takes one after another; and how many each (body, year) gave.
        """
        marks: list[tuple[dt.date, int, int, int]] = []
        for index in range(self.total):
            outline = self.outline(index)
            marks.append((outline.registered, index, 0, outline.body_id))
            if outline.forward:
                marks.append((outline.forward[0], index, 1, outline.forward[1]))
        marks.sort()
        given: Tally[tuple[int, int]] = Tally()
        found: dict[int, tuple[int, ...]] = {}
        for day, index, _hop, body in marks:
            given[body, day.year] += 1
            found[index] = (*found.get(index, ()), given[body, day.year])
        return found, given

    def tale(self, index: int) -> Tale:
        """The whole history of request `index`, up to `now`."""
        outline = self.outline(index)
        rng = Random((self.seed << 32) + index * 2 + 1)
        language = "kk" if rng.random() < 0.58 else "ru"
        story = stories.tell(rng.choice(self.keys), language, rng, year=outline.day.year - 1, link=self.link)
        people = self.cast.citizens[language]
        asker = people[int(rng.random() ** 1.5 * len(people))]
        tale = Tale(self.cast, rng, now=self.now, body_id=outline.body_id, asker_id=asker, story=story)
        with suppress(OverError):
            tale.ask(outline.day, hour=outline.hour, track="open" if rng.random() < 0.85 else "closed")
            self._live(tale, outline, rng)
        return tale

    def _live(self, tale: Tale, outline: Outline, rng: Random) -> None:
        day = outline.registered
        if outline.forward:
            tale.forward(*outline.forward)
            day = outline.forward[0]
        elif rng.random() < 0.015:
            tale.withdraw(tale.working(day, 2))
            return
        if rng.random() < 0.01 + self.late[tale.body_id] * 0.05:
            self._silence(tale, rng)
            return
        tale.accept(tale.working(day, rng.choice((0, 1, 1, 2))))
        if rng.random() < 0.04:
            tale.clarified(tale.working(day, 2))
        assert tale.due is not None
        late = rng.random() < self.late[tale.body_id]
        if rng.random() < 0.08:
            holder = rng.choice(self.places).id
            tale.extend(tale.working(day, 4), holder)
        speed = rng.randrange(11, 24) if late else round(rng.triangular(3, 10, 7))
        decided = tale.working(day, max(speed, 5))
        tale.decide(decided)
        tale.publish(tale.working(decided, rng.choice((0, 1, 1, 2))))
        said = rng.random()
        if said < (0.06 if tale.story.restricts else 0.004):
            on = tale.working(decided, rng.randrange(4, 15))
            overturn = rng.random() < 0.4
            tale.complain(on).heard(tale.working(on, rng.randrange(5, 20)), overturn=overturn)
            if overturn:
                again = tale.working(on, 28)
                tale.decide(again, anew=True).publish(tale.working(again, 1))
            elif rng.random() < 0.1:
                tale.court(tale.working(on, 30))
        elif said < 0.35:
            weights = (30, 25, 20, 15, 10) if late else (12, 10, 18, 28, 32)
            score = rng.choices((1, 2, 3, 4, 5), weights)[0]
            tale.rate(decided + dt.timedelta(days=rng.randrange(4, 13)), score)

    def _silence(self, tale: Tale, rng: Random) -> None:
        """Nobody answers; some complain and are answered after all."""
        assert tale.due is not None
        if rng.random() > 0.5:
            return
        on = tale.working(tale.due, rng.randrange(2, 15))
        tale.complain(on, silence=True).heard(tale.working(on, rng.randrange(5, 18)), overturn=True)
        again = tale.working(on, 26)
        tale.decide(again, anew=True).publish(tale.working(again, 1))

    def in_batch(self, number: int, size: int) -> Iterator[int]:
        """Indexes of a batch."""
        return iter(range(number * size, min((number + 1) * size, self.total)))

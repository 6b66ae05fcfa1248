"""Histories of requests drawn by chance: when people ask, whom, and how bodies of different diligence decide.

Request `i` of a seed is always the same: an outline (when, whom, forwarded when and to whom) that is cheap enough to
number years in advance, and the steps and texts that follow from it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

from jariya.kernel.law.calendar import zone
from jariya.kernel.law.terms import ends_day, received_on
from jariya.portals.requests.simulate import stories
from jariya.portals.requests.simulate.stories import Story
from jariya.portals.requests.simulate.tale import OverError, Tale

WEEKDAY = (1.25, 1.2, 1.12, 1.08, 1.0, 0.35, 0.25)
MOST = 3
"""Shift of the power law by which bodies are asked."""
MEDIA = 0.04
"""Share asked on behalf of editorial offices, where there are journalists."""
CHANNELS = (("web", 84), ("api", 4), ("mail", 4), ("paper", 4), ("oral", 2), ("reception", 2))
DETAILED = 0.92
"""Share of requests that say of which house; the others are asked in the same words by many."""


@dataclass(frozen=True, slots=True)
class Outline:
    """When a request comes, in which words, whom it is sent to, and where it or a part of it goes on to."""

    day: dt.date
    hour: float
    moment: dt.datetime
    registered: dt.date
    body_id: int
    story: Story
    journalist: tuple[int, str] | None
    """Who asks on behalf of which editorial office."""
    forward: tuple[dt.date, int] | None
    part: tuple[dt.date, int] | None


class Chance:
    """Draws the requests of a nation.

    Args:
        total: how many; they spread over the `years` before `now`.
        link: a page to which "already public" leads.
        journalists: (person, code of the editorial office) on whose behalf is asked too.
    """

    def __init__(
        self,
        cast: Any,
        *,
        now: dt.datetime,
        seed: int,
        total: int,
        years: float = 1.0,
        link: str,
        journalists: Sequence[tuple[int, str]] = (),
    ) -> None:
        self.cast, self.now, self.seed, self.total, self.link = cast, now, seed, total, link
        self.journalists = journalists
        self.owed: frozenset[int] = frozenset()
        """Requests by which the same information was asked for once more than the norm allows: a duty to publish."""
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
        journalist = rng.choice(self.journalists) if self.journalists and rng.random() < MEDIA else None
        story = stories.tell(
            rng.choice(self.keys), "kk" if rng.random() < 0.58 else "ru", rng, year=day.year - 1, link=self.link,
            detailed=rng.random() < DETAILED,
        )  # fmt: skip
        fate, gone = rng.random(), None
        if fate < 0.06 or (fate > 0.75 and len(story.points) > 1):
            to = rng.choice(self.places)
            on = ends_day(registered, rng.randrange(1, 4), "working_day", self.cast.calendar)
            # What would happen today or later is left out: its hour may lie after `now`.
            gone = (on, to.id) if to.id != place.id and on < self.today else None
        forward, part = (gone, None) if fate < 0.06 else (None, gone)
        return Outline(day, hour, moment, registered, place.id, story, journalist, forward, part)

    def alike(self) -> dict[tuple[int, tuple[str, ...]], list[int]]:
        """Requests that ask the same body for the same in the same words, two or more, in the order of their moments.

        Returns:
            (body, points) -> indexes.
        """
        found: dict[tuple[int, tuple[str, ...]], list[int]] = {}
        outlines = ((self.outline(index), index) for index in range(self.total))
        for _moment, index, body, points in sorted(
            (outline.moment, index, outline.body_id, outline.story.points) for outline, index in outlines
        ):
            found.setdefault((body, points), []).append(index)
        return {key: indexes for key, indexes in found.items() if len(indexes) > 1}

    def numbers(self) -> tuple[dict[int, tuple[int, ...]], Tally[tuple[int, int]]]:
        """Registration numbers of all requests, from 1 for each body and year in the order of the days.

        Returns:
            Index -> the numbers its case takes one after another; and how many each (body, year) gave.
        """
        marks: list[tuple[dt.date, int, int, int]] = []
        for index in range(self.total):
            outline = self.outline(index)
            marks.append((outline.registered, index, 0, outline.body_id))
            if gone := outline.forward or outline.part:
                marks.append((gone[0], index, 1, gone[1]))
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
        people = self.cast.citizens[outline.story.language]
        asker, office = outline.journalist or (people[int(rng.random() ** 1.5 * len(people))], "")
        tale = Tale(self.cast, rng, now=self.now, body_id=outline.body_id, asker_id=asker, story=outline.story,
                    office=office)  # fmt: skip
        with suppress(OverError):
            channel = rng.choices([code for code, _weight in CHANNELS], [weight for _code, weight in CHANNELS])[0]
            track, until = self._track(outline, rng)
            tale.ask(outline.day, hour=outline.hour, track=track, embargo_until=until,
                     channel="web" if office else channel)  # fmt: skip
            self._live(tale, outline, rng, owed=index in self.owed)
            if index in self.owed and rng.random() < 0.7:
                tale.information(tale.working(outline.registered, rng.randrange(30, 60)), self.link)
        return tale

    def _track(self, outline: Outline, rng: Random) -> tuple[str, dt.date | None]:
        """Whether it may be published; an embargo only where it has not ended by today, for no job of that night runs
        here."""
        said = rng.random()
        if said < 0.85:
            return "open", None
        until = outline.day + dt.timedelta(days=rng.randrange(10, 55))
        return ("embargo", until) if said > 0.97 and until > self.today else ("closed", None)

    def _live(self, tale: Tale, outline: Outline, rng: Random, *, owed: bool) -> None:
        """`owed`: the body must publish the information too, so the case does not end before that."""
        day = outline.registered
        if outline.forward:
            tale.forward(*outline.forward)
            day = outline.forward[0]
        elif outline.part:
            tale.forward_part(*outline.part, number=2)
            assert tale.child is not None
            with suppress(OverError):
                self._work(tale.child, outline.part[0], rng)
        elif rng.random() < 0.015 and not owed:
            tale.withdraw(tale.working(day, 2))
            return
        self._work(tale, day, rng, owed=owed)

    def _work(self, tale: Tale, day: dt.date, rng: Random, *, owed: bool = False) -> None:
        """What the body that has the request does with it."""
        if rng.random() < 0.01 + self.late[tale.body_id] * 0.05:
            self._silence(tale, rng)
            return
        tale.accept(tale.working(day, rng.choice((0, 1, 1, 2))))
        if rng.random() < 0.7:
            tale.assign(tale.working(day, rng.choice((1, 2, 2))))
        if rng.random() < 0.04 and not tale.office:
            tale.clarified(tale.working(day, 2))
        late = rng.random() < self.late[tale.body_id]
        extended = rng.random() < 0.08
        if extended:
            tale.extend(tale.working(day, 4), None if tale.office else rng.choice(self.places).id)
        speed = rng.randrange(11, 24) if late else round(rng.triangular(3, 10, 7))
        if tale.office and not late and not extended:
            speed = rng.randrange(3, 6)
        decided = tale.working(day, speed if tale.office else max(speed, 5))
        tale.decide(decided)
        if tale.track == "closed" and rng.random() < 0.1:
            tale.opened(tale.working(decided, 1))
        tale.publish(tale.working(decided, rng.choice((0, 1, 1, 2))))
        said = rng.random()
        if said < (0.06 if tale.story.restricts else 0.004):
            self._complained(tale, decided, rng, owed=owed)
        elif said < 0.35:
            weights = (30, 25, 20, 15, 10) if late else (12, 10, 18, 28, 32)
            score = rng.choices((1, 2, 3, 4, 5), weights)[0]
            tale.rate(decided + dt.timedelta(days=rng.randrange(4, 13)), score)

    def _complained(self, tale: Tale, decided: dt.date, rng: Random, *, owed: bool) -> None:
        """The decision is complained of: granted by the head, or overturned, or left standing and taken to court."""
        on, fate = tale.working(decided, rng.randrange(4, 15)), rng.random()
        tale.complain(on)
        if fate < 0.1:
            tale.granted_by_head(tale.working(on, 2))
        else:
            tale.heard(tale.working(on, rng.randrange(5, 20)), overturn=fate < 0.45)
        if fate > 0.9 and not owed:
            noted = tale.working(on, 30)
            tale.court(noted)
            if rng.random() < 0.5:
                judged, must = tale.working(noted, rng.randrange(30, 70)), rng.random() < 0.5
                tale.judged(judged, must_answer=must)
                if must:
                    again = tale.working(judged, 10)
                    tale.decide(again, anew=True).publish(tale.working(again, 1))
        if fate < 0.45:
            again = tale.working(on, 28)
            tale.decide(again, anew=True).publish(tale.working(again, 1))

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

"""The small nation's requests: a past of answered ones, and one of each kind that is out of the ordinary."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable
from contextlib import suppress
from itertools import cycle
from random import Random
from typing import Any, cast

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.terms import latest_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.overdue import tell_overdue
from jariya.kernel.people.models import Person
from jariya.portals.requests import actions, links
from jariya.portals.requests.simulate import stories
from jariya.portals.requests.simulate.tale import OverError, Step, Tale

MINISTRY, SYNAQ, REGION = "ulgi-ministry", "akimat-ulgi-synaq", "akimat-ulgi-region"
WHERE = (MINISTRY, REGION, SYNAQ, "akimat-ulgi-mysal-city", "ulgi-office-health", "ulgi-office-education",
         "ulgi-office-roads", "ulgi-office-utilities")  # fmt: skip
ANSWERED = 34
"""Of the past, about one in eleven days of thirteen months."""


class Small:
    """Shapes the histories; `tales` holds them in the order in which they were thought of."""

    def __init__(self, cast: Any, *, now: dt.datetime, seed: int, handles: dict[str, int], link: str) -> None:
        self.cast, self.now, self.rng, self.handles, self.link = cast, now, Random(seed ^ 0x5EED), handles, link
        self.today: dt.date = cast.calendar.legal_day(now)
        self.tales: list[Tale] = []
        self._where = cycle(slug for slug in WHERE if any(place.slug == slug for place in cast.places.values()))
        self._keys = {kind: cycle(stories.keys(restricting=kind)) for kind in (None, True, False)}
        self._citizens = {language: cycle(people) for language, people in cast.citizens.items()}

    def back(self, count: int) -> dt.date:
        """The `count`-th working day before today."""
        return latest_day(self.today, count, "working_day", self.cast.calendar)

    def new(
        self, *, body: str = "", asker: str = "", language: str = "", key: str = "", restricting: bool | None = None
    ) -> Tale:
        """A request nobody has sent yet; what is not given is chosen in turn."""
        language = language or ("ru" if self.rng.random() < 0.4 else "kk")
        story = stories.tell(
            key or next(self._keys[restricting]), language, self.rng, year=self.today.year - 1, link=self.link
        )
        asker_id = self.handles[asker] if asker else next(self._citizens[language])
        place = self.cast.by_slug(body or next(self._where))
        tale = Tale(self.cast, self.rng, now=self.now, body_id=place.id, asker_id=asker_id, story=story)
        self.tales.append(tale)
        return tale

    def shape(self) -> list[Tale]:
        """All histories."""
        self.past()
        for part in (self.moving, self.complained, self.tracks, self.repeated, self.demonstration):
            part()
        return [tale for tale in self.tales if tale.steps]

    def past(self) -> None:
        """Thirteen months of decided requests: given, in part, refused, public already; some late, some rated."""
        speeds, scores = cycle((4, 7, 9, 6, 10, 8, 14, 5, 9, 21)), cycle((5, 0, 4, 2, 0, 3, 5, 0))
        for number in range(ANSWERED):
            day = self.today - dt.timedelta(days=395 - number * 11 - self.rng.randrange(3))
            tale = self.new()
            with suppress(OverError):
                tale.ask(day, hour=21.0 if number % 6 == 2 else None)
                start = tale.working(day, 1)
                tale.accept(start)
                if number % 9 == 4:
                    tale.clarified(tale.working(start, 1))
                speed = next(speeds)
                tale.decide(tale.working(day, speed))
                tale.publish(tale.working(day, speed + 1))
                if score := next(scores):
                    tale.rate(tale.working(day, speed + 3), score)

    def moving(self) -> None:
        """What bodies have on the desk today: new, taken on, being clarified, forwarded, extended, drafted, late."""
        region, synaq = self.cast.by_slug(REGION).id, self.cast.by_slug(SYNAQ).id
        self.new(body=MINISTRY).ask(self.back(1))
        self.new(body=MINISTRY).ask(self.back(3)).accept(self.back(2))
        self.new(body=MINISTRY, restricting=False).ask(self.back(6)).accept(self.back(5)).clarified(
            self.back(2), answered=False
        )
        self.new(body=MINISTRY, restricting=True).ask(self.back(7)).accept(self.back(6)).decide(
            self.back(1), sign=False
        )
        self.new(body=MINISTRY).ask(self.back(14)).accept(self.back(13))  # late
        self.new(body=SYNAQ).ask(self.back(13)).accept(self.back(12))  # late
        with suppress(OverError):
            self.new(body=MINISTRY, key="heating-losses").ask(self.back(6)).forward(self.back(4), region).accept(
                self.back(3)
            )
            self.new(body=MINISTRY, key="road-money").ask(self.back(8)).accept(self.back(7)).forward_part(
                self.back(6), synaq, 2
            ).extend(self.back(4), synaq)
            self.new(body=REGION).ask(self.back(12)).accept(self.back(11)).decide(self.back(5))  # to be published
        gone = self.new().ask(self.back(40))
        gone.withdraw(self.back(38))

    def complained(self) -> None:
        """Complaints: of silence, overturned and answered anew, standing and in court, waiting for a decision."""
        silent = self.new(body=SYNAQ, key="council-minutes").ask(self.back(24))
        with suppress(OverError):
            silent.complain(self.back(9), silence=True).heard(self.back(4), overturn=True)
        with suppress(OverError):
            tale = self.new(body=MINISTRY, key="tender-offers").ask(self.back(70)).accept(self.back(69))
            tale.decide(self.back(64)).publish(self.back(63)).complain(self.back(60)).heard(
                self.back(50), overturn=True
            )
            tale.decide(self.back(44), anew=True).publish(self.back(43))
        with suppress(OverError):
            tale = self.new(body=REGION, key="street-cameras").ask(self.back(66)).accept(self.back(65))
            tale.decide(self.back(60)).publish(self.back(59)).complain(self.back(57)).heard(
                self.back(45), overturn=False
            )
            tale.court(self.back(40))
        with suppress(OverError):
            tale = self.new(body=MINISTRY, key="tender-offers", language="ru").ask(self.back(20)).accept(self.back(19))
            tale.decide(self.back(15)).publish(self.back(14)).complain(self.back(5))

    def tracks(self) -> None:
        """Kept private, and under an embargo."""
        with suppress(OverError):
            self.new().ask(self.back(30), track="closed").accept(self.back(29)).decide(self.back(22))
        with suppress(OverError):
            day = self.today + dt.timedelta(days=20)
            self.new().ask(self.back(12), track="embargo", embargo_until=day).accept(self.back(11)).decide(self.back(6))

    def repeated(self) -> None:
        """The same asked three times in the same words: the body has to publish it."""
        first: Tale | None = None
        for days in (34, 21, 9):
            tale = self.new(body="akimat-ulgi-mysal-city", key="official-cars", language="kk")
            if first is not None:
                tale.story = first.story
            first = first or tale
            with suppress(OverError):
                tale.ask(self.back(days)).accept(self.back(days - 1))
                tale.decide(self.back(max(days - 8, 2))).publish(self.back(max(days - 9, 1)))

    def demonstration(self) -> None:
        """What the demonstration's citizens find among their own: running, decided in part, late."""
        one, two = "demo-citizen-1", "demo-citizen-2"
        with suppress(OverError):
            self.new(asker=one, language="kk", body=MINISTRY, key="school-places").ask(self.back(4)).accept(
                self.back(3)
            )
            self.new(asker=one, language="kk", body=MINISTRY, key="road-money").ask(self.back(13)).accept(
                self.back(12)
            ).decide(self.back(6)).publish(self.back(5))
            self.new(asker=two, language="ru", body=SYNAQ, key="medicine-stock").ask(self.back(15)).accept(
                self.back(14)
            )


def perform(tales: list[Tale], *, progress: Callable[[int, int], None] | None = None) -> dict[int, int]:
    """Do all steps through the actions, in the order of their moments, with the jobs of the nights in between.

    Returns:
        Case id by the place of the history in `tales`; a part's case hangs on its parent.
    """
    parts = {len(tales) + place: index for place, index in enumerate(n for n, tale in enumerate(tales) if tale.child)}
    every = [*tales, *(tale.child for tale in tales if tale.child)]
    steps = [step for tale in every for step in tale.steps]
    named = {step.by for step in steps} | {step.args["to"] for step in steps if step.verb == "assign"}
    people = Person.objects.in_bulk({one for one in named if one is not None})
    bodies = Body.objects.select_related("region").in_bulk(
        {value for step in steps if step.verb != "assign" for name, value in step.args.items()
         if name in {"body_id", "to", "holder"}}
    )  # fmt: skip
    cases: dict[int, int] = {}
    lines = [[(step.at, index, step) for step in tale.steps] for index, tale in enumerate(every)]
    last = None
    for done, (at, index, step) in enumerate(heapq.merge(*lines, key=lambda row: row[:2]), start=1):
        if last is None or at.date() > last:
            tell_overdue(now=at)
            actions.close_when_over(now=at)
            last = at.date()
        if index in parts and index not in cases:
            cases[index] = Case.objects.values_list("pk", flat=True).get(parent_id=cases[parts[index]])
        _do(step, index, cases, people, bodies)
        if progress:
            progress(done, len(steps))
    return {index: pk for index, pk in cases.items() if index < len(tales)}


def _do(step: Step, index: int, cases: dict[int, int], people: dict[int, Person], bodies: dict[int, Body]) -> None:
    args: dict[str, Any] = dict(step.args)
    by = people[cast(int, step.by)]
    if step.verb == "ask":
        cases[index] = actions.ask(by=by, body=bodies[args.pop("body_id")], now=step.at, **args).case.pk
        return
    if step.verb == "assign":
        args["to"] = people[args["to"]]
    else:
        args |= {name: bodies[args[name]] for name in ("to", "holder") if name in args}
    if step.verb == "sign_answer":
        args |= {"confirmed": True, "level": "staff"}
    elif step.verb == "publish":
        args["checked"] = True
    case = Case.objects.select_related("body", "letter", "request").get(pk=cases[index])
    getattr(actions, step.verb)(case=case, by=by, now=step.at, **args)
    if step.verb == "draft_answer":
        links.check(now=step.at, case_id=case.pk)


def make(
    cast: Any,
    *,
    now: dt.datetime,
    seed: int,
    handles: dict[str, int],
    link: str,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Shape the small nation's requests and do them, in the caller's transaction. Returns how many were made.

    Args:
        cast: the law, bodies, officials and citizens of the nation.
        handles: person ids of the demonstration's people by handle.
        link: a page of this site to which "already public" leads.
    """
    tales = Small(cast, now=now, seed=seed, handles=handles, link=link).shape()
    perform(tales, progress=progress)
    return len(tales)

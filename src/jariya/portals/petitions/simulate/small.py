"""A petition of the invented oblast and ministry in every state, through the actions, signatures by the log.

No real signature stands behind an author of the past: the TEST authority was not there yet. What a visitor submits
and signs today is signed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.petitions import actions, crossing
from jariya.portals.petitions.collecting import bulk
from jariya.portals.petitions.simulate import curve, past, words

DAY = dt.timedelta(days=1)
OBLAST, MASLIKHAT = "akimat-ulgi-region", "maslikhat-ulgi-region"
MINISTRY, DISTRICT = "ulgi-ministry", "akimat-ulgi-synaq"


@dataclass(frozen=True)
class Tale:
    """One petition: to whom, how long ago it was submitted, what became of it, and how many have signed."""

    until: str
    body: str = OBLAST
    ago: int = 3
    author: str = ""
    signed: int = 0
    first: str = "kk"
    both: bool = True
    outcome: str = ""


TALES = (
    Tale("submitted", MINISTRY, 2, "citizen-1"),
    Tale("submitted", ago=6, first="ru", both=False),
    Tale("moderation", MASLIKHAT, 25),
    Tale("refusal_check", MINISTRY, 9),
    Tale("returned", MINISTRY, 8, "citizen-1", first="ru"),
    Tale("refused", MINISTRY, 20, "citizen-1"),
    Tale("complaint", ago=40, first="ru"),
    Tale("refusal_final", ago=200),
    Tale("overturned", ago=120, signed=64),
    Tale("gathering_support", ago=8, author="citizen-1", signed=31),
    Tale("lapsed_support", ago=60, signed=17),
    Tale("collecting", MINISTRY, 60, "citizen-3", 3_900),
    Tale("collecting", ago=90, signed=1_187, first="ru"),
    Tale("collecting", MASLIKHAT, 45, signed=412),
    Tale("suspended", ago=70, signed=260),
    Tale("lapsed", ago=260, signed=704),
    Tale("withdrawn", ago=80, signed=130),
    Tale("supported", ago=100, signed=1_200),
    Tale("registered", ago=105, signed=1_214, first="ru"),
    Tale("considering", ago=110, signed=1_231),
    Tale("implementing", ago=330, signed=1_420, outcome="partly"),
    Tale("closed", ago=340, signed=1_260, outcome="refused", first="ru"),
)


def make(*, now: dt.datetime, seed: int, tales: Sequence[Tale] = TALES) -> int:
    """Make them all. Returns how many. Not in one transaction: each log is written to its files."""
    stage = _Stage(now, seed)
    for number, tale in enumerate(tales):
        stage.play(number, tale)
    return len(tales)


class _Stage:
    def __init__(self, now: dt.datetime, seed: int) -> None:
        self.now, self.seed = now, seed
        found = Body.objects.select_related("region").filter(slug__in=[OBLAST, MASLIKHAT, MINISTRY, DISTRICT])
        self.bodies = {body.slug: body for body in found}
        crowd = Person.objects.filter(invented=True, staff=False).exclude(handle__startswith="demo-")
        self.crowd = list(crowd.order_by("id")[:60])
        demo = Person.objects.filter(handle__startswith="demo-")
        self.cast: Mapping[str, Person] = {person.handle.removeprefix("demo-"): person for person in demo}

    def play(self, number: int, tale: Tale) -> Case:
        """One petition from its submission to the state it is told to."""
        body, start = self.bodies[tale.body], self.now - tale.ago * DAY
        place = body.region or self.bodies[DISTRICT].region
        assert place is not None
        names = {"kk": place.short_kk or place.name_kk or "", "ru": place.short_ru or place.name_ru or ""}
        author = self.cast.get(tale.author) or self.crowd[number % len(self.crowd)]
        told = words.texts(number, names, first=tale.first, both=tale.both)
        case = actions.submit(
            by=author,
            texts=told,
            addressee=body,
            signing=None,
            invented=True,
            now=start,
            key=f"made-up-petition-{number}",
        ).case
        if case.state != "submitted" or tale.until == "submitted":
            return case  # made by an earlier run that was stopped after it
        self._checked(case, tale, start + DAY, author)
        return case

    def _checked(self, case: Case, tale: Tale, at: dt.datetime, author: Person) -> None:
        one, two = self.cast["moderator"], self.cast["moderator-2"]
        actions.claim(case=case, by=one, now=at)
        if tale.until == "moderation":
            return
        if tale.until == "returned":
            actions.send_back(case=case, reason="Назовите улицу: дорог к школе две.", by=one, now=at + 2 * DAY)
        elif tale.until in ("refusal_check", "refused", "complaint", "refusal_final", "overturned"):
            self._refused(case, tale, at + 2 * DAY, author, one, two)
        else:
            actions.approve(case=case, checked=True, by=one, now=at + 2 * DAY)
            self._gathered(case, tale, at + 2 * DAY, author)

    def _refused(self, case: Case, tale: Tale, at: dt.datetime, author: Person, one: Person, two: Person) -> None:
        reason = "Петиция бір органның функциясын басқаға беруді сұрайды."
        actions.propose_refusal(case=case, ground="functions_of_bodies", reason=reason, by=one, now=at)
        if tale.until == "refusal_check":
            return
        actions.refuse(case=case, checked=True, by=two, now=at + DAY)
        if tale.until in ("complaint", "overturned"):
            actions.complain(case=case, reason="Мы просим только отремонтировать дорогу.", by=author, now=at + 3 * DAY)
            actions.pass_on(case=case, reason="Негізі – функция туралы тармақ.", by=one, now=at + 4 * DAY)
        if tale.until == "overturned":
            supervisor = self.cast["supervisor"]
            actions.overturn(case=case, reason="Негіз мәтінге сай емес.", by=supervisor, now=at + 10 * DAY)
            actions.claim(case=case, by=one, now=at + 11 * DAY)
            actions.approve(case=case, checked=True, by=one, now=at + 12 * DAY)
            self._gathered(case, tale, at + 12 * DAY, author)
        if tale.until == "refusal_final":
            actions.settle(case=case, by=None, now=at + 120 * DAY)

    def _gathered(self, case: Case, tale: Tale, at: dt.datetime, author: Person) -> None:
        """Supporters, then signatures: each a leaf of the petition's log, as if it had been signed then."""
        first = min(tale.signed, 50)
        self._sign(case, "support", first, at, min(9, tale.ago - 4))
        if tale.until == "lapsed_support":
            actions.lapse_support(case=case, now=at + 30 * DAY)
        if first < 50:
            return
        opened = at + 9 * DAY
        crossing.crossed(case, "support", 50, opened)
        ends = {"withdrawn": 20, "suspended": 30}.get(tale.until, 0) * DAY
        days = max(1, min(60, (min(self.now, opened + (ends or 60 * DAY)) - opened).days))
        self._sign(case, "collecting", tale.signed - 50, opened, days)
        if tale.until == "withdrawn":
            actions.withdraw(case=case, by=author, now=opened + ends)
        elif tale.until == "suspended":
            since = opened + ends
            actions.suspend(
                case=case, court="Үлгі облысының соты (ойдан шығарылған)", decision="№ 17", since=since.date(),
                by=self.cast["registrar"], now=since,
            )  # fmt: skip
        elif tale.until == "lapsed":
            actions.lapse(case=case, now=opened + 200 * DAY)
        elif tale.until in past.AFTER:
            reached = opened + days * DAY
            crossing.crossed(case, "collecting", tale.signed, reached)
            past.consider(Case.objects.get(pk=case.pk), tale.until, tale.outcome, reached, now=self.now)

    def _sign(self, case: Case, what: str, count: int, start: dt.datetime, days: int) -> None:
        rows = curve.signers(count, start, days, seed=f"{self.seed}-{case.pk}-{what}")
        if count:
            # Counted on its last day: what is crossed then is crossed by the sequencer itself.
            last = min(self.now, start + days * DAY)
            bulk.load(case, (bulk.Signer(*row) for row in rows), seed=self.seed, now=last)

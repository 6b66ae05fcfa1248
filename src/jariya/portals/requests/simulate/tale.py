"""One history of a request as steps: when, which verb, by whom, with what. Nothing is read or written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from jariya.kernel.correspondence.models import Part
from jariya.kernel.law.calendar import zone
from jariya.kernel.law.terms import ends_day, received_on
from jariya.portals.requests.actions.working import BY_HAND
from jariya.portals.requests.decisions import GRANTED, Decided
from jariya.portals.requests.simulate.stories import Story, phrase


class OverError(Exception):
    """The history has come to `now`; what would follow has not happened yet."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act. `by` None is the system. Names of `args` are those of the actions; bodies and persons are ids."""

    at: dt.datetime
    verb: str
    by: int | None
    args: Mapping[str, Any] = field(default_factory=dict)


class Tale:
    """Writes the steps of one request. Days are legal days; hours are drawn within office hours.

    A step never comes before the one written last; one that would come after `now` raises `OverError`.
    """

    def __init__(
        self,
        cast: Any,
        rng: Random,
        *,
        now: dt.datetime,
        body_id: int,
        asker_id: int,
        story: Story,
        office: str = "",
        after: dt.datetime | None = None,
    ) -> None:
        """`office`: code of the editorial office on whose behalf it is asked; `after`: when a part was handed over."""
        self.cast, self.rng, self.now = cast, rng, now
        self.body_id, self.asker_id, self.story, self.office = body_id, asker_id, story, office
        self.steps: list[Step] = []
        self.here = list(range(1, len(story.points) + 1))
        self.track, self.channel = "open", "web"
        self.due: dt.date | None = None
        self.child: Tale | None = None
        """The history of a part that went to another body; it begins there."""
        self._after = after

    def working(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th working day after a day; with 0 the day itself, or the next working one."""
        return ends_day(day, count, "working_day", self.cast.calendar)

    def _at(self, day: dt.date, hour: float | None) -> dt.datetime:
        hour = self.rng.uniform(9.5, 17.5) if hour is None else hour
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=zone(self.cast.calendar.zone))
        moment = (midnight + dt.timedelta(seconds=int(hour * 3600))).astimezone(dt.UTC)
        last = self.steps[-1].at if self.steps else self._after
        if last is not None and moment <= last:
            moment = last + dt.timedelta(seconds=self.rng.randrange(60, 900))
        if moment > self.now:
            raise OverError
        return moment

    def _step(self, verb: str, day: dt.date, by: int | None, *, hour: float | None = None, **args: Any) -> dt.date:
        if by is None:
            raise OverError  # nobody holds the role on the day: nothing happens
        moment = self._at(day, hour)
        self.steps.append(Step(moment, verb, by, args))
        found: dt.date = self.cast.calendar.legal_day(moment)
        return found

    def _who(self, day: dt.date, kind: str = "officer") -> int | None:
        found: int | None = self.cast.who(self.body_id, kind, day, self.rng)
        return found

    def _says(self, kind: str) -> str:
        return phrase(kind, self.story.language, self.rng)

    def _norm(self, name: str, day: dt.date) -> Any:
        return self.cast.norms.at(day)[f"{'media' if self.office else 'ati'}.{name}"]

    def _answer_due(self, day: dt.date) -> dt.date:
        found: dt.date = self._norm("answer", day).ends(day, self.cast.calendar).day
        return found

    def ask(self, day: dt.date, *, track: str = "open", embargo_until: dt.date | None = None, hour: float | None = None,
            channel: str = "web") -> Tale:  # fmt: skip
        """The citizen asks."""
        self.track, self.channel = track, channel
        self._step(
            "ask", day, self.asker_id, hour=self.rng.uniform(8, 23) if hour is None else hour, body_id=self.body_id,
            title=self.story.title, points=list(self.story.points), language=self.story.language, track=track,
            embargo_until=embargo_until, subject=self.story.subject, identity="phone", channel=channel,
            as_media=bool(self.office),
        )  # fmt: skip
        registered = received_on(self.steps[-1].at, self.cast.norms, self.cast.calendar)
        self.due = self._answer_due(registered)
        return self

    def accept(self, day: dt.date) -> Tale:
        """An officer takes it on."""
        self._step("accept", day, self._who(day))
        return self

    def assign(self, day: dt.date) -> Tale:
        """A leader, or the officer who took it on, names who prepares the answer."""
        to = self._who(day)
        if to is None:
            raise OverError
        self._step("assign", day, self._who(day, "deputy") or self._who(day, "head") or to, to=to)
        return self

    def clarified(self, day: dt.date, *, answered: bool = True) -> Tale:
        """The body asks what is meant; the person says it."""
        self._step("ask_to_clarify", day, self._who(day), reason=self._says("clarify_ask"))
        if answered:
            self._step("clarify", self.working(day, 1), self.asker_id, reason=self._says("clarify"))
        return self

    def forward(self, day: dt.date, to: int) -> Tale:
        """The whole request goes to the body that holds the information."""
        on = self._step("forward", day, self._who(day), to=to, reason=self._says("forward"))
        self.body_id = to
        self.due = self._answer_due(on)
        return self

    def forward_part(self, day: dt.date, to: int, number: int) -> Tale:
        """One point goes to another body, where its own history begins: `child`."""
        on = self._step("forward_part", day, self._who(day), to=to, points=[number], reason=self._says("part"))
        self.here.remove(number)
        whole, place = self.story, number - 1
        story = replace(whole, points=(whole.points[place],), decisions=(whole.decisions[place],))
        self.child = Tale(
            self.cast, self.rng, now=self.now, body_id=to, asker_id=self.asker_id, story=story, office=self.office,
            after=self.steps[-1].at,
        )  # fmt: skip
        self.child.track, self.child.channel, self.child.due = self.track, self.channel, self._answer_due(on)
        return self

    def extend(self, day: dt.date, holder: int | None) -> Tale:
        """The head extends the term; `holder`: whose information is needed, which an editorial office need not know.
        Whom no message reaches is told of it the next working day by an officer."""
        assert self.due is not None
        due = self.cast.calendar.previous_working(self._norm("extension", day).ends(self.due, self.cast.calendar).day)
        given = {"holder": holder} if holder is not None else {}
        on = self._step("extend", day, self._who(day, "head"), due_on=due, reason=self._says("extend"), **given)
        self.due = due
        if self.channel in BY_HAND:
            told = self.working(on, 1)
            self._step("tell_extension", told, self._who(told))
        return self

    def decide(self, day: dt.date, *, sign: bool = True, anew: bool = False) -> Tale:
        """Drafted the working day before, signed by the head."""
        decided = {number: self.story.decisions[number - 1] for number in self.here}
        if anew:
            decided = {number: Decided(GRANTED, self.story.anew) for number in self.here}
            whole = tuple(decided.get(n, one) for n, one in enumerate(self.story.decisions, start=1))
            self.story = replace(self.story, decisions=whole)
        drafted = self.cast.calendar.previous_working(day - dt.timedelta(days=1))
        self._step("draft_answer", drafted, self._who(drafted), decisions=decided)
        if sign:
            self._step("sign_answer", day, self._who(day, "head"))
        return self

    def publish(self, day: dt.date) -> Tale:
        """An officer publishes the checked copies."""
        if self.track != "open":
            return self
        texts = {(Part.TITLE.value, 0): self.story.title}
        texts |= {(Part.POINT.value, number): text for number, text in enumerate(self.story.points, start=1)}
        for number in self.here:
            one = self.story.decisions[number - 1]
            texts[Part.ANSWER.value, number] = one.text
            parts = ((Part.SEVERED, one.severed), (Part.HARM, one.harm), (Part.WHOLE, one.whole))
            texts |= {(part.value, number): text for part, text in parts if text}
        self._step("publish", day, self._who(day), texts=texts)
        return self

    def rate(self, day: dt.date, score: int) -> Tale:
        """The person rates."""
        self._step("rate", day, self.asker_id, hour=self.rng.uniform(8, 22), score=score, resolved=score > 2)
        return self

    def complain(self, day: dt.date, *, silence: bool = False) -> Tale:
        """The person complains of silence or of the decision."""
        reason = self._says("complain_silence" if silence else "complain")
        self._step("complain", day, self.asker_id, hour=self.rng.uniform(8, 22), reason=reason)
        return self

    def heard(self, day: dt.date, *, overturn: bool) -> Tale:
        """The body passes the complaint on, the superior authority decides."""
        passed = self.cast.calendar.previous_working(day - dt.timedelta(days=2))
        self._step("pass_on", passed, self._who(passed), reason=self._says("pass_on"))
        verb = "overturn" if overturn else "let_stand"
        self._step(verb, day, self.cast.supervisor(day, self.rng), reason=self._says(verb))
        return self

    def granted_by_head(self, day: dt.date) -> Tale:
        """The head grants the complaint without waiting for the superior authority."""
        self._step("grant_complaint", day, self._who(day, "head"), reason=self._says("grant"))
        return self

    def court(self, day: dt.date) -> Tale:
        """The person notes that the matter went to court."""
        self._step("note_court", day, self.asker_id, hour=self.rng.uniform(8, 22), note="")
        return self

    def judged(self, day: dt.date, *, must_answer: bool) -> Tale:
        """The supervisor notes what the court decided."""
        by = self.cast.supervisor(day, self.rng)
        self._step("note_judgment", day, by, must_answer=must_answer, reason=self._says("judgment"))
        return self

    def opened(self, day: dt.date) -> Tale:
        """The person lets be published what was private."""
        self._step("make_public", day, self.asker_id, hour=self.rng.uniform(8, 22))
        self.track = "open"
        return self

    def information(self, day: dt.date, link: str) -> Tale:
        """An officer names where the information stands that was asked for repeatedly."""
        self._step("publish_information", day, self._who(day), link=link)
        return self

    def withdraw(self, day: dt.date) -> Tale:
        """The person takes the request back."""
        self._step("withdraw", day, self.asker_id, hour=self.rng.uniform(8, 22))
        return self

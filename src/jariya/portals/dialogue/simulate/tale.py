"""One history of a question as steps: when, which verb, by whom, with what. Nothing is read or written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from jariya.kernel.correspondence.models import Part
from jariya.kernel.law.terms import ends_day, received_on
from jariya.portals.dialogue.simulate import stories
from jariya.portals.dialogue.simulate.cast import Cast

HOUR = dt.timedelta(hours=1)


class OverError(Exception):
    """The history has come to `now`; what would follow has not happened yet."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act. `by` None is the system. `points` names of `args` are those of the actions."""

    at: dt.datetime
    verb: str
    by: int | None
    args: Mapping[str, Any] = field(default_factory=dict)


class Tale:
    """Writes the steps of one question. The days given are legal days; hours are drawn by chance within office hours.

    A step never comes before the one written last, nor after `now`: with `strict` it raises `OverError`, else it is
    drawn to `now`.
    """

    def __init__(
        self,
        cast: Cast,
        rng: Random,
        *,
        now: dt.datetime,
        body_id: int,
        asker_id: int,
        text: stories.Text,
        public: bool = True,
        identity: str = "phone",
        strict: bool = False,
    ) -> None:
        self.strict = strict
        self.cast, self.rng, self.now = cast, rng, now
        self.body_id, self.asker_id, self.text = body_id, asker_id, text
        self.public, self.identity = public, identity
        self.steps: list[Step] = []
        self.child: Tale | None = None
        self.here = list(range(1, len(text.points) + 1))
        self.assignee: int | None = None
        self.last: dt.datetime | None = None
        self.due: dt.date | None = None
        self.rate_until: dt.date | None = None

    # Time

    def at(self, day: dt.date, *, hour: float | None = None) -> dt.datetime:
        """A moment on a day, in office hours unless `hour` says another."""
        hour = self.rng.uniform(9.5, 17.5) if hour is None else hour
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=_zone(self.cast))
        moment = (midnight + dt.timedelta(seconds=int(hour * 3600))).astimezone(dt.UTC)
        if self.strict:
            if self.last is not None and moment <= self.last:
                moment = self.last + dt.timedelta(seconds=self.rng.randrange(60, 900))
            if moment > self.now:
                raise OverError
            return moment
        if moment > self.now:
            moment = self.now - dt.timedelta(minutes=5)
        if self.last is not None and moment <= self.last:
            moment = self.last + dt.timedelta(minutes=self.rng.randrange(1, 12) if self.last + HOUR < self.now else 0)
        return max(moment, self.last or moment)

    def working(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th working day after a day; with 0 the day itself, or the next working one."""
        return ends_day(day, count, "working_day", self.cast.calendar)

    def _step(
        self,
        verb: str,
        day: dt.date,
        by: int | None,
        *,
        hour: float | None = None,
        moment: dt.datetime | None = None,
        **args: Any,
    ) -> dt.date:
        moment = moment or self.at(day, hour=hour)
        self.last = moment
        self.steps.append(Step(moment, verb, by, args))
        return self.cast.calendar.legal_day(moment)

    def _norm(self, key: str, day: dt.date) -> dt.date:
        return self.cast.norms.at(day)[key].ends(day, self.cast.calendar).day

    def _officer(self, day: dt.date, kind: str = "officer") -> int | None:
        prefer = self.assignee if kind == "officer" else None
        return self.cast.who(self.body_id, kind, day, self.rng, prefer=prefer)

    # Verbs

    def ask(self, day: dt.date, *, hour: float | None = None, moment: dt.datetime | None = None) -> Tale:
        """The citizen asks, on a day or at a moment."""
        self._step(
            "ask",
            day,
            self.asker_id,
            hour=hour,
            moment=moment,
            body_id=self.body_id,
            title=self.text.title,
            points=list(self.text.points),
            language=self.text.language,
            public=self.public,
            identity=self.identity,
        )
        assert self.last is not None
        registered = received_on(self.last, self.cast.norms, self.cast.calendar)
        self.due = self._norm("question.answer", registered)
        return self

    def accept(self, day: dt.date) -> Tale:
        """An officer of the body accepts."""
        self._step("accept", day, self._officer(day))
        return self

    def assign(self, day: dt.date, to: int | None = None) -> Tale:
        """The head or an officer names who prepares the answer."""
        to = to or self.cast.who(self.body_id, "officer", day, self.rng)
        by = self._officer(day, "deputy") or self._officer(day, "head") or to
        self._step("assign", day, by, to=to)
        self.assignee = to
        return self

    def forward(self, day: dt.date, to_body_id: int) -> Tale:
        """The whole question goes to another body."""
        reason = stories.phrase("forward", self.text.language, self.rng)
        on = self._step("forward", day, self._officer(day), to=to_body_id, reason=reason)
        self.body_id, self.assignee = to_body_id, None
        self.due = self._norm("question.answer", on)
        return self

    def forward_part(self, day: dt.date, to_body_id: int, points: list[int]) -> Tale:
        """Some points go to another body. Returns the history of the part, which begins there."""
        reason = stories.phrase("part", self.text.language, self.rng)
        on = self._step("forward_part", day, self._officer(day), to=to_body_id, points=points, reason=reason)
        self.here = [number for number in self.here if number not in points]
        text = stories.Text(
            self.text.language,
            self.text.title,
            tuple(self.text.points[number - 1] for number in points),
            tuple(self.text.answers[number - 1] for number in points),
        )
        child = Tale(
            self.cast,
            self.rng,
            now=self.now,
            body_id=to_body_id,
            asker_id=self.asker_id,
            text=text,
            public=self.public,
            identity=self.identity,
            strict=self.strict,
        )
        child.last, child.due = self.last, child._norm("question.answer", on)
        self.child = child
        return child

    def extend(self, day: dt.date, due_on: dt.date) -> Tale:
        """The head or deputy extends the term to a day."""
        reason = stories.phrase("extend", self.text.language, self.rng)
        by = self._officer(day, "deputy") or self._officer(day, "head")
        self._step("extend", day, by, due_on=due_on, reason=reason)
        self.due = due_on
        return self

    def draft(self, day: dt.date, *, anew: bool = False) -> Tale:
        """An officer writes the answer; `anew`, another one than before."""
        if anew:
            more = self.rng.choice(stories.book(self.text.language)["answer_details"])
            self.text = replace(self.text, answers=tuple(f"{answer} {more}" for answer in self.text.answers))
        answers = {number: self.text.answers[number - 1] for number in self.here}
        self._step("draft_answer", day, self._officer(day), answers=answers)
        return self

    def send_back(self, day: dt.date) -> Tale:
        """The head returns the draft."""
        reason = stories.phrase("send_back", self.text.language, self.rng)
        self._step("send_back", day, self._officer(day, "head"), reason=reason)
        return self

    def sign(self, day: dt.date, *, delegated: bool = False) -> Tale:
        """The head signs, or the deputy under the published order."""
        since = self.cast.places[self.body_id].delegated_since
        deputy = self._officer(day, "deputy") if delegated and since is not None and since <= day else None
        on = self._step("sign_answer", day, deputy or self._officer(day, "head"))
        if not self.public:
            self.rate_until = self._norm("question.rating", on)
        return self

    def publish(self, day: dt.date) -> Tale:
        """An officer publishes the checked copies."""
        texts = {(Part.TITLE.value, 0): self.text.title}
        for number in range(1, len(self.text.points) + 1):
            texts[(Part.POINT.value, number)] = self.text.points[number - 1]
            if number in self.here:
                texts[(Part.ANSWER.value, number)] = self.text.answers[number - 1]
        on = self._step("publish", day, self._officer(day), texts=texts)
        self.rate_until = self._norm("question.rating", on)
        return self

    def rate(self, day: dt.date, score: int, *, resolved: bool) -> Tale:
        """The asker rates."""
        self._step("rate", day, self.asker_id, hour=self.rng.uniform(8, 22), score=score, resolved=resolved)
        return self

    def complain(self, day: dt.date, *, silence: bool = False) -> Tale:
        """The asker complains of silence or of the answer."""
        kind = "complain_silence" if silence else "complain_answer"
        self._step("complain", day, self.asker_id, reason=stories.phrase(kind, self.text.language, self.rng))
        return self

    def decide_complaint(self, day: dt.date, *, uphold: bool) -> Tale:
        """The supervisor decides on the complaint."""
        verb = "uphold" if uphold else "dismiss"
        by = self.cast.supervisor(day, self.rng)
        self._step(verb, day, by, reason=stories.phrase(verb, self.text.language, self.rng))
        return self

    def withdraw(self, day: dt.date) -> Tale:
        """The asker takes the question back."""
        self._step("withdraw", day, self.asker_id, hour=self.rng.uniform(8, 22))
        return self

    def seal(self, day: dt.date) -> Tale:
        """The supervisor hides the question, with reasons."""
        by = self.cast.supervisor(day, self.rng)
        self._step("seal", day, by, reason=stories.phrase("seal", self.text.language, self.rng))
        return self


def _zone(cast: Cast) -> Any:
    from jariya.kernel.law.calendar import zone

    return zone(cast.calendar.zone)

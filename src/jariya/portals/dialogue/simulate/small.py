"""The small nation: some six score questions shaped by hand, so that a visitor meets every state on the first day.

What still moves, and all that is out of the ordinary, is done through the actions; the quiet past is written in bulk,
as the full nation is, because it would take four fifths of the time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import cycle
from random import Random

from jariya.kernel.correspondence.registration import next_number
from jariya.kernel.law.terms import latest_day
from jariya.kernel.search import actions as index
from jariya.portals.dialogue.simulate import acted, bulk, stories
from jariya.portals.dialogue.simulate.cast import Cast
from jariya.portals.dialogue.simulate.tale import Tale

MINISTRY = "ulgi-ministry"
SYNAQ = "akimat-ulgi-synaq"
WHERE = {
    "roads": ("ulgi-office-roads", "akimat-ulgi-mysal-city"),
    "utilities": ("ulgi-office-utilities", "akimat-ulgi-mysal-city"),
    "water": ("ulgi-water",),
    "education": ("ulgi-office-education", "akimat-ulgi-qiyal"),
    "health": ("ulgi-polyclinic", "ulgi-office-health"),
    "social": (SYNAQ, "akimat-ulgi-mysal-city"),
    "akimat": (SYNAQ, "akimat-ulgi-yertegi", "akim-ulgi-ulgili", "akimat-ulgi-region", "akim-ulgi-qiyaldy"),
    "ministry": (MINISTRY, "ulgi-committee-examples", MINISTRY, "ulgi-committee-trials"),
}
"""Who is asked about what: the first is the competent one."""
FIRST_AGE = 420
"""Days before today on which the oldest question was asked: fourteen months."""


class Small:
    """Shapes the histories; `tales` holds them in the order in which they were thought of."""

    def __init__(self, cast: Cast, *, now: dt.datetime, seed: int, handles: dict[str, int]) -> None:
        self.cast, self.now, self.rng = cast, now, Random(seed)
        self.today = cast.calendar.legal_day(now)
        self.handles = handles
        self.tales: list[Tale] = []
        self._turn = {name: cycle(slugs) for name, slugs in WHERE.items()}
        self._keys = {name: cycle(stories.keys(name)) for name in WHERE}
        self._citizens = {language: cycle(people) for language, people in cast.citizens.items()}

    # Days

    def back(self, count: int, day: dt.date | None = None) -> dt.date:
        """The `count`-th working day before a day (today)."""
        return latest_day(day or self.today, count, "working_day", self.cast.calendar)

    def workday(self) -> dt.date:
        """Today, or the last working day."""
        return self.cast.calendar.previous_working(self.today)

    def due_on(self, day: dt.date) -> dt.date:
        """The day on which a question must have been asked to be due on `day`, by the norm now in force."""
        norm = self.cast.norms.at(self.today)["question.answer"]
        return latest_day(day, norm.count, norm.unit, self.cast.calendar)

    # Questions

    def new(
        self,
        day: dt.date,
        *,
        field: str | None = None,
        body: str | None = None,
        asker: str | None = None,
        language: str | None = None,
        key: str | None = None,
        points: int = 1,
        public: bool = True,
        hour: float | None = None,
    ) -> Tale:
        """A question asked on a day; what is not given is chosen in turn."""
        field = field or self.rng.choice(list(WHERE))
        language = language or ("ru" if self.rng.random() < 0.4 else "kk")
        slug = body or next(self._turn[field])
        text = stories.tell(
            key or next(self._keys[field]), language, self.rng, points=points, longer=self.rng.choice((0, 1, 1, 2, 4))
        )
        tale = Tale(
            self.cast,
            self.rng,
            now=self.now,
            body_id=self.cast.by_slug(slug).id,
            asker_id=self.handles[asker] if asker else next(self._citizens[language]),
            text=text,
            public=public,
            identity="email" if asker == "demo-citizen-2" else "phone",
        )
        self.tales.append(tale)
        return tale.ask(day, hour=hour)

    def answered(self, tale: Tale, day: dt.date, speed: int, *, delegated: bool = False) -> dt.date:
        """Taken on, drafted and signed `speed` working days after the question; returns the day."""
        tale.accept(tale.working(day, 1)).assign(tale.working(day, min(2, speed)))
        tale.draft(tale.working(day, max(speed - 1, 1)))
        signed = tale.working(day, speed)
        tale.sign(signed, delegated=delegated)
        return signed

    def published(self, tale: Tale, day: dt.date, speed: int, *, delegated: bool = False) -> dt.date:
        """Answered, and published the next working day."""
        signed = self.answered(tale, day, speed, delegated=delegated)
        on = tale.working(signed, 1 if self.rng.random() < 0.6 else 0)
        tale.publish(on)
        return on

    def shape(self) -> tuple[list[Tale], list[Tale]]:
        """All histories: the quiet past, and what still moves or is out of the ordinary."""
        self.past()
        past, self.tales = self.tales, []
        for part in (self.recent, self.endings, self.desk, self.citizens, self.forwarded, self.complaints):
            part()
        return past, self.tales

    def past(self) -> None:
        """Fourteen months of answered questions: most in time, some late, some rated, some private."""
        speeds = cycle((6, 9, 11, 13, 14, 15, 8, 12, 19, 10, 14, 26, 7, 13, 15, 5))
        scores = cycle(((5, True), None, (4, True), (2, False), None, (5, True), (3, True), None, (1, False), None))
        fields = cycle(WHERE)
        for number in range(62):
            day = self.today - dt.timedelta(days=FIRST_AGE - number * 6 + self.rng.randrange(4))
            private = number % 11 == 7
            hour = 21.5 if number % 5 == 3 else None
            points = 2 if number % 4 == 0 else 1
            tale = self.new(day, field=next(fields), points=points, public=not private, hour=hour)
            speed = next(speeds)
            if private:
                on = self.answered(tale, day, speed)
            else:
                on = self.published(tale, day, speed, delegated=number % 3 == 1)
            rated = next(scores)
            if rated:
                tale.rate(on + dt.timedelta(days=self.rng.randrange(1, 12)), rated[0], resolved=rated[1])

    def recent(self) -> None:
        """Answers of the last two weeks: waiting for a rating, and one rated today."""
        for number, speed in enumerate((12, 14, 9, 18, 11, 15)):
            day = self.back(speed + 1 + number)
            tale = self.new(day, field=list(WHERE)[number], points=1 + number % 2)
            self.published(tale, day, speed, delegated=number % 2 == 0)
            if number == 0:
                tale.rate(self.today, 5, resolved=True)

    def endings(self) -> None:
        """Withdrawn, sealed, extended, sent back: one or two of each."""
        for age in (190, 64, 20):
            day = self.today - dt.timedelta(days=age)
            self.new(day).withdraw(day + dt.timedelta(days=2))
        sealed = self.new(self.back(60), field="social", language="ru")
        self.published(sealed, self.back(60), 12)
        sealed.seal(self.back(44))
        for age, more in ((150, 25), (80, 15)):
            day = self.back(age)
            tale = self.new(day, field="roads", points=2)
            tale.accept(tale.working(day, 1)).assign(tale.working(day, 2))
            assert tale.due is not None
            tale.extend(tale.working(day, 12), tale.working(tale.due, more))
            tale.draft(tale.working(day, 14 + more)).sign(tale.working(day, 15 + more))
            tale.publish(tale.working(day, 16 + more))
        again = self.new(self.back(30), field="education")
        again.accept(self.back(29)).assign(self.back(28)).draft(self.back(22)).send_back(self.back(21))
        again.draft(self.back(18)).sign(self.back(17)).publish(self.back(16))

    def desk(self) -> None:
        """What the officials of the ministry and of a district find today: late, due today, soon, new, to be signed."""
        target = self.cast.calendar.next_working(self.today)
        officers = [self.handles["demo-officer-1"], self.handles["demo-officer-2"]]
        for number, late in enumerate((2, 6, 17)):
            day = self.due_on(self.back(late))
            self.new(day, field="ministry", body=MINISTRY, points=1 + number % 2).accept(self.back(late + 12)).assign(
                self.back(late + 11), officers[number % 2]
            )
        for number in range(3):
            day = self.due_on(target)
            tale = self.new(day, field="ministry", body=MINISTRY).accept(tale_day(self, day, 1))
            tale.assign(tale_day(self, day, 2), officers[number % 2])
            if number:
                tale.draft(self.back(number))
        for ahead in (1, 2, 3, 5, 8, 11):
            due = self.cast.calendar.next_working(target + dt.timedelta(days=ahead))
            day = self.due_on(due)
            tale = self.new(day, field="ministry", body=MINISTRY, points=1 + ahead % 2).accept(tale_day(self, day, 1))
            if ahead % 2:
                tale.assign(tale_day(self, day, 2), officers[ahead % 3 % 2])
        for days in (0, 1, 1, 2):
            day = self.back(days) if days else self.workday()
            self.new(day, field="ministry", body=MINISTRY, hour=20.5 if days == 2 else 8.2)
        day = self.due_on(self.back(4))
        self.new(day, field="social", body=SYNAQ).accept(tale_day(self, day, 2))
        self.new(self.due_on(target), field="akimat", body=SYNAQ).accept(tale_day(self, self.due_on(target), 1))
        self.new(self.back(1), field="social", body=SYNAQ)
        for number, speed in enumerate((12, 10, 14)):
            # Signed, not yet published: the shortest duty of all.
            day = self.back(speed + number // 2)
            self.answered(self.new(day, field="ministry", body=(MINISTRY, SYNAQ, MINISTRY)[number]), day, speed)
        for days, name in (
            (3, "water"),
            (5, "education"),
            (7, "health"),
            (9, "utilities"),
            (12, "roads"),
            (2, "akimat"),
        ):
            tale = self.new(self.back(days), field=name)
            if days > 2:
                tale.accept(self.back(days - 1))
            if days > 6:
                tale.assign(self.back(days - 2)).draft(self.back(1))

    def citizens(self) -> None:
        """What the demonstration's citizens find: running, waiting for a rating, late, rated, private, withdrawn."""
        one, two, three = "demo-citizen-1", "demo-citizen-2", "demo-citizen-3"
        day = self.back(8)
        self.new(
            day, body=MINISTRY, field="ministry", asker=one, language="kk", key="internet-village", points=2
        ).accept(self.back(7)).assign(self.back(6), self.handles["demo-officer-1"])
        self.published(self.new(self.back(12), asker=one, language="kk", key="kindergarten-queue", field="education",
                                points=2), self.back(12), 9)  # fmt: skip
        old = self.new(self.back(70), asker=one, language="kk", key="street-light", field="utilities")
        on = self.published(old, self.back(70), 11)
        old.rate(on + dt.timedelta(days=3), 4, resolved=True)
        late = self.new(self.due_on(self.back(5)), asker=two, language="ru", key="heating-flat", field="utilities",
                        body="ulgi-office-utilities")  # fmt: skip
        late.accept(self.back(17))
        self.new(self.back(3), asker=two, language="ru", key="service-refusal", field="ministry", body=MINISTRY)
        private = self.new(self.back(40), asker=two, language="ru", key="social-benefit", field="social", public=False)
        on = self.answered(private, self.back(40), 10)
        private.rate(on + dt.timedelta(days=1), 5, resolved=True)
        self.new(self.due_on(self.back(3)), asker=three, language="kk", key="social-benefit", field="social",
                 body=SYNAQ).accept(self.back(15))  # fmt: skip
        self.published(self.new(self.back(14), asker=three, language="kk", key="school-bus", field="education"),
                       self.back(14), 11, delegated=True)  # fmt: skip
        day = self.back(33)
        self.new(day, asker=three, language="kk", key="bus-route", field="roads").withdraw(day + dt.timedelta(days=1))

    def forwarded(self) -> None:
        """Sent on whole (one twice), and in part; done and running."""
        ministry, synaq = self.cast.by_slug(MINISTRY).id, self.cast.by_slug(SYNAQ).id
        region = self.cast.by_slug("akimat-ulgi-region").id
        for age, key, language, done in (
            (110, "drain-flood", "kk", True),
            (75, "land-queue", "ru", True),
            (13, "stray-dogs", "kk", False),
        ):
            tale = self.new(self.back(age), body=MINISTRY, field="akimat", key=key, language=language)
            tale.forward(self.back(age - 2), synaq).accept(self.back(age - 4))
            if done:
                tale.assign(self.back(age - 5)).draft(self.back(age - 11)).sign(self.back(age - 12))
                tale.publish(self.back(age - 13))
        twice = self.new(self.back(11), body="akimat-ulgi-mysal-city", field="roads", key="crosswalk", language="ru")
        twice.forward(self.back(10), region).forward(self.back(8), self.cast.by_slug("ulgi-office-roads").id)
        twice.accept(self.back(7))
        for age, key, to, done in (
            (90, "land-queue", region, True),
            (10, "water-schedule", ministry, False),
            (6, "road-holes", region, False),
        ):
            slug = SYNAQ if key != "water-schedule" else "ulgi-water"
            tale = self.new(self.back(age), body=slug, field="akimat", key=key, language="kk", points=2)
            tale.accept(self.back(age - 1))
            part = tale.forward_part(self.back(age - 1), to, [2])
            part.accept(self.back(age - 3))
            if done:
                for one in (tale, part):
                    one.draft(self.back(age - 9)).sign(self.back(age - 10)).publish(self.back(age - 11))

    def complaints(self) -> None:
        """Of silence and of an answer: open, upheld (answered anew), dismissed."""
        silent = self.new(self.due_on(self.back(9)), body=SYNAQ, field="akimat", key="sports-ground", language="kk")
        silent.complain(self.back(4), silence=True)
        for age, key, upheld in ((66, "clinic-queue", True), (58, "water-bill", False), (26, "yard-garbage", None)):
            day = self.back(age)
            tale = self.new(day, key=key, field=stories.book("kk")["by_key"][key]["field"])
            on = self.published(tale, day, 13)
            tale.complain(on + dt.timedelta(days=4))
            if upheld is None:
                continue
            decided = tale.working(on, 9)
            tale.decide_complaint(decided, uphold=upheld)
            if upheld:
                tale.assignee = None
                tale.assign(tale.working(decided, 1)).draft(tale.working(decided, 6), anew=True).sign(
                    tale.working(decided, 7)
                )
                tale.publish(tale.working(decided, 8))
                tale.rate(tale.working(decided, 10), 4, resolved=True)


def tale_day(small: Small, day: dt.date, count: int) -> dt.date:
    """The `count`-th working day after a day."""
    return small.tales[-1].working(day, count)


def make(
    cast: Cast,
    *,
    now: dt.datetime,
    seed: int,
    handles: dict[str, int],
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Shape the small nation's questions and do them, in the caller's transaction. Returns how many were asked.

    Args:
        handles: person ids of the demonstration's people by handle.
        now: today of the nation; nothing happens after it.
    """
    past, tales = Small(cast, now=now, seed=seed, handles=handles).shape()
    ledger = bulk.Ledger(cast, now=now, seed=seed, number=next_number)
    for tale in past:
        ledger.perform(tale)
    ledger.rows.write()
    index.bulk_put(ledger.documents)
    return len(past) + len(acted.perform(tales, progress=progress))

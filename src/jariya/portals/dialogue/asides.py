"""What a question's page says of its side paths: whose head it waits for, what it was merged with, why it came back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jariya.kernel.bodies.models import Holding, PostKind
from jariya.kernel.correspondence.models import Part, Wording
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.models import Case, Event
from jariya.portals.dialogue.alike.shingles import likeness, shingles
from jariya.portals.dialogue.guards import RETURN_GROUND

COMPARED = 300
"""Open questions of a body that a new one is compared with."""
ALIKE = 0.2
"""Share of common runs of words from which an official is shown a number; the official decides."""


@dataclass(frozen=True)
class Ground:
    """A ground of returning, as its norm words it."""

    key: str
    title: str


def return_grounds(day: dt.date, lang: str) -> list[Ground]:
    """The grounds in force on a day, in the order of their keys."""
    law = norms_now().at(day)
    keys = [key for key in law.norms.keys if key.startswith(RETURN_GROUND) and key in law]
    return [Ground(key, law[key].title[lang]) for key in keys]


@dataclass(frozen=True)
class Asides:
    """What stands beside a question.

    `then`, `now`: who headed the body when it was asked, and who does today (on the day it closed); `into`: the public
    number of the question it was merged with; `same`: how many others were merged with this one; `ground`: key of the
    norm on which it was returned.
    """

    then: Holding | None
    now: Holding | None
    into: str | None
    same: int
    ground: str | None

    @property
    def head_changed(self) -> bool:
        """Whether the head is another one than on the day of asking."""
        return (self.then.pk if self.then else None) != (self.now.pk if self.now else None)


def asides_of(case: Case, *, today: dt.date, own: bool = False) -> Asides:
    """What stands beside a question; at most four queries.

    Args:
        own: the reader is a party; the number of a question that is not public is shown to nobody else.
    """
    rows = list(Holding.objects.filter(post__body_id=case.body_id, post__kind=PostKind.HEAD))

    def on(day: dt.date) -> Holding | None:
        return next(
            (row for row in rows if (not row.since or row.since <= day) and (not row.until or row.until >= day)), None
        )

    into = Case.objects.public().filter(pk=case.merged_into_id).first() if case.merged_into_id else None
    ground = None
    if case.state == "returned":
        events = Event.objects.filter(case=case, kind="returned").order_by("-pk")
        ground = next((str(event.codes.get("ground", "")) for event in events[:1]), None)
    return Asides(
        then=on(case.opened_on),
        now=on(case.closed_on or today),
        into=into.public_id if into else None,
        same=Case.objects.filter(merged_into=case).count(),
        ground=ground,
    )


def like_open(case: Case, *, limit: int = 3) -> list[Case]:
    """Public open questions of the same body and language most like this one, for the official who may merge them."""
    others = Case.objects.public().open().filter(kind="question", body_id=case.body_id, language=case.language)
    found = list(others.exclude(pk=case.pk).exclude(state__in=["merged", "returned"]).order_by("-pk")[:COMPARED])
    texts: dict[int, list[str]] = {}
    wanted = [case.pk, *(row.pk for row in found)]
    rows = Wording.objects.filter(case_id__in=wanted, part__in=[Part.TITLE, Part.POINT]).order_by("version")
    for case_id, text in rows.values_list("case_id", "text"):
        texts.setdefault(case_id, []).append(text)
    own = shingles(" ".join(texts.get(case.pk, [])), size=2)
    scored = [(likeness(own, shingles(" ".join(texts.get(row.pk, [])), size=2)), row) for row in found]
    near = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1].pk))
    return [row for _score, row in near[:limit]]

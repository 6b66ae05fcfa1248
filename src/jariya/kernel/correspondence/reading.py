"""One letter as one reader may see it: texts in the copy that is theirs, the timeline, terms that explain themselves.

Portals build on it; who may see a case at all is theirs to say, before this is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jariya.kernel.correspondence.models import Answer, Forwarding, Letter, Part, Point, Rating, Wording
from jariya.kernel.files.queries import FileView
from jariya.kernel.files.queries import of as files_of
from jariya.kernel.law.dates import say_day
from jariya.kernel.law.explain import explain
from jariya.kernel.law.queries import calendar_of_edition, norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.people.models import Person

ANSWER = "answer"
"""Role of files that belong to an answer; every other came with the letter."""
DRAFTED = frozenset({Part.ANSWER, Part.SEVERED, Part.HARM, Part.WHOLE})
"""Texts of officials that nobody else reads before they are signed."""


@dataclass(frozen=True)
class PointView:
    """A numbered point as this reader may see it. Texts are None where no public copy exists yet."""

    number: int
    text: str | None
    answer: str | None
    moved_to: str | None


@dataclass(frozen=True)
class TermView:
    """A term with its state and the sentences that explain its due day."""

    kind: str
    title: str
    due_on: dt.date
    started_on: dt.date
    state: str
    days_left: int
    days_late: int
    met_on: dt.date | None
    extended: bool
    steps: list[str]
    norm_key: str
    confirmed: bool
    body_id: int
    trace: Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """All that the page and the API show of one letter to one reader."""

    case: Case
    letter: Letter
    party: bool
    title: str | None
    points: list[PointView]
    timeline: list[Said]
    terms: list[TermView]
    answer: Answer | None
    rating: Rating | None
    reasons: list[str] = field(default_factory=list)
    drafted: list[tuple[int, str]] = field(default_factory=list)
    """The unsigned answer, for officials alone."""
    hops: list[Forwarding] = field(default_factory=list)
    texts: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """Every text this reader may see, by part and number."""
    files: list[FileView] = field(default_factory=list)
    """Files this reader may know of."""

    @property
    def letter_files(self) -> list[FileView]:
        """Files that came with the letter."""
        return [row for row in self.files if row.role != ANSWER]

    @property
    def answer_files(self) -> list[FileView]:
        """Documents of the answer."""
        return [row for row in self.files if row.role == ANSWER]

    @property
    def state(self) -> Any:
        """The state as the lifecycle table words it."""
        return lifecycle(self.case.kind).state(self.case.state)

    @property
    def term(self) -> TermView | None:
        """The term for the answer: the running one, else the last."""
        answers = [term for term in self.terms if term.kind == "answer"]
        return next(
            (term for term in answers if term.state not in {"met", "cancelled"}), answers[-1] if answers else None
        )


def read(
    case: Case,
    *,
    party: bool,
    official: bool = False,
    person: Person | None = None,
    today: dt.date | None = None,
    lang: str | None = None,
) -> Reading:
    """Read a letter for one reader.

    Args:
        party: the reader is the asker, or an official who works on the case: the parties' copy.
        official: the reader is such an official: unsigned drafts as well.
        person: who reads, for the files; None is the public.
        today: on which the terms are looked at; today without it.
        lang: of the sentences; the active language without it.
    """
    lang = lang or translation.get_language() or "kk"
    today = today or legal_day(timezone.now())
    answer = Answer.objects.filter(case=case).select_related("signer_post", "delegation").first()
    by_place: dict[tuple[str, int], Wording] = {}
    drafts: dict[int, Wording] = {}
    for row in Wording.objects.filter(case=case).order_by("part", "number", "version"):
        if row.part in DRAFTED:
            if row.part == Part.ANSWER:
                drafts[row.number] = row
            if answer is None or row.at > answer.signed_at:
                continue  # not signed: nobody but officials reads it
        by_place[(row.part, row.number)] = row

    def text(part: str, number: int) -> str | None:
        row = by_place.get((part, number))
        if row is None or (not party and row.public_text is None):
            return None
        return row.text if party else row.public_text

    answer_shown = answer is not None and (party or answer.published_at is not None)
    points = [
        PointView(
            point.number,
            text(Part.POINT, point.number),
            text(Part.ANSWER, point.number) if answer_shown else None,
            point.moved_to.public_id if point.moved_to and (party or is_public(point.moved_to)) else None,
        )
        for point in Point.objects.filter(case=case).select_related("moved_to")
    ]
    events = Event.objects.timeline(case.pk, public_only=not party).select_related("case")
    reasons = [row.text for place, row in sorted(by_place.items()) if place[0] == Part.REASON] if party else []
    return Reading(
        case=case,
        letter=case.letter,
        party=party,
        title=text(Part.TITLE, 0),
        points=points,
        timeline=say(events, lang),
        terms=terms_of(case, today=today, lang=lang, party=party),
        answer=answer if answer_shown else None,
        rating=Rating.objects.filter(case=case).first(),
        reasons=reasons,
        drafted=[(number, row.text) for number, row in sorted(drafts.items())] if official else [],
        files=files_of(case, person if party else None, day=today),
        texts={place: shown for place in by_place if (shown := text(*place)) is not None},
        hops=list(Forwarding.objects.filter(case=case).select_related("from_body", "to_body", "reason").order_by("id")),
    )


def is_public(case: Case) -> bool:
    """Whether strangers may know the case; the number of any other is shown to none of them."""
    return case.visibility == "public" and not case.sealed


def terms_of(case: Case, *, today: dt.date, lang: str, party: bool = False) -> list[TermView]:
    """The terms of a case, each explaining its due day from the norm and the calendar edition it was counted with."""
    rows = Obligation.objects.filter(case=case).order_by("id")
    if not party:
        rows = rows.filter(public=True)
    table = lifecycle(case.kind).terms()
    found = list(rows)
    norms = norms_now()
    calendars = {number: calendar_of_edition(number) for number in {row.edition for row in found}}
    return [_term(row, table, norms, calendars[row.edition], today, lang) for row in found]


def _term(row: Obligation, table: Mapping[str, Any], norms: Any, calendar: Any, today: dt.date, lang: str) -> TermView:
    norm = norms.at(row.started_on)[row.norm_key]
    due = norm.ends(row.started_on, calendar)
    if row.cancelled_on:
        state = "cancelled"
    elif row.met_on:
        state = "met"
    elif today > row.due_on:
        state = "late"
    else:
        state = "soon" if calendar.working_between(today, row.due_on) <= 3 else "running"
    left = calendar.working_between(today, row.due_on) if state in {"running", "soon"} else 0
    late = calendar.working_between(row.due_on, row.met_on or today) if row.days_late(today) else 0
    return TermView(
        kind=row.kind,
        title=str(table[row.kind].title) if row.kind in table else row.kind,
        due_on=row.due_on,
        started_on=row.started_on,
        state=state,
        days_left=left,
        days_late=late,
        met_on=row.met_on,
        extended=row.extended_to is not None,
        steps=[*explain(due, lang), *_extension(row, lang)],
        norm_key=row.norm_key,
        confirmed=norm.confirmed,
        body_id=row.body_id,
        trace=due.trace,
    )


def _extension(row: Obligation, lang: str) -> list[str]:
    """The last step of an explanation where a decision moved the day."""
    if row.extended_to is None:
        return []
    day = say_day(row.due_on, lang)
    return [
        _("Extended once by a reasoned decision of the head or deputy. The answer is due on: %(day)s.") % {"day": day}
    ]

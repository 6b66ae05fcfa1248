"""What pages, API, feeds and exports read of questions. Each begins at `visible_to(person)`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from jariya.kernel.correspondence import wordings
from jariya.kernel.correspondence.models import Answer, Forwarding, Letter, Part, Point, Rating, Wording
from jariya.kernel.law.dates import say_day
from jariya.kernel.law.explain import explain
from jariya.kernel.law.queries import calendar_of_edition, norms_now
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.people.models import Person
from jariya.portals.dialogue.models import Question

PAGE = 20


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
class QuestionView:
    """All that the page and the API show of one question to one reader."""

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


def questions() -> Any:
    """Questions with what every list shows of them."""
    return Question.objects.select_related("case", "case__body", "case__letter")


def public_list(
    *, body_id: int | None = None, after: str | None = None, limit: int = PAGE
) -> tuple[list[Question], str | None]:
    """Published questions, newest first, keyset-paged.

    Returns:
        The rows, and the key of the next page or None.
    """
    rows = questions().visible_to(None).filter(published_on__isnull=False)
    if body_id is not None:
        rows = rows.filter(case__body_id=body_id)
    if (key := _key(after)) is not None:
        day, pk = key
        rows = rows.filter(published_on__lte=day).exclude(published_on=day, case_id__gte=pk)
    found = list(rows.order_by("-published_on", "-case_id")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    last = found[-1] if more else None
    return found, f"{last.published_on.isoformat()}_{last.case.public_id}" if last else None


def _key(after: str | None) -> tuple[dt.date, int] | None:
    if not after:
        return None
    day, _sep, public_id = after.partition("_")
    try:
        pk = Case.objects.filter(public_id=ids.normal(public_id) or "").values_list("pk", flat=True).first()
        return (dt.date.fromisoformat(day), pk) if pk else None
    except ValueError:
        return None


def mine(person: Person, *, after: int | None = None, limit: int = PAGE) -> list[Case]:
    """A citizen's own cases, newest first."""
    rows = Case.objects.filter(person=person).select_related("body", "letter", "question")
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-pk")[: limit + 1])


def find(public_id: str, *, person: Person | None, official: bool = False) -> QuestionView | None:
    """One question as `person` may see it; None when there is none or it is not theirs to see.

    Args:
        official: the caller has proved that `person` works on the case (the desk); sees the parties' copy.
    """
    canonical = ids.normal(public_id)
    if canonical is None:
        return None
    rows = questions().filter(case__public_id=canonical)
    rows = rows if official else rows.visible_to(person)
    question = rows.select_related("case__person", "case__parent", "case__region").first()
    if question is None:
        return None
    party = official or (person is not None and question.case.person_id == person.pk)
    return _view(question.case, party=party, official=official)


def _view(
    case: Case, *, party: bool, official: bool = False, today: dt.date | None = None, lang: str | None = None
) -> QuestionView:
    from django.utils import timezone, translation

    lang = lang or translation.get_language() or "kk"
    today = today or legal_day(timezone.now())
    answer = Answer.objects.filter(case=case).select_related("signer_post", "delegation").first()
    by_place: dict[tuple[str, int], Wording] = {}
    drafts: dict[int, Wording] = {}
    for row in Wording.objects.filter(case=case).order_by("part", "number", "version"):
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
            point.moved_to.public_id if point.moved_to and (party or _is_public(point.moved_to)) else None,
        )
        for point in Point.objects.filter(case=case).select_related("moved_to")
    ]
    events = Event.objects.timeline(case.pk, public_only=not party).select_related("case")
    reasons = [row.text for place, row in sorted(by_place.items()) if place[0] == Part.REASON] if party else []
    return QuestionView(
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
        hops=list(Forwarding.objects.filter(case=case).select_related("from_body", "to_body", "reason").order_by("id")),
    )


def _is_public(case: Case) -> bool:
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


def wording_title(case: Case, *, party: bool) -> str | None:
    """Title of a case for a list."""
    return wordings.title(case, public=not party)

"""What pages, API, feeds and exports read of requests. Each begins at `visible_to(person)`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils import timezone, translation

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.models import Forwarding, Wording
from jariya.kernel.correspondence.reading import Reading, read
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.paging import newest
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.people.models import Person
from jariya.kernel.search.queries import search
from jariya.portals.requests import facets, media
from jariya.portals.requests.decisions import may_be_restricted
from jariya.portals.requests.indexing import tags
from jariya.portals.requests.lifecycle import KIND
from jariya.portals.requests.models import Batch, Court, Decision, Information, Kind, LinkState, Request

PAGE = 20


@dataclass(frozen=True)
class DecisionView:
    """The decision on one point as one reader may see it. Texts are None where no public copy exists."""

    number: int
    round: int
    outcome: str
    title: str
    ground: str
    ground_title: str
    severed: str | None
    harm: str | None
    whole: str | None
    link: str
    link_state: str
    other_way: bool
    signed: bool

    @property
    def link_opens(self) -> bool:
        """Whether the address was found to open when it was last looked at."""
        return self.link_state == LinkState.WORKS


@dataclass(frozen=True)
class RequestView(Reading):
    """A request as one reader may see it."""

    request: Request = field(default_factory=Request)
    decisions: list[DecisionView] = field(default_factory=list)
    """Of the last answer this reader may see."""
    fallen: list[DecisionView] = field(default_factory=list)
    """Of the answers before it, which a complaint or a court overturned."""
    drafted_decisions: list[DecisionView] = field(default_factory=list)
    """Not signed yet: for officials alone."""
    court_note: str | None = None
    subject_title: str = ""
    may_not_refuse: bool = False
    """The law does not allow a refusal on its subject."""
    office_name: str = ""
    parts: list[Forwarding] = field(default_factory=list)

    @property
    def media(self) -> bool:
        """Whether it runs on the norms for editorial offices."""
        return self.request.kind == Kind.MEDIA

    @property
    def outcome_title(self) -> str:
        """The last decision in words; empty before the first."""
        return str(lifecycle(KIND).state(self.request.outcome).title) if self.request.outcome else ""

    def decision(self, number: int) -> DecisionView | None:
        """The decision on a point."""
        return next((row for row in self.decisions if row.number == number), None)


def requests() -> Any:
    """Requests with what every list shows of them."""
    return Request.objects.select_related("case", "case__body", "case__letter")


@dataclass(frozen=True)
class Wish:
    """What of the published requests is asked for; empty means all. `subject` and `ground`: last words of norms."""

    words: str = ""
    body: Body | None = None
    region_id: int | None = None
    subject: str = ""
    outcome: str = ""
    ground: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Listed:
    """A page of the public list. `also_in`: how many a search found in other languages."""

    rows: list[Request]
    following: str | None = None
    also_in: Mapping[str, Any] = field(default_factory=dict)


def public_list(wish: Wish | None = None, *, after: str | None = None, limit: int = PAGE) -> Listed:
    """Published requests, newest first; with words, the best first. Keyset-paged either way."""
    wish = wish or Wish()
    if wish.words.strip():
        return _found(wish, after, limit)
    rows = _narrowed(requests().visible_to(None).filter(published_on__isnull=False), wish)
    return Listed(*newest(rows, after=after, limit=limit))


def _narrowed(rows: Any, wish: Wish) -> Any:
    if wish.body is not None:
        rows = rows.filter(body=wish.body)
    if wish.region_id is not None:
        rows = rows.filter(region_id=wish.region_id)
    if wish.subject:
        rows = rows.filter(subject=wish.subject)
    if wish.outcome:
        rows = rows.filter(outcome=wish.outcome)
    if wish.ground:
        rows = rows.filter(grounds__contains=[wish.ground])
    if wish.year is not None:
        rows = rows.filter(published_on__range=(dt.date(wish.year, 1, 1), dt.date(wish.year, 12, 31)))
    return rows


def _found(wish: Wish, after: str | None, limit: int) -> Listed:
    """By words: what the index holds in the reader's language, the best first; facts narrow it there."""
    lang = translation.get_language() or "kk"
    result = search(
        wish.words,
        lang="kk" if lang == "en" else lang,
        kind=KIND,
        body=wish.body.pk if wish.body else None,
        region=wish.region_id,
        tags=tags(wish.subject, wish.outcome, [wish.ground] if wish.ground else []),
        year=wish.year,
        after=after,
        limit=limit,
    )
    order = {int(row.ref.partition(":")[2]): place for place, row in enumerate(result.rows)}
    rows = requests().visible_to(None).filter(published_on__isnull=False, case_id__in=order)
    return Listed(sorted(rows, key=lambda row: order[row.case_id]), result.next, dict(result.also_in))


def find(public_id: str, *, person: Person | None, official: bool = False) -> RequestView | None:
    """One request as `person` may see it; None when there is none or it is not theirs to see.

    Args:
        official: the caller has proved that `person` works on the case (the desk); sees the parties' copy.
    """
    canonical = ids.normal(public_id)
    if canonical is None:
        return None
    rows = requests().filter(case__public_id=canonical)
    rows = rows if official else rows.visible_to(person)
    row = rows.select_related(
        "case__person", "case__parent", "case__region", "case__assignee", "information", "batch"
    ).first()
    if row is None:
        return None
    party = official or (person is not None and row.case.person_id == person.pk)
    return _view(row, person=person, party=party, official=official)


def _view(request: Request, *, person: Person | None, party: bool, official: bool) -> RequestView:
    lang = translation.get_language() or "kk"
    base = read(request.case, party=party, official=official, person=person, lang=lang)
    rows = Decision.objects.filter(case=request.case).select_related("severed", "harm", "whole")
    grounds = facets.ground_titles(lang)
    views = [_decision(row, grounds, party) for row in rows]
    shown = [row for row in views if row.signed] if base.answer is not None else []
    court = Court.objects.filter(case=request.case).select_related("note").first() if party else None
    terms = base.terms if official else [term for term in base.terms if term.kind != "refusal_notice" or term.met_on]
    values = {one.name: getattr(base, one.name) for one in fields(Reading)} | {"terms": terms}
    return RequestView(
        **values,
        request=request,
        decisions=[row for row in shown if row.round == request.rounds],
        fallen=[row for row in shown if row.round < request.rounds],
        drafted_decisions=[row for row in views if not row.signed] if official else [],
        court_note=court.note.text if court and court.note else None,
        may_not_refuse=not may_be_restricted(request.subject, law_now().norms.at(legal_day(timezone.now()))),
        subject_title=facets.subject_title(request.subject, lang),
        office_name=media.name_of(request.office),
        parts=[row for row in base.hops if row.child_id],
    )


def _decision(row: Decision, grounds: Mapping[str, str], party: bool) -> DecisionView:
    def text(wording: Wording | None) -> str | None:
        if wording is None:
            return None
        return wording.text if party else wording.public_text

    return DecisionView(
        number=row.number,
        round=row.round,
        outcome=row.outcome,
        title=str(lifecycle(KIND).state(row.outcome).title),
        ground=row.ground,
        ground_title=grounds.get(row.ground, row.ground),
        severed=text(row.severed),
        harm=text(row.harm),
        whole=text(row.whole),
        link=row.link,
        link_state=row.link_state,
        other_way=row.other_way,
        signed=row.signed_at is not None,
    )


@dataclass(frozen=True)
class BatchView:
    """One text at many bodies. `rows`: the cases this reader may see; `hidden`: how many more there are."""

    batch: Batch
    own: bool
    rows: list[Request]
    hidden: int
    title: str

    @property
    def decided(self) -> int:
        """How many of the shown are decided."""
        return sum(1 for row in self.rows if row.outcome)


def batch(public_id: str, *, person: Person | None) -> BatchView | None:
    """A sending as `person` may see it; None where they may see none of its cases."""
    canonical = ids.normal(public_id)
    row = Batch.objects.filter(public_id=canonical or "").first()
    if row is None:
        return None
    every = Request.objects.filter(batch=row)
    found = list(requests().visible_to(person).filter(batch=row).order_by("case__body__sort_kk", "case_id")[:200])
    if not found:
        return None
    title = next((one.title for one in found if one.title), "")
    return BatchView(row, person is not None and row.person_id == person.pk, found, every.count() - len(found), title)


def repeated(body: Body, *, limit: int = PAGE) -> list[Information]:
    """Information that a body has to publish or has published because it was asked for repeatedly."""
    rows = Information.objects.filter(body=body, count__gte=2).order_by("-count", "-id")
    return list(rows[:limit])

"""What pages, API, feeds and exports read of petitions. Each read begins at `visible_to` or `readable_by`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.reading import TermView, terms_of
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.context import ALMATY
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.paging import newest
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.lifecycle.table import State, lifecycle
from jariya.kernel.people.models import Person
from jariya.kernel.search.queries import search
from jariya.portals.petitions import queries as shared
from jariya.portals.petitions.collecting import api as collecting
from jariya.portals.petitions.consideration import queries as considering
from jariya.portals.petitions.indexing import public_texts
from jariya.portals.petitions.models import Petition, Refusal, RefusalState
from jariya.portals.petitions.public.models import Standing
from jariya.portals.petitions.public.progress import Progress
from jariya.portals.petitions.states import BY_LINK, GROUPS, KIND, TURNED_AWAY
from jariya.portals.petitions.texts import Texts, blackened, texts_of

PAGE = 20
COLLECTING, CONSIDERED, DECIDED, ARCHIVE, REFUSED, ALL = (
    "collecting", "considered", "decided", "archive", "refused", "all",
)  # fmt: skip
STATES = GROUPS
WHICH = (COLLECTING, CONSIDERED, DECIDED, ARCHIVE, REFUSED, ALL)


@dataclass(frozen=True)
class Row:
    """A petition in a list: its words for the reader, its count, its state."""

    petition: Petition
    title: str
    lang: str
    progress: Progress
    state: State
    day: int = 0

    @property
    def case(self) -> Case:
        """Its case."""
        return self.petition.case


@dataclass(frozen=True)
class PetitionView:
    """A petition as this reader may see it."""

    petition: Petition
    case: Case
    texts: Texts
    count: collecting.Count
    progress: Progress
    timeline: list[Said]
    terms: list[TermView]
    room: considering.Room
    turned: tuple[shared.Turned, ...]
    """Refusals of the moderators with their grounds, the last one first."""
    closes_on: dt.date | None
    paused: bool

    @property
    def state(self) -> State:
        """The state as the lifecycle table words it."""
        return lifecycle(KIND).state(self.case.state)

    @property
    def by_link(self) -> bool:
        """Whether it is read by its link alone: listed nowhere, `noindex`."""
        return self.case.state in BY_LINK or self.case.visibility != "public"

    @property
    def signable(self) -> bool:
        """Whether it takes signatures now."""
        return self.case.state in ("gathering_support", "collecting") and not self.paused

    def title(self, lang: str) -> tuple[str, str]:
        """The title for a reader of `lang`, and the language it is in."""
        shown = self.texts.shown_in("ru" if lang == "ru" else "kk")
        return self.texts.title(shown), shown

    def running(self) -> TermView | None:
        """The duty of the body that runs now and ends first."""
        running = [row for row in self.terms if row.state in ("running", "soon", "late")]
        return min(running, key=lambda row: row.due_on, default=None)


def find(public_id: str, *, person: Person | None = None, today: dt.date) -> PetitionView | None:
    """One petition as this reader may open it by its address; None when there is none or it is not theirs to see.

    A petition in the support phase opens for whoever has its link. Fifteen queries at most.
    """
    canonical = ids.normal(public_id)
    rows = Petition.objects.readable_by(person).filter(case__public_id=canonical or "")
    petition = rows.select_related("case__body", "addressee", "region").first() if canonical else None
    return _view(petition, today) if petition else None


def _view(petition: Petition, today: dt.date) -> PetitionView:
    lang, case = translation.get_language() or "kk", petition.case
    turned = shared.refusals_of(petition, lang) if case.state in TURNED_AWAY else ()
    held = collecting.of(case)
    counted = collecting.Count(0, 0, 0, 0, 0, None)
    if held is not None:
        counted = collecting.Count(held.count, held.paper, held.signatures, held.minus, held.size, held.counted_at)
    needed = petition.support_needed if case.state in ("gathering_support", "lapsed_support") else petition.threshold
    return PetitionView(
        petition=petition,
        case=case,
        texts=public_texts(petition),
        count=counted,
        progress=Progress(counted.count, needed),
        timeline=say(Event.objects.timeline(case.pk, public_only=True).select_related("case"), lang),
        terms=[row for row in terms_of(case, today=today, lang=lang) if row.state != "cancelled"],
        room=considering.room(case, today=today),
        turned=turned,
        closes_on=held.closes_on if held else None,
        paused=bool(case.suspended_since) or bool(held and held.paused_at),
    )


@dataclass(frozen=True)
class Wish:
    """What of the public petitions is asked for; empty means all."""

    words: str = ""
    which: str = ALL
    body: Body | None = None
    region_id: int | None = None
    outcome: str = ""
    ground: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Listed:
    """A page of the list. `also_in`: how many a search found in the other language."""

    rows: list[Row]
    following: str | None = None
    also_in: Mapping[str, Any] = field(default_factory=dict)
    refusals: Mapping[int, Refusal] = field(default_factory=dict)


def petitions() -> Any:
    """Public petitions with what every list shows of them."""
    return Petition.objects.visible_to(None).select_related("case__body", "addressee")


def listed(wish: Wish | None = None, *, after: str | None = None, limit: int = PAGE, searching: bool = True) -> Listed:
    """Public petitions, newest first; with words, the best first. Keyset-paged either way.

    Args:
        searching: False where search is switched off: words are then left out.
    """
    wish = wish or Wish()
    if wish.words.strip() and searching:
        return _found(wish, after, limit)
    if wish.which == REFUSED:
        return _refused(wish, after, limit)
    rows = _narrowed(petitions().filter(opened_at__isnull=False), wish)
    if wish.which == DECIDED or wish.outcome:
        found, following = newest(rows.filter(decided_on__isnull=False), by="decided_on", after=after, limit=limit)
    else:
        found, following = newest(rows, by="opened_at", after=after, limit=limit)
    return Listed(_rows(found), following)


def _narrowed(rows: Any, wish: Wish) -> Any:
    if wish.which in STATES:
        # What still moves is one case in a hundred: the open ones are found by their own index.
        rows = rows.filter(case__state__in=STATES[wish.which])
        rows = rows.filter(case__closed_on__isnull=True) if wish.which in (COLLECTING, CONSIDERED, DECIDED) else rows
    if wish.body is not None:
        rows = rows.filter(addressee=wish.body)
    if wish.region_id is not None:
        rows = rows.filter(region_id=wish.region_id)
    if wish.outcome:
        rows = rows.filter(outcome=wish.outcome)
    if wish.year is not None:
        first, last = (dt.datetime(year, 1, 1, tzinfo=ALMATY) for year in (wish.year, wish.year + 1))
        rows = rows.filter(opened_at__gte=first, opened_at__lt=last)
    return rows


def _refused(wish: Wish, after: str | None, limit: int) -> Listed:
    """Petitions that did not open, with their grounds, the newest refusal first."""
    rows = Refusal.objects.filter(
        state=RefusalState.STANDS, on__isnull=False, case__visibility="public", case__sealed=False
    ).select_related("case__petition__addressee", "case__body")
    rows = rows.filter(ground=wish.ground) if wish.ground else rows
    rows = rows.filter(case__petition__addressee=wish.body) if wish.body else rows
    rows = rows.filter(on__year=wish.year) if wish.year else rows
    found, following = newest(rows, by="on", after=after, limit=limit)
    held = {row.case_id: row for row in found}
    made = []
    for row in found:
        petition = row.case.petition
        petition.case = row.case
        made.append(petition)
    return Listed(_rows(made, held), following, refusals=held)


def _found(wish: Wish, after: str | None, limit: int) -> Listed:
    """By words: what the index holds in the reader's language, the best first; facts narrow it there."""
    lang = "ru" if translation.get_language() == "ru" else "kk"
    tags = [f"group={wish.which}"] if wish.which in GROUPS else []
    tags += [f"outcome={wish.outcome}"] if wish.outcome else []
    result = search(
        wish.words,
        lang=lang,
        kind=KIND,
        body=wish.body.pk if wish.body else None,
        region=wish.region_id,
        tags=tags,
        year=wish.year,
        after=after,
        limit=limit,
    )
    order = {int(row.ref.partition(":")[2]): place for place, row in enumerate(result.rows)}
    found = sorted(petitions().filter(case_id__in=order), key=lambda row: order[row.case_id])
    return Listed(_rows(found), result.next, dict(result.also_in))


def _rows(
    found: list[Petition], refusals: Mapping[int, Refusal] | None = None, day: Mapping[int, int] | None = None
) -> list[Row]:
    """Petitions as lists show them. One query for the counts, one more where refused ones are among them."""
    own = "ru" if translation.get_language() == "ru" else "kk"
    counts = collecting.counts([row.case_id for row in found]) if found else {}
    table, made = lifecycle(KIND), []
    known = dict(refusals or {})
    # Until somebody has approved it, a petition is named by the public copy of its refusal, wherever it was found.
    turned = [row.case_id for row in found if row.approved_on is None and row.case_id not in known]
    if turned:
        known |= {row.case_id: row for row in Refusal.objects.filter(case__in=turned, on__isnull=False).order_by("id")}
    for row in found:
        texts = blackened(texts_of(row), known.get(row.case_id))
        shown = texts.shown_in(own)
        progress = Progress(counts.get(row.case_id, 0), row.threshold)
        state = table.state(row.case.state)
        made.append(Row(row, texts.title(shown), shown, progress, state, (day or {}).get(row.case_id, 0)))
    return made


def trending(limit: int = 6) -> list[Row]:
    """Petitions by what the last day brought them. Three queries."""
    return _standing(Standing.objects.filter(day__gt=0).order_by("-day", "-case_id"), limit)


def near(limit: int = 6, least: int = 500) -> list[Row]:
    """Petitions that are nearest to their threshold, from half of it on. Three queries."""
    return _standing(Standing.objects.filter(share__gte=least, share__lt=1000).order_by("-share", "-case_id"), limit)


def _standing(rows: Any, limit: int) -> list[Row]:
    stand = {row.case_id: row for row in rows[:limit]}
    order = {pk: place for place, pk in enumerate(stand)}
    found = sorted(petitions().filter(case_id__in=stand, case__state="collecting"), key=lambda row: order[row.case_id])
    return _rows(found, day={pk: row.day for pk, row in stand.items()})


def some(which: str, limit: int = 4) -> list[Row]:
    """The newest of a group, for the front page."""
    return listed(Wish(which=which), limit=limit).rows

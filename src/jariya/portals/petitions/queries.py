"""Reads of petitions that pages, API, feeds and exports share, up to the threshold. Each begins at who may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from jariya.kernel.correspondence.models import Part, Wording
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.lifecycle.table import State, lifecycle
from jariya.kernel.people.models import Person
from jariya.portals.petitions import law
from jariya.portals.petitions.indexing import public_texts
from jariya.portals.petitions.models import Petition, Refusal, RefusalState
from jariya.portals.petitions.states import AT_DESK, KIND
from jariya.portals.petitions.texts import Texts, texts_of

FOUND = ("stands", "overturned")
"""States of refusals that happened, whatever a complaint did to them."""


@dataclass(frozen=True)
class Turned:
    """A refusal as anyone may read it: its ground by the list of that day, the reason, what became of it."""

    on: dt.date
    ground: law.Ground | None
    code: str
    reason: str
    reason_lang: str
    overturned: bool


@dataclass(frozen=True)
class View:
    """A petition for a page. `texts` are what this reader may read."""

    petition: Petition
    case: Case
    texts: Texts
    state: State
    terms: tuple[Obligation, ...]
    refusals: tuple[Turned, ...]
    timeline: tuple[Said, ...]

    def title(self, lang: str) -> tuple[str, str]:
        """The title for a reader, and its language."""
        own = self.texts.shown_in(lang)
        return self.texts.title(own), own

    def term(self, *kinds: str) -> Obligation | None:
        """The running term of one of these kinds."""
        return next((row for row in self.terms if row.kind in kinds), None)


def find(public_id: str, *, person: Person | None, official: bool = False, lang: str = "kk") -> View | None:
    """A petition this reader may open, or None as if it did not exist.

    Args:
        official: of a desk whose body the caller has checked; sees it in any state, unblackened.
    """
    canonical = ids.normal(public_id)
    rows = Petition.objects.all() if official else Petition.objects.readable_by(person)
    rows = rows.select_related("case__body", "addressee", "moderated_by")
    petition = rows.filter(case__public_id=canonical).first() if canonical else None
    if petition is None:
        return None
    case = petition.case
    party = official or (person is not None and case.person_id == person.pk)
    events = Event.objects.timeline(case.pk, public_only=not party).select_related("case")
    terms = Obligation.objects.filter(case=case).running().order_by("due_on", "id")
    return View(
        petition,
        case,
        texts_of(petition) if party else public_texts(petition),
        lifecycle(KIND).state(case.state),
        tuple(terms if party else terms.filter(public=True)),
        refusals_of(petition, lang, party=party),
        tuple(say(events, lang)),
    )


def refusals_of(petition: Petition, lang: str, *, party: bool = False) -> tuple[Turned, ...]:
    """Refusals of a petition that happened, the last one first; a party reads the reason as it was written."""
    rows = Refusal.objects.filter(case=petition.case_id, state__in=FOUND).select_related("reason").order_by("-id")
    return tuple(
        Turned(
            row.on,
            law.ground(row.ground, petition.submitted_on, lang),
            row.ground,
            (row.reason.text if party else row.reason.public_text or "") if row.reason else "",
            row.reason.language if row.reason else petition.first_language,
            row.state == RefusalState.OVERTURNED,
        )
        for row in rows
        if row.on
    )


def reasons(case: Case) -> list[Wording]:
    """Everything that was written about a petition between its parties, the oldest first. Never for strangers."""
    return list(Wording.objects.filter(case=case, part=Part.REASON).order_by("id"))


@dataclass(frozen=True)
class Waiting:
    """A petition in the queue of the moderators."""

    petition: Petition
    title: str
    title_lang: str
    state: State
    due: dt.date
    late: bool
    mine: bool


def queue(
    bodies: Iterable[int], *, person: Person, lang: str, today: dt.date, after: str = "", limit: int = 20
) -> tuple[list[Waiting], str]:
    """Petitions that wait for the moderators of these bodies, by due day; complaints to pass on among them.

    Returns:
        Rows, and the key of the next page or an empty text.
    """
    rows = Obligation.objects.running().filter(
        body__in=list(bodies), kind__in=("moderation", "pass_on"), case__kind=KIND
    )
    day, _sep, pk = after.partition("_")
    try:
        since = dt.date.fromisoformat(day) if day and pk.isdecimal() and len(pk) < 19 else None
    except ValueError:
        since = None
    if since is not None:
        rows = rows.filter(due_on__gte=since).exclude(due_on=since, pk__lte=int(pk))
    found = list(rows.select_related("case__petition").order_by("due_on", "id")[: limit + 1])
    table, shown = lifecycle(KIND), []
    for row in found[:limit]:
        petition = row.case.petition  # type: ignore[attr-defined]
        own = texts_of(petition)
        title_lang = own.shown_in(lang)
        shown.append(
            Waiting(
                petition,
                own.title(title_lang),
                title_lang,
                table.state(row.case.state),
                row.due_on,
                row.due_on < today,
                row.case.assignee_id == person.pk,
            )
        )
    last = found[limit - 1] if len(found) > limit else None
    return shown, f"{last.due_on.isoformat()}_{last.pk}" if last else ""


def counts(bodies: Iterable[int]) -> dict[str, int]:
    """How many petitions are in each state of the moderators' desk. One query."""
    rows = Case.objects.filter(kind=KIND, closed_on=None, body__in=list(bodies), state__in=[*AT_DESK, "complaint"])
    return dict(rows.values_list("state").annotate(n=Count("id")).order_by())


def mine(person: Person, *, limit: int = 50) -> list[Petition]:
    """A person's own petitions, the newest first."""
    return list(
        Petition.objects.filter(case__person=person)
        .select_related("case__body", "addressee")
        .order_by("-case_id")[:limit]
    )

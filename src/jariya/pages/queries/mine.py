"""A citizen's own cases over all portals, with what runs and what waits for them. Private."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from jariya.kernel.correspondence.models import Part, Wording
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.people.models import Person
from jariya.pages import places

PAGE = 20


@dataclass(frozen=True)
class Term:
    """A running term of a case, of a body or of the person, as of a day."""

    title: str
    due_on: dt.date
    mine: bool
    days_late: int


@dataclass(frozen=True)
class Own:
    """One of a person's cases."""

    case: Case
    title: str | None
    state: str
    meaning: str
    waits_for: str
    terms: list[Term]
    path: str | None

    @property
    def waits_for_me(self) -> bool:
        """Whether a term of the person's own runs, such as the days in which the answer can be rated."""
        return any(term.mine for term in self.terms)


def mine(
    person: Person, *, today: dt.date, open_only: bool = True, after: str | None = None, limit: int = PAGE
) -> tuple[list[Own], str | None]:
    """A page of a person's cases, newest first, and the key of the next page or None. At most four queries.

    `after` is the public number of the last case shown; one that is not the person's starts from the beginning.
    """
    rows = Case.objects.filter(person=person).select_related("body")
    rows = rows.open() if open_only else rows.filter(closed_on__isnull=False)
    if after and (number := ids.normal(after)):
        last = Case.objects.filter(person=person, public_id=number).values_list("pk", flat=True).first()
        rows = rows.filter(pk__lt=last) if last else rows
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    terms = _terms(shown, today)
    titles = _titles(shown)
    own = []
    for case in shown:
        state = lifecycle(case.kind).state(case.state)
        own.append(
            Own(
                case,
                titles.get(case.pk),
                str(state.title),
                str(state.meaning),
                state.waits_for,
                terms[case.pk],
                places.own_path(case),
            )
        )
    return own, shown[-1].public_id if len(found) > limit else None


def waiting(person: Person, *, today: dt.date, limit: int = 10) -> list[Own]:
    """Open cases in which a term of the person's own runs, the soonest first. At most four queries."""
    rows = Obligation.objects.running().filter(case__person=person, duty_of="person", due_on__gte=today)
    soonest = dict.fromkeys(rows.order_by("due_on", "id").values_list("case_id", flat=True)[:limit])
    cases = Case.objects.select_related("body").in_bulk(list(soonest))
    shown = [cases[pk] for pk in soonest]
    terms, titles = _terms(shown, today), _titles(shown)
    found = []
    for case in shown:
        state = lifecycle(case.kind).state(case.state)
        own = [term for term in terms[case.pk] if term.mine]
        found.append(
            Own(
                case,
                titles.get(case.pk),
                str(state.title),
                str(state.meaning),
                state.waits_for,
                own,
                places.own_path(case),
            )
        )
    return found


def _terms(cases: list[Case], today: dt.date) -> dict[int, list[Term]]:
    found: dict[int, list[Term]] = defaultdict(list)
    kinds = {case.pk: case.kind for case in cases}
    rows = Obligation.objects.running().filter(case__in=list(kinds), public=True).order_by("due_on", "id")
    for row in rows if kinds else ():
        term = lifecycle(kinds[row.case_id]).terms().get(row.kind)
        late = row.days_late(today)
        if row.duty_of == "person" and late:
            continue  # a right that has ended waits for nobody
        title = str(term.title) if term else row.kind
        found[row.case_id].append(Term(title, row.due_on, row.duty_of == "person", late))
    return found


def _titles(cases: list[Case]) -> dict[int, str]:
    """The person's own words, not the public copy. One query."""
    if not cases:
        return {}
    rows = Wording.objects.filter(case__in=cases, part=Part.TITLE).order_by("case_id", "-version").distinct("case_id")
    return {row.case_id: row.text for row in rows}

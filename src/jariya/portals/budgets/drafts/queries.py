"""What pages, API and feeds read of drafts. Each read begins at `visible_to(person)`; the desk's at the body's role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone, translation

from jariya.kernel.law.explain import explain
from jariya.kernel.law.queries import calendar_of_edition, norms_now
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.paging import newest
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.people.models import Person
from jariya.portals.budgets.drafts import execution, versions
from jariya.portals.budgets.drafts.lifecycle import KIND
from jariya.portals.budgets.drafts.models import EARLY, Draft, Statement, Version
from jariya.portals.budgets.drafts.order import Days, Line, line

PAGE = 20
OPEN, ALL, DONE = "open", "all", "done"
OPEN_STATES = ("published", "discussion")
UNREPORTED = ("prepared", *OPEN_STATES, "answering", "withdrawn")


@dataclass(frozen=True)
class TermView:
    """A term with its state and the sentences that explain its due day."""

    kind: str
    title: str
    due_on: dt.date
    state: str
    days_left: int
    days_late: int
    met_on: dt.date | None
    steps: list[str]
    norm_key: str
    confirmed: bool


@dataclass(frozen=True)
class DraftView:
    """All that the page of one draft shows."""

    draft: Draft
    case: Case
    version: Version
    versions: list[Version]
    terms: list[TermView]
    line: Line
    statements: dict[str, Statement]
    timeline: list[Said]

    @property
    def state(self) -> Any:
        """The state as the lifecycle table words it."""
        return lifecycle(KIND).state(self.case.state)

    @property
    def newest(self) -> bool:
        """Whether the version shown is the newest one."""
        return self.version.number == max(row.number for row in self.versions)

    def term(self, *kinds: str) -> TermView | None:
        """The running term of the first of these kinds that runs."""
        running = {row.kind: row for row in self.terms if row.state not in {"met", "cancelled"}}
        return next((running[kind] for kind in kinds if kind in running), None)


def drafts(person: Person | None = None) -> Any:
    """Drafts with what every list shows of them: the case, the body, the newest public version."""
    newest = Version.objects.filter(public=True).prefetch_related("amounts").order_by("-number")
    return (
        Draft.objects.visible_to(person)
        .select_related("case__body", "programme")
        .prefetch_related(Prefetch("versions", queryset=newest, to_attr="shown_versions"))
    )


def listed(
    *, today: dt.date, which: str = OPEN, after: str | None = None, limit: int = PAGE
) -> tuple[list[Draft], str | None]:
    """Published drafts, newest first, keyset-paged. Three queries.

    Args:
        which: `open` (can be discussed now or soon), `done` (reported and after), `all`.
        after: key that the former page gave.
    """
    rows = drafts().filter(published_on__isnull=False)
    if which == OPEN:
        rows = rows.filter(case__state__in=OPEN_STATES)
    elif which == DONE:
        # By what they are not: states of drafts are rare among all cases, so that the planner took the done ones for a
        # handful, read them all and sorted them. The day lets it pass the open ones without looking at their cases.
        rows = rows.filter(discussion_until__lt=today).exclude(case__state__in=UNREPORTED)
    return newest(rows, after=after, limit=limit)


def at_desk(bodies: Iterable[int], *, before: int | None = None, limit: int = PAGE) -> tuple[list[Draft], int | None]:
    """Drafts of these bodies in any state, newest first: for the administrator's desk."""
    newest = Version.objects.order_by("-number")
    rows = (
        Draft.objects.filter(case__body__in=list(bodies))
        .select_related("case__body", "programme")
        .prefetch_related(Prefetch("versions", queryset=newest, to_attr="shown_versions"))
    )
    if before:
        rows = rows.filter(case_id__lt=before)
    found: list[Any] = list(rows.order_by("-case_id")[: limit + 1])
    page = found[:limit]
    return page, page[-1].case_id if len(found) > limit else None


def find(
    public_id: str, *, person: Person | None = None, number: int | None = None, official: bool = False
) -> DraftView | None:
    """One draft as this reader may see it; None when there is none, or it is not theirs to see.

    Args:
        number: of the version to show; the newest one when not given.
        official: the caller has proved that the reader works for the body: unpublished drafts as well.
    """
    canonical = ids.normal(public_id)
    if canonical is None:
        return None
    rows = Draft.objects.filter(case__public_id=canonical)
    rows = rows if official else rows.visible_to(person)
    draft = rows.select_related("case__body", "case__region", "programme", "budget").first()
    if draft is None:
        return None
    known = [versions.latest(draft)] if official and draft.published_on is None else versions.public(draft)
    shown = next((row for row in known if number is None or row.number == number), None)
    return None if shown is None else _view(draft, shown, known)


def _view(draft: Draft, shown: Version, known: list[Version]) -> DraftView:
    lang = translation.get_language() or "kk"
    today = legal_day(timezone.now())
    first = execution.first_paid(execution.months([draft.programme_id]), draft.year)
    return DraftView(
        draft=draft,
        case=draft.case,
        version=shown,
        versions=known,
        terms=terms_of(draft.case, today=today, lang=lang),
        line=line(days_of(draft, first), today),
        statements={row.kind: row for row in Statement.objects.filter(draft=draft)},
        timeline=say(Event.objects.timeline(draft.pk, public_only=True).select_related("case"), lang),
    )


def days_of(draft: Draft, first: execution.Month | None = None) -> Days:
    """The days of a draft, for its line of money against words.

    Args:
        first: the first month in which reports show the programme paid in the draft's year.
    """
    return Days(
        draft.published_on,
        draft.discussion_from,
        draft.discussion_until,
        draft.approved_on,
        draft.first_paid_on,
        first.until if first else None,
    )


def terms_of(case: Case, *, today: dt.date, lang: str) -> list[TermView]:
    """The public terms of a case, each explaining its due day. Two queries and one for each edition of the calendar."""
    found = list(Obligation.objects.filter(case=case, public=True).order_by("id"))
    if not found:
        return []
    table, norms = lifecycle(case.kind).terms(), norms_now()
    calendars = {number: calendar_of_edition(number) for number in {row.edition for row in found}}
    made = []
    for row in found:
        calendar, norm = calendars[row.edition], norms.at(row.started_on)[row.norm_key]
        state = (
            "cancelled" if row.cancelled_on else "met" if row.met_on else "late" if today > row.due_on else "running"
        )
        made.append(
            TermView(
                kind=row.kind,
                title=str(table[row.kind].title) if row.kind in table else row.kind,
                due_on=row.due_on,
                state=state,
                days_left=calendar.working_between(today, row.due_on) if state == "running" else 0,
                days_late=calendar.working_between(row.due_on, row.met_on or today) if row.days_late(today) else 0,
                met_on=row.met_on,
                steps=explain(norm.ends(row.started_on, calendar), lang),
                norm_key=row.norm_key,
                confirmed=norm.confirmed,
            )
        )
    return made


def red(limit: int = 50) -> list[Draft]:
    """Published drafts whose money moved before the discussion ended, or without one; newest payment first."""
    rows = drafts().filter(EARLY)
    return list(rows.order_by("-first_paid_on", "-case_id")[:limit])

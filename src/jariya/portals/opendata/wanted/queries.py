"""What pages, feeds and files read of requests for data. Each read begins at `visible_to(person)`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from jariya.kernel.correspondence.reading import TermView, terms_of
from jariya.kernel.discussion import queries as discussion
from jariya.kernel.discussion.queries import CommentView
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.lifecycle.table import State, lifecycle
from jariya.kernel.people.models import Person
from jariya.kernel.search.queries import similar
from jariya.kernel.search.results import Row
from jariya.kernel.web import sheets
from jariya.portals.opendata.lifecycle import KIND as DATA_SET
from jariya.portals.opendata.planning.lifecycle import KIND as PLAN_ITEM
from jariya.portals.opendata.wanted.indexing import parted, words_of
from jariya.portals.opendata.wanted.lifecycle import KIND, SHOWN
from jariya.portals.opendata.wanted.models import Wanted

PAGE = 20
REPLIES = 20
MOST_ALIKE = 4
WHICH = {
    "": SHOWN,
    "waiting": ("asked",),
    "planned": ("planned",),
    "there": ("exists", "published"),
    "declined": ("declined",),
}
"""Lists by their word in the address."""
MOST = "supports"
COLUMNS = ("id", "asked_on", "body", "title", "language", "state", "supports", "plan", "data_set", "invented")
_JOINS = ("case__body", "comment", "plan__case", "data_set__case")
_SAID = ("comment__case__body", "comment__author", "comment__body", "comment__organisation")


@dataclass(frozen=True)
class Line:
    """A request in a list: the public copy of its words."""

    row: Wanted
    title: str
    text: str
    state: State

    @property
    def case(self) -> Case:
        """Its case."""
        found: Case = self.row.case
        return found


@dataclass(frozen=True)
class View:
    """All that the page of one request shows."""

    line: Line
    said: CommentView
    terms: list[TermView]
    timeline: list[Said]

    @property
    def term(self) -> TermView | None:
        """The running term."""
        return next((row for row in self.terms if row.state not in {"met", "cancelled"}), None)


def wanted(person: Person | None = None) -> Any:
    """Requests with what every list shows of them."""
    return Wanted.objects.visible_to(person).filter(comment__isnull=False).select_related(*_JOINS)


def lines(found: Sequence[Wanted]) -> list[Line]:
    """Requests as lists show them. A constant number of queries."""
    texts = words_of(row.pk for row in found)
    table = lifecycle(KIND)
    made = []
    for row in found:
        title, text = parted(texts.get(row.pk))
        made.append(Line(row, title, text, table.state(row.case.state)))
    return made


def listed(
    *, which: str = "", order: str = "", body: int | None = None, after: str | None = None, limit: int = PAGE
) -> tuple[list[Line], str | None]:
    """Requests, newest first or by support, keyset-paged.

    Args:
        which: a word of WHICH.
        order: empty (newest first) or `supports`.
        after: key that the former page gave.
    """
    rows = wanted().filter(case__state__in=WHICH.get(which, SHOWN))
    rows = rows.filter(case__body=body) if body else rows
    number, _sep, public_id = (after or "").rpartition("_")
    key = ids.normal(public_id)
    last = Case.objects.filter(public_id=key or "", kind=KIND).values_list("pk", flat=True).first() if key else None
    by_support = order == MOST
    if last and by_support and number.isdecimal() and len(number) < 10:
        rows = rows.filter(Q(comment__supports__lt=int(number)) | Q(comment__supports=int(number), case__lt=last))
    elif last and not by_support:
        rows = rows.filter(case__lt=last)
    found = list(rows.order_by(*(("-comment__supports",) if by_support else ()), "-case")[: limit + 1])
    page = found[:limit]
    if len(found) <= limit:
        return lines(page), None
    end = page[-1]
    return lines(page), f"{end.comment.supports if by_support else 0}_{end.case.public_id}"


def find(public_id: str, *, lang: str, person: Person | None = None) -> View | None:
    """One request as this reader may see it; None when there is none."""
    row = wanted(person).select_related(*_JOINS, *_SAID).filter(case__public_id=ids.normal(public_id) or "").first()
    if row is None:
        return None
    events = Event.objects.timeline(row.case_id, public_only=True).select_related("case")
    return View(
        line=lines([row])[0],
        said=discussion.views([row.comment], replies=REPLIES)[0],
        terms=terms_of(row.case, today=legal_day(timezone.now()), lang=lang),
        timeline=say(events, lang),
    )


def alike(text: str, *, lang: str) -> list[Row]:
    """Data sets, promises of plans and requests that are much like what is being written: look there first."""
    text = text.strip()[:2000]
    if not text or lang not in ("kk", "ru", "en"):
        return []
    found: list[Row] = []
    for kind in (DATA_SET, KIND, PLAN_ITEM):
        found += similar(text, lang=lang, kind=kind, limit=MOST_ALIKE, answered=False)
    return found


def of_person(person: Person, limit: int = 50) -> list[Line]:
    """One's own requests, newest first."""
    return lines(list(wanted(person).filter(case__person=person).order_by("-case")[:limit]))


def as_csv(batch: int = 500) -> Iterator[str]:
    """All public requests as CSV lines; each row says whether it is invented."""

    def every() -> Iterator[Sequence[object]]:
        yield COLUMNS
        last = None
        while True:
            rows = wanted().filter(case__state__in=SHOWN).order_by("-case")
            page = list((rows.filter(case__lt=last) if last else rows)[:batch])
            yield from (values(line) for line in lines(page))
            if len(page) < batch:
                return
            last = page[-1].pk

    return sheets.lines(every())


def values(line: Line) -> list[object]:
    """A request in plain values, in the order of COLUMNS."""
    row, case = line.row, line.case
    return [
        case.public_id, case.opened_on, case.body.slug, line.title, case.language, case.state,
        row.comment.supports if row.comment else 0,
        row.plan.case.public_id if row.plan else "",
        row.data_set.slug if row.data_set and row.data_set.case.visibility == "public" else "", int(case.invented),
    ]  # fmt: skip

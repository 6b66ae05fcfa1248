"""What pages, feeds and the API read of questions to lines. Each read begins at `visible_to(person)`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone, translation

from jariya.kernel.discussion import queries as discussion
from jariya.kernel.discussion.queries import CommentView
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.people.models import Person
from jariya.portals.budgets.asking import topics
from jariya.portals.budgets.asking.lifecycle import KIND
from jariya.portals.budgets.asking.models import LineQuestion
from jariya.portals.budgets.drafts.models import Programme
from jariya.portals.budgets.drafts.queries import TermView, terms_of
from jariya.portals.budgets.models import Budget, Mention, Node
from jariya.portals.budgets.names import Shown, shown

PAGE = 20
ALL, WAITING, ANSWERED = "all", "waiting", "answered"
STATES = {WAITING: ("asked",), ANSWERED: ("answered",)}
REPLIES = 20


@dataclass(frozen=True)
class Asked:
    """A question in a list: the line, and the text as anyone may read it (None on a stub)."""

    question: LineQuestion
    name: Shown
    text: str | None

    @property
    def case(self) -> Case:
        """Its case."""
        found: Case = self.question.case
        return found


@dataclass(frozen=True)
class QuestionView:
    """All that the page of one question shows."""

    question: LineQuestion
    case: Case
    name: Shown
    said: CommentView
    terms: list[TermView]
    timeline: list[Said]

    @property
    def state(self) -> Any:
        """The state as the lifecycle table words it."""
        return lifecycle(KIND).state(self.case.state)

    @property
    def term(self) -> TermView | None:
        """The running term."""
        return next((row for row in self.terms if row.state not in {"met", "cancelled"}), None)


def questions(person: Person | None = None) -> Any:
    """Questions with what every list shows of them."""
    rows = LineQuestion.objects.visible_to(person).filter(comment__isnull=False)
    return rows.select_related("case__body", "budget__region", "node", "release")


def _asked(rows: Sequence[LineQuestion]) -> list[Asked]:
    """Questions as lists show them: names of the lines and texts, in a constant number of queries."""
    said = {view.comment.pk: view for view in discussion.views([row.comment for row in rows if row.comment])}
    pairs = Mention.objects.filter(
        release__in={row.release_id for row in rows}, node__in={row.node_id for row in rows}
    ).values_list("release", "node", "label__text")
    labels = {(release, node): text for release, node, text in pairs}
    return [
        Asked(
            row,
            shown(row.node.cut, row.node.path, labels.get((row.release_id, row.node_id), "")),
            said[row.comment_id].text if row.comment_id in said else None,
        )
        for row in rows
    ]


_SAID = ("comment__case__body", "comment__author", "comment__body", "comment__organisation")


def listed(
    *, which: str = ALL, after: str | None = None, person: Person | None = None, limit: int = PAGE
) -> tuple[list[Asked], str | None]:
    """Questions, newest first, keyset-paged. Five queries.

    Args:
        which: `all`, `waiting` for an answer, `answered`.
        after: public id that the former page gave.
    """
    rows = questions(person).select_related(*_SAID)
    if which in STATES:
        rows = rows.filter(case__state__in=STATES[which])
    key = ids.normal(after) if after else None
    last = Case.objects.filter(public_id=key, kind=KIND).values_list("pk", flat=True).first() if key else None
    if last:
        rows = rows.filter(case__lt=last)
    found = list(rows.order_by("-case")[: limit + 1])
    page = found[:limit]
    return _asked(page), page[-1].case.public_id if len(found) > limit else None


def of_line(budget: Budget, node: Node, *, limit: int = 5) -> list[Asked]:
    """The newest questions to a line over all years of its territory. One query where there is none."""
    rows = (
        questions().select_related(*_SAID).filter(node=node, budget__level=budget.level, budget__region=budget.region)
    )
    found = list(rows.order_by("-case")[:limit])
    return _asked(found) if found else []


_AT_PATH = """
SELECT q.case_id FROM budgets_node n
JOIN asking_linequestion q ON q.node_id = n.id JOIN budgets_budget b ON b.id = q.budget_id
WHERE n.cut = %s AND n.path = %s AND b.level = %s AND b.region_id IS NOT DISTINCT FROM %s
ORDER BY n.id, q.case_id DESC LIMIT %s
"""
_OF_PROGRAMME = """
SELECT DISTINCT q.case_id FROM drafts_position p
JOIN asking_linequestion q ON q.node_id = p.node_id JOIN budgets_budget b ON b.id = q.budget_id
WHERE p.programme_id = %s AND b.level = p.level
  AND (b.region_id = p.region_id OR p.region_id IS NULL AND p.level = 'republican')
ORDER BY 1 DESC LIMIT %s
"""
MOST_LOOKED_AT = 500
"""Of a line's questions so many of the newest are looked at; those that no reader may see are among them."""


def _newest(sql: str, *given: str | int | None, limit: int) -> list[Asked]:
    """The newest visible of the cases that a query finds. One short query where there is none, which is nearly always:
    to build the whole one took a quarter of a page."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, MOST_LOOKED_AT])
        cases = [row[0] for row in cursor.fetchall()]
    if not cases:
        return []
    rows = questions().select_related(*_SAID).filter(case__in=cases)
    return _asked(list(rows.order_by("-case")[:limit]))


def at_path(budget: Budget, cut: str, path: str, *, limit: int = 5) -> list[Asked]:
    """The same by the path of the line."""
    return _newest(_AT_PATH, cut, path, budget.level, budget.region_id, limit=limit)


def of_programme(programme: Programme, *, limit: int = 10) -> list[Asked]:
    """The newest questions to the lines where a programme stands."""
    return _newest(_OF_PROGRAMME, programme.pk, limit=limit)


def find(public_id: str, *, person: Person | None = None, bodies: Iterable[int] | None = None) -> QuestionView | None:
    """One question as this reader may see it; None when there is none, or it is not theirs to see.

    Args:
        bodies: only when it is with one of these bodies: for the desk.
    """
    canonical = ids.normal(public_id)
    rows = questions(person).select_related(*_SAID).filter(case__public_id=canonical)
    if bodies is not None:
        rows = rows.filter(Q(case__body__in=list(bodies)))
    row = rows.first() if canonical else None
    if row is None or row.comment is None:
        return None
    lang = translation.get_language() or "kk"
    return QuestionView(
        question=row,
        case=row.case,
        name=topics.name_of(row.node, row.budget),
        said=discussion.views([row.comment], replies=REPLIES)[0],
        terms=terms_of(row.case, today=legal_day(timezone.now()), lang=lang),
        timeline=say(Event.objects.timeline(row.case_id, public_only=True).select_related("case"), lang),
    )

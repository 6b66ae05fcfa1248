"""What pages, feeds and the API read of programmes over the years. Each read begins at `visible_to(person)`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from jariya.kernel.bodies.models import Body
from jariya.kernel.people.models import Person
from jariya.portals.budgets.drafts import execution, queries
from jariya.portals.budgets.drafts.models import Draft, Indicator, Position, Programme, Succession
from jariya.portals.budgets.drafts.order import Line, line

PAGE = 40
MOST_STEPS = 20
"""Reforms looked back through; a longer chain would be a mistake in the data."""


@dataclass(frozen=True)
class Year:
    """A programme in one year: its draft, the days, and what the reports say."""

    draft: Draft
    line: Line
    planned: int | None
    """What the newest public version plans for the draft's own year, tenge."""
    reported: execution.Month | None
    """The last sum of the year in reports."""
    programme: Programme
    indicators: list[Indicator]
    """Of the newest public version."""


@dataclass(frozen=True)
class ProgrammeView:
    """All that the page of a programme shows; years and months from the latest backwards and onwards."""

    programme: Programme
    title: Any
    """The newest public version, which names it."""
    years: list[Year]
    months: list[execution.Month]
    positions: list[Position]
    before: list[Programme]
    after: list[Programme]

    @property
    def wrong(self) -> bool:
        """Whether money moved first in any year."""
        return any(year.line.wrongs for year in self.years)

    @property
    def exact(self) -> bool:
        """Whether the reports show the programme itself."""
        return any(month.exact for month in self.months)


def visible(person: Person | None = None) -> Any:
    """Programmes this reader may see, with their administrators."""
    return Programme.objects.visible_to(person).select_related("body")


def find(slug: str, code: str, *, person: Person | None = None, today: dt.date) -> ProgrammeView | None:
    """A programme by its administrator's address word and its code, with what it was before reforms.

    None when there is none, or it is not this reader's to see.
    """
    if not (code.isascii() and code.isdigit() and len(code) <= 12):
        return None
    found: Programme | None = visible(person).filter(body__slug=slug, code=code).first()
    return None if found is None else _view(found, person, today)


def _view(programme: Programme, person: Person | None, today: dt.date) -> ProgrammeView:
    reformed = list(Succession.objects.filter(Q(before=programme) | Q(after=programme)).values_list("before", "after"))
    earlier = _chain(programme, person) if any(after == programme.pk for _before, after in reformed) else []
    own = [programme.pk, *(row.pk for row in earlier)]
    months = execution.months(own)
    rows = list(queries.drafts(person).filter(programme__in=own, published_on__isnull=False).order_by("-year", "-case"))
    known = {row.pk: row for row in (programme, *earlier)}
    measured: dict[int, list[Indicator]] = {}
    for one in Indicator.objects.filter(version__in=[row.shown_versions[0].pk for row in rows]).order_by("number"):
        measured.setdefault(one.version_id, []).append(one)
    later = [after for before, after in reformed if before == programme.pk]
    after = list(visible(person).filter(pk__in=later)) if later else []
    positions = list(
        Position.objects.filter(programme=programme).select_related("node", "region").order_by("-exact", "node__cut")
    )
    return ProgrammeView(
        programme=programme,
        title=rows[0].shown_versions[0],
        years=[_year(row, months, known, measured, today) for row in rows],
        months=months,
        positions=positions,
        before=earlier,
        after=after,
    )


def _chain(programme: Programme, person: Person | None) -> list[Programme]:
    """What went before it, through all reforms, the latest first."""
    found: dict[int, Programme] = {}
    wave = [programme.pk]
    for _step in range(MOST_STEPS):
        before = Succession.objects.filter(after__in=wave).values_list("before", flat=True)
        rows = [row for row in visible(person).filter(pk__in=before) if row.pk not in found and row.pk != programme.pk]
        if not rows:
            break
        found |= {row.pk: row for row in rows}
        wave = [row.pk for row in rows]
    return list(found.values())


def _year(
    row: Draft,
    months: Sequence[execution.Month],
    known: dict[int, Programme],
    measured: dict[int, list[Indicator]],
    today: dt.date,
) -> Year:
    shown = row.shown_versions[0]  # type: ignore[attr-defined]
    amounts = {one.year: one.tenge for one in shown.amounts.all()}
    first = execution.first_paid(months, row.year)
    return Year(
        draft=row,
        line=line(queries.days_of(row, first), today),
        planned=amounts.get(row.year),
        reported=execution.year_end(months, row.year),
        programme=known[row.programme_id],
        indicators=measured.get(shown.pk, []),
    )


def listed(
    *, body: Body | None = None, after: str | None = None, person: Person | None = None, limit: int = PAGE
) -> tuple[list[Programme], str | None]:
    """Programmes by administrator and code, keyset-paged; `shown` is the newest public version of the newest draft.

    Args:
        body: of one administrator alone.
        after: key that the former page gave: address word of the administrator and code.
    """
    rows = visible(person)
    if body is not None:
        rows = rows.filter(body=body)
    slug, _sep, code = (after or "").partition("/")
    last = Programme.objects.filter(body__slug=slug, code=code).values_list("body_id", "code").first() if code else None
    if last:
        rows = rows.filter(Q(body_id__gt=last[0]) | Q(body_id=last[0], code__gt=last[1]))
    found = list(rows.order_by("body_id", "code")[: limit + 1])
    page = found[:limit]
    named = titles([row.pk for row in page], person)
    for row in page:
        row.shown = named.get(row.pk)
    return page, f"{page[-1].body.slug}/{page[-1].code}" if len(found) > limit else None


def titles(programmes: Sequence[int], person: Person | None = None) -> dict[int, Any]:
    """The newest public version of each programme's newest draft. Four queries by index: a decade of drafts is not
    read to show the last one."""
    published = Draft.objects.visible_to(person).filter(programme=OuterRef("pk"), published_on__isnull=False)
    newest = Subquery(published.order_by("-year", "-case").values("case")[:1])
    wanted = Programme.objects.filter(pk__in=programmes).annotate(newest=newest).values_list("newest", flat=True)
    rows = queries.drafts(person).filter(pk__in=[case for case in wanted if case is not None])
    return {row.programme_id: row.shown_versions[0] for row in rows}


def of_positions(nodes: Sequence[int], *, level: str, region: int | None) -> list[Programme]:
    """Visible programmes that stand exactly at these nodes of a territory's budgets."""
    rows = visible().filter(positions__node__in=nodes, positions__exact=True, positions__level=level)
    return list(rows.filter(positions__region=region).distinct())

"""Public pages of programmes over the years: the same bytes for every reader."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.queries import by_address
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.web.charts import Mark, Row, Span, lines, tracks
from jariya.portals.budgets import money
from jariya.portals.budgets.asking import queries as asking
from jariya.portals.budgets.drafts import execution, programmes
from jariya.portals.budgets.drafts.views.reading import page
from jariya.portals.budgets.names import shown
from jariya.portals.budgets.views.shared import month_name

SHOWN = ("adjusted", "paid")
QUESTIONS = 10


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Programmes by administrator and code; `body` narrows to one administrator."""
    slug = request.GET.get("body", "")[:80]
    found = by_address(slug) if slug else None
    if slug and found is None:
        raise Http404
    rows, following = programmes.listed(body=found.body if found else None, after=request.GET.get("after", "")[:100])
    context = {"rows": rows, "following": following, "body": found.body if found else None}
    return page(request, "programmes.html", context)


@require_safe
def programme(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A programme: words against money year by year, the money by months, its drafts, questions about it."""
    view = programmes.find(slug, code, today=legal_day(timezone.now()))
    if view is None:
        known = by_address(slug)
        if known is not None and known.moved:
            return HttpResponsePermanentRedirect(reverse("programmes:programme", args=[known.body.slug, code]))
        raise Http404
    context = {
        "view": view,
        "drawn": tracks([_row(number, year) for number, year in enumerate(view.years, start=1)]),
        "months": _told(view.months),
        "lines": _lines(view),
        "month_name": month_name,
        "share": money.share,
        "places": [(one, shown(one.node.cut, one.node.path, "")) for one in view.positions],
        "questions": asking.of_programme(view.programme, limit=QUESTIONS),
        "invented": view.programme.invented,
    }
    return page(request, "programme.html", context)


def _told(months: list[execution.Month]) -> list[execution.Month]:
    """The last two years by months, former ones by their last sum: a decade of months took a third of a second."""
    last = months[-1].year if months else 0
    ends = {row.year: row.month for row in months}
    return [row for row in months if row.year > last - 2 or row.month == ends[row.year]]


def _row(number: int, year: programmes.Year) -> Row:
    """The year's discussion as a span; approval and payments as days, red where they came first."""
    draft = year.draft
    spans = []
    if draft.discussion_from and draft.discussion_until:
        spans.append(Span(draft.discussion_from, draft.discussion_until, "talk"))
    kinds = {"published": "act", "approved": "act", "first_paid": "paid", "reported": "paid"}
    marks = [
        Mark(stop.day, "wrong" if stop.wrong else kinds[stop.code]) for stop in year.line.stops if stop.code in kinds
    ]
    return Row(number, spans, marks)


def _lines(view: programmes.ProgrammeView) -> dict[str, Any] | None:
    """The money over the months; a month that no report has is a gap, each year begins anew."""
    if len(view.months) < 2:
        return None
    first, last = (row.year * 12 + row.month - 1 for row in (view.months[0], view.months[-1]))
    known = {(row.year, row.month): row.amounts for row in view.months}
    slots = [divmod(at, 12) for at in range(first, last + 1)]
    values = [known.get((year, month + 1), {}) for year, month in slots]
    january = {at for at, (_year, month) in enumerate(slots) if month == 0}
    drawn = lines([[amounts.get(key) for amounts in values] for key in SHOWN], january)
    return {
        "drawn": drawn,
        "grid": [money.short(value) for _y, value in drawn.grid],
        "first": f"{view.months[0].year}.{view.months[0].month:02d}",
        "last": f"{view.months[-1].year}.{view.months[-1].month:02d}",
    }

"""Drawings that other sites may frame, each with its table; and the snippet by which they do."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from jariya.kernel.web.charts import bars, sankey, treemap
from jariya.portals.budgets import drill, flows, tables
from jariya.portals.budgets.measures import KEYS
from jariya.portals.budgets.models import Cut
from jariya.portals.budgets.views.shared import budget_name, budget_or_404, month_name, number, over_time, page

ASKED = ("budget", "cut", "at", "month", "year", "by", "per", "within")
"""What an address of a drawing may say; anything else is left out of the snippet."""
HEIGHTS = {"areas": 760, "months": 620, "flow": 900, "regions": 720}
"""Height of the frame in pixels, at which a phone scrolls least."""


def _place(request: HttpRequest) -> tuple[drill.Place, str]:
    found = budget_or_404(request.GET.get("budget", "")[:40])
    cut, path = request.GET.get("cut", "full"), request.GET.get("at", "")[:400]
    month = number(request.GET.get("month"))
    place = drill.place(found, cut, known=drill.periods(found), month=month, path=path) if cut in Cut.values else None
    if place is None:
        raise Http404
    return place, path


def _areas(request: HttpRequest) -> dict[str, Any]:
    place, path = _place(request)
    if not place.under:
        raise Http404
    return {
        "title": place.row.name.text if place.row else str(Cut(place.cut).label).capitalize(),
        "about": f"{budget_name(place.budget).text} · {month_name(place.budget.year, place.month)}",
        "rows": place.under,
        "tiles": treemap([row.paid for row in place.under]),
        "release": place.release,
        "leads": reverse("budgets:cut", args=[place.budget.slug, place.cut])
        + "?"
        + urlencode({"month": place.month, "at": path}),
        "invented": place.budget.invented,
    }


def _months(request: HttpRequest) -> dict[str, Any]:
    place, path = _place(request)
    if place.row is None:
        raise Http404
    series = drill.over_months(place.budget, place.cut, path)
    return {
        "title": place.row.name.text,
        "about": f"{budget_name(place.budget).text} · {_('Months add up from January; each year begins anew.')}",
        **over_time(series),
        "release": place.release,
        "leads": reverse("budgets:cut", args=[place.budget.slug, place.cut]) + "?" + urlencode({"at": path}),
        "invented": place.budget.invented,
    }


def _flow(request: HttpRequest) -> dict[str, Any]:
    found = budget_or_404(request.GET.get("budget", "")[:40])
    known = [one for one in drill.periods(found) if one.cut == Cut.FULL]
    if not known:
        raise Http404
    moved = flows.of(drill.top(found, known))
    drawn = sankey(moved.inflow, moved.outflow)
    if drawn is None:
        raise Http404
    return {
        "title": _("From where the money came, and where it went"),
        "about": f"{budget_name(found).text} · {month_name(found.year, known[-1].month)}",
        "drawn": drawn,
        "moved": moved,
        "release": known[-1].release,
        "leads": reverse("budgets:budget", args=[found.slug]),
        "invented": found.invented,
    }


def _regions(request: HttpRequest) -> dict[str, Any]:
    years = tables.years()
    year = number(request.GET.get("year")) or (years[0] if years else 0)
    by, path = request.GET.get("by", "paid"), request.GET.get("at", "II")[:400]
    within = request.GET.get("within", "")[:40]
    rows, _there = tables.compared(year, path, number(request.GET.get("month")), within=within)
    if not rows or by not in KEYS:
        raise Http404
    is_head = request.GET.get("per") == "head"
    rows = sorted(rows, key=lambda row: -((row.per_head(by) if is_head else row.amounts[by]) or 0))
    told = [row.per_head(by) if is_head else row.amounts[by] for row in rows]
    return {
        "title": _("Compare regions"),
        "about": f"{rows[0].name.text} · {month_name(year, rows[0].month)}",
        "rows": list(zip(rows, told, strict=True)),
        "bars": bars(told),
        "is_head": is_head,
        "by": by,
        "release": None,
        "leads": reverse("budgets:compare") + "?" + _asked(request),
        "invented": any(row.budget.invented for row in rows),
    }


_MAKERS: dict[str, Callable[[HttpRequest], dict[str, Any]]] = {
    "areas": _areas,
    "months": _months,
    "flow": _flow,
    "regions": _regions,
}


def _asked(request: HttpRequest) -> str:
    return urlencode({key: request.GET[key][:400] for key in ASKED if request.GET.get(key)})


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # its types know no arguments of an address
@require_safe
def embed(request: HttpRequest, kind: str) -> HttpResponse:
    """A drawing with its table and source, and nothing else: any site may frame it. No script, no cookie, no form."""
    if kind not in _MAKERS:
        raise Http404
    return page(request, "embed.html", {"kind": kind, **_MAKERS[kind](request)})


@require_safe
def snippet(request: HttpRequest, kind: str) -> HttpResponse:
    """What to copy into a page to show a drawing there."""
    if kind not in _MAKERS:
        raise Http404
    told = _MAKERS[kind](request)
    address = f"{settings.PUBLIC_URL}{reverse('budgets:embed', args=[kind])}?{_asked(request)}"
    named = escape(f"{told['title']} · {told['about']}")
    code = (
        f'<iframe src="{escape(address)}" title="{named}" width="100%" height="{HEIGHTS[kind]}" loading="lazy"'
        ' referrerpolicy="no-referrer"></iframe>'
    )
    context = {"kind": kind, "address": address, "code": code}
    return page(request, "snippet.html", {**told, **context})

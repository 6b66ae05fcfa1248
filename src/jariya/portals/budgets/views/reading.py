"""The list of budgets, one of them, and the way down to its last line."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jariya.kernel.web.charts import bars, sankey, treemap
from jariya.portals.budgets import drill, figures, flows, reforms, tables
from jariya.portals.budgets.asking import queries as asking
from jariya.portals.budgets.measures import KEYS, MEASURES
from jariya.portals.budgets.models import Budget, Cut
from jariya.portals.budgets.views.shared import budget_or_404, number, over_time, page, release_or_404


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """All budgets of a year, with what was planned and paid."""
    years = tables.years()
    year = number(request.GET.get("year")) or (years[0] if years else 0)
    if years and year not in years:
        raise Http404
    rows = tables.of_year(year) if years else []
    return page(request, "front.html", {"years": years, "year": year, "rows": rows})


@require_safe
def budget(request: HttpRequest, slug: str) -> HttpResponse:
    """One budget of a year: from where the money comes, where it goes, how far the year is."""
    found = budget_or_404(slug)
    known = drill.periods(found)
    rows = drill.top(found, known)
    last = next((one for one in reversed(known) if one.cut == Cut.FULL), None)
    moved = flows.of(rows)
    above, within = tables.relatives(found)
    series = drill.over_months(found, Cut.FULL, "II") if last else []
    context = {
        "budget": found,
        "known": known,
        "last": last,
        "sections": [row for row in rows.values() if row.depth == 0],
        "sources": moved.sources,
        "uses": moved.uses,
        "balance": moved.balance,
        "flows": sankey(moved.inflow, moved.outflow),
        "others": _others(found),
        "above": above,
        "within": within,
        "cuts": {one.cut: one for one in known},
        **over_time(series),
        **_years(found, series, last.month if last else 0),
        "invented": found.invented,
    }
    return page(request, "budget.html", context)


def _others(found: Budget) -> list[Budget]:
    return list(drill.budgets().filter(level=found.level, region=found.region).order_by("year"))


@require_safe
def cut(request: HttpRequest, slug: str, cut: str) -> HttpResponse:
    """A cut of a budget, down to any line: `month`, `at` (the path), `release` (another than that in force)."""
    found = budget_or_404(slug)
    if cut not in Cut.values:
        raise Http404
    other = request.GET.get("release", "")
    release = release_or_404(other) if other else None
    if release is not None and (release.budget_id != found.pk or release.cut != cut):
        raise Http404
    path = request.GET.get("at", "")[:400]
    known = drill.periods(found)
    month = number(request.GET.get("month"))
    place = drill.place(found, cut, known=known, month=month, path=path, release=release)
    if place is None:
        return _elsewhere(request, found, cut, path, month)
    chosen = request.GET.get("by", "paid")
    if chosen not in KEYS:
        chosen = "paid"
    one_month = [getattr(row, chosen) for row in place.under]
    reform = reforms.of(cut, path) if path else reforms.Reform()
    series = drill.over_months(found, cut, path, reform) if path else []
    context = {
        "budget": found,
        "cut": cut,
        "cut_title": Cut(cut).label,
        "place": place,
        "path": path,
        "by": chosen,
        "measures": [one for one in MEASURES if one.key in place.release.measures],
        "tiles": treemap(one_month) if len(place.under) > 1 else [],
        "bars": bars([row.paid for row in place.under], [row.adjusted for row in place.under]),
        "cuts": list(dict.fromkeys(one.cut for one in known)),
        "cut_labels": dict(Cut.choices),
        "asked_release": other,
        "reform": reform,
        "questions": asking.at_path(found, cut, path) if path else [],
        **over_time(series),
        **_years(found, series, place.month),
        "invented": found.invented,
    }
    return page(request, "cut.html", context)


def _elsewhere(request: HttpRequest, found: Budget, cut: str, path: str, month: int | None) -> HttpResponse:
    """A place that this month does not have: the months that do, and the place above. Http404 where there is none."""
    series = drill.over_months(found, cut, path) if path and month else []
    own = [number for year, number, _amounts in series if year == found.year]
    if not own or month is None:
        raise Http404
    context = {
        "budget": found,
        "cut": cut,
        "cut_title": Cut(cut).label,
        "month": month,
        "months": own,
        "path": path,
        "invented": found.invented,
    }
    return page(request, "elsewhere.html", context, status=404)


def _years(found: Budget, series: list[tuple[int, int, drill.Amounts]], month: int) -> dict[str, Any]:
    """The same month of each year, and the figures by which it is told in real terms and per inhabitant."""
    known = figures.of(found, {year for year, _month, _amounts in series}) if series else figures.Figures()
    return {"years": figures.over_years(series, month, known), "figures": known}


@require_safe
def administrators(request: HttpRequest, slug: str) -> HttpResponse:
    """Expenditure by administrators, summed from the whole report where no such cut is published."""
    found = budget_or_404(slug)
    known = [one for one in drill.periods(found) if one.cut == Cut.FULL]
    wanted = number(request.GET.get("month"))
    period = next((one for one in reversed(known) if wanted in (None, one.month)), None)
    if period is None:
        raise Http404
    rows = sorted(drill.by_administrator(period.release, period.month), key=lambda row: -(row.paid or 0))
    context = {
        "budget": found,
        "period": period,
        "months": [one.month for one in known],
        "rows": rows,
        "tiles": treemap([row.paid for row in rows]),
        "bars": bars([row.paid for row in rows], [row.adjusted for row in rows]),
        "invented": found.invented,
    }
    return page(request, "administrators.html", context)

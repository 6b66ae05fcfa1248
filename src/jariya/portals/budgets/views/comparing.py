"""Territories beside one another, and releases."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jariya.kernel.web.charts import bars
from jariya.portals.budgets import drill, names, tables
from jariya.portals.budgets.measures import KEYS, MEASURES
from jariya.portals.budgets.views.shared import number, page, release_or_404


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Territories beside one another: `year`, `month`, `at`, `by`, `per` (head), `within` (districts of an oblast)."""
    years = tables.years()
    year = number(request.GET.get("year")) or (years[0] if years else 0)
    path = request.GET.get("at", "II")[:400]
    chosen = request.GET.get("by", "paid")
    if chosen not in KEYS:
        chosen = "paid"
    among = tables.with_districts(year)
    within = request.GET.get("within", "")
    if within not in {one.slug for one in among}:
        within = ""
    rows, months = tables.compared(year, path, number(request.GET.get("month")), within=within)
    is_head = request.GET.get("per") == "head"
    rows = sorted(rows, key=lambda row: -((row.per_head(chosen) if is_head else row.amounts[chosen]) or 0))
    heads = [row.per_head(chosen) for row in rows]
    context = {
        "years": years,
        "year": year,
        "month": rows[0].month if rows else None,
        "months": months,
        "path": path,
        "by": chosen,
        "per": "head" if is_head else "",
        "among": among,
        "within": within,
        "rows": rows,
        "heads": heads,
        "sources": _sources(rows),
        "bars": bars(heads if is_head else [row.amounts[chosen] for row in rows]),
        "groups": _groups(rows),
        "measures": MEASURES,
    }
    return page(request, "compare.html", context)


def _sources(rows: list[tables.Compared]) -> list[str]:
    """Whence the numbers of people are, each source once."""
    told = [row.people for row in rows if row.people is not None]
    return list(dict.fromkeys(", ".join(filter(None, (one.title, one.source))) for one in told))


def _groups(rows: list[tables.Compared]) -> list[tuple[str, names.Shown]]:
    """Places that can be compared: the sections and the functional groups of the first territory."""
    if not rows:
        return []
    known = drill.periods(rows[0].budget)
    found = drill.top(rows[0].budget, known)
    return [
        (path, row.name) for path, row in found.items() if path in {"I", "II", "V"} or path.startswith(("I/", "II/"))
    ]


@require_safe
def difference(request: HttpRequest, key: str, other: str) -> HttpResponse:
    """What changed from one release to another of the same budget and cut, or between two years of it."""
    after, before = release_or_404(key), release_or_404(other)
    if after.cut != before.cut or after.budget.region_id != before.budget.region_id:
        raise Http404
    months = sorted(set(after.months) & set(before.months))
    wanted = number(request.GET.get("month"))
    chosen = [month for month in months if wanted in (None, month)]
    rows, count = tables.differences(before, after, chosen)
    context = {
        "before": before,
        "after": after,
        "budget": after.budget,
        "months": months,
        "month": wanted,
        "rows": rows[:60],
        "count": count,
        "only_before": sorted(set(before.months) - set(after.months)),
        "only_after": sorted(set(after.months) - set(before.months)),
        "invented": after.invented,
    }
    return page(request, "difference.html", context)

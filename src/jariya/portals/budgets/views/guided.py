"""The citizens' budget: a few pages in plain words, one question each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jariya.kernel.web.charts import bars, treemap
from jariya.portals.budgets import drill, figures, flows, guide
from jariya.portals.budgets.drill import Row
from jariya.portals.budgets.models import Budget, Check, Cut, Period
from jariya.portals.budgets.views.shared import budget_or_404, meaning, page, told

Top = dict[str, Row]


@require_safe
def plain(request: HttpRequest, slug: str, step: str = "income") -> HttpResponse:
    """One step of the guide through a budget's last month."""
    found = budget_or_404(slug)
    if step not in _MAKERS:
        raise Http404
    known = [one for one in drill.periods(found) if one.cut == Cut.FULL]
    if not known:
        raise Http404
    rows = drill.top(found, known)
    order = [key for key, _title in guide.STEPS]
    at = order.index(step)
    context = {
        "budget": found,
        "last": known[-1],
        "step": step,
        "at": at + 1,
        "steps": guide.STEPS,
        "back": guide.STEPS[at - 1] if at else None,
        "following": guide.STEPS[at + 1] if at + 1 < len(order) else None,
        "rows": rows,
        "glossary": [(key, *meaning(key)) for key in guide.WORDS[step]],
        "invented": found.invented,
        **_MAKERS[step](found, known[-1], rows),
    }
    return page(request, f"guide/{step}.html", context)


def _income(found: Budget, last: Period, rows: Top) -> dict[str, Any]:
    moved = flows.of(rows)
    parts = [(row.path, row.name, row.paid, _(guide.PLAIN[row.path])) for row in moved.sources]
    return {
        "lines": sorted(parts, key=lambda one: -(one[2] or 0)),
        "total": flows.known(moved.inflow),
        "balance": moved.balance,
        "bars": bars(sorted((row.paid for row in moved.sources), key=lambda one: -(one or 0))),
    }


def _functions(rows: Top) -> list[Row]:
    return sorted((row for path, row in rows.items() if path.startswith("II/")), key=lambda row: -(row.paid or 0))


def _spending(found: Budget, last: Period, rows: Top) -> dict[str, Any]:
    functions = _functions(rows)
    return {
        "functions": functions,
        "tiles": treemap([row.paid for row in functions]),
        "bars": bars([row.paid for row in functions], [row.adjusted for row in functions]),
        "total": rows["II"].paid if "II" in rows else None,
        "others": [(row, _(guide.PLAIN[row.path])) for row in flows.of(rows).uses if row.path in guide.PLAIN],
    }


def _changes(found: Budget, last: Period, rows: Top) -> dict[str, Any]:
    earlier = guide.year_before(found, last.month)
    known = figures.of(found, {found.year - 1, found.year})
    before = drill.top_of(earlier[1]) if earlier else {}
    compared = guide.changes(rows, before, (found.year - 1, found.year), known) if earlier else []
    moved = sorted(
        (row for row in _functions(rows) if row.approved is not None and row.adjusted is not None),
        key=lambda row: -abs((row.adjusted or 0) - (row.approved or 0)),
    )
    return {
        "earlier": earlier[0] if earlier else None,
        "compared": compared,
        "sums": (before["II"].paid if "II" in before else None, rows["II"].paid if "II" in rows else None),
        "moved": moved,
        "figures": known,
        "bars": bars([one.difference for one in compared]),
    }


def _people(found: Budget, last: Period, rows: Top) -> dict[str, Any]:
    known = figures.of(found, {found.year})
    functions = _functions(rows)
    return {
        "functions": [(row, known.per_head(row.paid, found.year)) for row in functions],
        "total": known.per_head(rows["II"].paid if "II" in rows else None, found.year),
        "income": known.per_head(rows["I"].paid if "I" in rows else None, found.year),
        "figures": known,
        "bars": bars([known.per_head(row.paid, found.year) for row in functions]),
    }


def _trust(found: Budget, last: Period, rows: Top) -> dict[str, Any]:
    release = last.release
    wrong = Check.objects.filter(release=release, verdict="differs").order_by("place")
    return {
        "release": release,
        "looked": sum(release.tested.values()),
        "wrong": wrong.count(),
        "lacking": Check.objects.filter(release=release, verdict="not_given").count(),
        "largest": told(list(wrong.select_related("release__budget__region", "node", "other")[:3])),
    }


_MAKERS: dict[str, Callable[[Budget, Period, Top], dict[str, Any]]] = {
    "income": _income,
    "spending": _spending,
    "changes": _changes,
    "people": _people,
    "trust": _trust,
}

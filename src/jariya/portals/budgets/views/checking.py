"""What does not agree: over all releases, in one, and one finding with its rows."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jariya.portals.budgets import drill, names, queries, tables
from jariya.portals.budgets.checks import CHECKS
from jariya.portals.budgets.checks import check as rule_of
from jariya.portals.budgets.models import Check, Line, Release, Verdict
from jariya.portals.budgets.views.shared import API, lang, page, release_or_404, told
from jariya.portals.budgets.words import say

SHOWN = ("adjusted", "planned", "paid")


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """Findings over all releases in force, ranked by money: `rule`, `verdict`, `budget`, `after`."""
    rule, verdict = request.GET.get("rule", ""), request.GET.get("verdict", "differs")
    if rule and rule not in {one.key for one in CHECKS}:
        raise Http404
    if verdict not in Verdict.values:
        raise Http404
    of = request.GET.get("budget", "")[:40]
    rows, following = tables.findings(rule=rule, verdict=verdict, budget=of, after=request.GET.get("after", ""))
    counted = queries.counted()
    context = {
        "rows": told(rows),
        "following": following,
        "after": request.GET.get("after", ""),
        "rule": rule,
        "verdict": verdict,
        "of": drill.budget(of) if of else None,
        "counted": [row for row in counted if row["verdict"] == verdict],
        "totals": {one: sum(row["number"] for row in counted if row["verdict"] == one) for one in Verdict.values},
    }
    return page(request, "checks.html", context)


@require_safe
def release(request: HttpRequest, key: str) -> HttpResponse:
    """A release: its source, digests, months, checks, what it supersedes, downloads."""
    found = release_or_404(key)
    rows = Check.objects.filter(release=found).select_related("release__budget", "node", "other").order_by("place")
    by_rule: dict[str, dict[str, int]] = {}
    for rule, verdict in rows.values_list("rule", "verdict"):
        counts = by_rule.setdefault(rule, dict.fromkeys(Verdict.values, 0))
        counts[verdict] += 1
    periods = {one.month: one for one in found.periods.order_by("month")}
    context = {
        "release": found,
        "budget": found.budget,
        "periods": periods,
        "by_rule": by_rule,
        "all_checks": CHECKS,
        "largest": told(list(rows.filter(verdict="differs")[:10])),
        "others": tables.earlier(found),
        "api": API,
        "title_of": lambda one: say(one.title, lang()),
        "invented": found.invented,
    }
    return page(request, "release.html", context)


@require_safe
def finding(request: HttpRequest, key: str, place: int) -> HttpResponse:
    """One finding with the rows of the file on both sides."""
    found = release_or_404(key)
    row = Check.objects.filter(release=found, place=place).select_related("release__budget", "node", "other").first()
    if row is None:
        raise Http404
    right_of = row.other or found
    month = _month_of_right(row)
    context = {
        "release": found,
        "budget": found.budget,
        "row": row,
        "name": told([row])[0][1],
        "words": rule_of(row.rule).words(lang()),
        "left": _lines(found, row.month, row.left),
        "right": _lines(right_of, month, row.right),
        "right_of": right_of,
        "right_month": month,
        "shown_measures": [row.measure] if row.measure else list(SHOWN),
        "invented": found.invented,
    }
    return page(request, "finding.html", context)


def _month_of_right(row: Check) -> int:
    """The month of the rows on the other side: another one where months are compared."""
    if row.rule in {"payments_grow", "approved_stays"}:
        return int(row.detail.rpartition("-")[2])
    if row.rule == "missing_month" and row.right:
        lines = Line.objects.filter(release=row.release, number=row.right[0])
        return lines.values_list("month", flat=True).first() or row.month
    return row.month


def _lines(release: Release, month: int, numbers: list[int]) -> list[tuple[Line, names.Shown]]:
    rows = Line.objects.filter(release=release, month=month, number__in=numbers[:200])
    rows = rows.select_related("node", "label").order_by("number")
    return [(row, names.shown(row.node.cut, row.node.path, row.label.text)) for row in rows]

"""Public pages of budgets: the same bytes for every reader."""

from __future__ import annotations

from typing import Any

from babel import dates
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jariya.kernel.web.caching import kept
from jariya.kernel.web.charts import bars, lines, sankey, treemap
from jariya.portals.budgets import drill, money, names, queries, tables
from jariya.portals.budgets.checks import CHECKS
from jariya.portals.budgets.checks import check as rule_of
from jariya.portals.budgets.glossary import SECTIONS
from jariya.portals.budgets.measures import KEYS, MEASURES
from jariya.portals.budgets.models import Budget, Check, Cut, Line, Mention, Release, Verdict
from jariya.portals.budgets.telling import measure_title
from jariya.portals.budgets.words import say

API = "/api/v1/budgets"
"""The API stands on the floor above: its addresses are said, not reversed."""
SHOWN = ("adjusted", "planned", "paid")
_CASH_IN = ("I/1", "I/2", "I/3", "I/4", "III/2", "IV/2", "VII/1")
_CASH_OUT = ("III/1", "IV/1", "VII/2")


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A public page: cacheable, no session touched."""
    tools = {
        "million": money.million,
        "whole": money.whole,
        "share": money.share,
        "month_name": month_name,
        "budget_name": budget_name,
        "measure": lambda key: measure_title(key, _lang()),
        "rule_words": lambda key: rule_of(key).words(_lang()),
    }
    return kept(render(request, f"budgets/{template}", {**tools, **context}, using="jinja2", status=status))


def _lang() -> str:
    return translation.get_language() or "kk"


def month_name(year: int, month: int) -> str:
    """A sum from January: «January to May 2025»."""
    locale = {"kk": "kk", "ru": "ru", "en": "en_GB"}[_lang()]
    names_of = dates.get_month_names("wide", "stand-alone", locale)
    if month == 1:
        return _("%(month)s %(year)s") % {"month": names_of[1].capitalize(), "year": year}
    words = {"first": names_of[1].capitalize(), "last": names_of[month], "year": year}
    return _("%(first)s to %(last)s %(year)s") % words


def budget_name(budget: Budget) -> names.Shown:
    """Whose budget it is, in the reader's language where the register has the name."""
    if budget.region is None:
        return names.Shown(_("Republican budget"), _lang())
    name = budget.region.name(_lang())
    return names.Shown(name.text, name.lang)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 5 else None


def _budget(slug: str) -> Budget:
    found = drill.budget(slug)
    if found is None:
        raise Http404
    return found


def _release(key: str) -> Release:
    found = queries.release(key)
    if found is None:
        raise Http404
    return found


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """All budgets of a year, with what was planned and paid."""
    years = tables.years()
    year = _number(request.GET.get("year")) or (years[0] if years else 0)
    if years and year not in years:
        raise Http404
    rows = tables.of_year(year) if years else []
    return page(request, "front.html", {"years": years, "year": year, "rows": rows})


@require_safe
def budget(request: HttpRequest, slug: str) -> HttpResponse:
    """One budget of a year: from where the money comes, where it goes, how far the year is."""
    found = _budget(slug)
    known = drill.periods(found)
    rows = drill.top(found, known)
    last = next((one for one in reversed(known) if one.cut == Cut.FULL), None)
    used = rows.get("used")
    balance = used.paid if used else None
    sources = [rows[path] for path in _CASH_IN if path in rows]
    uses = [row for path, row in rows.items() if path.startswith("II/")] + [
        rows[path] for path in _CASH_OUT if path in rows
    ]
    inflow: list[int | None] = [row.paid for row in sources]
    outflow: list[int | None] = [row.paid for row in uses]
    if balance is not None:
        (inflow if balance > 0 else outflow).append(abs(balance))
    series = drill.over_months(found, Cut.FULL, "II") if last else []
    context = {
        "budget": found,
        "known": known,
        "last": last,
        "sections": [row for row in rows.values() if row.depth == 0],
        "sources": sources,
        "uses": uses,
        "balance": balance,
        "inflow": inflow,
        "outflow": outflow,
        "flows": sankey(inflow, outflow),
        "others": _others(found),
        "cuts": {one.cut: one for one in known},
        **_over_time(series),
        "invented": found.invented,
    }
    return page(request, "budget.html", context)


def _others(found: Budget) -> list[Budget]:
    return list(drill.budgets().filter(level=found.level, region=found.region).order_by("year"))


def _over_time(series: list[tuple[int, int, drill.Amounts]]) -> dict[str, Any]:
    """Lines over all months from the first to the last; a month that is missing is a gap, a year begins anew."""
    shown = ("adjusted", "paid")
    known = {(year, month): amounts for year, month, amounts in series}
    slots = [divmod(at, 12) for at in range(_slot(series[0]), _slot(series[-1]) + 1)] if series else []
    values = [known.get((year, month + 1), {}) for year, month in slots]
    january = {at for at, (_year, month) in enumerate(slots) if month == 0}
    drawn = lines([[amounts.get(key) for amounts in values] for key in shown], january)
    return {
        "series": series,
        "drawn": drawn,
        "line_names": [measure_title(key, _lang()) for key in shown],
        "grid": [money.short(value) for _y, value in drawn.grid],
    }


def _slot(row: tuple[int, int, drill.Amounts]) -> int:
    return row[0] * 12 + row[1] - 1


@require_safe
def cut(request: HttpRequest, slug: str, cut: str) -> HttpResponse:
    """A cut of a budget, down to any line: `month`, `at` (the path), `release` (another than that in force)."""
    found = _budget(slug)
    if cut not in Cut.values:
        raise Http404
    other = request.GET.get("release", "")
    release = _release(other) if other else None
    if release is not None and (release.budget_id != found.pk or release.cut != cut):
        raise Http404
    path = request.GET.get("at", "")[:400]
    known = drill.periods(found)
    place = drill.place(found, cut, known=known, month=_number(request.GET.get("month")), path=path, release=release)
    if place is None:
        raise Http404
    chosen = request.GET.get("by", "paid")
    if chosen not in KEYS:
        chosen = "paid"
    one_month = [getattr(row, chosen) for row in place.under]
    series = drill.over_months(found, cut, path) if path else []
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
        **_over_time(series),
        "invented": found.invented,
    }
    return page(request, "cut.html", context)


@require_safe
def administrators(request: HttpRequest, slug: str) -> HttpResponse:
    """Expenditure by administrators, summed from the whole report where no such cut is published."""
    found = _budget(slug)
    known = [one for one in drill.periods(found) if one.cut == Cut.FULL]
    wanted = _number(request.GET.get("month"))
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


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Territories beside one another: `year`, `month`, `at`, `by`."""
    years = tables.years()
    year = _number(request.GET.get("year")) or (years[0] if years else 0)
    path = request.GET.get("at", "II")[:400]
    chosen = request.GET.get("by", "paid")
    if chosen not in KEYS:
        chosen = "paid"
    rows, months = tables.compared(year, path, _number(request.GET.get("month")))
    heads = [row.per_head(chosen) for row in rows]
    context = {
        "years": years,
        "year": year,
        "month": rows[0].month if rows else None,
        "months": months,
        "path": path,
        "by": chosen,
        "rows": rows,
        "heads": heads,
        "bars": bars([row.amounts[chosen] for row in rows]),
        "head_bars": bars(heads),
        "groups": _groups(rows),
        "measures": MEASURES,
        "share_rows": bars([_percent(row.amounts["paid"], row.amounts["adjusted"]) for row in rows]),
    }
    return page(request, "compare.html", context)


def _percent(part: int | None, whole: int | None) -> int | None:
    return None if part is None or not whole else round(part * 1000 / whole)


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
        "rows": _told(rows),
        "following": following,
        "after": request.GET.get("after", ""),
        "rule": rule,
        "verdict": verdict,
        "of": drill.budget(of) if of else None,
        "counted": [row for row in counted if row["verdict"] == verdict],
        "totals": {one: sum(row["number"] for row in counted if row["verdict"] == one) for one in Verdict.values},
    }
    return page(request, "checks.html", context)


def _told(rows: list[Check]) -> list[tuple[Check, names.Shown | None]]:
    """Findings with the names of their places, in two queries."""
    wanted = Mention.objects.filter(
        release__in={row.release_id for row in rows}, node__in={row.node_id for row in rows if row.node_id}
    ).values_list("release", "node", "label__text")
    texts: dict[tuple[int, int | None], str] = {(release, node): text for release, node, text in wanted}
    return [
        (
            row,
            names.shown(row.node.cut, row.node.path, texts.get((row.release_id, row.node_id), ""))
            if row.node
            else None,
        )
        for row in rows
    ]


@require_safe
def release(request: HttpRequest, key: str) -> HttpResponse:
    """A release: its source, digests, months, checks, what it supersedes, downloads."""
    found = _release(key)
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
        "largest": _told(list(rows.filter(verdict="differs")[:10])),
        "others": tables.earlier(found),
        "api": API,
        "title_of": lambda one: say(one.title, _lang()),
        "invented": found.invented,
    }
    return page(request, "release.html", context)


@require_safe
def finding(request: HttpRequest, key: str, place: int) -> HttpResponse:
    """One finding with the rows of the file on both sides."""
    found = _release(key)
    row = Check.objects.filter(release=found, place=place).select_related("release__budget", "node", "other").first()
    if row is None:
        raise Http404
    right_of = row.other or found
    month = _month_of_right(row)
    context = {
        "release": found,
        "budget": found.budget,
        "row": row,
        "name": _told([row])[0][1],
        "words": rule_of(row.rule).words(_lang()),
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


@require_safe
def difference(request: HttpRequest, key: str, other: str) -> HttpResponse:
    """What changed from one release to another of the same budget and cut, or between two years of it."""
    after, before = _release(key), _release(other)
    if after.cut != before.cut or after.budget.region_id != before.budget.region_id:
        raise Http404
    months = sorted(set(after.months) & set(before.months))
    wanted = _number(request.GET.get("month"))
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


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Places of all budgets by their names."""
    text = request.GET.get("q", "").strip()[:200]
    return page(request, "search.html", {"q": text, "hits": tables.search(text) if text else []})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Words of a budget in the reader's language."""
    return page(request, "glossary.html", {"words": _glossary(), "all_checks": CHECKS, "lang_": _lang()})


def _glossary() -> list[tuple[str, str, str]]:
    """(anchor, word, meaning): the amounts first, then the sections."""
    words = [(one.key, say(one.title, _lang()), say(one.meaning, _lang())) for one in MEASURES]
    return words + [(key, say(title, _lang()), say(meaning, _lang())) for key, title, meaning in SECTIONS]

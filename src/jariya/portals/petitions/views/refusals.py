"""Refusals in public: how many on which ground, how many fell after a complaint, and the petitions themselves."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.web import caching, hot, sheets
from jariya.portals.petitions import law, turned
from jariya.portals.petitions.indexing import public_texts_of
from jariya.portals.petitions.views.writing import lang

FIRST_YEAR = 2024
"""Petitions exist since norm PET came into force."""


def _year(request: HttpRequest, today: Any) -> int:
    said = request.GET.get("year", "")
    if not said:
        return int(today.year)
    if not said.isdecimal() or len(said) != 4 or not FIRST_YEAR <= int(said) <= today.year:
        raise Http404
    return int(said)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Refusals of a year by ground, and the petitions that were refused."""
    today = legal_day(timezone.now())
    year, ground = _year(request, today), request.GET.get("ground", "")[:40]
    known = {one.code for one in law.grounds(today, "kk")} if ground else set()
    if ground and ground not in known:
        raise Http404
    rows, following = turned.turned_away(ground=ground, after=request.GET.get("after", "")[:40])
    own, norms = lang(), law_now().norms
    listed, shown_texts = [], public_texts_of(row.case.petition for row in rows)  # type: ignore[attr-defined]
    for row in rows:
        petition, texts = row.case.petition, shown_texts[row.case_id]  # type: ignore[attr-defined]
        shown = texts.shown_in(own)
        listed.append((row, texts.title(shown), shown, law.ground(row.ground, petition.submitted_on, own, norms=norms)))
    context = {
        "year": year,
        "years": [(str(one), str(one)) for one in range(today.year, FIRST_YEAR - 1, -1)],
        "grounds": turned.refusals_by_ground(year, own, today),
        "checked": turned.checked(year),
        "listed": listed,
        "ground": ground,
        "following": following,
    }
    return hot.page(caching.kept(render(request, "petitions/refusals.html", context, using="jinja2")))


@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """The same by month, as a table: ground with its title in three languages, refusals, fallen after a complaint."""
    today = legal_day(timezone.now())
    year = _year(request, today)
    titles = {code: {one.code: one.title for one in law.grounds(today, code)} for code in ("kk", "ru", "en")}
    rows: list[list[object]] = [["month", "ground", "title_kk", "title_ru", "title_en", "refused", "overturned"]]
    for month, code, refused, overturned in turned.refusals_by_month(year):
        names = [titles[one].get(code, "") for one in ("kk", "ru", "en")]
        rows.append([month.strftime("%Y-%m"), code, *names, refused, overturned])
    return caching.table(sheets.lines(rows), f"petition-refusals-{year}.csv")

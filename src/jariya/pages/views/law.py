"""The law as this installation knows it: all norms, one norm, the calendar of a year."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from jariya.kernel.law.dates import say_value
from jariya.kernel.lifecycle.table import lifecycles
from jariya.pages import words
from jariya.pages.howto import resting_on
from jariya.pages.public import lang_of, law_or_none, page, today_of
from jariya.pages.queries import law as reads


@require_safe
def norms(request: HttpRequest) -> HttpResponse:
    """All norms in force today by act, with their standing."""
    law, today = law_or_none(), today_of(request)
    groups = reads.in_groups(law.norms, today) if law else []
    context = {"groups": groups, "today": today, "say_value": say_value, "words": words}
    return page(request, "pages/law/norms.html", context)


@require_safe
def norm(request: HttpRequest, key: str) -> HttpResponse:
    """One norm: value, act, article or "to be confirmed", standing, history, and what rests on it."""
    law, today = law_or_none(), today_of(request)
    rows = law.norms.history(key) if law else ()
    if not rows:
        near = law.norms.near(key[:100]) if law else []
        if not near:
            raise Http404
        return page(request, "pages/law/unknown.html", {"key": key[:100], "near": near}, status=404)
    now = next((row for row in rows if row.in_force(today)), None)
    context = {
        "key": key,
        "norm": now or rows[-1],
        "in_force": now is not None,
        "rows": rows[::-1],
        "act": law.norms.acts.get((now or rows[-1]).act or "") if law else None,
        "changes": reads.changes_of(key),
        "resting": resting_on(key, lifecycles()),
        "duties": reads.duties_resting_on(key, today),
        "say_value": say_value,
        "words": words,
        "today": today,
    }
    return page(request, "pages/law/norm.html", context)


@require_safe
def this_year(request: HttpRequest) -> HttpResponse:
    """Leads to the calendar of the present year."""
    return HttpResponseRedirect(reverse("pages:calendar", args=[today_of(request).year]))


@require_safe
def calendar(request: HttpRequest, year: int) -> HttpResponse:
    """The working-day calendar of a year: months, days off by name, swaps, and the edition."""
    law = law_or_none()
    if law is None or not law.calendar.first.year <= year <= law.calendar.last.year:
        raise Http404
    known = law.calendar
    whole = known.first <= dt.date(year, 1, 1) and dt.date(year, 12, 31) <= known.last
    if not whole:
        raise Http404
    months = reads.months(known, year)
    context = {
        "year": year,
        "months": months,
        "worked": sum(month.worked for month in months),
        "days": reads.days_off(known, year, lang_of(request)),
        "edition": reads.edition_of(known),
        "before": year - 1 if year > known.first.year else None,
        "after": year + 1 if year < known.last.year else None,
        "weekdays": [day.date for day in months[1].weeks[1] if day],
        "today": today_of(request),
    }
    return page(request, "pages/law/calendar.html", context)

"""Pages of publishing plans: public ones with the same bytes for every reader, and the import at the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.lifecycle.desk import staffed
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.private import me, now_of
from jariya.kernel.people.private import page as private_page
from jariya.kernel.web.caching import kept, table
from jariya.portals.opendata.planning import importing, queries, sheet
from jariya.portals.opendata.planning.forms import FileForm
from jariya.portals.opendata.planning.lifecycle import STAFF
from jariya.portals.opendata.planning.words import FREQUENCIES, TONES


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A public page: cacheable, no session touched."""
    context = {"frequencies": FREQUENCIES, "tones": TONES, **context}
    return kept(render(request, f"planning/{template}", context, using="jinja2"))


def _today(request: HttpRequest) -> dt.date:
    return legal_day(now_of(request))


def _after(request: HttpRequest, most: int = 120) -> str:
    return request.GET.get("after", "")[:most]


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Bodies that have a plan, with what they owe and what is overdue."""
    today = _today(request)
    rows, following = queries.bodies(today=today, after=_after(request))
    late, _more = queries.overdue(today=today, limit=5)
    return page(request, "front.html", {"rows": rows, "following": following, "late": late})


@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """What is overdue at all bodies, the longest first."""
    rows, following = queries.overdue(today=_today(request), after=_after(request))
    return page(request, "overdue.html", {"rows": rows, "following": following})


def _body(slug: str) -> tuple[Body, bool]:
    found = by_address(slug)
    if found is None:
        raise Http404
    return found.body, found.moved


@require_safe
def of_body(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan of one body: what it must publish and by when, apart from what it did publish."""
    body, moved = _body(slug)
    if moved:
        return HttpResponsePermanentRedirect(reverse("planning:body", args=[body.slug]))
    today, which = _today(request), request.GET.get("which", "")
    if which == "late":
        rows, following = queries.overdue(today=today, body=body, after=_after(request))
    else:
        rows, following = queries.of_body(body, today=today, after=_after(request), dropped=which == "dropped")
    counted = queries.counted([body.pk], today=today).get(body.pk, queries.Counted(0, 0, 0))
    context = {
        "body": body,
        "rows": rows,
        "following": following,
        "which": which if which in {"late", "dropped"} else "",
        "counted": counted,
        "invented": body.invented,
    }
    return page(request, "body.html", context)


@require_safe
def item(request: HttpRequest, public_id: str) -> HttpResponse:
    """One item: what must be published, its clock, which data set meets it, what happened."""
    view = queries.find(public_id, lang=translation.get_language() or "kk")
    if view is None:
        raise Http404
    case = view.line.case
    if case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("planning:item", args=[case.public_id]))
    return page(request, "item.html", {"view": view, "item": view.line.item, "case": case, "invented": case.invented})


@require_safe
def as_csv(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """Plans of all bodies, or of one, as a table."""
    body = _body(slug)[0] if slug else None
    return table(queries.as_csv(today=_today(request), body=body), f"plan{'-' + body.slug if body else ''}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(frozenset(STAFF))
def from_table(request: HttpRequest, bodies: frozenset[int], now: dt.datetime) -> HttpResponse:
    """A whole plan from a table: good rows are entered, bad ones are shown with row, column, value and rule."""
    own = list(Body.objects.filter(pk__in=bodies).order_by("sort_kk", "pk"))
    slug = request.POST.get("body", "")
    body = next((one for one in own if one.slug == slug), own[0])
    posted = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if posted else FileForm()
    entered = None
    if posted and form.is_valid():
        entered = importing.enter(body=body, data=form.cleaned_data["table"].read(), by=me(request), now=now)
    context = {
        "form": form,
        "bodies": own,
        "body": body,
        "entered": entered,
        "rules": {
            code: (translation.gettext(what), translation.gettext(todo)) for code, (what, todo) in sheet.RULES.items()
        },
        "columns": sheet.COLUMNS,
        "said": sheet.SAID,
        "invented": body.invented,
    }
    bad = posted and (entered is None or bool(entered.problems and not entered.entered))
    return private_page(request, "planning/from_table.html", context, status=422 if bad else 200)

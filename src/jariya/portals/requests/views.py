"""Public pages of requests: the same bytes for every reader."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.models import Region
from jariya.kernel.bodies.queries import by_address, search_names
from jariya.kernel.correspondence.figures import punctuality
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.search.queries import similar
from jariya.kernel.web.caching import kept
from jariya.portals.requests import facets, queries
from jariya.portals.requests.lifecycle import KIND
from jariya.portals.requests.queries import Wish

FIRST_YEAR = 2021


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A public page: cacheable, no session touched."""
    return kept(render(request, template, context, using="jinja2", status=status))


def _lang() -> str:
    return translation.get_language() or "kk"


def _today() -> dt.date:
    return legal_day(timezone.now())


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Decided requests, newest first; words and facets narrow them."""
    lang, today = _lang(), _today()
    subjects, grounds, outcomes = facets.subjects(today, lang), facets.grounds(today, lang), facets.outcomes()
    regions = list(Region.objects.filter(level="region").order_by("sort_kk", "pk"))
    said = {name: request.GET.get(name, "")[:200].strip() for name in
            ("q", "body", "region", "subject", "outcome", "ground", "year")}  # fmt: skip
    body = by_address(said["body"][:80]) if said["body"] else None
    region = next((row for row in regions if row.code == said["region"]), None)
    wish = Wish(
        words=said["q"],
        body=body.body if body else None,
        region_id=region.pk if region else None,
        subject=_one_of(said["subject"], [row.code for row in subjects]),
        outcome=_one_of(said["outcome"], [code for code, _title in outcomes]),
        ground=_one_of(said["ground"], [row.code for row in grounds]),
        year=int(said["year"]) if said["year"] in {str(year) for year in range(FIRST_YEAR, today.year + 1)} else None,
    )
    listed = queries.public_list(wish, after=request.GET.get("after"))
    asked = {name: value for name, value in said.items() if value}
    context = {
        "listed": listed,
        "said": said,
        "asked": asked,
        "narrowed": bool(asked),
        "subjects": [(row.code, row.title) for row in subjects],
        "grounds": [(row.code, row.title) for row in grounds],
        "outcomes": outcomes,
        "regions": [(row.code, row.name(lang).text) for row in regions],
        "years": [(str(year), str(year)) for year in range(today.year, FIRST_YEAR - 1, -1)],
        "body": body.body if body else None,
        "following": f"?{urlencode({**asked, 'after': listed.following})}" if listed.following else None,
        "after": request.GET.get("after"),
    }
    return page(request, "requests/front.html", context)


def _one_of(said: str, known: list[str]) -> str:
    return said if said in known else ""


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the holder; what is known of the matter already is shown before anybody writes."""
    lang, today = _lang(), _today()
    text = request.GET.get("q", "")[:200].strip()
    about = request.GET.get("about", "")[:200].strip()
    after = request.GET.get("after")
    connected = search_names(lang=lang, day=today, connected=True, after=None if text else after)
    context = {
        "q": text,
        "about": about,
        "connected": connected,
        "found": search_names(text, lang=lang, day=today, after=after) if text else None,
        "alike": alike(about, lang if lang != "en" else "kk") if about else [],
        "public": known(about, lang if lang != "en" else "kk") if about else [],
    }
    return page(request, "requests/choose.html", context)


def alike(text: str, language: str) -> list[Any]:
    """Decided requests much like a text."""
    return list(similar(text[:2000], lang=language, kind=KIND, limit=5))


def known(text: str, language: str) -> list[Any]:
    """What is public already and much like a text, besides requests."""
    rows = similar(text[:2000], lang=language, limit=12, answered=False)
    return [row for row in rows if row.kind != KIND][:4]


@require_safe
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """A request as anyone may see it. An id typed without dashes or in small letters redirects to its lasting form."""
    canonical = ids.normal(public_id)
    view = queries.find(public_id, person=None)
    if view is None:
        raise Http404
    if canonical != public_id:
        return HttpResponsePermanentRedirect(reverse("requests:request", args=[canonical]))
    today, body = _today(), view.case.body
    year = punctuality([body.pk], first=today.replace(month=1, day=1), last=today, today=today)[body.pk]
    context = {"view": view, "year": year, "invented": body.invented, "today": today}
    return page(request, "requests/request.html", context)


@require_safe
def batch(request: HttpRequest, public_id: str) -> HttpResponse:
    """One text at many bodies: who has decided what so far."""
    view = queries.batch(public_id, person=None)
    if view is None:
        raise Http404
    context = {"view": view, "states": _states(), "invented": any(row.case.invented for row in view.rows)}
    return page(request, "requests/batch.html", context)


def _states() -> dict[str, str]:
    from jariya.kernel.lifecycle.table import lifecycle

    return {state.code: str(state.title) for state in lifecycle(KIND).states}

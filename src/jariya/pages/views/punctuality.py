"""The rows behind a body's punctuality: a page and a CSV file of the same."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.correspondence.figures import punctuality
from jariya.kernel.web import caching
from jariya.pages import dayplace
from jariya.pages.places import path
from jariya.pages.public import page, today_of
from jariya.pages.queries import rows as reads


def _year(request: HttpRequest, today: dt.date) -> int:
    """The year asked for; the present one where none or none that can be is named."""
    said = request.GET.get("year", "")
    return int(said) if said.isascii() and said.isdigit() and 2000 <= int(said[:5]) <= today.year else today.year


def _found(request: HttpRequest, slug: str, name: str) -> Body | HttpResponsePermanentRedirect:
    addressed = by_address(slug[:80])
    if addressed is None:
        raise Http404
    if addressed.moved:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(reverse(name, args=[addressed.body.slug]) + (f"?{query}" if query else ""))
    return addressed.body


@require_safe
def rows(request: HttpRequest, slug: str) -> HttpResponse:
    """Every obligation that the share of a year counts, the newest first."""
    body = _found(request, slug, "pages:punctuality")
    if isinstance(body, HttpResponse):
        return body
    today = today_of(request)
    year = _year(request, today)
    after = dayplace.read(request.GET.get("after"))
    shown, following = reads.rows(body, year, after=after)
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    earliest = reads.first_year(body)
    context = {
        "body": body,
        "year": year,
        "years": range(today.year, (earliest or today.year) - 1, -1),
        "figures": punctuality([body.pk], first=first, last=last, today=today)[body.pk],
        "rows": shown,
        "following": following,
        "after": after,
        "today": today,
        "path": path,
        "invented": body.invented,
    }
    return page(request, "pages/body/punctuality.html", context)


@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same rows as CSV, of one moment."""
    body = _found(request, slug, "pages:punctuality-csv")
    if isinstance(body, HttpResponse):
        return body
    today = today_of(request)
    year = _year(request, today)
    mark = "INVENTED-" if body.invented else ""
    name = f"{mark}{body.slug}-{year}-as-of-{today.isoformat()}.csv"
    return caching.table(reads.as_csv(body, year), name)

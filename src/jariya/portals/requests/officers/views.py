"""Public pages of the register of officers: the same bytes for every reader."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.private import now_of
from jariya.kernel.web import caching
from jariya.portals.requests.officers import queries
from jariya.portals.requests.views import page

MOST_WITHOUT = 30


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The register, body by body, and the bodies that have no officer."""
    today = legal_day(now_of(request))
    after = request.GET.get("after", "")[:40] or None
    found, following = queries.listed(after=after)
    without = list(queries.without()[: MOST_WITHOUT + 1]) if after is None else []
    context = {
        "lines": queries.lines(found, today=today),
        "following": following,
        "after": after,
        "without": without[:MOST_WITHOUT],
        "more_without": len(without) > MOST_WITHOUT,
    }
    return page(request, "officers/front.html", context)


@require_safe
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One appointment: who, since when, trained when, who answers meanwhile."""
    lang = translation.get_language() or "kk"
    view = queries.find(public_id, today=legal_day(now_of(request)), lang=lang)
    if view is None:
        raise Http404
    case = view.line.row.case
    if case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("officers:one", args=[case.public_id]))
    return page(request, "officers/one.html", {"view": view, "line": view.line, "invented": case.invented})


@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """The register as CSV; each row says whether it is invented."""
    return caching.table(queries.as_csv(today=legal_day(now_of(request))), "officers.csv")

"""Public pages of recommendations: the same bytes for every reader."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.queries import by_address
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.private import now_of
from jariya.kernel.web import caching
from jariya.portals.requests.monitoring import queries
from jariya.portals.requests.monitoring.models import Criterion, Source
from jariya.portals.requests.views import page


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Recommendations, newest first; those past their term alone with `?late=1`."""
    today = legal_day(now_of(request))
    source = request.GET.get("source", "")
    source = source if source in Source.values else ""
    addressed = by_address(request.GET["body"][:80]) if request.GET.get("body") else None
    late = request.GET.get("late") == "1"
    every = queries.rows(source=source, body=addressed.body if addressed else None)
    narrowed = queries.rows(source=source, body=addressed.body if addressed else None, late_on=today if late else None)
    found, following = queries.newest(narrowed, after=request.GET.get("after", "")[:40] or None)
    context = {
        "lines": queries.lines(found, today=today),
        "following": following,
        "counted": queries.counted(every, today=today),
        "source": source,
        "sources": Source,
        "criteria": dict(Criterion.choices),
        "late": late,
        "body": addressed.body if addressed else None,
    }
    return page(request, "monitoring/front.html", context)


@require_safe
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One recommendation: what was found, what is to be done by when, and what both sides said."""
    lang = translation.get_language() or "kk"
    view = queries.find(public_id, today=legal_day(now_of(request)), lang=lang)
    if view is None:
        raise Http404
    case = view.line.row.case
    if case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("monitoring:one", args=[case.public_id]))
    return page(request, "monitoring/one.html", {"view": view, "row": view.line.row, "invented": case.invented})


@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """All recommendations as CSV; each row says whether it is invented."""
    return caching.table(queries.as_csv(today=legal_day(now_of(request))), "recommendations.csv")

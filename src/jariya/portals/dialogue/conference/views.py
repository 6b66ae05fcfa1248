"""Public pages of conferences: the same bytes for every reader, live ones included."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from jariya.portals.dialogue.conference import queries
from jariya.portals.dialogue.views import page

SECONDS = 30
"""How often a live page asks anew: answers of the site are kept half a minute, so more often shows nothing newer."""


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Conferences: those to come and live ones first, then transcripts."""
    rows, following = queries.listed(after=request.GET.get("after", "")[:40] or None)
    context = {"conferences": rows, "following": following, "after": request.GET.get("after"), "now": timezone.now()}
    return page(request, "conference/front.html", context)


def _context(public_id: str) -> dict[str, Any]:
    view = queries.find(public_id)
    if view is None:
        raise Http404
    now = timezone.now()
    row = view.conference
    # What the clock says, not the job: a minute of waiting must not show a live conference as one to come.
    live = view.case.state in {"announced", "live"} and row.starts_at <= now < row.ends_at
    return {
        "view": view,
        "live": live,
        "open": view.case.state in {"announced", "live"} and now < row.ends_at,
        "seconds": SECONDS,
        "now": now,
        "invented": view.case.invented,
    }


@require_safe
def conference(request: HttpRequest, public_id: str) -> HttpResponse:
    """One conference: the announcement, its questions by support, answers as they come, the transcript afterwards.

    `?refresh=1` makes the page load itself anew without any script; whoever has not asked for it is not moved.
    """
    context = _context(public_id)
    case = context["view"].case
    if case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("conference:conference", args=[case.public_id]))
    context["refresh"] = context["live"] and request.GET.get("refresh") == "1"
    context["timeline"] = queries.timeline(case, translation.get_language() or "kk")
    return page(request, "conference/conference.html", context)


@require_safe
def lines(request: HttpRequest, public_id: str) -> HttpResponse:
    """The questions and answers alone, which the script of a live page fetches."""
    return page(request, "conference/lines.html", _context(public_id))

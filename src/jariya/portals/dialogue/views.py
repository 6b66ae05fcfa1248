"""Public pages of questions: the same bytes for every reader."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jariya.kernel.correspondence.figures import punctuality
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.web.caching import kept
from jariya.portals.dialogue import queries
from jariya.portals.dialogue.asides import asides_of


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A public page: cacheable, no session touched."""
    return kept(render(request, template, context, using="jinja2", status=status))


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Answered questions, newest first."""
    rows, following = queries.public_list(after=request.GET.get("after"))
    return page(
        request, "dialogue/front.html", {"questions": rows, "following": following, "after": request.GET.get("after")}
    )


@require_safe
def question(request: HttpRequest, public_id: str) -> HttpResponse:
    """A question as anyone may see it. An id typed without dashes or in small letters redirects to its lasting form."""
    canonical = ids.normal(public_id)
    view = queries.find(public_id, person=None)
    if view is None:
        raise Http404
    if canonical != public_id:
        return HttpResponsePermanentRedirect(reverse("dialogue:question", args=[canonical]))
    today = legal_day(timezone.now())
    body = view.case.body
    year = punctuality([body.pk], first=today.replace(month=1, day=1), last=today, today=today)[body.pk]
    return page(
        request,
        "dialogue/question.html",
        {
            "view": view,
            "year": year,
            "asides": asides_of(view.case, today=today),
            "invented": body.invented,
            "today": today,
        },
    )

"""Public pages of questions to lines: the same bytes for every reader."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jariya.kernel.web.caching import kept
from jariya.portals.budgets import money
from jariya.portals.budgets.asking import queries, words
from jariya.portals.budgets.views.shared import budget_name, month_name


def tools() -> dict[str, Any]:
    """What templates say lines, amounts and states with."""
    return {"million": money.million, "words": words, "budget_name": budget_name, "month_name": month_name}


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A public page: cacheable, no session touched."""
    return kept(render(request, f"asking/{template}", {**tools(), **context}, using="jinja2"))


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """All questions, newest first."""
    which = request.GET.get("which", queries.ALL)
    which = which if which in (queries.ALL, queries.WAITING, queries.ANSWERED) else queries.ALL
    rows, following = queries.listed(which=which, after=request.GET.get("after", "")[:40] or None)
    return page(request, "front.html", {"rows": rows, "following": following, "which": which})


@require_safe
def question(request: HttpRequest, public_id: str) -> HttpResponse:
    """One question with its answer, its clock and what happened."""
    view = queries.find(public_id)
    if view is None:
        raise Http404
    if view.case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("asking:question", args=[view.case.public_id]))
    return page(request, "question.html", {"view": view, "invented": view.case.invented})

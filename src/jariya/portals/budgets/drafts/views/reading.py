"""Public pages of drafts: the same bytes for every reader."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from jariya.kernel.discussion import queries as discussion
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.web.caching import kept
from jariya.kernel.web.charts import bars
from jariya.portals.budgets import money
from jariya.portals.budgets.drafts import queries, words
from jariya.portals.budgets.drafts.content import difference, folded
from jariya.portals.budgets.drafts.versions import content_of

COMMENTS = 5
"""Comments shown on a draft's own page; the discussion's page has them all."""


def lang() -> str:
    """The reader's language."""
    return translation.get_language() or "kk"


def tools() -> dict[str, Any]:
    """What templates of drafts say amounts, days and codes with; `own`: the language that texts are shown in."""
    return {
        "whole": money.whole,
        "million": money.million,
        "share": money.share,
        "signed": lambda tenge: f"+{money.whole(tenge)}" if tenge > 0 else money.whole(tenge),
        "folded": folded,
        "words": words,
        "own": "kk" if lang() == "kk" else "ru",
        "bars": bars,
    }


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A public page: cacheable, no session touched."""
    return kept(render(request, f"drafts/{template}", {**tools(), **context}, using="jinja2"))


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Drafts that can be discussed, then the others."""
    which = request.GET.get("which", queries.OPEN)
    which = which if which in (queries.OPEN, queries.DONE, queries.ALL) else queries.OPEN
    today = legal_day(timezone.now())
    rows, following = queries.listed(today=today, which=which, after=request.GET.get("after", "")[:60] or None)
    context = {"rows": rows, "following": following, "which": which, "today": today}
    return page(request, "front.html", context)


@require_safe
def early(request: HttpRequest) -> HttpResponse:
    """Programmes whose money moved before people were heard."""
    return page(request, "early.html", {"rows": queries.red()})


def _view(public_id: str, number: int | None = None) -> queries.DraftView:
    view = queries.find(public_id, number=number)
    if view is None:
        raise Http404
    return view


@require_safe
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """A draft as anyone may see it, with the beginning of its discussion."""
    view = _view(public_id)
    if view.case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("drafts:draft", args=[view.case.public_id]))
    thread = discussion.thread(view.case, limit=COMMENTS, now=timezone.now())
    return page(request, "draft.html", {"view": view, "thread": thread, "invented": view.case.invented})


@require_safe
def version(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """One version of a draft, as it was published."""
    view = _view(public_id, number)
    return page(request, "version.html", {"view": view, "invented": view.case.invented})


@require_safe
def changes(request: HttpRequest, public_id: str, old: int, new: int) -> HttpResponse:
    """What differs between two public versions."""
    if ids.normal(public_id) is None:
        raise Http404
    first, second = _view(public_id, old), _view(public_id, new)
    differs = difference(content_of(first.version), content_of(second.version), lang())
    context = {"view": second, "old": first.version, "differs": differs, "invented": second.case.invented}
    return page(request, "changes.html", context)

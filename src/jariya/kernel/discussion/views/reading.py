"""Public pages: the same bytes for every reader."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jariya.kernel.discussion import queries
from jariya.kernel.discussion.views.access import case_of, comment_of, matter
from jariya.kernel.web.caching import kept


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A public page: cacheable, no session touched."""
    return kept(render(request, f"discussion/{template}", context, using="jinja2"))


def thread_of(request: HttpRequest, case: Any, **options: Any) -> queries.Thread:
    """The thread as the address asks for it: `order`, `at` (version.element), `waiting`, `after`."""
    version, _dot, element = request.GET.get("at", "")[:100].partition(".")
    return queries.thread(
        case,
        order=request.GET.get("order", "")[:12],
        version=int(version) if version.isdecimal() and len(version) < 7 else None,
        element=element,
        unanswered=request.GET.get("waiting") == "1",
        after=request.GET.get("after", "")[:40] or None,
        now=timezone.now(),
        **options,
    )


@require_safe
def discussion(request: HttpRequest, public_id: str) -> HttpResponse:
    """The whole discussion of a case, page by page."""
    case = case_of(public_id)
    if case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("discussion:case", args=[case.public_id]))
    return page(request, "case.html", {**matter(case), "thread": thread_of(request, case)})


@require_safe
def comment(request: HttpRequest, public_id: str) -> HttpResponse:
    """One comment with its versions and all its replies. A reply leads to the comment it hangs on."""
    found = comment_of(public_id)
    root = found.parent if found.parent_id else None
    if root is not None:
        address = reverse("discussion:comment", args=[root.public_id])
        return HttpResponsePermanentRedirect(f"{address}?reply={found.public_id}#c-{found.public_id}")
    if found.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("discussion:comment", args=[found.public_id]))
    wanted = request.GET.get("reply", "")[:40] or None
    below, following = queries.replies(found, after=request.GET.get("after", "")[:40] or None)
    # A reply that is asked for and stands on a later page is put on top of this one.
    aside = None
    if wanted and all(row.comment.public_id != wanted for row in below):
        other = queries.one(wanted)
        aside = queries.views([other])[0] if other is not None and other.parent_id == found.pk else None
    context = {
        **matter(found.case),
        "view": queries.views([found])[0],
        "versions": queries.history(found),
        "replies": below,
        # Of a reply that was changed; each is its own query, and few are.
        "histories": {row.comment.pk: queries.history(row.comment) for row in below if row.edited_at},
        "aside": aside,
        "following": following,
    }
    return page(request, "comment.html", context)

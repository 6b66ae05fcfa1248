"""Public pages of heads and their posts: the same bytes for every reader."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.models import PostKind
from jariya.kernel.bodies.queries import by_address, heads, search_names, seats
from jariya.kernel.discussion import queries as discussion
from jariya.kernel.lifecycle.engine import legal_day
from jariya.portals.dialogue.blog import queries
from jariya.portals.dialogue.mandate import head_post
from jariya.portals.dialogue.queries import public_list
from jariya.portals.dialogue.views import page

COMMENTS = 5
"""Comments shown on a post's own page; the discussion's page has them all."""


def _lang() -> str:
    return translation.get_language() or "kk"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The register of heads: bodies that take questions here, who heads each since when; the newest posts."""
    lang, today = _lang(), legal_day(timezone.now())
    text = request.GET.get("q", "")[:200].strip()
    after = request.GET.get("after")
    found = search_names(text, lang=lang, day=today, connected=True, after=after)
    newest, _more = queries.listed(limit=3)
    held = heads(found.bodies, day=today)
    context = {
        "q": text,
        "bodies": [(body, held.get(body.pk)) for body in found.bodies],
        "following": found.after,
        "newest": newest if not text and not after else [],
    }
    return page(request, "blog/front.html", context)


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """All posts, or those of one head (`?of=` the body's address), newest first."""
    slug = request.GET.get("of", "")[:80]
    addressed = by_address(slug) if slug else None
    if slug and addressed is None:
        raise Http404
    body = addressed.body if addressed else None
    of = head_post(body.pk) if body else None
    rows, following = queries.listed(post=of, after=request.GET.get("after", "")[:40] or None)
    context = {"posts": rows, "following": following, "body": body, "after": request.GET.get("after")}
    return page(request, "blog/posts.html", context)


@require_safe
def head(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a head: who, since when, posts, answered questions, punctuality, and who was it before."""
    addressed = by_address(slug[:80])
    if addressed is None:
        raise Http404
    body = addressed.body
    if addressed.moved:
        return HttpResponsePermanentRedirect(reverse("blog:head", args=[body.slug]))
    today = legal_day(timezone.now())
    sitting = next(iter(seats(body, day=today, kinds=[PostKind.HEAD])), None)
    if sitting is None:
        raise Http404
    rows, following = queries.listed(post=sitting.post, limit=5)
    questions, more = public_list(body_id=body.pk, limit=5)
    context = {
        "body": body,
        "seat": sitting,
        "reigns": queries.reigns(body, today=today) if body.connected or body.invented else [],
        "posts": rows,
        "following": following,
        "questions": questions,
        "more_questions": more,
        "today": today,
        "invented": body.invented,
    }
    return page(request, "blog/head.html", context)


@require_safe
def post(request: HttpRequest, public_id: str) -> HttpResponse:
    """A post with the beginning of its discussion; a stub once it was withdrawn."""
    view = queries.find(public_id, lang=_lang())
    if view is None:
        raise Http404
    if view.post.case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("blog:post", args=[view.post.case.public_id]))
    thread = discussion.thread(view.post.case, limit=COMMENTS, now=timezone.now())
    return page(
        request,
        "blog/post.html",
        {"view": view, "thread": thread, "former": False, "invented": view.post.case.invented},
    )


@require_safe
def version(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """A former version of a post, as it was published."""
    view = queries.find(public_id, lang=_lang(), number=number)
    if view is None:
        raise Http404
    return page(
        request, "blog/post.html", {"view": view, "thread": None, "former": True, "invented": view.post.case.invented}
    )

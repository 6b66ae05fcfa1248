"""Saying something: written, looked at once more with hints, published. Without a script as with one."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jariya.kernel.discussion import actions, kinds, organisations, queries
from jariya.kernel.discussion.actions.changing import replied
from jariya.kernel.discussion.forms import MYSELF, CommentForm, TextForm
from jariya.kernel.discussion.models import Comment
from jariya.kernel.discussion.refusals import refused
from jariya.kernel.discussion.views.access import case_of, comment_of, lang, matter, me, own_comment, private
from jariya.kernel.language import personal
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs
from jariya.kernel.people.queries import roles_of
from jariya.kernel.people.sessions import level_of

STAFF = {"officer", "deputy", "head"}


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """A comment on a case, or on the place that `at=version.element` names."""
    case = case_of(public_id)
    version, _dot, element = (request.POST.get("at") or request.GET.get("at") or "")[:100].partition(".")
    at = int(version) if version.isdecimal() and len(version) < 7 else None
    place = None
    if element:
        discussed = kinds.of(case)
        places = discussed.places(case, frozenset({(at or 0, element)}), lang()) if discussed else {}
        place = places.get((at or 0, element))
        if place is None:
            raise Http404
    return _write(request, case, place=place, version=at if element else None, element=element)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def reply(request: HttpRequest, public_id: str) -> HttpResponse:
    """A reply to a comment, as a citizen."""
    parent = comment_of(public_id)
    return _write(request, parent.case, parent=parent)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office")
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """The official answer, by an official of the body of the case."""
    parent = comment_of(public_id)
    if not roles_of(me(request), body_id=parent.case.body_id, day=legal_day(timezone.now())) & STAFF:
        raise Http404
    return _write(request, parent.case, parent=parent, official=True)


def _write(
    request: HttpRequest,
    case: Case,
    *,
    parent: Comment | None = None,
    official: bool = False,
    place: kinds.Place | None = None,
    version: int | None = None,
    element: str = "",
) -> HttpResponse:
    now = timezone.now()
    options = _options(request, now, official)
    if request.method != "POST":
        closed = None if official else _closed(case, now)
        shown = parent is None or parent.shown
        before = closed or (None if shown else refused("comment.parent_gone"))
        initial = {"language": lang(), "voice": MYSELF, "key": secrets.token_urlsafe(16)}
        form = CommentForm(initial=initial, **options)
        return _page(
            request, case, form, "form", before, parent=parent, official=official, place=place, at=(version, element)
        )
    form = CommentForm(request.POST, **options)
    refusal: Refused | None = None
    found: list[personal.Found] = []
    stage = "form"
    if form.is_valid():
        found = personal.find(form.cleaned_data["text"])
        stage = "form" if request.POST.get("do") == "change" else "review"
        if request.POST.get("do") == "publish":
            try:
                made = _publish(
                    request, case, form, now, parent=parent, official=official, version=version, element=element
                )
            except Refused as error:
                refusal = error
            else:
                name = "discussion:comment" if official else "discussion:own"
                query = "" if official else "?sent=1"
                return HttpResponseRedirect(reverse(name, args=[made.public_id]) + query)
    return _page(
        request,
        case,
        form,
        stage,
        refusal,
        parent=parent,
        official=official,
        place=place,
        at=(version, element),
        found=found,
    )


def _options(request: HttpRequest, now: dt.datetime, official: bool) -> dict[str, Any]:
    day = legal_day(now)
    return {
        "most": norms_now().at(day)["discussion.text"].count,
        "organisations": [] if official else organisations.of(me(request), day),
        "official": official,
    }


def _closed(case: Case, now: dt.datetime) -> Refused | None:
    discussed = kinds.of(case)
    return refused("comment.no_discussion") if discussed is None else discussed.closed(case, now)


def _publish(
    request: HttpRequest,
    case: Case,
    form: CommentForm,
    now: dt.datetime,
    *,
    parent: Comment | None,
    official: bool,
    version: int | None,
    element: str,
) -> Comment:
    common: dict[str, Any] = {
        "text": form.cleaned_data["text"],
        "language": form.cleaned_data["language"],
        "by": me(request),
        "identity": str(level_of(request)),
        "confirmed": request.POST.get("confirmed") == "1",
        "key": f"say:{form.cleaned_data['key']}",
        "now": now,
    }
    if official and parent is not None:
        return actions.answer(parent=parent, **common)
    return actions.post(
        case=case, parent=parent, version=version, element=element, organisation=form.organisation, **common
    )


def _page(
    request: HttpRequest,
    case: Case,
    form: CommentForm,
    stage: str,
    refusal: Refused | None,
    *,
    parent: Comment | None,
    official: bool,
    place: kinds.Place | None,
    at: tuple[int | None, str],
    found: list[personal.Found] | None = None,
) -> HttpResponse:
    context = {
        **matter(case),
        "form": form,
        "stage": stage,
        "refusal": refusal,
        "official": official,
        "place": place,
        "at": f"{at[0]}.{at[1]}" if at[1] else "",
        "parent": queries.views([parent])[0] if parent else None,
        "found": found or [],
        "proven": str(level_of(request)) not in {"", "email"},
    }
    status = refusal.status if refusal else 422 if form.is_bound and form.errors else 200
    return private(request, "write.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change one's text while nobody has answered."""
    comment = own_comment(request, public_id)
    now = timezone.now()
    refusal: Refused | None = None
    found: list[personal.Found] = []
    if request.method == "POST":
        form = TextForm(request.POST)
        if form.is_valid():
            found = personal.find(form.cleaned_data["text"])
            try:
                actions.edit(
                    comment=comment,
                    text=form.cleaned_data["text"],
                    by=me(request),
                    now=now,
                    confirmed=request.POST.get("confirmed") == "1",
                    key=f"edit:{form.cleaned_data['key']}",
                )
            except Refused as error:
                refusal = error
            else:
                return HttpResponseRedirect(reverse("discussion:own", args=[comment.public_id]))
    else:
        versions = queries.history(comment, own=True)
        form = TextForm(initial={"text": versions[-1].text, "key": secrets.token_urlsafe(16)})
        if not steps_open(comment):
            refusal = refused("comment.answered")
    context = {**matter(comment.case), "comment": comment, "form": form, "refusal": refusal, "found": found}
    return private(request, "edit.html", context, status=_status(form, refusal))


def steps_open(comment: Comment) -> bool:
    """Whether the text may still be changed: it is shown and nobody has answered."""
    return comment.shown and not replied(comment)


def _status(form: Any, refusal: Refused | None) -> int:
    return refusal.status if refusal else 422 if form.is_bound and form.errors else 200

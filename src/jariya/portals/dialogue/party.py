"""The asker's own pages of a question: coupon, whole text, rating, complaint, withdrawal."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.lifecycle.engine import legal_day, possible
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs, signed_in
from jariya.portals.dialogue import actions, queries
from jariya.portals.dialogue.access import me, now_of, page
from jariya.portals.dialogue.asides import asides_of
from jariya.portals.dialogue.forms import AskForm, RateForm, ReasonForm
from jariya.portals.dialogue.queries import QuestionView


def _own(request: HttpRequest, public_id: str) -> QuestionView:
    view = queries.find(public_id, person=me(request))
    if view is None or not view.party:
        raise Http404
    return view


def _verbs(view: QuestionView, request: HttpRequest) -> set[str]:
    verbs = {move.verb for move in possible(view.case, by=me(request), now=now_of(request))}
    late = view.term is not None and view.term.state == "late"
    if not late and view.case.state not in {"answered", "published", "rated", "returned"}:
        # Silence can be complained of from the day after the due day; before it the button would only disappoint.
        verbs.discard("complain")
    if "rate" in verbs and not any(term.kind == "rate" and term.state in {"running", "soon"} for term in view.terms):
        verbs.discard("rate")
    return verbs


@require_safe
@signed_in
def mine(request: HttpRequest, public_id: str) -> HttpResponse:
    """The asker's page of the question."""
    view = _own(request, public_id)
    context = {
        "view": view,
        "verbs": _verbs(view, request),
        "asides": asides_of(view.case, today=legal_day(now_of(request)), own=True),
        "sent": "sent" in request.GET,
        "invented": view.case.body.invented,
    }
    return page(request, "dialogue/mine.html", context)


@require_safe
@signed_in
def coupon(request: HttpRequest, public_id: str) -> HttpResponse:
    """The coupon alone, for printing."""
    view = _own(request, public_id)
    return page(request, "dialogue/coupon.html", {"view": view, "invented": view.case.body.invented})


def _step(
    request: HttpRequest, public_id: str, template: str, form: forms.Form, do: Callable[[QuestionView, forms.Form], Any]
) -> HttpResponse:
    """One form, one act: shown on GET, done on POST; a refusal comes back with what was typed."""
    view = _own(request, public_id)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            do(view, form)
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("dialogue:mine", args=[view.case.public_id]))
    context = {"view": view, "form": form, "refusal": refusal, "invented": view.case.body.invented}
    status = refusal.status if refusal else 422 if form.errors else 200
    return page(request, template, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rate")
def rate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Rate the answer; "not resolved" then offers the complaint."""
    form = RateForm(request.POST or None)
    return _step(
        request,
        public_id,
        "dialogue/rate.html",
        form,
        lambda view, done: actions.rate(
            case=view.case,
            score=done.cleaned_data["score"],
            resolved=done.cleaned_data["resolved"],
            by=me(request),
            now=now_of(request),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rate")
def complain(request: HttpRequest, public_id: str) -> HttpResponse:
    """Complain of silence or of the answer. For silence the text is filled in beforehand."""
    view = _own(request, public_id)
    initial = {}
    if view.term is not None and view.term.state == "late":
        initial = {"reason": _("No answer came within the term set for it.")}
    form = ReasonForm(request.POST) if request.method == "POST" else ReasonForm(initial=initial)
    return _step(
        request,
        public_id,
        "dialogue/complain.html",
        form,
        lambda found, done: actions.complain(
            case=found.case, reason=done.cleaned_data["reason"], by=me(request), now=now_of(request)
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def resend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct a returned question and send it again, with what was typed filled in."""
    view = _own(request, public_id)
    points = [point.text or "" for point in view.points if point.moved_to is None]
    shown = {"title": view.title, "language": view.case.language, "public": view.case.visibility == "public"}
    initial = {**shown, "key": secrets.token_urlsafe(16), **{f"point_{n}": text for n, text in enumerate(points, 1)}}
    form = AskForm(request.POST) if request.method == "POST" else AskForm(initial=initial)
    # Language and publication were chosen when the question was first sent, and stay.
    for name in ("language", "public"):
        del form.fields[name]

    def do(found: QuestionView, done: forms.Form) -> Any:
        return actions.resend(
            case=found.case,
            title=done.cleaned_data["title"],
            points=cast(AskForm, done).points(),
            by=me(request),
            now=now_of(request),
            key=f"resend:{done.cleaned_data['key']}",
        )

    return _step(request, public_id, "dialogue/resend.html", form, do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def separate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that a merged question is not the same, and have it answered by itself."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].label = _("How does your question differ?")
    return _step(
        request,
        public_id,
        "dialogue/separate.html",
        form,
        lambda view, done: actions.unmerge(
            case=view.case, reason=done.cleaned_data["reason"], by=me(request), now=now_of(request)
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("withdraw")
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the question back, after a page that says what it means."""
    return _step(
        request,
        public_id,
        "dialogue/withdraw.html",
        forms.Form(request.POST if request.method == "POST" else None),
        lambda view, _done: actions.withdraw(case=view.case, by=me(request), now=now_of(request)),
    )

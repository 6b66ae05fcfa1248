"""The person's own pages of a request: whole text, coupon, clarification, rating, complaint, court, publication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.correspondence.forms import RateForm, ReasonForm
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.engine import legal_day, possible
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs, signed_in
from jariya.kernel.people.private import me, now_of, page
from jariya.kernel.web import qr
from jariya.portals.requests import actions, queries
from jariya.portals.requests.decisions import OUTCOMES
from jariya.portals.requests.forms import ClarifyForm, CourtForm, TrackForm
from jariya.portals.requests.models import Track
from jariya.portals.requests.queries import RequestView


def _own(request: HttpRequest, public_id: str) -> RequestView:
    view = queries.find(public_id, person=me(request))
    if view is None or not view.party:
        raise Http404
    return view


def _runs(view: RequestView, kind: str) -> bool:
    return any(term.kind == kind and term.state in {"running", "soon"} for term in view.terms)


def _silent(view: RequestView) -> bool:
    return view.term is not None and view.term.state == "late"


def _verbs(view: RequestView, request: HttpRequest) -> set[str]:
    """What the person may do now. A button that would only disappoint is not shown."""
    verbs = {move.verb for move in possible(view.case, by=me(request), now=now_of(request))}
    if not _silent(view) and not (view.case.state in OUTCOMES and _runs(view, "complain")):
        verbs.discard("complain")
    if not _runs(view, "rate"):
        verbs.discard("rate")
    if view.request.published_on is None and verbs & {"make_public", "keep_private"}:
        verbs.add("publication")
    return verbs


@require_safe
@signed_in
def mine(request: HttpRequest, public_id: str) -> HttpResponse:
    """The person's page of the request: everything, and what can be done."""
    view = _own(request, public_id)
    context = {
        "view": view,
        "verbs": _verbs(view, request),
        "silent": _silent(view),
        "sent": "sent" in request.GET,
        "invented": view.case.body.invented,
    }
    return page(request, "requests/mine.html", context)


@require_safe
@signed_in
def coupon(request: HttpRequest, public_id: str) -> HttpResponse:
    """The coupon alone in large type, for printing; its code leads to the page of the request."""
    view = _own(request, public_id)
    address = settings.PUBLIC_URL + reverse("requests:request", args=[view.case.public_id])
    context = {"view": view, "qr": qr.svg(address), "address": address, "invented": view.case.body.invented}
    return page(request, "requests/coupon.html", context)


@require_safe
@signed_in
def my_batch(request: HttpRequest, public_id: str) -> HttpResponse:
    """One's own text at many bodies."""
    from jariya.portals.requests.views import _states

    view = queries.batch(public_id, person=me(request))
    if view is None or not view.own:
        raise Http404
    context = {"view": view, "states": _states(), "sent": "sent" in request.GET, "invented": False, "own": True}
    return page(request, "requests/batch.html", context)


def _step(
    request: HttpRequest,
    view: RequestView,
    template: str,
    form: forms.Form,
    do: Callable[[forms.Form], Any],
    **more: Any,
) -> HttpResponse:
    """One form, one act: shown on GET, done on POST; a refusal comes back with what was typed."""
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            do(form)
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("requests:mine", args=[view.case.public_id]))
    context = {"view": view, "form": form, "refusal": refusal, "invented": view.case.body.invented, **more}
    status = refusal.status if refusal else 422 if form.errors else 200
    return page(request, template, context, status=status)


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rate")
def rate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Rate the answer; "not resolved" then offers the complaint."""
    view = _own(request, public_id)

    def do(form: forms.Form) -> Any:
        said = form.cleaned_data
        return actions.rate(
            case=view.case, score=said["score"], resolved=said["resolved"], by=me(request), now=now_of(request)
        )

    return _step(request, view, "requests/rate.html", RateForm(_typed(request)), do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rate")
def complain(request: HttpRequest, public_id: str) -> HttpResponse:
    """Complain of silence or of the decision. For silence the text is filled in: one button sends it."""
    view = _own(request, public_id)
    silent = _silent(view)
    initial = {}
    if silent and view.term is not None:
        initial = {
            "reason": _(
                "No answer came to the request No. %(number)s within its term. By law no act within the term counts"
                " as a refusal. I ask that the body be obliged to answer."
            )
            % {"number": view.letter.label}
        }
    form = ReasonForm(_typed(request), initial=initial)

    def do(done: forms.Form) -> Any:
        return actions.complain(case=view.case, reason=done.cleaned_data["reason"], by=me(request), now=now_of(request))

    return _step(request, view, "requests/complain.html", form, do, silent=silent)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rate")
def clarify(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what exactly is meant."""
    view = _own(request, public_id)

    def do(form: forms.Form) -> Any:
        return actions.clarify(case=view.case, reason=form.cleaned_data["reason"], by=me(request), now=now_of(request))

    return _step(request, view, "requests/clarify.html", ClarifyForm(_typed(request)), do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rate")
def court(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that the matter went to court."""
    view = _own(request, public_id)

    def do(form: forms.Form) -> Any:
        return actions.note_court(case=view.case, note=form.cleaned_data["note"], by=me(request), now=now_of(request))

    return _step(request, view, "requests/court.html", CourtForm(_typed(request)), do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rate")
def publication(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let request and answer be published, keep them private, or set a day."""
    view, now = _own(request, public_id), now_of(request)
    row = view.request
    form = TrackForm(_typed(request), initial={"track": row.track, "embargo_until": row.embargo_until})

    def do(done: forms.Form) -> Any:
        track, until = done.cleaned_data["track"], done.cleaned_data["embargo_until"]
        if track == Track.OPEN:
            return None if row.track == Track.OPEN else actions.make_public(case=view.case, by=me(request), now=now)
        return actions.keep_private(
            case=view.case, by=me(request), now=now, embargo_until=until if track == Track.EMBARGO else None
        )

    longest = law_now().norms.at(legal_day(now))["request.embargo.longest"].count
    return _step(request, view, "requests/publication.html", form, do, longest=longest)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("withdraw")
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the request back, after a page that says what it means."""
    view = _own(request, public_id)

    def do(_form: forms.Form) -> Any:
        return actions.withdraw(case=view.case, by=me(request), now=now_of(request))

    return _step(request, view, "requests/withdraw.html", forms.Form(_typed(request)), do)

"""Pages of appeals: what an appeal is, choosing its kind, one's own appeal. Nobody else reads it here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.correspondence.registration import takes_letters
from jariya.kernel.files.uploads import found as uploads_of
from jariya.kernel.lifecycle.engine import legal_day, possible
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs, signed_in
from jariya.kernel.people.private import me, now_of, page
from jariya.kernel.signing import pages as signing
from jariya.portals.dialogue.appeals import actions, client, queries, signed
from jariya.portals.dialogue.appeals.forms import KindForm
from jariya.portals.dialogue.appeals.queries import AppealView
from jariya.portals.dialogue.appeals.words import KIND_WORDS
from jariya.portals.dialogue.models import Draft
from jariya.portals.dialogue.views import page as public_page


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What an appeal is, beside an open question; whether this installation can hand one over."""
    return public_page(request, "appeals/front.html", {"kinds": KIND_WORDS, "connected": client.available()})


def takes_appeals(body: Body) -> bool:
    """Whether an appeal to the body can be handed over: the other system knows bodies by their BIN."""
    return client.available() and bool(body.bin)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the kind of appeal for what stands in the draft, then sign."""
    found, now = by_address(slug), now_of(request)
    if found is None or not takes_letters(found.body, legal_day(now)):
        raise Http404
    body = found.body
    draft = Draft.objects.filter(person_id=me(request).pk, body=body).first()
    if draft is None:
        return HttpResponseRedirect(reverse("dialogue:ask-body", args=[body.slug]))
    form = KindForm(request.POST if request.method == "POST" else None)
    open_now = takes_appeals(body)
    if request.method == "POST" and open_now and form.is_valid():
        return signing.to_page(signed.begin(request, draft=draft, kind=form.cleaned_data["kind"], now=now))
    context = {
        "form": form,
        "draft": draft,
        "files": uploads_of(draft.files, me(request)),
        "body": body,
        "kinds": KIND_WORDS,
        "open_now": open_now,
        "connected": client.available(),
        "invented": body.invented,
    }
    status = 422 if form.errors else 409 if request.method == "POST" and not open_now else 200
    return page(request, "appeals/new.html", context, status=status)


@require_safe
@needs("ask")
def submitted(request: HttpRequest) -> HttpResponse:
    """Where a signer comes back to: the appeal, or the list of one's cases when none came of it."""
    if outcome := signing.outcome_of(request, signed.ACT):
        return HttpResponseRedirect(reverse("appeals:mine", args=[outcome["case"]]) + "?sent=1")
    return HttpResponseRedirect(reverse("appeals:front"))


def _own(request: HttpRequest, public_id: str) -> AppealView:
    today = legal_day(now_of(request))
    view = queries.find(public_id, person=me(request), today=today, lang=get_language() or "kk")
    if view is None:
        raise Http404
    return view


@require_safe
@signed_in
def mine(request: HttpRequest, public_id: str) -> HttpResponse:
    """One's own appeal: where it is, its number, its term, the answer."""
    view = _own(request, public_id)
    verbs = {move.verb for move in possible(view.case, by=me(request), now=now_of(request))}
    context = {
        "view": view,
        "withdrawable": "withdraw" in verbs and view.tries == 0,
        "sent": "sent" in request.GET,
        "invented": view.case.body.invented,
    }
    return page(request, "appeals/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an appeal back that nobody has yet."""
    view, refusal = _own(request, public_id), None
    if request.method == "POST":
        try:
            actions.withdraw(case=view.case, by=me(request), now=now_of(request))
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("appeals:mine", args=[view.case.public_id]))
    context = {"view": view, "refusal": refusal, "invented": view.case.body.invented}
    return page(request, "appeals/withdraw.html", context, status=refusal.status if refusal else 200)

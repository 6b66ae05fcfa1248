"""One's own petition: where it stands, what the moderators wrote, and what its author can do."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jariya.kernel.law.explain import explain
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import desk as taking
from jariya.kernel.lifecycle.engine import Outcome, legal_day, possible
from jariya.kernel.people.gates import needs
from jariya.kernel.people.private import me, now_of, page
from jariya.portals.petitions import actions, law, queries, tally
from jariya.portals.petitions.actions import drafting
from jariya.portals.petitions.forms import ComplaintForm, PlainForm
from jariya.portals.petitions.views.writing import lang


def _mine(request: HttpRequest, public_id: str) -> queries.View:
    view = queries.find(public_id, person=me(request), lang=lang())
    if view is None or view.case.person_id != me(request).pk:
        raise Http404
    return view


def _verbs(request: HttpRequest, view: queries.View) -> set[str]:
    return {move.verb for move in possible(view.case, by=me(request), now=now_of(request))}


@require_safe
@needs("petition")
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """The author's page of a petition."""
    view, now = _mine(request, public_id), now_of(request)
    today, verbs = legal_day(now), _verbs(request, view)
    silent = any(row.kind == "moderation" and row.due_on < today for row in view.terms)
    norms = law_now()
    context = {
        "view": view,
        "today": today,
        "reasons": queries.reasons(view.case),
        "may_change": "resubmit" in verbs,
        "may_withdraw": "withdraw" in verbs,
        "may_complain": "complain" in verbs and (view.case.state == "refused" or silent),
        "silent": silent,
        "count": tally.count(view.case),
        "explained": [
            (row, explain(norms.norms.at(row.started_on)[row.norm_key].ends(row.started_on, norms.calendar), lang()))
            for row in view.terms
            if row.extended_to is None
        ],
        "shared": view.case.state in ("gathering_support", "collecting"),
        "site": settings.PUBLIC_URL,
        "sent": request.GET.get("sent", ""),
        "done": request.GET.get("done", ""),
        "invented": view.petition.addressee.invented,
    }
    return page(request, "petitions/mine.html", context)


@require_POST
@needs("petition")
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """To the draft of the next revision of a petition that came back."""
    view = _mine(request, public_id)
    if view.case.state != "returned":
        return HttpResponseRedirect(reverse("petitions:mine", args=[view.case.public_id]))
    made = drafting.rework(person=me(request), case=view.case, now=now_of(request))
    return HttpResponseRedirect(reverse("petitions:draft", args=[made.key]))


def _step(
    request: HttpRequest, public_id: str, verb: str, form_class: type[Form], do: Callable[..., Outcome], template: str
) -> HttpResponse:
    view, now = _mine(request, public_id), now_of(request)
    posted = request.POST if request.method == "POST" else None
    form = form_class(posted)
    taken = taking.take(request, form, verb, do, version=view.case.version, case=view.case, by=me(request), now=now)
    if taken.outcome is not None:
        return HttpResponseRedirect(reverse("petitions:mine", args=[view.case.public_id]) + "?done=1")
    context: dict[str, Any] = {
        "view": view,
        "form": form,
        "refusal": taken.refusal,
        "key": request.POST.get("key") or secrets.token_urlsafe(16),
        "decide_by": law.term("complaint.decide", legal_day(now)),
        "invented": view.petition.addressee.invented,
    }
    return page(request, template, context, status=taken.status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("petition")
def complain(request: HttpRequest, public_id: str) -> HttpResponse:
    """Complain of a refusal or of silence."""

    def do(form: Form, **common: Any) -> Outcome:
        return actions.complain(reason=form.cleaned_data["reason"], **common)

    return _step(request, public_id, "complain", ComplaintForm, do, "petitions/complain.html")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("petition")
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the petition back, after a question whether that is meant."""

    def do(form: Form, **common: Any) -> Outcome:
        return actions.withdraw(**common)

    return _step(request, public_id, "withdraw", PlainForm, do, "petitions/withdraw.html")

"""Sign-in with a digital signature: why, the page of signing (of the floor below), then in."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jariya.kernel.people import sessions
from jariya.kernel.people.gates import entered, private, safe_next
from jariya.kernel.people.models import Level, Means, Person
from jariya.kernel.signing import pages
from jariya.kernel.signing.lifecycle import Status
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.sign_in import acts, words

ENTER_WITHIN = dt.timedelta(minutes=10)
"""How long after the check has passed the browser may come in."""


@private
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Explain, and on POST open the page on which one signs. Whoever is signed in joins the signature instead."""
    asked = request.POST if request.method == "POST" else request.GET
    target = safe_next(asked.get("next"), "")
    person = request.user if isinstance(request.user, Person) else None
    if request.method == "POST":
        now = timezone.now()
        act = acts.LINK if person else acts.LOGIN
        back = reverse("identity:enter") + (f"?{urlencode({'next': target})}" if target else "")
        return pages.begin(
            request, act=act, matter=acts.matter(act, request, person=person, now=now), back=back, now=now
        )
    context = {"target": target, "person": person, "noindex": True}
    return render(request, "signing/sign_in/eds.html", context, using="jinja2")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The signature has passed: GET shows whose device comes in, POST signs it in. A signature opens once."""
    asked = request.POST if request.method == "POST" else request.GET
    target = safe_next(asked.get("next"), "")
    session = pages.mine(request, asked.get("signing", ""))
    now = timezone.now()
    code = _closed(session, now)
    if session is None or code:
        return _refused(request, code or "sign_in.unknown", target)
    if session.act == acts.LINK and session.person is not None and session.person.staff:
        return HttpResponseRedirect(reverse("identity:mine") + "?done=linked")
    if request.method != "POST":
        new = bool((session.outcome or {}).get("new"))
        context: dict[str, Any] = {"session": session, "target": target, "new": new, "noindex": True}
        return render(request, "signing/sign_in/enter.html", context, using="jinja2")
    person = _take(session)
    if person is None:
        return _refused(request, "sign_in.unknown", target)
    sessions.sign_in(request, person, level=Level.EDS, means=Means.EDS, now=now)
    response = HttpResponseRedirect(safe_next(target, reverse("people:account")))
    return entered(response, seconds=request.session.get_expiry_age())


def _refused(request: HttpRequest, code: str, target: str) -> HttpResponse:
    context = {"said": words.of(code), "code": code, "target": target, "noindex": True}
    return render(request, "signing/sign_in/refused.html", context, status=409, using="jinja2")


def _closed(session: SigningSession | None, now: dt.datetime) -> str:
    """Why this session lets nobody in; empty when it does."""
    if session is None or session.act not in (acts.LOGIN, acts.LINK) or session.status != Status.PASSED:
        return "sign_in.unknown"
    if not session.outcome or session.outcome.get("entered"):
        return "sign_in.unknown"
    if session.settled_at is None or session.settled_at + ENTER_WITHIN < now:
        return "sign_in.too_late"
    return ""


def _take(session: SigningSession) -> Person | None:
    """Use the sign-in up; its person, or None when another request was first or the account was closed meanwhile."""
    with transaction.atomic():
        row = SigningSession.objects.select_for_update().get(pk=session.pk)
        outcome = row.outcome or {}
        if outcome.get("entered"):
            return None
        row.outcome = {**outcome, "entered": True}
        row.save(update_fields=["outcome"])
    return Person.objects.filter(pk=int(outcome.get("person", 0)), is_active=True).first()

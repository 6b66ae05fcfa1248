"""Sign-in through the state's identity service: the way there, the way back, the way out."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.people import sessions
from jariya.kernel.people.gates import entered, private, safe_next
from jariya.kernel.people.models import Level, Means, Person
from jariya.kernel.signing.identity import linking
from jariya.kernel.signing.sign_in import oidc, words

WAIT = dt.timedelta(hours=1)
"""How long the browser of a sign-in that was begun is remembered."""


def _page(request: HttpRequest, code: str = "", *, target: str = "", status: int = 200) -> HttpResponse:
    said = words.of(code)
    context = {
        "available": oidc.available(),
        "test": oidc.is_test(),
        "said": said,
        "code": code if said else "",
        "target": target,
        "noindex": True,
    }
    return render(request, "signing/sign_in/state.html", context, status=status, using="jinja2")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Explain, say why the last try failed, and on POST lead on to the service."""
    asked = request.POST if request.method == "POST" else request.GET
    target = safe_next(asked.get("next"), "")
    if request.method != "POST":
        code = "" if oidc.available() else "state.unavailable"
        return _page(request, code or request.GET.get("why", "")[:40], target=target)
    if not request.user.is_authenticated:
        request.session.set_expiry(timezone.now() + WAIT)
    try:
        address = oidc.address_to_ask(request, target=target, language=get_language() or "kk")
    except oidc.OidcError as error:
        return _page(request, error.code, target=target, status=503)
    context = {"address": address, "host": urlsplit(address).netloc, "noindex": True}
    response = render(request, "signing/sign_in/state_go.html", context, using="jinja2")
    # Not a redirect of the form: `form-action 'self'` would stop it, and must stay as it is.
    response["Refresh"] = f"0; url={address}"
    return response


@private
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """The service sends the browser here. A GET that writes, as the protocol has it; its `state` is good once."""
    state = oidc.take_state(request)
    if state is None:
        return _away("state.unknown", get_language() or "kk", "")
    language = str(state.get("language", "kk"))
    target = safe_next(state.get("next"), "")
    now = timezone.now()
    try:
        found = oidc.identity(request, state)
        if request.user.is_authenticated:
            person: Person = request.user  # type: ignore[assignment]
            linking.link(person, found, now=now)
        else:
            person = linking.open_or_find(found, language=language, now=now)
    except (oidc.OidcError, linking.LinkError) as error:
        code = error.code if isinstance(error, oidc.OidcError) else f"identity.{error.code}"
        sessions.record(None, Means.OIDC, code[-32:], now)
        return _away(code, language, target)
    with override(language):
        default = reverse("identity:mine") + "?done=linked" if person.staff else reverse("people:account")
    if person.staff:
        # An official's account is open already, by its key; the service only vouches for whose it is.
        return HttpResponseRedirect(default)
    sessions.sign_in(request, person, level=Level.STATE, means=Means.OIDC, now=now)
    with override(language):
        request.session["way_out"] = reverse("identity:state-out")
    return entered(HttpResponseRedirect(safe_next(target, default)), seconds=request.session.get_expiry_age())


def _away(code: str, language: str, target: str) -> HttpResponse:
    """To the page in the person's language that says what happened; the code of the answer leaves the address."""
    with override(language if language in ("kk", "ru", "en") else "kk"):
        asked = {"why": code} | ({"next": target} if target else {})
        return HttpResponseRedirect(f"{reverse('identity:state')}?{urlencode(asked)}")


@private
@require_safe
def out(request: HttpRequest) -> HttpResponse:
    """Signed out here: whoever came through the service may still be signed in there."""
    front = f"{oidc.site(request)}/{get_language() or 'kk'}/"
    context = {"address": oidc.address_to_leave(request, back=front), "noindex": True}
    return render(request, "signing/sign_in/state_out.html", context, using="jinja2")

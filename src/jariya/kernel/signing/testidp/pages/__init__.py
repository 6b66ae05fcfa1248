"""Pages of the TEST service: who to be, what is passed on, errors, the way out. allauth's own are never shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings as configured
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.signing.testca.persons import BY_KEY, PERSONS
from jariya.kernel.signing.testidp.words import LANGUAGES

settings: Any = configured
COOKIE = "test_identity_language"
STYLE = """
:root{color-scheme:light dark;font:18px/1.5 system-ui,sans-serif;--edge:#8a1c1c;--ground:#fff3d6;--ink:#1a1a1a}
@media(prefers-color-scheme:dark){:root{--edge:#ffb4a8;--ground:#3a2c05;--ink:#f4f4f4}}
*{box-sizing:border-box}
body{max-width:46rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
.note{border:4px solid var(--edge);background:var(--ground);color:var(--ink);padding:.75rem;font-weight:600}
.people{display:grid;gap:.6rem}
button{font:inherit;inline-size:100%;padding:.5rem;min-block-size:2.75rem;text-align:start}
:focus-visible{outline:3px solid;outline-offset:2px}
"""


class Shown:
    """The language of each answer, and the headers of a page that runs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Choose the language: the site's (`ui_locales`, also inside `next`), the cookie's, the browser's."""
        asked = self._asked(request)
        request.language = asked or request.COOKIES.get(COOKIE, "")  # type: ignore[attr-defined]
        if request.language not in LANGUAGES:  # type: ignore[attr-defined]
            accepted = request.headers.get("Accept-Language", "")[:2].lower()
            request.language = accepted if accepted in LANGUAGES else "kk"  # type: ignore[attr-defined]
        with translation.override("en"):
            response = self.get_response(request)
        response["Content-Security-Policy"] = (
            f"default-src 'none'; style-src 'self'; form-action 'self' {settings.SITE}; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        # With `no-referrer` browsers send `Origin: null`, and no form of ours would be taken.
        response["Referrer-Policy"] = "same-origin"
        response.setdefault("Cache-Control", "no-store")
        if asked:
            response.set_cookie(COOKIE, asked, samesite="Lax", httponly=True)
        return response

    def _asked(self, request: HttpRequest) -> str:
        nested = parse_qs(urlsplit(request.GET.get("next", "")).query).get("ui_locales", [""])[0]
        for found in (request.GET.get("ui_locales", ""), nested):
            first = found.split(" ")[0][:2].lower()
            if first in LANGUAGES:
                return first
        return ""


def context(request: HttpRequest) -> dict[str, Any]:
    """What every page has."""
    return {"lang": getattr(request, "language", "kk"), "site": settings.SITE, "people": PERSONS}


def _path(request: HttpRequest) -> str:
    target = (request.POST or request.GET).get("next", "")
    fine = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if fine else "/"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Nothing to do without a site that asks."""
    return render(request, "home.html")


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Choose an invented person; there is no password to learn."""
    people: Any = get_user_model()
    chosen = BY_KEY.get(request.POST.get("person", ""))
    if request.method == "POST" and chosen is not None:
        user, _made = people.objects.get_or_create(username=chosen.key)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return HttpResponseRedirect(_path(request))
    return render(request, "enter.html", {"next": _path(request)})


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The one style sheet."""
    return HttpResponse(STYLE, content_type="text/css; charset=utf-8")


def wrong(request: HttpRequest) -> HttpResponse:
    """The page of a request that the service does not take."""
    return render(request, "idp/oidc/error.html", {}, status=400)

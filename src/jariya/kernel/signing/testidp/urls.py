"""Addresses of the TEST service: allauth's provider, with our pages before and around it."""

from __future__ import annotations

from allauth.idp.oidc import views
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from jariya.kernel.signing.testidp import pages
from jariya.kernel.signing.testidp.words import word


def authorize(request: HttpRequest) -> HttpResponse:
    """Ask the person. The contract wants PKCE by SHA-256 and a nonce: without them a request is not taken."""
    asked = request.GET
    if request.method == "GET" and (
        asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge") or not asked.get("nonce")
    ):
        return pages.wrong(request)
    response: HttpResponse = views.authorization(request)
    # allauth answers a wrong request with 200; its good page is not rendered yet when it comes here.
    if getattr(response, "is_rendered", True) and response.status_code == 200 and b"data-error" in response.content:
        response.status_code = 400
    return response


handler400 = handler403 = handler404 = "jariya.kernel.signing.testidp.urls.lost"


def lost(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Any address that is none."""
    language = getattr(request, "language", "kk")
    return HttpResponse(word("error_text", language), status=404, content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("", pages.home, name="home"),
    path("style.css", pages.style, name="style"),
    path("enter/", pages.enter, name="account_login"),
    path("enter/again/", pages.enter, name="account_reauthenticate"),
    path("identity/o/authorize", authorize),
    path("identity/o/device", pages.wrong),
    path("identity/o/api/device/code", pages.wrong),
    path("", include("allauth.idp.urls")),
]

"""What a page asks of its reader before it opens: privacy of the answer, a sign-in, a level that suffices."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from jariya.kernel.people import means
from jariya.kernel.people.sessions import level_of

View = Callable[..., HttpResponse]
log = logging.getLogger("jariya.security")
"""Tries to pass a gate: a stable code, what was tried, the account's pseudonym."""


def safe_next(target: str | None, default: str) -> str:
    """`target` when it is a path of this site, else `default`: sign-in must not become a bridge to a strange site."""
    if (
        target
        and len(target) <= 2000
        and target.startswith("/")
        and "\\" not in target
        and target.isprintable()
        and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    ):
        return target
    return default


def private(view: View) -> View:
    """The answer is for this reader alone: no cache keeps it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Cookie"])
        return response

    return answered


def sign_in_address(request: HttpRequest) -> str:
    """Address of the sign-in page that leads back here. After a form it leads back to the form's page."""
    return f"{reverse('people:sign-in')}?next={quote(request.get_full_path()[:1500])}"


def needs(act: str) -> Callable[[View], View]:
    """Open the page only to a session whose level suffices for `act` (see `means.RULES`); the answer is private.

    Nobody signed in: to the sign-in page and back. A level too low: 403 with what is missing and how to mend it.
    """
    rule = means.rule(act)

    def gate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return HttpResponseRedirect(sign_in_address(request))
            if not means.suffices(level_of(request), act):
                log.warning("refused level_too_low act=%s level=%s account=%s", act, level_of(request), request.user)
                context = {
                    "rule": rule,
                    "level": level_of(request),
                    "sign_in": sign_in_address(request),
                    "noindex": True,
                }
                return render(request, "people/level_too_low.html", context, status=403, using="jinja2")
            return view(request, *args, **kwargs)

        return private(answered)

    return gate


SIGNED = "signed"
"""A cookie without meaning to the server: it tells the page's script that asking who is signed in is worth it."""


def entered(response: HttpResponse, *, seconds: int) -> HttpResponse:
    """Mark the browser as signed in, so that the header of public pages asks for its private piece."""
    response.set_cookie(SIGNED, "1", max_age=seconds, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


def left(response: HttpResponse) -> HttpResponse:
    """Take the mark away."""
    response.delete_cookie(SIGNED, samesite="Lax")
    return response


def signed_in(view: View) -> View:
    """Open the page to anyone who is signed in; the answer is private."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return HttpResponseRedirect(sign_in_address(request))
        return view(request, *args, **kwargs)

    return private(answered)

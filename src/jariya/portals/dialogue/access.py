"""Who is at the private pages: sign-in asked for, never cached."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jariya.kernel.people.sessions import level_of

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Lead those who are not signed in to the sign-in page and back here. The page is never cached."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return HttpResponseRedirect(f"{reverse('people:sign-in')}?next={quote(request.get_full_path())}")
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded


def private(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A private page."""
    return render(request, template, context, using="jinja2", status=status)


def now_of(request: HttpRequest) -> Any:
    """The moment of the request: the one place of the portal where the clock is read."""
    return timezone.now()


def identity_of(request: HttpRequest) -> str:
    """By which means the person at this session is known."""
    return str(level_of(request))

"""Puts the reader's way of looking on the request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jariya.kernel.web import modes


class ViewMode:
    """`request.view_mode` from the cookie `view`. Adds no Vary: a cache in front keys on path + this cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.view_mode = modes.parse(request.COOKIES.get(modes.COOKIE))  # type: ignore[attr-defined]
        return self.get_response(request)

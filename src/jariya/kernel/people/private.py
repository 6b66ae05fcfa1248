"""Small words that private pages share: who is here, when it is, by which means the person is known."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jariya.kernel.people.models import Person
from jariya.kernel.people.sessions import level_of


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A private page, in the reader's language; search engines are told to leave it."""
    return render(request, template, {"noindex": True, **context}, using="jinja2", status=status)


def now_of(request: HttpRequest) -> dt.datetime:
    """The moment of the request: the one place of a portal where the clock is read."""
    return timezone.now()


def identity_of(request: HttpRequest) -> str:
    """By which means the person at this session is known."""
    return str(level_of(request))


def me(request: HttpRequest) -> Person:
    """The signed-in person of a page behind a gate."""
    return cast(Person, request.user)

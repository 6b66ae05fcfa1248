"""What the public pages of petitions share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.web.caching import kept
from jariya.portals.petitions.public import queries
from jariya.portals.petitions.public.queries import PetitionView

HOT = "public, max-age=10, stale-while-revalidate=60, stale-if-error=600"
"""A crowd reads one rendering; when the application is down, a cache in front goes on with the last one."""


def lang() -> str:
    """The reader's language."""
    return translation.get_language() or "kk"


def today() -> dt.date:
    """The legal day of the request."""
    return legal_day(timezone.now())


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A public page: cacheable, no session touched."""
    return kept(render(request, f"petition/{template}", context, using="jinja2", status=status))


def view_or_404(public_id: str) -> PetitionView:
    """The petition as anyone may open it by its address."""
    found = queries.find(public_id, today=today())
    if found is None:
        raise Http404
    return found


def optional(name: str, *args: Any) -> str | None:
    """Address of a page of another part of petitions; None where that part is not built."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def absolute(path: str) -> str:
    """The whole address of a path."""
    return f"{settings.PUBLIC_URL}{path}"

"""What every public page of this floor shares: cacheable answers, and the one place where the clock is read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from jariya.kernel.law.errors import NothingLoaded
from jariya.kernel.law.queries import Law, law_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.web.caching import kept


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A public page: the same bytes for every reader, no session touched."""
    return kept(render(request, template, context, using="jinja2", status=status))


def today_of(request: HttpRequest) -> dt.date:
    """The legal day of the request."""
    return legal_day(timezone.now())


def lang_of(request: HttpRequest) -> str:
    """The language of the address: kk, ru or en."""
    return translation.get_language() or "kk"


def law_or_none() -> Law | None:
    """The law as this installation knows it; None before any was loaded, so that a page can say so."""
    try:
        return law_now()
    except NothingLoaded:
        return None

"""Public pages over several portals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def front(request: HttpRequest) -> HttpResponse:
    """The front page: what you can do here, what the state owes today, what moves now."""
    return render(request, "pages/front.html", {}, using="jinja2")

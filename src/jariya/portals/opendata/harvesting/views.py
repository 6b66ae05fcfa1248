"""Public pages of sources: whose catalogues are read, when they were, and what was wrong, record by record."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from jariya.kernel.web.caching import kept
from jariya.portals.opendata.harvesting import queries
from jariya.portals.opendata.harvesting.problems import PROBLEMS

TONES = {"done": "good", "failed": "bad", "running": "sky"}


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A public page: cacheable, no session touched."""
    context = {"tones": TONES, "problem": problem, **context}
    return kept(render(request, f"harvesting/{template}", context, using="jinja2"))


def problem(code: str) -> tuple[str, str]:
    """What happened and what to do, in the reader's language; of an unknown code the code."""
    what, todo = PROBLEMS.get(code, (code, ""))
    return (gettext(what), gettext(todo) if todo else "")


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """All sources."""
    return page(request, "front.html", {"lines": queries.lines()})


@require_safe
def source(request: HttpRequest, key: str) -> HttpResponse:
    """One source: its last run, what was wrong with its records, its publishers, what left it."""
    line = queries.find(key)
    if line is None:
        raise Http404
    after = request.GET.get("after", "")
    rows, following = queries.troubles(
        line.run, after=int(after) if after.isascii() and after.isdecimal() and len(after) < 12 else 0
    )
    context = {
        "line": line,
        "source": line.source,
        "run": line.run,
        "troubles": rows,
        "following": following,
        "publishers": queries.publishers(line.source),
        "runs": queries.runs(line.source),
        "gone": queries.gone(line.source),
    }
    return page(request, "source.html", context)

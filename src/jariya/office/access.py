"""Who may open a desk, and what they have there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.gates import needs
from jariya.kernel.people.queries import bodies_of
from jariya.office import queue
from jariya.portals.dialogue.access import me

STAFF = frozenset({"officer", "deputy", "head", "ati_officer"})
LEADERS = frozenset({"deputy", "head"})
ASSISTANTS = frozenset({"assistant"})


def at_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for persons with a role that works at a desk, signed in by an official's means; the answer is private."""

    @needs("office")
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        desk = queue.desk_of(me(request), legal_day(now))
        if desk is None:
            if bodies_of(me(request), day=legal_day(now), kinds=ASSISTANTS):
                return see("filing:front")  # who files for others has a room of their own
            raise Http404
        return view(request, desk, now, *args, **kwargs)

    return guarded


def bodies_with(request: HttpRequest, day: dt.date, kinds: frozenset[str]) -> list[Body]:
    """The bodies where the reader holds one of the roles, by name. One query besides the roles."""
    ids = bodies_of(me(request), day=day, kinds=kinds)
    return list(Body.objects.filter(pk__in=ids).order_by("sort_kk", "pk"))


def chosen_body(request: HttpRequest, bodies: list[Body]) -> Body:
    """The body a page is about: the one that `?body=` (or the form's field) names, else the first.

    A body that is not the reader's answers as one that does not exist.
    """
    if not bodies:
        raise Http404
    slug = request.POST.get("body") or request.GET.get("body")
    if not slug:
        return bodies[0]
    found = next((body for body in bodies if body.slug == slug), None)
    if found is None:
        raise Http404
    return found


def lang() -> str:
    """The reader's language."""
    return translation.get_language() or "kk"


def see(name: str, *args: Any, query: str = "") -> HttpResponse:
    """After a form: to a page that may be reloaded."""
    response: HttpResponse = HttpResponseRedirect(reverse(name, args=args) + (f"?{query}" if query else ""))
    response.status_code = 303
    return response

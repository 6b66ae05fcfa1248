"""Who opens the pages of filing: an official with the role of an assistant, or one of a body's registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.gates import needs
from jariya.kernel.people.queries import bodies_of
from jariya.office.filing.actions import ASSISTANTS, REGISTRY
from jariya.portals.dialogue.access import me


def clerks(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for those who file for others somewhere, signed in by an official's key. Gives the view `now`."""

    @needs("office")
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        if not bodies_of(me(request), day=legal_day(now), kinds=ASSISTANTS | REGISTRY):
            raise Http404
        return view(request, now, *args, **kwargs)

    return guarded


def offices(request: HttpRequest, now: dt.datetime, kinds: frozenset[str]) -> list[Body]:
    """Bodies where the reader holds one of the roles, by name."""
    ids = bodies_of(me(request), day=legal_day(now), kinds=kinds)
    return list(Body.objects.filter(pk__in=ids).order_by("sort_kk", "pk"))


def office_at(request: HttpRequest, now: dt.datetime, kinds: frozenset[str], slug: str = "") -> Body:
    """The office named by its address, else the reader's first one; another's answers as none."""
    found = offices(request, now, kinds)
    if slug:
        found = [body for body in found if body.slug == slug]
    if not found:
        raise Http404
    return found[0]

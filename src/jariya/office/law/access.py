"""Who may open the law desk: supervisors of the authorised body, by an official's means of sign-in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.gates import needs
from jariya.kernel.people.models import Person
from jariya.kernel.people.permissions import may
from jariya.portals.dialogue.access import me


def at_law_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for those who may edit norms and the calendar of the whole installation; for others there is no page."""

    @needs("registry")
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        if not edits_law(me(request), legal_day(now)):
            raise Http404
        return view(request, now, *args, **kwargs)

    return guarded


def edits_law(person: Person, day: dt.date) -> bool:
    """Whether the person holds the role that edits norms and the calendar."""
    return may(person, "people.edit_law", body_id=None, day=day)


def reference(person: Person) -> str:
    """How the law floor, which knows no persons, refers to one."""
    return f"person:{person.pk}"


def names(references: Iterable[str | None]) -> dict[str, str]:
    """Names of officials by reference. One query."""
    ids = {int(said.partition(":")[2]) for said in references if said and said.startswith("person:")}
    return {f"person:{pk}": name for pk, name in Person.objects.filter(pk__in=ids).values_list("pk", "name")}

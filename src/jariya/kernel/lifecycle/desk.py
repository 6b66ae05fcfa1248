"""A step taken from a page: the one way of every desk from a posted form to an act, or to a refusal with all typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from jariya.kernel.law.errors import LawError
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import View, needs
from jariya.kernel.people.private import me
from jariya.kernel.people.queries import bodies_of


@dataclass(frozen=True)
class Taken:
    """What became of a step. Neither outcome nor refusal: the form was only opened, or has errors."""

    form: BaseForm
    outcome: Outcome | None = None
    refusal: Refused | None = None

    @property
    def status(self) -> int:
        """HTTP status of the page that shows the form again."""
        if self.refusal is not None:
            return self.refusal.status
        return 422 if self.form.is_bound and self.form.errors else 200


def staffed(kinds: frozenset[str]) -> Callable[[View], View]:
    """A page of a desk: for who holds such a role in some body, by an official's means; for others there is none.

    The view gets the ids of the bodies and the moment after the request.
    """

    def gate(view: View) -> View:
        @needs("office")
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            now = timezone.now()
            bodies = bodies_of(me(request), day=legal_day(now), kinds=kinds)
            if not bodies:
                raise Http404
            return view(request, bodies, now, *args, **kwargs)

        return guarded

    return gate


def take(
    request: HttpRequest,
    form: BaseForm,
    verb: str,
    do: Callable[..., Outcome],
    *,
    version: int | None = None,
    **common: Any,
) -> Taken:
    """Do the step of a posted and valid form; anything else is only looked at.

    Args:
        do: called with the form and `version`, `key` and `common`; `key` makes a form that is sent twice act once.
        version: of the case the page was made from, where the form does not say it.
    """
    if request.method != "POST" or not form.is_valid():
        return Taken(form)
    key = request.POST.get("key", "")[:60]
    try:
        outcome = do(form, version=typed_version(request, version), key=f"{verb}:{key}" if key else None, **common)
    except Refused as refusal:
        return Taken(form, refusal=refusal)
    except LawError as error:
        # A day that was typed lies beyond the calendar or before its norm: said like any other "no".
        lang = get_language() or "kk"
        return Taken(form, refusal=Refused(error.code, error.sentence(lang), error.remedy(lang)))
    return Taken(form, outcome=outcome)


def typed_version(request: HttpRequest, default: int | None = None) -> int | None:
    """The version of the case that the form was made from; a word that is no number counts as none."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else default

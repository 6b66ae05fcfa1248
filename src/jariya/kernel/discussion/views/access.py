"""Small words that the pages share."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from jariya.kernel.discussion import kinds, queries
from jariya.kernel.discussion.models import Comment
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


def lang() -> str:
    """The reader's language."""
    return translation.get_language() or "kk"


def me(request: HttpRequest) -> Person:
    """The signed-in person of a page behind a gate."""
    return cast(Person, request.user)


def private(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A private page; search engines are told to leave it."""
    return render(request, f"discussion/{template}", {"noindex": True, **context}, using="jinja2", status=status)


def case_of(public_id: str) -> Case:
    """A public case whose kind may be discussed, by its id as typed. Any other answers as one that does not exist."""
    canonical = ids.normal(public_id)
    rows = Case.objects.public().filter(public_id=canonical, kind__in=kinds.known()).select_related("body", "region")
    found: Case | None = rows.first() if canonical else None
    if found is None:
        raise Http404
    return found


def comment_of(public_id: str, person: Person | None = None) -> Comment:
    """A comment of a public case, or one's own."""
    found = queries.one(public_id, person=person)
    if found is None:
        raise Http404
    return found


def own_comment(request: HttpRequest, public_id: str) -> Comment:
    """One's own comment; another's answers as one that does not exist."""
    found = comment_of(public_id, me(request))
    if found.author_id != me(request).pk:
        raise Http404
    return found


def matter(case: Case) -> dict[str, Any]:
    """What every page says of the case it belongs to: title with its language, address, whether it is invented."""
    discussed = kinds.of(case)
    title, title_lang = discussed.title(case, lang()) if discussed else (case.public_id, lang())
    home = discussed.home(case, lang()) if discussed else f"/{lang()}/"
    return {"case": case, "title": title, "title_lang": title_lang, "home": home, "invented": case.invented}

"""Atom feeds of events over HTTP: public events of public cases only."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.sentences import say
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.notices import links, queries
from jariya.kernel.notices.feed_answers import About, feed, host, rights
from jariya.kernel.notices.feeds import atom


@require_safe
def body(request: HttpRequest, lang: str, slug: str) -> HttpResponse:
    """What happens in the public cases of a body. A former address of the body redirects."""
    found = queries.body_of(slug)
    if found is None:
        raise Http404
    if found.slug != slug:
        return HttpResponsePermanentRedirect(reverse("feed-body", args=[lang, found.slug]))
    with translation.override(lang):
        name = found.name(lang).text
        about = About(
            specific=f"body/{found.slug}",
            title=_("%(body)s: what happens") % {"body": name},
            route=("feed-body", [found.slug]),
            home=f"{settings.PUBLIC_URL}/{lang}/",
            author=name,
            invented=found.invented,
        )
        return _feed(request, lang, about, queries.public_events(body=found))


@require_safe
def post(request: HttpRequest, lang: str, slug: str, order: int) -> HttpResponse:
    """What happens in the public cases addressed to a post (the head of a body), whoever holds it."""
    found = queries.post_of(slug, str(order))
    if found is None:
        raise Http404
    if found.body.slug != slug:
        return HttpResponsePermanentRedirect(reverse("feed-post", args=[lang, found.body.slug, order]))
    with translation.override(lang):
        name = f"{found.name(lang).text}, {found.body.name(lang).text}"
        about = About(
            specific=f"post/{found.body.slug}/{order}",
            title=_("%(body)s: what happens") % {"body": name},
            route=("feed-post", [found.body.slug, str(order)]),
            home=f"{settings.PUBLIC_URL}/{lang}/",
            author=name,
            invented=found.body.invented,
        )
        return _feed(request, lang, about, queries.public_events(post=found))


@require_safe
def case(request: HttpRequest, lang: str, public_id: str) -> HttpResponse:
    """What happens in one public case. One that is not public answers as one that does not exist."""
    canonical = ids.normal(public_id)
    found = Case.objects.public().filter(public_id=canonical).select_related("body").first() if canonical else None
    if found is None:
        raise Http404
    with translation.override(lang):
        about = About(
            specific=f"case/{found.public_id}",
            title=f"{lifecycle(found.kind).title} {found.public_id}",
            route=("feed-case", [found.public_id]),
            home=links.address(found, lang),
            author=found.body.name(lang).text,
            invented=found.invented,
        )
        return _feed(request, lang, about, queries.public_events(case=found))


@require_safe
def kind(request: HttpRequest, lang: str, word: str) -> HttpResponse:
    """What happens in all public cases of a kind: `questions.atom`."""
    case_kind = links.kind_of_feed(word)
    if case_kind is None:
        raise Http404
    with translation.override(lang):
        about = About(
            specific=f"kind/{word}",
            title=_("%(kind)s: what happens") % {"kind": lifecycle(case_kind).title},
            route=("feed-kind", [word]),
            home=f"{settings.PUBLIC_URL}/{lang}/",
            author=_("Jariya"),
            invented=False,
        )
        return _feed(request, lang, about, queries.public_events(kind=case_kind))


def _feed(request: HttpRequest, lang: str, about: About, events: Sequence[Event]) -> HttpResponse:
    said = {line.id: line.text for line in say(events, lang)}
    titles = links.titles([event.case for event in events], lang)
    entries = [_entry(event, said[event.pk], titles.get(event.case_id), lang) for event in events]
    return feed(request, lang, about, entries, updated=max((event.at for event in events), default=None))


def _entry(event: Event, sentence: str, title: str | None, lang: str) -> atom.Entry:
    case = event.case
    kind_title = str(lifecycle(case.kind).title)
    told = rights(case.invented)
    # The event's own id stays inside; its digest is as stable.
    mark = hashlib.sha256(f"{case.public_id}:{event.pk}".encode()).hexdigest()[:20]
    return atom.Entry(
        id=atom.tag(host(), f"event/{lang}/{case.public_id}/{mark}"),
        title=f"{kind_title} {case.public_id}" + (f": {title}" if title else ""),
        link=links.address(case, lang),
        at=event.at,
        author=case.body.name(lang).text,
        summary=sentence,
        category=(case.kind, kind_title),
        rights=told,
        demo=bool(told),
    )

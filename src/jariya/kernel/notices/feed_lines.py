"""Feeds of lines that another floor writes: a part of a case, a thing that can be followed."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.notices import links, topics
from jariya.kernel.notices.feed_answers import About, feed, host, rights
from jariya.kernel.notices.feeds import atom, parts


@require_safe
def part(request: HttpRequest, lang: str, public_id: str, word: str) -> HttpResponse:
    """A part of one public case that another floor keeps: its comments."""
    canonical, known = ids.normal(public_id), parts.part(word)
    found = Case.objects.public().filter(public_id=canonical).select_related("body").first() if canonical else None
    if found is None or known is None:
        raise Http404
    with translation.override(lang):
        about = About(
            specific=f"case/{found.public_id}/{word}",
            title=f"{lifecycle(found.kind).title} {found.public_id}: {known.title}",
            route=("feed-case-part", [found.public_id, word]),
            home=links.address(found, lang),
            author=found.body.name(lang).text,
            invented=found.invented,
        )
        return _lines(request, lang, about, (word, str(known.title)), known.lines(found, lang))


@require_safe
def topic(request: HttpRequest, lang: str, kind: str, rest: str) -> HttpResponse:
    """What happens with a thing that a portal lets one follow."""
    known = topics.topic(kind)
    thing = known.find(rest[:400], None) if known else None
    if known is None or thing is None:
        raise Http404
    with translation.override(lang):
        about = About(
            specific=f"topic/{kind}/{thing.rest}",
            title=thing.label(lang),
            route=("feed-topic", [kind, thing.rest]),
            home=f"{settings.PUBLIC_URL}{thing.path(lang)}",
            author=thing.author(lang),
            invented=thing.invented,
        )
        return _lines(request, lang, about, (kind, thing.label(lang)), known.lines(thing, lang))


def _lines(
    request: HttpRequest, lang: str, about: About, category: tuple[str, str], lines: Sequence[parts.Line]
) -> HttpResponse:
    """A feed of lines that another floor wrote."""
    told = rights(about.invented)
    entries = [
        atom.Entry(
            id=atom.tag(host(), f"part/{lang}/{line.mark}"),
            title=line.title,
            link=f"{settings.PUBLIC_URL}{line.path}",
            at=line.at,
            author=line.author,
            summary=line.summary,
            category=category,
            rights=told,
            demo=bool(told),
        )
        for line in lines
    ]
    updated = max((line.at for line in lines), default=None)
    # The day of the newest line does not tell that an older one was hidden: the digest alone decides.
    return feed(request, lang, about, entries, updated=updated, by_date=False)

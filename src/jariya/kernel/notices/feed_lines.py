"""Feeds of lines that another floor writes: a part of a case, a thing that can be followed."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.notices import links, topics
from jariya.kernel.notices.feed_answers import ATOM, BEGINNING, LANGUAGES, answer
from jariya.kernel.notices.feeds import atom, parts


@require_safe
def part(request: HttpRequest, lang: str, public_id: str, word: str) -> HttpResponse:
    """A part of one public case that another floor keeps: its comments."""
    canonical, known = ids.normal(public_id), parts.part(word)
    found = Case.objects.public().filter(public_id=canonical).select_related("body").first() if canonical else None
    if found is None or known is None:
        raise Http404
    with translation.override(lang):
        return _lines(
            request,
            lang,
            specific=f"case/{found.public_id}/{word}",
            title=f"{lifecycle(found.kind).title} {found.public_id}: {known.title}",
            route=("feed-case-part", [found.public_id, word]),
            home=links.address(found, lang),
            author=found.body.name(lang).text,
            category=(word, str(known.title)),
            lines=known.lines(found, lang),
            invented=found.invented,
        )


@require_safe
def topic(request: HttpRequest, lang: str, kind: str, rest: str) -> HttpResponse:
    """What happens with a thing that a portal lets one follow."""
    known = topics.topic(kind)
    thing = known.find(rest[:400], None) if known else None
    if known is None or thing is None:
        raise Http404
    with translation.override(lang):
        return _lines(
            request,
            lang,
            specific=f"topic/{kind}/{thing.rest}",
            title=thing.label(lang),
            route=("feed-topic", [kind, thing.rest]),
            home=f"{settings.PUBLIC_URL}{thing.path(lang)}",
            author=thing.author(lang),
            category=(kind, thing.label(lang)),
            lines=known.lines(thing, lang),
            invented=thing.invented,
        )


def _lines(
    request: HttpRequest,
    lang: str,
    *,
    specific: str,
    title: str,
    route: tuple[str, list[str]],
    home: str,
    author: str,
    category: tuple[str, str],
    lines: Sequence[parts.Line],
    invented: bool,
) -> HttpResponse:
    """A feed of lines that another floor wrote."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    name, arguments = route
    addresses = {code: f"{settings.PUBLIC_URL}{reverse(name, args=[code, *arguments])}" for code in LANGUAGES}
    rights = _("INVENTED DATA") if settings.DEMO or invented else ""
    feed = atom.Feed(
        id=atom.tag(host, f"feed/{lang}/{specific}"),
        title=title,
        language=lang,
        link=addresses[lang],
        home=home,
        updated=max((line.at for line in lines), default=BEGINNING),
        author=author,
        entries=[
            atom.Entry(
                id=atom.tag(host, f"part/{lang}/{line.mark}"),
                title=line.title,
                link=f"{settings.PUBLIC_URL}{line.path}",
                at=line.at,
                author=line.author,
                summary=line.summary,
                category=category,
                rights=rights,
                demo=bool(rights),
            )
            for line in lines
        ],
        rights=rights,
        alternates=[(code, href) for code, href in addresses.items() if code != lang],
    )
    # The day of the newest line does not tell that an older one was hidden: the digest alone decides.
    return answer(request, atom.write(feed), ATOM, lang, None, public=True)

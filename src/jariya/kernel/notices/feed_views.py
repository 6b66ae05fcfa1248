"""Feeds over HTTP. The Atom feeds hold public events of public cases only; the calendar is a person's own."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jariya.kernel.law.dates import say_day
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case, DueChange, Event, Obligation
from jariya.kernel.lifecycle.sentences import say
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.notices import links, queries, topics
from jariya.kernel.notices.feeds import atom, ical, parts
from jariya.kernel.notices.models import Preference

BEGINNING = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""`updated` of a feed in which nothing has happened yet; RFC 4287 wants one."""
LANGUAGES = ("kk", "ru", "en")


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
        return _feed(
            request,
            lang,
            specific=f"body/{found.slug}",
            title=_("%(body)s: what happens") % {"body": name},
            route=("feed-body", [found.slug]),
            home=f"{settings.PUBLIC_URL}/{lang}/",
            author=name,
            events=queries.public_events(body=found),
            invented=found.invented,
        )


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
        return _feed(
            request,
            lang,
            specific=f"post/{found.body.slug}/{order}",
            title=_("%(body)s: what happens") % {"body": name},
            route=("feed-post", [found.body.slug, str(order)]),
            home=f"{settings.PUBLIC_URL}/{lang}/",
            author=name,
            events=queries.public_events(post=found),
            invented=found.body.invented,
        )


@require_safe
def case(request: HttpRequest, lang: str, public_id: str) -> HttpResponse:
    """What happens in one public case. One that is not public answers as one that does not exist."""
    canonical = ids.normal(public_id)
    found = Case.objects.public().filter(public_id=canonical).select_related("body").first() if canonical else None
    if found is None:
        raise Http404
    with translation.override(lang):
        return _feed(
            request,
            lang,
            specific=f"case/{found.public_id}",
            title=f"{lifecycle(found.kind).title} {found.public_id}",
            route=("feed-case", [found.public_id]),
            home=links.address(found, lang),
            author=found.body.name(lang).text,
            events=queries.public_events(case=found),
            invented=found.invented,
        )


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
    return _answer(request, atom.write(feed), "application/atom+xml; charset=utf-8", lang, None, public=True)


@require_safe
def kind(request: HttpRequest, lang: str, word: str) -> HttpResponse:
    """What happens in all public cases of a kind: `questions.atom`."""
    case_kind = links.kind_of_feed(word)
    if case_kind is None:
        raise Http404
    with translation.override(lang):
        return _feed(
            request,
            lang,
            specific=f"kind/{word}",
            title=_("%(kind)s: what happens") % {"kind": lifecycle(case_kind).title},
            route=("feed-kind", [word]),
            home=f"{settings.PUBLIC_URL}/{lang}/",
            author=_("Jariya"),
            events=queries.public_events(kind=case_kind),
            invented=False,
        )


def _feed(
    request: HttpRequest,
    lang: str,
    *,
    specific: str,
    title: str,
    route: tuple[str, list[str]],
    home: str,
    author: str,
    events: Sequence[Event],
    invented: bool,
) -> HttpResponse:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    name, arguments = route
    addresses = {code: f"{settings.PUBLIC_URL}{reverse(name, args=[code, *arguments])}" for code in LANGUAGES}
    said = {line.id: line.text for line in say(events, lang)}
    titles = links.titles([event.case for event in events], lang)
    updated = max((event.at for event in events), default=BEGINNING)
    feed = atom.Feed(
        id=atom.tag(host, f"feed/{lang}/{specific}"),
        title=title,
        language=lang,
        link=addresses[lang],
        home=home,
        updated=updated,
        author=author,
        entries=[_entry(event, said[event.pk], titles.get(event.case_id), lang, host) for event in events],
        rights=_("INVENTED DATA") if settings.DEMO or invented else "",
        alternates=[(code, href) for code, href in addresses.items() if code != lang],
    )
    return _answer(request, atom.write(feed), "application/atom+xml; charset=utf-8", lang, updated, public=True)


def _entry(event: Event, sentence: str, title: str | None, lang: str, host: str) -> atom.Entry:
    case = event.case
    kind_title = str(lifecycle(case.kind).title)
    invented = settings.DEMO or case.invented
    # The event's own id stays inside; its digest is as stable.
    mark = hashlib.sha256(f"{case.public_id}:{event.pk}".encode()).hexdigest()[:20]
    return atom.Entry(
        id=atom.tag(host, f"event/{lang}/{case.public_id}/{mark}"),
        title=f"{kind_title} {case.public_id}" + (f": {title}" if title else ""),
        link=links.address(case, lang),
        at=event.at,
        author=case.body.name(lang).text,
        summary=sentence,
        category=(case.kind, kind_title),
        rights=_("INVENTED DATA") if invented else "",
        demo=bool(invented),
    )


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The due days of a person's own cases and of those they prepare, at a secret address.

    It holds numbers and names of terms only, so that a calendar that is shared by mistake tells little.
    """
    preference = Preference.objects.filter(calendar_token=token).select_related("person").first() if token else None
    if preference is None or not preference.person.is_active:
        raise Http404
    lang = preference.person.language
    rows = queries.own_deadlines(preference.person)
    changes: dict[int, list[DueChange]] = {}
    for change in DueChange.objects.filter(obligation_id__in=[row.pk for row in rows]).order_by("id"):
        changes.setdefault(change.obligation_id, []).append(change)
    with translation.override(lang):
        days = [_day(row, changes.get(row.pk, []), lang) for row in rows]
        content = ical.write(_("Jariya: due days"), lang, days)
    # Terms also end and move back: only the content's digest says whether something changed, no last moment does.
    return _answer(request, content, "text/calendar; charset=utf-8", lang, None, public=False)


def _day(row: Obligation, changes: list[DueChange], lang: str) -> ical.Day:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    case = row.case
    term = lifecycle(case.kind).terms().get(row.kind)
    what = str(term.title) if term else row.kind
    invented = settings.DEMO or case.invented
    mark = hashlib.sha256(f"{case.public_id}:{row.pk}".encode()).hexdigest()[:20]
    opened = dt.datetime.combine(row.started_on, dt.time(), tzinfo=dt.UTC)
    lines = [_("INVENTED DATA")] if invented else []
    lines.append(f"{lifecycle(case.kind).title} {case.public_id}: {what}")
    lines.append(
        _("Due on %(day)s, counted from %(start)s.")
        % {
            "day": say_day(row.due_on, lang),
            "start": say_day(row.started_on, lang),
        }
    )
    return ical.Day(
        uid=f"{mark}@{host}",
        day=row.due_on,
        summary=f"{case.public_id}: {what}",
        description="\n".join(lines),
        url=links.address(case, lang),
        revised=max([opened, *(change.at for change in changes)]),
        sequence=len(changes),
        category=_("INVENTED DATA") if invented else "",
    )


def _answer(
    request: HttpRequest, content: bytes, kind: str, lang: str, updated: dt.datetime | None, *, public: bool
) -> HttpResponse:
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    modified = int(updated.timestamp()) if updated else None
    # A reader who holds the same bytes gets 304; by date alone only where the date says enough.
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        response = HttpResponse(content, content_type=kind)
    response["ETag"] = etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    response["Content-Language"] = lang
    response["Cache-Control"] = "public, max-age=300" if public else "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    if public:
        response["Access-Control-Allow-Origin"] = "*"
    return response

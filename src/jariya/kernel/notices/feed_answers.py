"""How every feed answers: by the digest of its bytes, cacheable, in its language."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _

from jariya.kernel.notices.feeds import atom

BEGINNING = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""`updated` of a feed in which nothing has happened yet; RFC 4287 wants one."""
LANGUAGES = ("kk", "ru", "en")
ATOM = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class About:
    """What a feed is about.

    Args:
        specific: what of its id is its own, such as `body/slug`.
        route: name and arguments of its address, without the language.
        home: address of the page that it follows.
        invented: what it follows is made up.
    """

    specific: str
    title: str
    route: tuple[str, list[str]]
    home: str
    author: str
    invented: bool


def host() -> str:
    """The host that ids of feeds and entries are made of."""
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def rights(invented: bool) -> str:
    """What a reader is told of made-up data."""
    return _("INVENTED DATA") if settings.DEMO or invented else ""


def feed(
    request: HttpRequest,
    lang: str,
    about: About,
    entries: Sequence[atom.Entry],
    *,
    updated: dt.datetime | None,
    by_date: bool = True,
) -> HttpResponse:
    """A public feed in one language, with its other languages named.

    Args:
        updated: when something last happened in it; None: nothing did.
        by_date: whether that moment alone tells that nothing changed.
    """
    name, arguments = about.route
    addresses = {code: f"{settings.PUBLIC_URL}{reverse(name, args=[code, *arguments])}" for code in LANGUAGES}
    updated = updated or BEGINNING
    content = atom.Feed(
        id=atom.tag(host(), f"feed/{lang}/{about.specific}"),
        title=about.title,
        language=lang,
        link=addresses[lang],
        home=about.home,
        updated=updated,
        author=about.author,
        entries=list(entries),
        rights=rights(about.invented),
        alternates=[(code, href) for code, href in addresses.items() if code != lang],
    )
    return answer(request, atom.write(content), ATOM, lang, updated if by_date else None, public=True)


def answer(
    request: HttpRequest, content: bytes, kind: str, lang: str, updated: dt.datetime | None, *, public: bool
) -> HttpResponse:
    """The bytes of a feed, or 304 for a reader who holds them.

    Args:
        updated: when it changed last; None where only the digest can say.
        public: any cache may keep it.
    """
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

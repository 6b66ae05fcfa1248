"""How every feed answers: by the digest of its bytes, cacheable, in its language."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

BEGINNING = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""`updated` of a feed in which nothing has happened yet; RFC 4287 wants one."""
LANGUAGES = ("kk", "ru", "en")
ATOM = "application/atom+xml; charset=utf-8"


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

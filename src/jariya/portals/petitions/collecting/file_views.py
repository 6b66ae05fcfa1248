"""`count.json` and the program that recounts it. A web server or CDN can serve the file from its folder instead."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from jariya.kernel.record import storage
from jariya.portals.petitions.collecting import count_file, script

SECOND = "public, max-age=1, stale-while-revalidate=5"


def _answer(request: HttpRequest, content: bytes, kind: str, keep: str) -> HttpResponse:
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = get_conditional_response(request, etag=etag) or HttpResponse(content, content_type=kind)
    response["ETag"], response["Cache-Control"] = etag, keep
    response["Access-Control-Allow-Origin"], response["X-Content-Type-Options"] = "*", "nosniff"
    return response


@require_safe
def count(request: HttpRequest, name: str) -> HttpResponse:
    """The count of a petition as its sequencer wrote it; open to all, from any site. No database is asked."""
    try:
        content = storage.get(name, count_file.NAME)
    except FileNotFoundError:
        raise Http404 from None
    return _answer(request, content, "application/json; charset=utf-8", SECOND)


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """verify_petition.py, to be read and run."""
    response = _answer(request, script.whole(), "text/x-python; charset=utf-8", "public, max-age=60")
    response["Content-Disposition"] = 'attachment; filename="verify_petition.py"'
    return response

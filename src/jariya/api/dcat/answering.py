"""How exits for other programs answer: public, with a tag so that nothing is sent twice, open to any script."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from jariya.kernel.web.caching import kept

Answer = TypeVar("Answer", bound=HttpResponseBase)


def open_to_all(response: Answer) -> Answer:
    """Let the scripts of any site read it: nothing here depends on who asks."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def given(
    request: HttpRequest, content: bytes, kind: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Public bytes, or 304 for whoever has them; a refusal is kept by no cache.

    Args:
        kind: media type with its charset.
        headers: further ones.
    """
    response = HttpResponse(content, content_type=kind, status=status, headers=dict(headers or {}))
    if request.method in ("GET", "HEAD") and status == 200:
        etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
        response["ETag"] = etag
        kept(response)
        unchanged = get_conditional_response(request, etag=etag, response=response)
        assert isinstance(unchanged, HttpResponse)
        response = unchanged
    else:
        response["Cache-Control"] = "no-store"
    return open_to_all(response)

"""Bytes as a static server gives them: with a tag, a length and single ranges (RFC 9110 section 14)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

_ONE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
Pieces = Callable[[int, int], Iterator[bytes]]
"""(first byte, how many) -> the bytes, piece by piece. Called only when they are sent."""


def served(
    request: HttpRequest, pieces: Pieces, *, size: int, tag: str, kind: str, headers: Mapping[str, str]
) -> HttpResponseBase:
    """Answer with the whole, or with the one range that is asked for.

    Args:
        size: bytes of the whole.
        tag: what tells it from anything else at this address, for If-None-Match and If-Range.
        kind: its media type.
        headers: further ones, `Cache-Control` among them.
    """
    mark = f'"{tag}"'
    # A compressed answer has no ranges, and its tag would be another's: the encoding says that there is none.
    common = {**headers, "ETag": mark, "Accept-Ranges": "bytes", "Content-Encoding": "identity"}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    if mark in known or "*" in known:
        kept = {name: common[name] for name in ("ETag", "Cache-Control") if name in common}
        return HttpResponse(status=304, headers=kept)
    start, end, status = 0, size - 1, 200
    asked = _ONE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if asked is not None and any(asked.groups()) and request.headers.get("If-Range", mark) == mark:
        first, last = asked.groups()
        start = int(first) if first else max(0, size - int(last))
        end = min(int(last), size - 1) if first and last else size - 1
        if start >= size or end < start:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Cache-Control": "no-store"})
        status = 206
        common["Content-Range"] = f"bytes {start}-{end}/{size}"
    common["Content-Length"] = str(end - start + 1)
    if request.method == "HEAD":
        return HttpResponse(status=status, content_type=kind, headers=common)
    return StreamingHttpResponse(pieces(start, end - start + 1), status=status, content_type=kind, headers=common)

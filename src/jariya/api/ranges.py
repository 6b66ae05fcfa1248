"""A file as a static server gives it: with a tag, a length and single ranges (RFC 9110 section 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

PIECE = 1 << 16
NEVER_CHANGES = "public, max-age=31536000, immutable"
_ONE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def served(request: HttpRequest, path: Path, *, kind: str, name: str, tag: str) -> HttpResponseBase:
    """Answer with a file that never changes, or with the one range that is asked for.

    Args:
        kind: its media type.
        name: what it is called when it is saved; ASCII.
        tag: what tells it from any other file, for If-None-Match and If-Range.
    """
    size, mark = path.stat().st_size, f'"{tag}"'
    common = {
        "ETag": mark,
        "Accept-Ranges": "bytes",
        "Cache-Control": NEVER_CHANGES,
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Content-Range, Content-Length, ETag",
        "Content-Disposition": f'attachment; filename="{name}"',
        # A compressed answer has no ranges.
        "Content-Encoding": "identity",
    }
    known = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    if mark in known or "*" in known:
        return HttpResponse(status=304, headers={key: common[key] for key in ("ETag", "Cache-Control")})
    asked = _ONE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if asked is None or request.headers.get("If-Range", mark) != mark or not any(asked.groups()):
        answer = FileResponse(path.open("rb"), content_type=kind)
        for key, value in common.items():
            answer[key] = value
        answer["Content-Length"] = str(size)
        return answer
    first, last = asked.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start >= size or end < start:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Cache-Control": "no-store"})
    whole: HttpResponseBase = StreamingHttpResponse(
        _pieces(path, start, end - start + 1), status=206, content_type=kind, headers=common
    )
    whole["Content-Range"] = f"bytes {start}-{end}/{size}"
    whole["Content-Length"] = str(end - start + 1)
    return whole


def _pieces(path: Path, start: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece

"""Handing out: as an attachment, never to be run or shown by the browser inside the site."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from jariya.kernel.files import vault
from jariya.kernel.files.inspect.names import disposition
from jariya.kernel.files.models import Area, File
from jariya.kernel.web.ranges import served

PUBLIC = "public, max-age=60"
"""A public copy may be withdrawn: nobody keeps it longer than a minute without asking."""
PRIVATE = "private, no-store"


def address(path: str) -> str:
    """The path at the listener for slow things, where no proxy stands before both."""
    return settings.TRANSFERS_URL + path


def answer(request: HttpRequest, file: File, *, name: str, public: bool) -> HttpResponseBase:
    """The content of a file that is ready, whole or one range of it.

    Args:
        name: what it is called when it is saved: nothing of what its sender typed.
        public: any cache may keep it.
    """

    def pieces(start: int, count: int) -> Iterator[bytes]:
        opened = vault.open_(file)
        opened.seek(start)
        return vault.pieces(opened, count)

    headers = {
        "Cache-Control": PUBLIC if public else PRIVATE,
        "Content-Disposition": disposition(name),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "cross-origin" if public else "same-site",
    }
    if not public:
        headers |= {"Vary": "Cookie", "X-Robots-Tag": "noindex"}
    # The tag of a sealed content is no digest of it: who has the tag could prove that a known file is here.
    tag = file.hex[:32] if file.area == Area.OPEN else f"f{file.pk}"
    return served(request, pieces, size=file.size, tag=tag, kind=file.media_type or _UNKNOWN, headers=headers)


_UNKNOWN = "application/octet-stream"

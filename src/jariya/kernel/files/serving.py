"""Handing out: as an attachment, never to be run or shown by the browser inside the site."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from jariya.kernel.files import sealing, vault
from jariya.kernel.files.inspect.names import disposition
from jariya.kernel.files.models import Area, File
from jariya.kernel.signing.identity import keys
from jariya.kernel.web.ranges import served

log = logging.getLogger("jariya.files")

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

    Raises:
        Http404: its bytes cannot be opened; the operator's log says why.
    """
    try:
        opened = vault.open_(file)
    except (OSError, sealing.SealBroken, keys.KeyTrouble) as error:
        log.error("unreadable file=%s why=%s", file.pk, type(error).__name__)
        raise Http404 from None

    def pieces(start: int, count: int) -> Iterator[bytes]:
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
    tag = file.hex[:32] if file.area == Area.OPEN else name
    response = served(request, pieces, size=file.size, tag=tag, kind=file.media_type or _UNKNOWN, headers=headers)
    if not response.streaming:
        opened.close()
    return response


_UNKNOWN = "application/octet-stream"

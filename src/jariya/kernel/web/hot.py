"""Pages that a crowd reads at once: rendered once in a few seconds by each process, handed out from its memory.

A view says `hot.page(response)` of a public page; the middleware keeps the bytes as they left, compressed or not.
The key is what conventions say it is, path and cookie `view`, with the host and whether the reader takes gzip. An
address with a question mark, another method, an answer that sets a cookie or is not 200 is never kept. Whatever is
taken down is gone here after `LONGEST` seconds at most, mostly after `settings.HOT_SECONDS`.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from jariya.kernel.web import modes

Answer = TypeVar("Answer", bound=HttpResponseBase)
Key = tuple[str, str, str, bool]
LONGEST = 10.0
"""Seconds for which an old rendering is handed out while another reader's request makes the new one."""
MOST = 128
"""Pages in memory; the one nobody asked for longest goes first."""
BIGGEST = 500_000
"""Bytes of a page that is kept."""


def page(response: Answer) -> Answer:
    """Say that this public page may be kept for a moment. It must be the same bytes for every reader."""
    response.hot = True  # type: ignore[attr-defined]
    return response


@dataclass
class _Kept:
    content: bytes
    headers: tuple[tuple[str, str], ...]
    made: float
    renewing: bool = False


class Store:
    """Renderings by key. Safe for threads.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()

    def find(self, key: Key, seconds: float) -> HttpResponse | None:
        """The rendering of a key; None when the caller is to make it, because it is missing or too old."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            age = self.clock() - found.made
            if age > LONGEST or (age > seconds and not found.renewing):
                # One makes it anew; the others of this moment get the old one.
                found.renewing = True
                return None
            self._kept.move_to_end(key)
        response = HttpResponse(found.content)
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        return response

    def keep(self, key: Key, response: HttpResponseBase) -> None:
        """Keep what was made, or forget the key when it may not be kept any more."""
        with self._lock:
            if not _may_be_kept(response):
                self._kept.pop(key, None)
                return
            assert isinstance(response, HttpResponse)
            self._kept[key] = _Kept(response.content, tuple(response.items()), self.clock())
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


def _may_be_kept(response: HttpResponseBase) -> bool:
    return (
        getattr(response, "hot", False)
        and isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and "public" in response.get("Cache-Control", "")
        and "cookie" not in response.get("Vary", "").lower()
        and len(response.content) <= BIGGEST
    )


store = Store()


class HotPages:
    """Hands out what is kept, before anything else of the request is looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        seconds: float = settings.HOT_SECONDS
        if seconds <= 0 or request.method != "GET" or request.META.get("QUERY_STRING"):
            return self.get_response(request)
        mode = modes.parse(request.COOKIES.get(modes.COOKIE)).value
        gzip = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
        key = (request.META.get("HTTP_HOST", ""), request.path_info, mode, gzip)
        found = store.find(key, seconds)
        if found is not None:
            return found
        response = self.get_response(request)
        store.keep(key, response)
        return response

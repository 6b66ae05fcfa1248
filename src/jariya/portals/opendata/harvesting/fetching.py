"""Fetching from catalogues of other sites: public addresses, a cap on bytes, time and redirects, ETag. No Django."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin

from jariya.kernel.web import outgoing

SECONDS = 60.0
MOST_BYTES = 64 * 1024 * 1024
PIECE = 256 * 1024
TRIES = 3


class Unfetched(Exception):
    """Nothing usable came; `code` is one of `problems`."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values

    @property
    def passing(self) -> bool:
        """Whether it may be different in a moment."""
        status = int(self.values.get("status", 0))
        return self.code in {"harvest.unreached", "harvest.cut_short"} or status == 429 or status >= 500


@dataclass(frozen=True)
class Answer:
    """What came back. `unchanged`: it is as it was, by its ETag; then there are no bytes."""

    body: bytes
    kind: str = ""
    etag: str = ""
    unchanged: bool = False


Fetch = Callable[..., Answer]


def fetcher(
    *,
    neighbours: bool = False,
    seconds: float = SECONDS,
    most: int = MOST_BYTES,
    pause: float = 2.0,
    tries: int = TRIES,
) -> Fetch:
    """A way to fetch with these bounds.

    Args:
        neighbours: this machine itself may be called; for tests.
        seconds: for one address with all its redirects.
        most: bytes of one answer.
        pause: seconds before the second try; doubled before each further one.
    """

    def fetch(address: str, *, etag: str = "", accept: str = "*/*") -> Answer:
        for at in range(tries):
            try:
                return _fetch(address, etag, accept, neighbours, seconds, most)
            except Unfetched as error:
                if not error.passing or at + 1 == tries:
                    raise
                time.sleep(pause * 2**at)
        raise AssertionError("a try returns or raises")

    return fetch


def _fetch(address: str, etag: str, accept: str, neighbours: bool, seconds: float, most: int) -> Answer:
    until = time.monotonic() + seconds
    seen = {address}
    for _hop in range(outgoing.MOST_REDIRECTS + 1):
        answer, onward = _ask(address, etag, accept, neighbours, until, most)
        if answer is not None:
            return answer
        address = urljoin(address, onward)
        if address in seen:
            break
        seen.add(address)
    raise Unfetched("harvest.redirects")


def _ask(address: str, etag: str, accept: str, neighbours: bool, until: float, most: int) -> tuple[Answer | None, str]:
    try:
        parts = outgoing.read(address, neighbours=neighbours)
        host = parts.hostname or ""
        host = host if outgoing.number(host) is not None else host.encode("idna").decode()
    except (outgoing.Refused, UnicodeError):
        raise Unfetched("harvest.address_refused") from None
    left = until - time.monotonic()
    if left <= 0:
        raise Unfetched("harvest.unreached")
    port = parts.port or outgoing.PORTS[parts.scheme]
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    way = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection: http.client.HTTPConnection = way(host, port, timeout=left)
    headers = {"User-Agent": "jariya-harvest", "Accept": accept, "Accept-Encoding": "identity"}
    if etag:
        headers["If-None-Match"] = etag
    try:
        connection.sock = outgoing.connected(host, port, parts.scheme, seconds=left, neighbours=neighbours)
        connection.request("GET", quote(target, safe=outgoing.SAFE), headers=headers)
        answer = connection.getresponse()
        if answer.status in {301, 302, 303, 307, 308}:
            return None, answer.getheader("Location") or ""
        if answer.status == 304 and etag:
            return Answer(b"", etag=etag, unchanged=True), ""
        if answer.status != 200:
            raise Unfetched("harvest.status", status=answer.status)
        body = _body(connection, answer, until, most)
        return Answer(body, (answer.getheader("Content-Type") or "").lower(), answer.getheader("ETag") or ""), ""
    except outgoing.Refused:
        raise Unfetched("harvest.address_refused") from None
    except http.client.IncompleteRead:
        raise Unfetched("harvest.cut_short") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Unfetched("harvest.unreached") from None
    finally:
        connection.close()


def _body(connection: http.client.HTTPConnection, answer: Any, until: float, most: int) -> bytes:
    """The bytes, piece by piece: a site that drips one byte a second does not hold a worker for ever."""
    pieces, size = [], 0
    announced = answer.length
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise Unfetched("harvest.unreached")
        if connection.sock is not None:
            connection.sock.settimeout(left)
        piece = answer.read1(PIECE)
        if not piece:
            break
        size += len(piece)
        if size > most:
            raise Unfetched("harvest.too_large", most=most)
        pieces.append(piece)
    if announced is not None and size < announced:
        raise Unfetched("harvest.cut_short")
    return b"".join(pieces)

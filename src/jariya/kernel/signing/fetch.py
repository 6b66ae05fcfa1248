"""The only way out to the network: services of the certification centre that the operator named, and nothing else.

Addresses inside certificates are never followed: whoever sends a certificate would choose whom we call. No redirects,
no proxies, a limit of bytes and of time for the whole answer.
"""

from __future__ import annotations

import http.client
import ssl
import time
from urllib.parse import urlsplit

from django.conf import settings

from jariya.kernel.signing.terms import TERMS

CHUNK = 64 * 1024


class Outage(Exception):
    """A service gave no usable answer; the code is stable: refused_address, unreachable, too_slow, too_big, status."""

    def __init__(self, code: str, host: str = "") -> None:
        super().__init__(f"{code} {host}".strip())
        self.code = code


def allowed() -> frozenset[tuple[str, str, int]]:
    """(scheme, host, port) of every service that may be asked."""
    found = set()
    for url in (settings.EDS_OCSP_URL, settings.EDS_TSP_URL, *settings.EDS_CRL_URLS):
        if url:
            found.add(_place(url))
    return frozenset(found)


def _place(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def get(url: str, *, limit: int = TERMS.max_crl) -> bytes:
    """Body of a GET. Raises Outage."""
    return _ask("GET", url, None, {}, limit)


def post(url: str, body: bytes, content_type: str, *, limit: int = TERMS.max_answer) -> bytes:
    """Body of the answer to a POST. Raises Outage."""
    return _ask("POST", url, body, {"Content-Type": content_type}, limit)


def _ask(method: str, url: str, body: bytes | None, headers: dict[str, str], limit: int) -> bytes:
    scheme, host, port = place = _place(url)
    if place not in allowed() or scheme not in ("http", "https"):
        raise Outage("refused_address")
    until = time.monotonic() + TERMS.fetch_timeout
    connection: http.client.HTTPConnection
    if scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, timeout=TERMS.fetch_timeout, context=context)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TERMS.fetch_timeout)
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, target, body, {"User-Agent": "jariya", "Accept-Encoding": "identity", **headers})
        answer = connection.getresponse()
        if answer.status != 200:
            raise Outage(f"status_{answer.status}", host)
        return _read(answer, connection, limit, until, host)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Outage("unreachable", host) from error
    finally:
        connection.close()


def _read(
    answer: http.client.HTTPResponse, connection: http.client.HTTPConnection, limit: int, until: float, host: str
) -> bytes:
    """All bytes within the limits. A server that sends a byte now and then does not hold us beyond the time."""
    found = bytearray()
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise Outage("too_slow", host)
        if connection.sock is not None:
            connection.sock.settimeout(left)
        piece = answer.read1(CHUNK)
        if not piece:
            break
        found += piece
        if len(found) > limit:
            raise Outage("too_big", host)
    if answer.length:
        raise Outage("unreachable", host)
    return bytes(found)

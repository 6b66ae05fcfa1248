"""The way out to push services. Their addresses come from browsers, so whoever writes one would choose whom we call:
https to public addresses only, the address that was checked is the one that is called, no redirects, no proxies, a cap
of time and of bytes."""

from __future__ import annotations

import http.client
import socket
import time
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from jariya.kernel.web import outgoing

SECONDS = 10.0
MOST_ANSWER = 16 * 1024
MOST_ADDRESS = 1000
HTTPS = 443


class Refused(Exception):
    """The address is not one we call. The code is stable: push_address_bad, push_address_private."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreached(Exception):
    """No answer within the time."""


def check(address: str) -> SplitResult:
    """Read a push address by its form alone; no name is looked up. Raises `Refused`."""
    if len(address) > MOST_ADDRESS or not address.isascii() or not address.isprintable() or " " in address:
        raise Refused("push_address_bad")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Refused("push_address_bad") from None
    host = parts.hostname or ""
    if settings.PUSH_NEIGHBOURS and (parts.scheme, host) == ("http", "127.0.0.1"):
        return parts
    if parts.scheme != "https" or not host or parts.username is not None or parts.password is not None:
        raise Refused("push_address_bad")
    if port not in (None, HTTPS) and not settings.PUSH_NEIGHBOURS:
        raise Refused("push_address_bad")
    if settings.PUSH_HOSTS and not any(host == one or host.endswith(f".{one}") for one in settings.PUSH_HOSTS):
        raise Refused("push_address_bad")
    known = outgoing.number(host)
    if known is None and "." not in host and not settings.PUSH_NEIGHBOURS:
        raise Refused("push_address_bad")
    if known is not None:
        _public(known)
    return parts


def post(address: str, body: bytes, headers: dict[str, str]) -> int:
    """Send one message; the status of the answer, whose words are read (to a limit) and dropped.

    Raises:
        Refused: the address, or what its name stands for now, is not one we call.
        Unreached: nothing usable came back in time.
    """
    parts = check(address)
    host, port = parts.hostname or "", parts.port or (HTTPS if parts.scheme == "https" else 80)
    until = time.monotonic() + SECONDS
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    way = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection: http.client.HTTPConnection = way(host, port, timeout=SECONDS)
    try:
        connection.sock = _connected(host, port, parts.scheme)
        connection.request("POST", target, body, {"User-Agent": "jariya", "Accept-Encoding": "identity", **headers})
        answer = connection.getresponse()
        read = 0
        while read < MOST_ANSWER and (left := until - time.monotonic()) > 0:
            if connection.sock is not None:
                connection.sock.settimeout(left)
            piece = answer.read1(4096)
            if not piece:
                break
            read += len(piece)
        return answer.status
    except (OSError, http.client.HTTPException, ValueError):
        raise Unreached from None
    finally:
        connection.close()


def _connected(host: str, port: int, scheme: str) -> socket.socket:
    try:
        return outgoing.connected(
            host, port, scheme, seconds=SECONDS, neighbours=settings.PUSH_NEIGHBOURS, ca_file=settings.PUSH_CA_FILE
        )
    except outgoing.Refused:
        raise Refused("push_address_private") from None


def _public(address: outgoing.Number) -> None:
    try:
        outgoing.allow(address, neighbours=settings.PUSH_NEIGHBOURS)
    except outgoing.Refused:
        raise Refused("push_address_private") from None

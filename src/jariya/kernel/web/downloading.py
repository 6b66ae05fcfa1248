"""Fetching what lies at an address that somebody wrote, into a file: public hosts only, with a cap of bytes and time.

The rules of `outgoing` hold for the address and for each one it leads to; the address that was checked is the one
called, so a name that changes its mind in between leads nowhere.
"""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote, unquote, urljoin

from jariya.kernel.web.outgoing import MOST_REDIRECTS, PORTS, SAFE, Refused, Unreached, connected, number, read

PIECE = 256 * 1024
IDLE = 30.0
"""Seconds of silence after which a server is given up."""
MOST_NAME = 120


class TooBig(Exception):
    """More bytes than are wanted."""


class CutShort(Exception):
    """The server announced more bytes than came."""


class Answered(Exception):
    """The server answered, and not with the thing: `status` is its HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(frozen=True)
class Fetched:
    """What came. `unchanged`: nothing, for it is what one has. `name`: what the file is called there."""

    unchanged: bool
    etag: str
    modified: str
    name: str
    kind: str
    size: int
    address: str


def fetch(
    address: str,
    into: BinaryIO,
    *,
    most: int,
    seconds: float,
    etag: str = "",
    accept: str = "*/*",
    neighbours: bool = False,
    told: Callable[[int, int | None], None] = lambda done, whole: None,
) -> Fetched:
    """Fetch a file.

    Args:
        into: where its bytes go.
        most: bytes at most.
        seconds: for all of it.
        etag: of the copy one has.
        accept: kinds of content that are wanted, as HTTP says them.
        neighbours: this machine itself is allowed as well, for tests.
        told: after each piece, how many bytes came and how many there are.

    Raises:
        Refused: the address, or one it leads to, is not one we call.
        Unreached: nobody answers, or too slowly.
        Answered: with another status than 200.
        TooBig, CutShort.
    """
    until = time.monotonic() + seconds
    for _hop in range(MOST_REDIRECTS + 1):
        parts = read(address, neighbours=neighbours)
        host = parts.hostname or ""
        try:
            host = host if number(host) is not None else host.encode("idna").decode()
        except UnicodeError:
            raise Refused("address_bad") from None
        port = parts.port or PORTS[parts.scheme]
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        way = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection: http.client.HTTPConnection = way(host, port, timeout=IDLE)
        try:
            connection.sock = connected(
                host, port, parts.scheme, seconds=min(IDLE, _left(until)), neighbours=neighbours
            )
            headers = {"User-Agent": "jariya", "Accept": accept, "Accept-Encoding": "identity"}
            if etag:
                headers["If-None-Match"] = etag
            connection.request("GET", quote(target, safe=SAFE), headers=headers)
            answer = connection.getresponse()
            if answer.status in {301, 302, 303, 307, 308} and (onward := answer.getheader("Location")):
                address = urljoin(address, onward)
                continue
            if answer.status == 304 and etag:
                return Fetched(True, etag, "", "", "", 0, address)
            if answer.status != 200:
                raise Answered(answer.status)
            size = _taken(answer, into, most, until, told)
            return Fetched(
                False,
                (answer.getheader("ETag") or "")[:200],
                (answer.getheader("Last-Modified") or "")[:100],
                _name(answer.getheader("Content-Disposition") or "", parts.path),
                (answer.getheader("Content-Type") or "")[:200],
                size,
                address,
            )
        except (OSError, http.client.HTTPException, ValueError):
            raise Unreached from None
        finally:
            connection.close()
    raise Unreached


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise Unreached
    return left


def _taken(
    answer: http.client.HTTPResponse,
    into: BinaryIO,
    most: int,
    until: float,
    told: Callable[[int, int | None], None],
) -> int:
    whole = answer.length
    if whole is not None and whole > most:
        raise TooBig
    done = 0
    try:
        while piece := answer.read1(PIECE):
            done += len(piece)
            if done > most:
                raise TooBig
            _left(until)
            into.write(piece)
            told(done, whole)
    except http.client.IncompleteRead:
        raise CutShort from None
    if whole is not None and done < whole:
        raise CutShort
    return done


def _name(disposition: str, path: str) -> str:
    """What the file is called: as the server says, else the end of its path. No folders, no control characters."""
    extended = re.search(r"filename\*\s*=\s*UTF-8''([^;]+)", disposition, re.IGNORECASE)
    plain = re.search(r'filename\s*=\s*"?([^";]+)', disposition, re.IGNORECASE)
    found = unquote(extended[1]) if extended else plain[1] if plain else unquote(path)
    name = found.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return "".join(letter for letter in name if letter.isprintable()).strip()[:MOST_NAME]

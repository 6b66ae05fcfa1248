"""The way out to addresses that people write: public hosts only; the address that was checked is the one called.

Whoever writes an address would else choose whom this machine calls: its own network, the cloud's secrets, the database.
No proxies; each redirect is checked anew; time and bytes have a cap.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import SplitResult, quote, urljoin, urlsplit

Number = ipaddress.IPv4Address | ipaddress.IPv6Address
SECONDS = 10.0
MOST_ANSWER = 16 * 1024
MOST_ADDRESS = 1000
MOST_REDIRECTS = 4
SAFE = "/?#[]@!$&'()*+,;=:%~"
"""Characters of an address that stay as they are; others are written by their bytes."""
PORTS = {"https": 443, "http": 80}


class Refused(Exception):
    """The address is not one we call. `code`: `address_bad` (its form) or `address_private` (where it leads)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreached(Exception):
    """No answer within the time."""


def number(host: str) -> Number | None:
    """The host as an IP address; None when it is a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def allow(address: Number, *, neighbours: bool = False) -> None:
    """Raise `Refused` unless the address is one of the public internet.

    Args:
        neighbours: this machine itself is allowed as well, for tests.
    """
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    for one in filter(None, (address, mapped)):
        if neighbours and one.is_loopback:
            continue
        if not one.is_global or one.is_multicast or one.is_reserved:
            raise Refused("address_private")


def connected(
    host: str, port: int, scheme: str, *, seconds: float = SECONDS, neighbours: bool = False, ca_file: str = ""
) -> socket.socket:
    """A connection to an address that was checked; a name that changes its mind afterwards is not asked again.

    Raises:
        Refused: one of the addresses behind the name is not public.
        OSError: nobody answers.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_kind, place in found:
        allow(ipaddress.ip_address(str(place[0]).partition("%")[0]), neighbours=neighbours)
    plain = socket.create_connection((str(found[0][4][0]), port), timeout=seconds)
    if scheme != "https":
        return plain
    context = ssl.create_default_context(cafile=ca_file or None)
    try:
        return context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def read(address: str, *, neighbours: bool = False) -> SplitResult:
    """Read an address by its form alone; no name is looked up. Raises `Refused`."""
    if len(address) > MOST_ADDRESS or not address.isprintable() or " " in address:
        raise Refused("address_bad")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Refused("address_bad") from None
    host = parts.hostname or ""
    if parts.scheme not in PORTS or not host or parts.username is not None or parts.password is not None:
        raise Refused("address_bad")
    if port not in (None, PORTS[parts.scheme]) and not neighbours:
        raise Refused("address_bad")
    known = number(host)
    if known is not None:
        allow(known, neighbours=neighbours)
    elif "." not in host.strip("."):
        raise Refused("address_private")
    return parts


def opens(address: str, *, seconds: float = SECONDS, neighbours: bool = False) -> int:
    """Open a page and return the status of the last answer; its words are not read.

    Raises:
        Refused: the address, or one it leads to, is not one we call.
        Unreached: nothing usable came back in time.
    """
    until = time.monotonic() + seconds
    for _hop in range(MOST_REDIRECTS + 1):
        status, onward = _ask(address, until, neighbours)
        if onward is None:
            return status
        address = urljoin(address, onward)
    raise Unreached


def _ask(address: str, until: float, neighbours: bool) -> tuple[int, str | None]:
    parts = read(address, neighbours=neighbours)
    left = until - time.monotonic()
    if left <= 0:
        raise Unreached
    host = parts.hostname or ""
    try:
        host = host if number(host) is not None else host.encode("idna").decode()
    except UnicodeError:
        raise Refused("address_bad") from None
    port = parts.port or PORTS[parts.scheme]
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    way = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection: http.client.HTTPConnection = way(host, port, timeout=left)
    try:
        connection.sock = connected(host, port, parts.scheme, seconds=left, neighbours=neighbours)
        connection.request("GET", quote(target, safe=SAFE), headers={"User-Agent": "jariya", "Accept": "*/*"})
        answer = connection.getresponse()
        onward = answer.getheader("Location") if answer.status in {301, 302, 303, 307, 308} else None
        return answer.status, onward
    except (OSError, http.client.HTTPException, ValueError):
        raise Unreached from None
    finally:
        connection.close()

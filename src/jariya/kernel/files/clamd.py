"""The virus scanner's own protocol (clamd: PING, VERSION, INSTREAM), with time-outs. Pure: no Django, no table."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PIECE = 128 * 1024
CONNECT_SECONDS = 5.0
_MOST_SAID = 4096


class Down(RuntimeError):
    """The scanner does not answer, breaks off, or says something else than a verdict: try again later."""


class TooBig(RuntimeError):
    """The scanner takes no stream of this length (its StreamMaxLength)."""


@dataclass(frozen=True)
class Verdict:
    """`name`: what was found, in the scanner's words; empty when nothing was."""

    name: str

    @property
    def clean(self) -> bool:
        """Nothing was found."""
        return not self.name


def _connect(address: str, seconds: float) -> socket.socket:
    """Connect to `host:port`, `[v6]:port` or the path of a socket."""
    if "/" in address:
        connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connected.settimeout(CONNECT_SECONDS)
        try:
            connected.connect(address)
        except OSError:
            connected.close()
            raise
    else:
        host, _colon, port = address.rpartition(":")
        connected = socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS)
    connected.settimeout(seconds)
    return connected


@contextlib.contextmanager
def _talk(address: str, seconds: float) -> Iterator[socket.socket]:
    try:
        with _connect(address, seconds) as connected:
            yield connected
    except (OSError, ValueError) as error:
        raise Down(type(error).__name__) from None


def _heard(connected: socket.socket) -> str:
    """One answer, ended by NUL."""
    said = b""
    while b"\x00" not in said and len(said) < _MOST_SAID:
        piece = connected.recv(1024)
        if not piece:
            break
        said += piece
    return said.partition(b"\x00")[0].decode("utf-8", "replace").strip()


def version(address: str, *, seconds: float = CONNECT_SECONDS) -> str:
    """Program and age of its signatures, as the scanner says it.

    Raises:
        Down: nothing answers there, or not a scanner.
    """
    with _talk(address, seconds) as connected:
        connected.sendall(b"zVERSION\x00")
        said = _heard(connected)
    if not said.startswith("ClamAV"):
        raise Down("not_a_scanner")
    return said


def scan(pieces: Iterable[bytes], address: str, *, seconds: float) -> Verdict:
    """Send a content and hear what was found in it.

    Args:
        pieces: the content; each piece at most 4 GB, better small.
        address: `host:port`, or the path of a socket.
        seconds: how long one answer, or the taking of one piece, may last.

    Raises:
        Down: no verdict; the content must wait.
        TooBig: the scanner's limit of a stream.
    """
    with _talk(address, seconds) as connected:
        connected.sendall(b"zINSTREAM\x00")
        try:
            for piece in pieces:
                if piece:
                    connected.sendall(struct.pack(">I", len(piece)) + piece)
            connected.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            # It closes its ear when it has heard too much, and says so.
            with contextlib.suppress(OSError):
                return _verdict(_heard(connected))
            raise
        return _verdict(_heard(connected))


_FOUND = re.compile(r"stream: (.+) FOUND")


def _verdict(said: str) -> Verdict:
    if said == "stream: OK":
        return Verdict("")
    if found := _FOUND.fullmatch(said):
        return Verdict(found.group(1)[:120])
    if "size limit exceeded" in said:
        raise TooBig
    raise Down("no_verdict")

"""A double of clamd for tests: speaks its protocol on a real socket and finds the EICAR test string."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The string every scanner knows; in two pieces, so that this file itself is not found."""


class _Ear(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        mood, command = self.server.mood, b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zVERSION\0":
            self.wfile.write(b"ClamAV 1.4.3/27800/Sun Nov 22 08:00:00 2026\0")
            return
        if mood == "deaf":
            threading.Event().wait(3)
            return
        heard = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            heard += self.rfile.read(length)
            if len(heard) > self.server.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        if mood == "broken":
            self.wfile.write(b"stream: Can't allocate memory ERROR\0")
        elif mood == "hangs_up":
            return
        else:
            self.server.heard = len(heard)
            self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in heard else b"stream: OK\0")


@contextmanager
def scanner(mood: str = "well", most: int = 25 * 1024**2) -> Iterator[Any]:
    """A scanner on a free port, at `.address`. `mood`: well, deaf (takes and says nothing), broken, hangs_up."""
    server: Any = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Ear)
    server.daemon_threads, server.mood, server.most, server.heard = True, mood, most, 0
    server.address = f"127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()

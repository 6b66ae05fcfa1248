"""NCALayer's socket: one page a connection, its requests one after another, heartbeats at once."""

from __future__ import annotations

import datetime as dt
import queue
import re
import threading
from collections.abc import Callable

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from jariya.kernel.signing.soft import ncalayer
from jariya.kernel.signing.soft.desk import Desk
from jariya.kernel.signing.testca import TestAuthority

ORIGINS = (None, re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?"))
"""Pages of this machine alone, and programs, which name no origin. The real program takes any page."""
BIGGEST = 30_000_000


def listen(port: int, authority: TestAuthority, desk: Desk, now: Callable[[], dt.datetime]) -> Server:
    """A server on 127.0.0.1; the caller runs `serve_forever`."""

    def talk(connection: ServerConnection) -> None:
        origin = (connection.request.headers.get("Origin") or "") if connection.request else ""
        gone = threading.Event()
        asked: queue.SimpleQueue[str | None] = queue.SimpleQueue()

        def work() -> None:
            while (text := asked.get()) is not None and not gone.is_set():
                said = ncalayer.answer(
                    text, authority, lambda request: desk.ask(request, gone.is_set), now=now, origin=origin
                )
                try:
                    connection.send(said)
                except ConnectionClosed:
                    return

        worker = threading.Thread(target=work, daemon=True)
        try:
            connection.send(ncalayer.hello())
            worker.start()
            for message in connection:
                text = message if isinstance(message, str) else ""
                if text == ncalayer.HEARTBEAT:
                    connection.send(text)
                else:
                    asked.put(text)
        except ConnectionClosed:
            pass
        finally:
            gone.set()
            asked.put(None)

    # No pings of our own: the real program sends none, and a page that computes is not dead.
    return serve(talk, "127.0.0.1", port, origins=ORIGINS, max_size=BIGGEST, ping_interval=None, server_header=None)

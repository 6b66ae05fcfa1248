"""Running stand-ins: the socket, the windows, a small site that asks a telephone for signatures."""

from __future__ import annotations

import datetime as dt
import http.client
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest

from jariya.kernel.signing import testca
from jariya.kernel.signing.soft.desk import Desk
from jariya.kernel.signing.soft.pages import server
from jariya.kernel.signing.soft.phone import make_phone
from jariya.kernel.signing.soft.sockets import listen
from jariya.kernel.signing.soft.window import make_window


@dataclass
class Soft:
    """A running pair of stand-ins."""

    desk: Desk
    socket: str
    port: int

    def call(
        self, method: str, path: str, body: bytes | dict[str, str] | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """One HTTP call to the windows: status, headers, text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {"Host": f"localhost:{self.port}", **{name.replace("_", "-"): text for name, text in headers.items()}}
        if isinstance(body, dict):
            body = urlencode(body).encode()
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        connection.request(method, path, body=body, headers=sent)
        answer = connection.getresponse()
        found = answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read().decode()
        connection.close()
        return found


@pytest.fixture
def soft(authority: testca.TestAuthority, made_at: dt.datetime) -> Iterator[Soft]:
    """The socket and the windows on free ports, their clock at `made_at`."""
    desk = Desk()

    def now() -> dt.datetime:
        return made_at

    socket = listen(0, authority, desk, now)
    web = server(0, make_phone(make_window(authority, desk, now), authority, now))
    for run in (socket.serve_forever, web.serve_forever):
        threading.Thread(target=run, daemon=True).start()
    yield Soft(desk, f"ws://127.0.0.1:{socket.socket.getsockname()[1]}", web.server_address[1])
    socket.shutdown()
    web.shutdown()
    web.server_close()


@pytest.fixture
def in_background() -> Iterator[Callable[[Callable[[], Any]], Callable[[], Any]]]:
    """Run a call in a thread; what comes back waits for its result."""

    def start(call: Callable[[], Any]) -> Callable[[], Any]:
        found: list[Any] = []
        thread = threading.Thread(target=lambda: found.append(call()), daemon=True)
        thread.start()

        def result() -> Any:
            thread.join(15)
            assert found, "the call did not end"
            return found[0]

        return result

    yield start

"""The way out: only to named services, never further, never for long, never for much."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from jariya.kernel.signing import fetch, terms


@contextmanager
def serving(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server of raw bytes on one port."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)

    def run() -> None:
        try:
            while True:
                client, _ = listener.accept()
                with client:
                    client.recv(65536)
                    talk(client)
        except OSError:
            return

    threading.Thread(target=run, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    listener.close()


@pytest.fixture
def only(settings: Any) -> Callable[[str], None]:
    def name(url: str) -> None:
        settings.EDS_OCSP_URL, settings.EDS_TSP_URL, settings.EDS_CRL_URLS = url, "", []

    return name


def outage(url: str, **options: Any) -> str:
    with pytest.raises(fetch.Outage) as error:
        fetch.get(url, **options)
    assert url not in str(error.value)
    return error.value.code


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/",
        "http://127.0.0.1:1/",
        "https://ocsp.example/",
        "http://ocsp.example:81/",
        "http://ocsp.example.evil.example/",
        "http://user@evil.example/?http://ocsp.example/",
        "file:///etc/passwd",
        "ocsp.example",
        "",
    ],
)
def test_an_address_that_the_operator_did_not_name_is_not_asked(only: Any, url: str) -> None:
    only("http://ocsp.example/")
    with pytest.raises(fetch.Outage, match="refused_address"):
        fetch.get(url)


def test_a_redirect_is_not_followed(only: Any) -> None:
    reply = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
    with serving(lambda client: client.sendall(reply)) as url:
        only(url)
        assert outage(url) == "status_302"


def test_an_answer_beyond_the_limit_is_cut_off(only: Any) -> None:
    with serving(lambda client: client.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000)) as url:
        only(url)
        assert outage(url, limit=4999) == "too_big"
        assert len(fetch.get(url, limit=5000)) == 5000


def test_a_server_that_drips_does_not_hold_us(only: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def drip(client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        for _ in range(30):
            client.sendall(b"x")
            time.sleep(0.1)

    monkeypatch.setattr(fetch, "TERMS", terms.Terms(fetch_timeout=0.5))
    with serving(drip) as url:
        only(url)
        begin = time.monotonic()
        assert outage(url) in ("too_slow", "unreachable")
        assert time.monotonic() - begin < 2


def test_half_an_answer_is_none(only: Any) -> None:
    with serving(lambda client: client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")) as url:
        only(url)
        assert outage(url) == "unreachable"


def test_a_service_that_is_down_is_an_outage(only: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    only(url)
    assert outage(url) == "unreachable"

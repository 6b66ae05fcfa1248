"""A signing session with a real authority behind a real socket, and an act that remembers what it was told."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from jariya.kernel.signing import actions, acts, checking, policy
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.soft.authority_app import answer
from jariya.kernel.signing.step import Matter
from jariya.kernel.signing.testca import TestAuthority


@dataclass
class Services:
    """OCSP, lists and time-stamps on one port. `out`: paths that answer 503; `asked`: what was asked, in order."""

    url: str
    now: dt.datetime
    out: set[str] = field(default_factory=set)
    says: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def services(authority: TestAuthority, made_at: dt.datetime, settings: Any) -> Iterator[Services]:
    state = Services("", made_at)

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            state.asked.append(self.path)
            if self.path in state.out or "*" in state.out:
                self.send_error(503)
                return
            status, kind, sent = state.says.get(self.path) or answer(
                authority, self.command, self.path, body, state.now
            )
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = _any

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    settings.EDS_PROFILE = "test"
    settings.EDS_TRUST_DIR = authority.trust
    settings.EDS_OCSP_URL = f"{state.url}/ocsp"
    settings.EDS_TSP_URL = f"{state.url}/tsp"
    settings.EDS_CRL_URLS = [
        f"{state.url}/crl/{name}.crl" for name in ("nca_gost", "nca_d_gost", "root_gost", "nca_rsa", "root_rsa")
    ]
    yield state
    server.shutdown()
    server.server_close()


@dataclass
class Heard:
    """What the act's consumer was told; `reject`: the code with which it refuses."""

    done: list[str] = field(default_factory=list)
    reject: str = ""


@pytest.fixture
def heard() -> Iterator[Heard]:
    state = Heard()

    def done(session: SigningSession, verdict: Any, now: dt.datetime) -> dict[str, Any]:
        assert verdict.indication == "passed" and session.status == "passed"
        if state.reject:
            raise acts.Rejected(state.reject)
        state.done.append(session.public_id)
        return {"told": len(state.done)}

    acts.register("test.sign", policy.CITIZEN, done, title="Test act")
    acts.register("test.office", policy.ORGANISATION, done)
    yield state
    for name in ("test.sign", "test.office"):
        acts._acts.pop(name, None)


MATTER = Matter(
    id="Q2026-AAAAAAAA-0",
    rev=3,
    title_kk="Аула жарығы туралы сұрақ",
    title_ru="Вопрос об освещении двора",
    text="Біздің көшеде жарық қашан орнатылады?\n\n<b>Екінші</b> тармақ.",
    consents=("publication",),
    facts=(("Кімге", "Үлгі министрлігі"),),
)


@pytest.fixture
def opened(heard: Heard, services: Services, person: Any, made_at: dt.datetime) -> Any:
    """`opened()` opens a session of citizen 1; changes by keyword."""

    def do(**changed: Any) -> SigningSession:
        options: dict[str, Any] = {
            "person": person("citizen-1"),
            "act": "test.sign",
            "matter": MATTER,
            "back": "/kk/my/",
            "language": "kk",
            "now": made_at,
        }
        return actions.open_session(**{**options, **changed})

    return do


@pytest.fixture
def signed(authority: TestAuthority, made_at: dt.datetime) -> Any:
    """`signed(session, "citizen-1")`: the CMS of a person over the session's manifest."""

    def do(session: SigningSession, who: str = "citizen-1", algorithm: str = "gost512", **options: Any) -> bytes:
        at = options.pop("at", made_at + dt.timedelta(minutes=1))
        return authority.person(who, algorithm).sign_cms(bytes(session.manifest or b""), at=at, **options)

    return do


@pytest.fixture
def checked(services: Services) -> Any:
    """`checked(session, now)`: what the worker does, at a moment."""

    def do(session: SigningSession, now: dt.datetime) -> Any:
        services.now = now
        status = checking.check(session.pk, now=lambda: now)
        session.refresh_from_db()
        return status

    return do

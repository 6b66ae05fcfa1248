"""The small installation that the walks over all addresses share: made once a module, in a transaction of its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from tests.kernel.notices.conftest import Mailbox
from tests.project import world as small


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[small.World]:
    """Everything of `tests.project.world`. Tests that use it are marked `django_db`: each runs in a savepoint."""
    from django.db import transaction

    clock = pytest.MonkeyPatch()
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        try:
            clock.setattr("django.utils.timezone.now", lambda: small.NOW)
            yield small.build()
        finally:
            clock.undo()
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


PERSONAS = (
    "anyone",
    "guest",
    "citizen-1",
    "citizen-2",
    "citizen-3",
    "officer-1",
    "head",
    "moderator",
    "supervisor",
    "registrar",
    "district-officer",
)


def sign_in(persona: str) -> Client:
    """A browser of this persona; what breaks in a page becomes an answer, as for a reader."""
    client = Client(raise_request_exception=False)
    if persona not in ("anyone", "guest"):
        assert client.post("/kk/sign-in/demo/", {"handle": f"demo-{persona}"}).status_code == 302, persona
    return client


@pytest.fixture(scope="module")
def readers(world: small.World) -> dict[str, Client]:
    """Browsers by persona, signed in once a module."""
    return {persona: sign_in(persona) for persona in PERSONAS}


@contextmanager
def serve_mail(settings: Any) -> Iterator[Mailbox]:
    """A real mail server that keeps what it receives."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield box
    finally:
        controller.stop()

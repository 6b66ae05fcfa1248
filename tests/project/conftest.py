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
def world(
    django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[small.World]:
    """Everything of `tests.project.world`. Tests that use it are marked `django_db`: each runs in a savepoint."""
    from django.conf import settings
    from django.db import transaction
    from django.test import override_settings

    from jariya.kernel.record.actions import append, open_log
    from jariya.kernel.record.sequencing import sequence

    clock = pytest.MonkeyPatch()
    folder = tmp_path_factory.mktemp("record")
    tiles = {"BACKEND": settings.STORAGES["record"]["BACKEND"], "OPTIONS": {"location": str(folder / "logs")}}
    logs = override_settings(STORAGES={**settings.STORAGES, "record": tiles}, LOG_KEY_DIR=folder / "keys")
    with django_db_blocker.unblock(), logs:
        around = transaction.atomic()
        around.__enter__()
        try:
            clock.setattr("django.utils.timezone.now", lambda: small.NOW)
            made = small.build()
            open_log("answers", "answers", now=small.NOW)
            append("data", [b"{}"], now=small.NOW)
            for name in ("events", "answers", "data"):
                sequence(name, now=small.NOW)
            yield made
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
    "assistant",
    "assistant-2",
    "editor",
    "journalist",
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

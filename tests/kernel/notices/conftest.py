"""What the tests of notices stand on: the law, an invented body, people, a mail server and an SMS gateway."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from tests.kernel.notices import matter
from tests.kernel.people.gateway import Gateway

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle import engine, table
from jariya.kernel.notices import links
from jariya.kernel.notices.listener import listener
from jariya.kernel.people.models import Person, Role

TODAY = dt.date(2026, 3, 18)


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    """The tests' own kind of case, its page, and notices as the only listener."""
    table.register(matter.MATTER)
    links.register(matter.KIND, matter.link, matter.title, feed="matters")
    before = list(engine._listeners)
    engine._listeners[:] = [listener]
    yield
    engine._listeners[:] = before
    table._TABLES.pop(matter.KIND)
    links._KINDS.pop(matter.KIND)


def make_body(slug: str, *, invented: bool = True) -> Body:
    return Body.objects.create(
        slug=slug,
        kind="ministry",
        level="republic",
        name_kk=f"Үлгі {slug}",
        name_ru=f"Образец {slug}",
        name_en=f"Sample {slug}",
        invented=invented,
        source="invented for tests",
        search_text=slug,
    )


@pytest.fixture
def body(db: None) -> Body:
    return make_body("one")


@pytest.fixture
def other_body(db: None) -> Body:
    return make_body("two")


class Someone:
    """Makes people; each name is a secret that no message may hold."""

    count = 0

    def __call__(self, *, mail: bool = True, phone: bool = False, language: str = "kk", **columns: Any) -> Person:
        Someone.count += 1
        number = Someone.count
        person = Person(
            name=f"{matter.SECRET} {number}",
            email=f"someone{number}@example.org" if mail else None,
            email_confirmed_at=matter.NOW if mail else None,
            phone=f"+7799{number:07d}" if phone else None,
            phone_confirmed_at=matter.NOW if phone else None,
            language=language,
            created_at=matter.NOW,
            **columns,
        )
        person.set_unusable_password()
        person.save()
        return person

    def official(self, body: Body, kind: str, *, everywhere: bool = False, **columns: Any) -> Person:
        person = self(staff=True, **columns)
        Role.objects.create(person=person, body=body, kind=kind, since=TODAY, everywhere=everywhere)
        return person


@pytest.fixture
def someone(db: None) -> Someone:
    return Someone()


class Mailbox:
    """Letters as a real SMTP server received them; `answers` holds replies for the next ones."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answers and not self.answers[0].startswith("250"):
            return self.answers.pop(0)
        self.letters.append(envelope)
        return "250 OK"

    def message(self, index: int = -1) -> Any:
        return email.message_from_bytes(self.letters[index].content, policy=email.policy.default)

    def ids(self) -> list[str]:
        return [self.message(index)["Message-ID"] for index in range(len(self.letters))]


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = port
        yield box
    finally:
        controller.stop()


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    with Gateway() as running:
        settings.SMS_URL = running.url
        yield running

"""What the tests of people stand on: invented bodies, a real SMS gateway double, a real mail server."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from tests.kernel.people.gateway import Gateway

from jariya.kernel.bodies.models import Body
from jariya.kernel.people.models import Person

NOW = dt.datetime(2026, 3, 18, 6, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 18)
BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """The production hasher spends 0.3 s a password on purpose; what is tested here is not the hasher."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def make_body(slug: str, *, invented: bool = True) -> Body:
    return Body.objects.create(
        slug=slug,
        kind="ministry",
        level="republic",
        name_kk=f"Үлгі {slug}",
        name_ru=f"Образец {slug}",
        invented=invented,
        source="invented for tests",
        search_text=f"улги {slug}",
    )


@pytest.fixture
def body(db: None) -> Body:
    return make_body("one")


@pytest.fixture
def other_body(db: None) -> Body:
    return make_body("two")


@pytest.fixture
def demo_people(db: None) -> dict[str, Person]:
    return {person.handle: person for person in Person.objects.filter(handle__startswith="demo-")}


@pytest.fixture
def make_person(db: None) -> Any:
    def make(**columns: Any) -> Person:
        person = Person(created_at=NOW, **columns)
        person.set_unusable_password()
        person.save()
        return person

    return make


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    with Gateway() as running:
        settings.SMS_URL = running.url
        yield running


class Mailbox:
    """Letters as a real SMTP server received them."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(envelope)
        return "250 OK"

    def text(self, index: int = -1) -> str:
        import email
        import email.policy

        message = email.message_from_bytes(self.letters[index].content, policy=email.policy.default)
        return f"{message['Subject']}\n{message.get_content()}"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
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
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The views' moment, moved by hand."""
    from django.utils import timezone

    class Clock:
        moment = timezone.now()

        def __call__(self) -> dt.datetime:
            return self.moment

        def forward(self, **step: int) -> None:
            self.moment += dt.timedelta(**step)

    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock

"""A running door for mail, a case that takes replies, and a person who writes."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import smtplib
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from django.db import connections
from tests.kernel.notices import matter
from tests.kernel.notices.conftest import *  # noqa: F403  the neighbours' fixtures

from jariya.kernel.lifecycle import engine
from jariya.kernel.notices import incoming
from jariya.kernel.notices.delivery import deliver_due
from jariya.kernel.notices.incoming import handlers, listener

LATER = matter.NOW + dt.timedelta(minutes=1)


class Post:
    """A person's mail program: sends letters to the door."""

    def __init__(self, port: int) -> None:
        self.port = port

    def send(self, to: str, text: str, *, sender: str = "", **headers: str) -> tuple[int, str]:
        """Send; the SMTP reply to the last word of the dialogue."""
        message = EmailMessage()
        for name, value in {"From": sender, "To": to, "Subject": "Re: Matter", **headers}.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        return self.raw(to, message.as_bytes(policy=SMTP), sender=sender)

    def raw(self, to: str, content: bytes, *, sender: str = "a@example.org") -> tuple[int, str]:
        with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as server:
            try:
                server.sendmail(sender, [to], content)
            except smtplib.SMTPRecipientsRefused as error:
                code, words = error.recipients[to]
            except smtplib.SMTPResponseException as error:
                code, words = error.smtp_code, error.smtp_error
            else:
                return 250, ""
        return code, words.decode() if isinstance(words, bytes) else str(words)


def running(around: Any, *, lmtp: bool = False) -> Iterator[int]:
    """A door in its own thread; yields its port."""
    loop = asyncio.new_event_loop()
    door = listener.Door(around)
    server = loop.run_until_complete(
        loop.create_server(lambda: listener.protocol(lmtp=lmtp, door=door), "127.0.0.1", 0)
    )
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)
        loop.close()


@pytest.fixture
def shared(db: None) -> Iterator[Any]:
    """The test's own connection, lent to the door's threads while the test waits for their answer."""
    mine = connections["default"]
    mine.inc_thread_sharing()
    yield lambda: connections.__setitem__("default", mine)
    mine.dec_thread_sharing()


@pytest.fixture
def post(shared: Any, settings: Any) -> Iterator[Post]:
    settings.MAIL_DOMAIN = "reply.example.kz"
    yield from (Post(port) for port in running(shared))


@pytest.fixture
def said(db: None) -> Iterator[list[incoming.Reply]]:
    """What replies said to a matter: each is a note of the asker."""
    found: list[incoming.Reply] = []

    def note(reply: incoming.Reply, *, now: dt.datetime) -> None:
        if not engine.act(reply.case, "note", by=reply.person, now=now, key=reply.key).repeated:
            found.append(reply)

    before = dict(handlers._HANDLERS)
    incoming.handler(matter.KIND, note, lambda case: "A reply to this letter becomes a note in the case.")
    yield found
    handlers._HANDLERS.clear()
    handlers._HANDLERS.update(before)


class Told:
    """A person, their case, and the secret addresses of the letter that told them of it."""

    def __init__(self, person: Any, case: Any, mailbox: Any) -> None:
        deliver_due(LATER)
        self.person, self.case, self.mailbox = person, case, mailbox
        letter = mailbox.message()
        self.letter = letter
        self.reply_to = str(letter["Reply-To"] or "")
        self.return_path = mailbox.letters[-1].mail_from
        self.text = re.sub(r"\s+", " ", letter.get_body(("plain",)).get_content())


@pytest.fixture
def told(someone: Any, body: Any, mailbox: Any, settings: Any) -> Told:
    settings.MAIL_DOMAIN = "reply.example.kz"
    person = someone()
    return Told(person, matter.ask(person, body), mailbox)

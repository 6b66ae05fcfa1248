"""Channels behind one interface: what reaches a person now, and how one message leaves."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.mail import get_connection

from jariya.kernel.notices import mail, short
from jariya.kernel.notices.compose import Notice
from jariya.kernel.notices.models import Outbox
from jariya.kernel.people import sms
from jariya.kernel.people.models import Person


class Later(Exception):
    """Not now. `away`: the other side is not reached at all, so the batch waits. `code` is stable."""

    def __init__(self, code: str, *, away: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.away = away


class Never(Exception):
    """Not at all: this recipient or this message is refused for good. `code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Channel(Protocol):
    """A way out of the house."""

    def reaches(self, person: Person) -> bool:
        """Whether the person has a confirmed address of this kind."""

    def send(self, row: Outbox, notice: Notice, unsubscribe_token: str) -> None:
        """Hand one message over. Raises `Later` or `Never`."""

    def close(self) -> None:
        """End of a batch."""


@dataclass
class MailChannel:
    """SMTP; one connection for a batch."""

    connection: Any = field(default=None)

    def reaches(self, person: Person) -> bool:
        return bool(person.email and person.email_confirmed_at)

    def send(self, row: Outbox, notice: Notice, unsubscribe_token: str) -> None:
        if self.connection is None:
            self.connection = get_connection()
        message = mail.build(
            notice,
            to=row.person.email or "",
            token=row.token,
            unsubscribe_token=unsubscribe_token,
            connection=self.connection,
        )
        try:
            self.connection.open()
            message.send()
        except OSError as error:  # SMTPException is one
            self.close()
            if mail.permanent(error):
                raise Never(mail.code(error)) from None
            raise Later(mail.code(error), away=mail.unreachable(error)) from None

    def close(self) -> None:
        if self.connection is not None:
            connection, self.connection = self.connection, None
            # The server may be gone already: nothing is left to close then.
            with contextlib.suppress(Exception):
                connection.close()


class SmsChannel:
    """The SMS gateway of `people.sms`; the row's token is the gateway's message id."""

    def reaches(self, person: Person) -> bool:
        return sms.available() and bool(person.phone and person.phone_confirmed_at)

    def send(self, row: Outbox, notice: Notice, unsubscribe_token: str) -> None:
        text = short.text(
            notice.case.kind,
            notice.event_kind,
            number=notice.number,
            due=notice.due,
            until=notice.until,
            language=notice.language,
            invented=notice.invented,
        )
        try:
            sms.send(row.person.phone or "", text, message_id=str(row.token))
        except sms.SmsError as error:
            if error.code == "sms_refused":
                raise Never(error.code) from None
            raise Later(error.code, away=error.code != "sms_failed") from None

    def close(self) -> None:
        return


def channels() -> dict[str, Channel]:
    """A fresh set of channels for one run of the delivery."""
    return {"mail": MailChannel(), "sms": SmsChannel()}

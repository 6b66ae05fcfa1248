"""Channels behind one interface: what reaches a person now, and how one message leaves."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.mail import get_connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.notices import about, mail, short
from jariya.kernel.notices.compose import Notice
from jariya.kernel.notices.failures import Later, Never
from jariya.kernel.notices.incoming import addresses
from jariya.kernel.notices.models import Outbox, PushDevice
from jariya.kernel.notices.push import vapid
from jariya.kernel.notices.push.sending import Sender, Words
from jariya.kernel.people import sms
from jariya.kernel.people.models import Person


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
            **_ways_back(row),
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


def _ways_back(row: Outbox) -> dict[str, str]:
    """The secret addresses of a letter: where it comes back to, and where the owner of the case replies."""
    if not addresses.available():
        return {}
    found = {"return_path": addresses.return_path(row)}
    if row.about == about.OWN.code and row.case.person_id == row.person_id:
        found["reply_to"] = addresses.reply_to(row.person, row.case, now=timezone.now())
    return found


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


@dataclass
class PushChannel:
    """Web push to the browsers a person chose; the row's token makes a second try the same message."""

    sender: Sender = field(default_factory=Sender)

    def reaches(self, person: Person) -> bool:
        return vapid.available() and PushDevice.objects.filter(person=person).exists()

    def send(self, row: Outbox, notice: Notice, unsubscribe_token: str) -> None:
        self.sender.tell(row.person, row.token, push_words(notice))

    def close(self) -> None:
        self.sender = Sender()


def push_words(notice: Notice) -> Words:
    """What a browser shows: the kind of case and what happened. No name, no number, no title."""
    kind = lifecycle(notice.case.kind)
    with translation.override(notice.language):
        what = short.title(notice.case.kind, notice.event_kind) or _("there is news")
        return Words(
            title=brand(notice.invented),
            body=f"{kind.title}: {what}",
            path=notice.path,
            language=notice.language,
            urgency="low" if notice.about == about.FOLLOWED.code else "normal",
        )


def brand(invented: bool) -> str:
    """The site's name as a title of a message, in the active language; says so where the data are invented."""
    return f"{_('Jariya')} · {_('INVENTED DATA')}" if invented else _("Jariya")


def channels() -> dict[str, Channel]:
    """A fresh set of channels for one run of the delivery."""
    return {"mail": MailChannel(), "sms": SmsChannel(), "push": PushChannel()}

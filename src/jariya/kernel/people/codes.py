"""One-time codes: send to a number or an e-mail address, check what was typed."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from jariya.kernel.people import sealing, sms
from jariya.kernel.people.limits import SETTINGS, Wait, address_digest, code_wait, serialise
from jariya.kernel.people.models import Channel, Code

log = logging.getLogger("jariya.people")


@dataclass(frozen=True)
class NotSent:
    """Why no code was sent: a stable code, and a wait when a limit was met."""

    code: str
    wait: Wait | None = None


def sms_text(code: str) -> str:
    """The message, in the language that is active: at most 70 characters, nothing about the person."""
    return _("Jariya: sign-in code %(code)s, 10 minutes. Tell it to nobody.") % {"code": code}


def helped_text(code: str) -> str:
    """The message to a person whom a clerk helps to send a letter: this code, unlike the other, is told to the clerk.

    It opens no account: the row it was sent for is the only one it fits.
    """
    return _("Jariya: %(code)s. Tell it to the clerk who wrote your letter") % {"code": code}


def opening_text(code: str) -> str:
    """The message to a person for whom a clerk prints an answer: told to the clerk as well."""
    return _("Jariya: %(code)s. Tell it to the clerk to print your answer") % {"code": code}


def mail_text(code: str) -> tuple[str, str]:
    """Subject and body. The code is not in the subject: locked screens show subjects."""
    subject = _("Your sign-in code")
    body = _(
        "Your code: %(code)s\n\n"
        "It is good for 10 minutes and for one sign-in. Tell it to nobody: no official will ask for it.\n"
        "If you did not ask for a code, do nothing: without it nobody can sign in.\n"
    ) % {"code": code}
    return subject, body


def _deliver(channel: str, address: str, code: str, row: Code, words: Callable[[str], str]) -> str | None:
    """Send; None, or the stable code of what went wrong."""
    if channel == Channel.SMS:
        try:
            sms.send(address, words(code), message_id=f"code-{row.pk}-{row.code_digest[:12]}")
        except sms.SmsError as error:
            return error.code
        return None
    subject, body = mail_text(code)
    try:
        EmailMessage(subject, body, to=[address], headers={"Auto-Submitted": "auto-generated"}).send()
    except (OSError, smtplib.SMTPException):
        # The exception's text may hold the address: it is not logged.
        log.warning("mail server did not take a code")
        return "mail_failed"
    return None


def send(
    channel: Channel | str,
    address: str,
    *,
    network: str,
    language: str,
    now: dt.datetime,
    words: Callable[[str], str] = sms_text,
) -> Code | NotSent:
    """Send a new code and return its row, or say why not.

    What happens does not depend on whether an account with this address exists.

    Args:
        address: normalised number (`+77…`) or e-mail address in lower case.
        network: `limits.network_of(request)`.
        language: language of the message, kk, ru or en.
        words: the SMS of a code, at most 70 characters in every language; mail has one text.
    """
    subject = address_digest(channel, address)
    code = sealing.random_digits(SETTINGS.code_digits)
    with transaction.atomic():
        serialise(subject)
        wait = code_wait(channel, subject, network, now)
        if wait:
            return NotSent(wait.code, wait)
        row = Code.objects.create(
            channel=channel,
            address_digest=subject,
            network_digest=network,
            code_digest=sealing.digest("code", subject, code),
            created_at=now,
            expires_at=now + SETTINGS.code_life,
        )
    # Outside the transaction: a slow gateway must hold no row.
    with translation.override(language):
        failed = _deliver(channel, address, code, row, words)
    if failed:
        Code.objects.filter(pk=row.pk).update(sent=False)
        return NotSent(failed)
    return row


def check(code_id: int, channel: str, address: str, typed: str, *, now: dt.datetime) -> str:
    """Try what was typed against a code: "ok", "code_wrong", "code_used_up", "code_expired" or "code_unknown".

    A try is counted before it is compared, in one statement: parallel guesses share the five tries, a code opens once.
    """
    digits = "".join(char for char in typed if char.isdigit())
    row = Code.objects.filter(pk=code_id, address_digest=address_digest(channel, address), sent=True).first()
    if row is None or row.used_at is not None:
        return "code_unknown"
    if row.expires_at <= now:
        return "code_expired"
    living = Code.objects.filter(pk=row.pk, used_at=None, expires_at__gt=now)
    if not living.filter(tries__lt=SETTINGS.code_tries).update(tries=F("tries") + 1):
        return "code_used_up"
    if not sealing.same(row.code_digest, sealing.digest("code", row.address_digest, digits)):
        return "code_wrong" if row.tries + 1 < SETTINGS.code_tries else "code_used_up"
    return "ok" if living.update(used_at=now) else "code_unknown"

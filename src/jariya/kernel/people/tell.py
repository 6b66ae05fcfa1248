"""A letter to the owner when what opens the account has changed: whoever did it by a stolen session is noticed."""

from __future__ import annotations

import logging
import smtplib

from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jariya.kernel.people.models import Person

log = logging.getLogger("jariya.people")


def changed(person: Person, *, address: str | None = None) -> None:
    """Say that a number, an address or a key of the account has changed; not which, and no name.

    Best effort: a dead mail server hinders nobody.

    Args:
        address: the e-mail address before the change; the account's own when None. Without any nobody is told.
    """
    to = address or person.email
    if not to:
        return
    with translation.override(person.language):
        subject = _("Your account's means of sign-in have changed")
        when = timezone.localtime().strftime("%d.%m.%Y %H:%M")
        body = _(
            "At %(when)s a telephone number, an e-mail address or a key of your account on Jariya was changed.\n\n"
            "If it was you, do nothing.\n"
            "If not, sign in, end all other sessions (“Where my account is open”) and write to the support.\n"
        ) % {"when": when}
    try:
        EmailMessage(subject, body, to=[to], headers={"Auto-Submitted": "auto-generated"}).send()
    except (OSError, smtplib.SMTPException):
        # The exception's text may hold the address: it is not logged.
        log.warning("mail server did not take a notice of changed means")

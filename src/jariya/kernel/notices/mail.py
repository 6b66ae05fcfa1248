"""Mail of one notice: plain text and HTML, one-click unsubscribing, a Message-ID that a second sending repeats."""

from __future__ import annotations

import smtplib
import uuid
from email.utils import formatdate
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import loader
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from jariya.kernel.notices import incoming
from jariya.kernel.notices.compose import Notice
from jariya.kernel.notices.incoming import automatic


def domain() -> str:
    """Host of this installation, for Message-IDs."""
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def message_id(token: uuid.UUID) -> str:
    """The Message-ID of an outbox row: the same at each try, so receivers drop the second copy."""
    return f"<{token}@{domain()}>"


def unsubscribe_address(token: str, about: str, language: str) -> str:
    """Address that ends mail of one kind: a page with a button by GET, at once by POST (RFC 8058)."""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{reverse('notices:unsubscribe', args=[token])}?about={about}"


def write_above() -> str:
    """The line that a reply is written above; what stands below it is our own letter. In the active language."""
    words = _("Write your reply above this line")
    return f"##- {words} -##"


def text_body(notice: Notice, unsubscribe: str, *, invites: str = "") -> str:
    """The plain text, complete in itself. `invites`: what a reply to this letter does."""
    with translation.override(notice.language):
        lines = [write_above(), ""] if invites else []
        lines += [_("INVENTED DATA").upper(), ""] if notice.invented else []
        lines += [notice.sentence, ""]
        if notice.title:
            lines += [f"«{notice.title}»", ""]
        lines += [
            f"{_('Number')}: {notice.number}",
            f"{_('Now')}: {notice.state}. {notice.meaning}",
        ]
        if notice.due_words:
            lines.append(notice.due_words)
        lines += ["", f"{_('Open the case')}: {notice.address}"]
        lines += ["", invites] if invites else []
        lines += ["", "-- ", notice.reason]
        lines.append(f"{_('No more mail of this kind')}: {unsubscribe}")
    return "\n".join(lines) + "\n"


def build(
    notice: Notice,
    *,
    to: str,
    token: uuid.UUID,
    unsubscribe_token: str,
    connection: Any = None,
    reply_to: str = "",
    return_path: str = "",
) -> EmailMultiAlternatives:
    """The message, ready to send.

    Args:
        to: confirmed address of the person.
        token: the outbox row's; becomes the Message-ID.
        unsubscribe_token: the person's secret for unsubscribing.
        reply_to: the person's secret address for replies about this case; empty: replies are not read.
        return_path: where a report goes that this letter did not arrive; empty: the site's own address.
    """
    unsubscribe = unsubscribe_address(unsubscribe_token, notice.about, notice.language)
    headers = {
        "Message-ID": message_id(token),
        # One conversation per case in the reader's program.
        "References": f"<{notice.number.lower()}@{domain()}>",
        "Date": formatdate(notice.when.timestamp()),
        "Auto-Submitted": "auto-generated",
        "Content-Language": notice.language,
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        automatic.OWN: domain(),
    }
    if return_path:
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    with translation.override(notice.language):
        invites = incoming.invitation(notice.case) if reply_to else ""
    if notice.invented:
        headers["X-Jariya-Demo"] = "true"
    mail = EmailMultiAlternatives(
        subject=notice.subject,
        body=text_body(notice, unsubscribe, invites=invites),
        from_email=return_path or settings.DEFAULT_FROM_EMAIL,
        reply_to=[reply_to] if reply_to else None,
        to=[to],
        headers=headers,
        connection=connection,
    )
    with translation.override(notice.language):
        html = loader.render_to_string(
            "notices/mail.html",
            {
                "notice": notice,
                "unsubscribe": unsubscribe,
                "invites": invites,
                "write_above": write_above() if invites else "",
            },
            using="jinja2",
        )
    mail.attach_alternative(html, "text/html")
    return mail


def permanent(error: Exception) -> bool:
    """Whether trying again is useless: the server refused this recipient or this message for good (5xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600


def unreachable(error: Exception) -> bool:
    """Whether the server itself is away or refuses us as a sender, so that the rest of the batch need not be tried."""
    if isinstance(error, smtplib.SMTPException):
        return not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    return isinstance(error, OSError)


def code(error: Exception) -> str:
    """Stable code of a failure, without the server's words."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "mail_recipient_refused"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"mail_{error.smtp_code}"  # also authentication: 535
    return "mail_unreachable" if unreachable(error) else "mail_failed"

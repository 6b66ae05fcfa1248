"""Telling the writer that a letter did nothing, and what to do instead. Only to the person's own confirmed address."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.notices import links, mail, reach
from jariya.kernel.notices.incoming import automatic
from jariya.kernel.notices.incoming.models import IncomingMail
from jariya.kernel.notices.incoming.states import KEPT
from jariya.kernel.notices.models import Preference

log = logging.getLogger("jariya.notices")

PAUSE = dt.timedelta(hours=12)
"""At most one such letter per address in this time: two robots that answer each other would never stop."""


def sentences(reason: str, refusal: Refused | None = None) -> list[str]:
    """What happened and what to do, in the active language."""
    if refusal is not None:
        return [
            _("Your letter was kept, but it could not be added to the case:"),
            str(refusal.title),
            str(refusal.remedy),
        ]
    said = KEPT.get(reason, KEPT["no_handler"])
    return [str(said.title), str(said.remedy)]


def tell(row: IncomingMail, refusal: Refused | None, *, now: dt.datetime) -> bool:
    """Write to the person. True when it left; a dead mail server hinders nothing, the pages say it as well."""
    person, case = row.address.person, row.address.case
    refused_at = Preference.objects.filter(person=person).values_list("mail_refused_at", flat=True).first()
    if not reach.by_mail(person, refused_at):
        return False
    if IncomingMail.objects.filter(address=row.address, told_at__gt=now - PAUSE).exists():
        return False
    IncomingMail.objects.filter(pk=row.pk).update(told_at=now)
    invented = bool(settings.DEMO or case.invented)
    with translation.override(person.language):
        lines = [_("INVENTED DATA").upper(), ""] if invented else []
        if row.reason or refusal:
            lines += sentences(row.reason, refusal)
        if row.files > row.files_taken:
            lines.append(_("Files that came with the letter were not taken. Attach them on the page of the case."))
        lines += ["", f"{_('Open the case')}: {links.address(case, person.language)}", ""]
        what = _("your letter")
        subject = f"{lifecycle(case.kind).title} {case.public_id}: {what}"
        letter = EmailMessage(
            f"[{_('INVENTED DATA')}] {subject}" if invented else subject,
            "\n".join(lines),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[person.email or ""],
            headers={
                "Message-ID": mail.message_id(row.token),
                "Auto-Submitted": "auto-replied",
                "Content-Language": person.language,
                "Precedence": "auto_reply",
                automatic.OWN: mail.domain(),
                **({"X-Jariya-Demo": "true"} if invented else {}),
            },
        )
    try:
        letter.send()
    except (OSError, smtplib.SMTPException):
        log.warning("mail server did not take the answer to a letter")  # the exception may quote an address
        return False
    return True

"""Jobs of receptions: whoever booked a day that was called off is told by SMS or mail."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib

from django.core.mail import EmailMessage
from django.db import close_old_connections
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from jariya.kernel.law.dates import say_day
from jariya.kernel.people import sms
from jariya.kernel.people.models import Person
from jariya.office.reception.models import Booking, DayOff

log = logging.getLogger("jariya.reception")
_AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)


@app.task(name="reception.tell_called_off", queue="notices", retry=_AGAIN)
def tell_called_off(day_off_id: int) -> None:
    """Tell everyone whose booking was called off. Run again, no telephone gets it twice (the gateway knows the id)."""
    close_old_connections()
    try:
        tell(DayOff.objects.get(pk=day_off_id))
    finally:
        close_old_connections()


def tell(off: DayOff) -> int:
    """Tell them now; how many were reached. Mail is sent where there is no telephone."""
    rows = Booking.objects.filter(reception=off.reception_id, day=off.day, cancelled_by="body").select_related("person")
    return sum(_tell_one(booking.person, booking, off.day) for booking in rows)


def words(day: dt.date, language: str) -> str:
    """The SMS, at most 70 characters: no name, no body."""
    with translation.override(language):
        return _("Jariya: the reception of %(day)s is called off. Book another") % {"day": f"{day:%d.%m.%Y}"}


def _tell_one(person: Person, booking: Booking, day: dt.date) -> bool:
    if person.phone and person.phone_confirmed_at and sms.available():
        sms.send(person.phone, words(day, person.language), message_id=f"called-off-{booking.token}")
        return True
    if not (person.email and person.email_confirmed_at):
        return False
    with translation.override(person.language):
        subject = _("A reception is called off")
        body = _("The reception of %(day)s does not take place. The page “My receptions” says why.\n") % {
            "day": say_day(day, person.language)
        }
    try:
        EmailMessage(subject, body, to=[person.email], headers={"Auto-Submitted": "auto-generated"}).send()
    except (OSError, smtplib.SMTPException):
        # The exception's text may hold the address: it is not logged.
        log.warning("mail server did not take a notice of a reception")
        return False
    return True

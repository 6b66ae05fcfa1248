"""A letter of ours came back: noted once, the address marked when it is gone, and the person told by another way."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext

from jariya.kernel.notices import about, reach
from jariya.kernel.notices.incoming import addresses
from jariya.kernel.notices.incoming.bounces import Report
from jariya.kernel.notices.incoming.models import Bounce
from jariya.kernel.notices.models import Channel, Outbox, Preference, PushDevice
from jariya.kernel.notices.push import vapid
from jariya.kernel.people import sms
from jariya.kernel.people.models import Person

SOFT_DAYS = 3
"""On so many different days within `SOFT_SPAN` soft failures count as a hard one: a box that stays full is no box."""
SOFT_SPAN = dt.timedelta(days=14)


def note(word: str, report: Report, *, now: dt.datetime) -> Bounce | None:
    """Keep what a report says of a letter.

    Args:
        word: of the return path (the seal was checked).

    Returns:
        The row; None when the letter is unknown or the report tells of no failure.
    """
    letter = addresses.letter_of(word)
    if letter is None or not report.failed:
        return None
    with transaction.atomic():
        row, _made = Bounce.objects.get_or_create(
            letter=letter.token,
            defaults={"person": letter.person, "hard": report.hard, "code": report.code[:12], "at": now},
        )
        if report.hard and not row.hard:
            Bounce.objects.filter(pk=row.pk).update(hard=True, code=report.code[:12])
        if report.hard or _stays_soft(letter.person, now):
            _mark(letter, report.code, now)
    return row


def _stays_soft(person: Person, now: dt.datetime) -> bool:
    days = Bounce.objects.filter(person=person, at__gt=now - SOFT_SPAN).values_list("at", flat=True)
    return len({timezone.localdate(at) for at in days}) >= SOFT_DAYS


def _mark(letter: Outbox, code: str, now: dt.datetime) -> None:
    """Mark the address and send by another way what did not arrive."""
    from jariya.kernel.notices import tasks

    person = letter.person
    sent_at = letter.done_at or letter.queued_at
    if person.email_confirmed_at is None or person.email_confirmed_at > sent_at:
        return  # the letter went to an address that the person has changed since
    preference, _made = Preference.objects.get_or_create(person=person)
    fresh = reach.by_mail(person, preference.mail_refused_at)
    if fresh:
        Preference.objects.filter(pk=preference.pk).update(mail_refused_at=now, mail_refused_code=code[:12])
        tasks.tell_refused.defer(person_id=person.pk)
    _send_otherwise(letter, preference.chosen, now)


def _send_otherwise(letter: Outbox, chosen: dict[str, bool], now: dt.datetime) -> None:
    """Queue the same event for telephone and browser where the person has one and did not switch it off."""
    person = letter.person
    ways = []
    if sms.available() and person.phone and person.phone_confirmed_at:
        ways.append(Channel.SMS.value)
    if vapid.available() and PushDevice.objects.filter(person=person).exists():
        ways.append(Channel.PUSH.value)
    Outbox.objects.bulk_create(
        [
            Outbox(
                person=person,
                case=letter.case,
                event_id=letter.event_id,
                channel=way,
                about=letter.about,
                next_try_at=now,
                queued_at=now,
            )
            for way in ways
            if about.wants(letter.about, way, chosen, has_mail=False)
        ],
        ignore_conflicts=True,  # what went that way already is not sent twice
    )


def tell(person_id: int) -> bool:
    """One SMS that mail does not arrive. True when it left; without a telephone the pages of notices alone say it."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None or not (sms.available() and person.phone and person.phone_confirmed_at):
        return False
    refused_at = Preference.objects.filter(person=person).values_list("mail_refused_at", flat=True).first()
    if refused_at is None or reach.by_mail(person, refused_at):
        return False
    sms.send(person.phone, words(person.language), message_id=f"refused-{person.handle}-{refused_at:%Y%m%d%H%M%S}")
    return True


def words(language: str) -> str:
    """The SMS: at most 70 characters in each language."""
    with translation.override(language):
        mark = pgettext("sms", "DEMO ") if settings.DEMO else ""
        said = gettext("mail to you comes back, see the site")
        return f"{mark}{pgettext('sms', 'Jariya')}: {said}"

"""A request is clarified by answering the letter; in any other state the letter is kept and its writer told."""

from __future__ import annotations

import datetime as dt
import io
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from PIL import Image

from jariya.kernel.correspondence.models import Wording
from jariya.kernel.files.models import Attachment
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.notices import incoming
from jariya.kernel.notices.incoming import addresses, reading, receiving
from jariya.kernel.notices.incoming.models import IncomingMail
from jariya.portals.requests import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered_by_mail(settings: Any, person: Any, now: dt.datetime) -> Any:
    """Write a letter for a case and have it read: `answered_by_mail(case, "text", picture=True)`."""
    settings.MAIL_DOMAIN = "reply.example.kz"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    citizen = person("citizen-1")
    citizen.email, citizen.email_confirmed_at = "citizen@example.org", now
    citizen.save(update_fields=["email", "email_confirmed_at"])

    def do(case: Case, text: str, *, picture: bool = False) -> IncomingMail:
        letter = EmailMessage()
        letter["From"], letter["Subject"] = "Азамат <citizen@example.org>", "Re: Сұрау салу"
        letter.set_content(f"{text}\n\n> Сұрауыңызды нақтылаңыз\n")
        if picture:
            drawn = io.BytesIO()
            Image.new("RGB", (8, 8)).save(drawn, "PNG")
            letter.add_attachment(drawn.getvalue(), maintype="image", subtype="png", filename="карта.png")
        to = addresses.reply_to(citizen, case, now=now)
        row = receiving.take(to, letter.as_bytes(), sender="citizen@example.org", now=now)
        assert row is not None
        reading.read(row.pk, now=now + dt.timedelta(minutes=1))
        row.refresh_from_db()
        return row

    return do


def test_a_reply_to_the_letter_clarifies_the_request_and_brings_its_picture(
    answered_by_mail: Any, request_for: Any, person: Any, now: dt.datetime
) -> None:
    case = request_for()
    actions.accept(case=case, by=person("officer-1"), now=now)
    actions.ask_to_clarify(case=case, reason="Қай аудан?", by=person("officer-1"), now=now)
    case = Case.objects.get(pk=case.pk)
    assert incoming.invitation(case)
    row = answered_by_mail(case, "Сынақ ауданы.", picture=True)
    case.refresh_from_db()
    assert (row.state, row.files, row.files_taken, case.state) == ("taken", 1, 1, "in_work")
    assert Wording.objects.filter(case=case, text="Сынақ ауданы.").count() == 1
    assert Attachment.objects.get(case=case).by == person("citizen-1")
    assert incoming.invitation(case) == "", "nothing is asked any more"


def test_a_reply_when_nothing_was_asked_is_kept_and_its_writer_told(answered_by_mail: Any, request_for: Any) -> None:
    case = request_for()
    row = answered_by_mail(case, "Тездетіңіздерші!")
    assert (row.state, row.reason) == ("kept", "lifecycle.not_in_this_state")
    (told,) = mail.outbox
    assert told.to == ["citizen@example.org"] and case.public_id in told.subject and "Тездет" not in told.body

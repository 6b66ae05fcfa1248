"""The job: a stored letter is opened, read, and handed to its case, or kept, or passed over. Each letter once."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction
from django.db.models import F

from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.notices import mail
from jariya.kernel.notices.incoming import border, handlers, letter, receiving, telling
from jariya.kernel.notices.incoming.handlers import Reply
from jariya.kernel.notices.incoming.letter import Letter
from jariya.kernel.notices.incoming.models import IncomingMail
from jariya.kernel.notices.incoming.states import State
from jariya.kernel.signing.identity import envelope

log = logging.getLogger("jariya.notices")

LONGEST = 10_000
"""Characters of one's own words that a letter may add to a case."""
KEEP = dt.timedelta(days=90)
"""How long a raw letter is kept; what it did stays in the case."""
MOST_TRIES = 10
AGAIN = dt.timedelta(minutes=2)


def read(incoming_id: int, *, now: dt.datetime) -> str:
    """Read one letter; returns its state. A letter that was read is left as it is."""
    IncomingMail.objects.filter(pk=incoming_id, state=State.RECEIVED).update(tries=F("tries") + 1)
    with transaction.atomic():
        row = (
            IncomingMail.objects.select_for_update(of=("self",))
            .select_related("address__person", "address__case__body")
            .get(pk=incoming_id)
        )
        if row.state != State.RECEIVED or row.raw is None:
            return row.state
        read_ = _open(row)
        row.border, row.files = read_.border, len(read_.attachments) + read_.more_attachments
        row.state, row.reason, refusal = _judge(row, read_, now)
        row.done_at = now
        columns = ["border", "files", "files_taken", "state", "reason", "done_at"]
        IncomingMail.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in columns})
    if row.state == State.KEPT or row.files > row.files_taken > -1 and row.state == State.TAKEN:
        telling.tell(row, refusal, now=now)
    return row.state


def _open(row: IncomingMail) -> Letter:
    raw = envelope.open(row.raw or b"", row.digest.encode(), receiving.PURPOSE)
    sender = "" if row.empty_sender else None
    return letter.read(raw, envelope_from=sender, site=mail.domain(), border_server=settings.MAIL_BORDER)


def _judge(row: IncomingMail, read_: Letter, now: dt.datetime) -> tuple[State, str, Refused | None]:
    """What becomes of the letter: state, code, and the refusal in words when the case itself said no."""
    address = row.address
    person, case = address.person, address.case
    if read_.automatic or row.robot_sender:
        return State.IGNORED, read_.automatic or "robot", None
    if not person.is_active:
        return State.IGNORED, "account_closed", None
    if case.person_id != person.pk:
        return State.KEPT, "not_yours", None
    if border.forged(read_.border):
        return State.KEPT, "forged", None
    if not (person.email and person.email_confirmed_at) or read_.sender != person.email.lower():
        return State.KEPT, "other_sender", None
    found = handlers.handler_of(case.kind)
    if found is None:
        return State.KEPT, "no_handler", None
    if not read_.text:
        return State.KEPT, "no_words", None
    if len(read_.text) > LONGEST:
        return State.KEPT, "too_long", None
    reply = Reply(case, person, read_.text, f"mail:{row.token}", row.received_at)
    try:
        with transaction.atomic():
            found.function(reply, now=now)
    except Refused as refusal:
        return State.KEPT, refusal.code[:60], refusal
    row.files_taken = handlers.take(reply, read_.attachments, now=now)
    return State.TAKEN, "", None


def read_waiting(now: dt.datetime) -> int:
    """Read letters whose job was lost or failed; after `MOST_TRIES` one is kept and said so in the log."""
    waiting = IncomingMail.objects.filter(state=State.RECEIVED, received_at__lte=now - AGAIN).order_by("received_at")
    done = 0
    for row in list(waiting[:100]):
        if row.tries >= MOST_TRIES:
            log.error("letter %s could not be read after %s tries", row.token, row.tries)
            IncomingMail.objects.filter(pk=row.pk).update(state=State.KEPT, reason="broken", done_at=now)
            continue
        try:
            read(row.pk, now=now)
            done += 1
        except Exception:
            log.exception("letter %s could not be read", row.token)
    return done


def forget_raw(now: dt.datetime) -> int:
    """Drop raw letters that are older than `KEEP` and were read."""
    old = IncomingMail.objects.filter(raw__isnull=False, received_at__lt=now - KEEP).exclude(state=State.RECEIVED)
    return old.update(raw=None)

"""Taking a letter: is the address ours and good, is there room; then it is stored sealed, and a job reads it.

`recipient` is asked in the SMTP dialogue before the letter comes, so that who writes to a wrong address learns it at
once, in words, from their own server. Nothing is answered later to an address that a stranger could have written.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.db import IntegrityError, transaction

from jariya.kernel.notices.incoming import addresses, automatic, bounces, letter, returned
from jariya.kernel.notices.incoming.models import IncomingMail, ReplyAddress
from jariya.kernel.notices.incoming.refusals import Refusal
from jariya.kernel.signing.identity import envelope

__all__ = ["Refusal", "recipient", "take"]

PURPOSE = "mail"
"""Purpose key under which raw letters are sealed."""
MOST_A_DAY = 20
"""Letters to one reply address in 24 hours: a person writes fewer, a loop of two robots more."""


def recipient(address: str, *, now: dt.datetime) -> None:
    """Whether a letter to the address may come.

    Raises:
        Refusal: it may not.
    """
    found = addresses.opened(address)
    if found is None:
        raise Refusal("unknown", tail=settings.PUBLIC_URL)
    kind, word = found
    if kind == addresses.RETURN:
        return
    row = ReplyAddress.objects.filter(word=word).first()
    if row is None:
        raise Refusal("unknown", tail=settings.PUBLIC_URL)
    if not row.alive(now):
        raise Refusal("ended", tail=settings.PUBLIC_URL)
    since = now - dt.timedelta(days=1)
    if IncomingMail.objects.filter(address=row, received_at__gt=since)[:MOST_A_DAY].count() >= MOST_A_DAY:
        raise Refusal("too_many")


def take(address: str, raw: bytes, *, sender: str | None, now: dt.datetime) -> IncomingMail | None:
    """Store a letter, or act on a report that a letter of ours did not arrive.

    Args:
        address: envelope recipient.
        raw: the letter as it came.
        sender: envelope sender; "" for the empty one, None when not known.

    Returns:
        The stored letter; None for a return path. The same letter twice is stored once.

    Raises:
        Refusal: the address is not good, or the letter is too big.
    """
    if len(raw) > settings.MAIL_IN_BIGGEST:
        raise Refusal("too_big", most=settings.MAIL_IN_BIGGEST // 1_000_000)
    recipient(address, now=now)
    found = addresses.opened(address)
    assert found is not None
    kind, word = found
    if kind == addresses.RETURN:
        report = bounces.read(letter.parse(raw))
        if report is not None:
            returned.note(word, report, now=now)
        return None
    return _store(ReplyAddress.objects.get(word=word), raw, sender=sender, now=now)


def _store(row: ReplyAddress, raw: bytes, *, sender: str | None, now: dt.datetime) -> IncomingMail:
    from jariya.kernel.notices import tasks

    digest = hashlib.sha256(f"{row.pk}:".encode() + raw).hexdigest()
    try:
        with transaction.atomic():
            made = IncomingMail.objects.create(
                address=row,
                digest=digest,
                raw=envelope.seal(raw, digest.encode(), PURPOSE),
                size=len(raw),
                empty_sender=None if sender is None else sender == "",
                robot_sender=bool(sender and automatic.is_robot(sender)),
                received_at=now,
            )
            tasks.read_incoming.defer(incoming_id=made.pk)
            return made
    except IntegrityError:
        return IncomingMail.objects.get(digest=digest)

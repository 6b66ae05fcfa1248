"""Secret addresses: where a person replies about a case, and the return path of a letter (VERP).

A local part is a kind letter, the row's word and a seal: `r-<word>-<seal>`. The seal is an HMAC under the site's key,
so a guess is refused without a look into the database, and whoever reads the database alone can make no address. Local
parts are small letters and digits: servers on the way change capitals.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid

from django.conf import settings

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.notices.incoming.models import ReplyAddress
from jariya.kernel.notices.models import Outbox
from jariya.kernel.people import sealing
from jariya.kernel.people.models import Person

LIFE = dt.timedelta(days=365)
"""How long an address is good after our last letter about the case."""
RENEW = dt.timedelta(days=300)
"""A letter within this before the end prolongs it: not every letter is a write."""
SEAL = 16
_LOCAL = re.compile(r"(?P<kind>[rb])-(?P<word>[0-9a-f]{20}|[0-9a-f]{32})-(?P<seal>[0-9a-f]{16})")
REPLY, RETURN = "r", "b"


def available() -> bool:
    """Whether this installation takes mail."""
    return bool(settings.MAIL_DOMAIN)


def reply_to(person: Person, case: Case, *, now: dt.datetime) -> str:
    """The address to which a person replies about a case, good for `LIFE` from now."""
    row = ReplyAddress.objects.filter(person=person, case=case, revoked_at=None).first()
    if row is None:
        row, _made = ReplyAddress.objects.get_or_create(
            person=person, case=case, revoked_at=None, defaults={"made_at": now, "expires_at": now + LIFE}
        )
    elif row.expires_at - now < RENEW:
        ReplyAddress.objects.filter(pk=row.pk).update(expires_at=now + LIFE)
    return _address(REPLY, row.word)


def return_path(letter: Outbox) -> str:
    """The envelope sender of a letter: what comes back to it says which letter did not arrive."""
    return _address(RETURN, letter.token.hex)


def revoke(person: Person, *, now: dt.datetime) -> int:
    """End all of a person's reply addresses; the next letters carry new ones. Returns how many ended."""
    return ReplyAddress.objects.filter(person=person, revoked_at=None).update(revoked_at=now)


def opened(address: str) -> tuple[str, str] | None:
    """(kind, word) of an address of ours whose seal holds; None for any other."""
    local, _at, domain = address.strip().strip("<>").lower().rpartition("@")
    match = _LOCAL.fullmatch(local)
    if not available() or domain != settings.MAIL_DOMAIN.lower() or match is None:
        return None
    kind, word = match["kind"], match["word"]
    seals = [found[:SEAL] for found in sealing.digests(f"mail.{kind}", word)]
    return (kind, word) if any(sealing.same(match["seal"], seal) for seal in seals) else None


def letter_of(word: str) -> Outbox | None:
    """The outbox row of a return path."""
    return Outbox.objects.filter(token=uuid.UUID(word)).select_related("person", "case").first()


def _address(kind: str, word: str) -> str:
    return f"{kind}-{word}-{sealing.digest(f'mail.{kind}', word)[:SEAL]}@{settings.MAIL_DOMAIN.lower()}"

"""Who calls, whether it may, and that a deed is done once: the gate of everything a system sends."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Case as Either
from django.db.models import F, Value, When

from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people import sealing
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of
from jariya.office.systems.actions import MARK, PURPOSE
from jariya.office.systems.models import Call, Scope, System, Token
from jariya.office.systems.refusals import refused

CALLS = "system.calls.minute"
KEY = re.compile(r"[A-Za-z0-9._-]{1,60}")
log = logging.getLogger("jariya.security")


@dataclass(frozen=True)
class Caller:
    """A system at the gate: by which token, at which moment."""

    token: Token
    now: dt.datetime

    @property
    def system(self) -> System:
        """The program."""
        return self.token.system

    @property
    def person(self) -> Person:
        """The account by which it acts."""
        return self.system.person

    @property
    def day(self) -> dt.date:
        """The legal day."""
        return legal_day(self.now)

    def needs(self, scope: Scope) -> None:
        """Raises `Refused` (system.scope_missing) when the token does not open this."""
        if scope not in self.token.scopes:
            raise refused("system.scope_missing")


def caller(token: str, *, now: dt.datetime) -> Caller:
    """Who sent this token. Its use is counted.

    Raises:
        Refused: system.token_unknown, system.token_over, system.no_role, system.too_many.
    """
    mark, _dot, rest = token.partition(".")
    word, _dot, secret = rest.partition(".")
    rows = Token.objects.select_related("system__person", "system__body", "system__post")
    row = rows.filter(word=word[:12]).first() if mark == MARK and word.isalnum() and word.isascii() else None
    right = [sealing.same(row.digest, one) for one in sealing.digests(PURPOSE, word, secret)] if row else []
    if row is None or not any(right):
        log.warning("refused system_token_unknown")
        raise refused("system.token_unknown")
    found, day = Caller(row, now), legal_day(now)
    if row.system.ended_at is not None or not row.living(day):
        log.warning("refused system_token_over token=%s", row.word)
        raise refused("system.token_over")
    if not roles_of(found.person, body_id=row.system.body_id, day=day):
        raise refused("system.no_role")
    if _counted(row, now) > norms_now().at(day)[CALLS].count:
        raise refused("system.too_many")
    return found


def _counted(token: Token, now: dt.datetime) -> int:
    """How many calls this is in its minute. One row a token: its own calls alone wait for each other."""
    minute = now.replace(second=0, microsecond=0)
    calls = Either(When(minute=minute, then=F("calls") + 1), default=Value(1))
    Token.objects.filter(pk=token.pk).update(calls=calls, minute=minute, used_at=now)
    return int(Token.objects.values_list("calls", flat=True).get(pk=token.pk))


@dataclass(frozen=True)
class Answered:
    """What a deed is answered with; `again`: it had been done before, and nothing was done now."""

    status: int
    said: Mapping[str, Any]
    again: bool = False


def once(
    who: Caller,
    verb: str,
    *,
    about: str,
    key: str,
    sent: bytes,
    do: Callable[[], Mapping[str, Any]],
    status: int = 200,
) -> Answered:
    """Do a deed once for its key, and write down that this system and the post responsible did it, or were refused.

    Args:
        about: public id of the letter, as it was typed. It may have gone on to another body since the deed was done.
        key: of the caller, another for each deed.
        sent: what was sent; a key that comes again with something else is refused.
        do: does it in the transaction of this and returns what is answered: codes, ids and days.

    Raises:
        Refused: system.key_missing, system.key_other, and what `do` raises.
    """
    if not KEY.fullmatch(key):
        raise refused("system.key_missing")
    letter = ids.normal(about) or about
    asked = hashlib.sha256(b"\0".join([verb.encode(), letter.encode(), sent])).digest()
    try:
        with transaction.atomic():
            _wait(who.system, key)
            former = Call.objects.filter(system=who.system, key=key, code="").first()
            if former is not None:
                if bytes(former.asked) != asked:
                    raise refused("system.key_other")
                return Answered(former.status, former.said, again=True)
            said = do()
            case = Case.objects.filter(public_id=letter).first()
            note(who, verb, case=case, key=key, asked=asked, status=status, said=said)
            return Answered(status, said)
    except Refused as error:
        # Of a letter that is not the body's nothing is kept, not even that there is one.
        case = Case.objects.filter(public_id=letter, body_id=who.system.body_id).first()
        note(who, verb, case=case, key=key, asked=asked, status=error.status, code=error.code)
        raise


def note(
    who: Caller,
    verb: str,
    *,
    case: Case | None,
    key: str,
    asked: bytes,
    status: int,
    code: str = "",
    said: Mapping[str, Any] | None = None,
) -> Call:
    """Write a call down."""
    made: Call = Call.objects.create(
        system=who.system,
        token=who.token,
        post=who.system.post,
        verb=verb,
        case=case,
        key=key,
        asked=asked,
        status=status,
        code=code,
        said=dict(said or {}),
        at=who.now,
    )
    return made


def _wait(system: System, key: str) -> None:
    """The same call that comes twice at once waits for itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"system:{system.pk}:{key}"])

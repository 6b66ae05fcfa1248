"""Making and ending a body's systems and their tokens."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from jariya.kernel.bodies.models import Body, Post
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people import roles, sealing
from jariya.kernel.people.models import Person, Role, RoleKind
from jariya.office.systems import feed
from jariya.office.systems.access import keeps
from jariya.office.systems.models import Scope, System, Token
from jariya.office.systems.refusals import refused

LIFE = "system.token.life"
MARK = "jariya"
PURPOSE = "system.token"


@dataclass(frozen=True)
class Issued:
    """A token and its secret, which is shown once and kept nowhere."""

    token: Token
    secret: str


@transaction.atomic
def make(*, body: Body, post: Post, title: str, by: Person, now: dt.datetime) -> System:
    """Give a program of a body an account with the role of an officer, under a post that answers for it.

    What is open in the body is told to it first.

    Raises:
        Refused: system.not_yours, system.post_unknown, system.title_taken.
    """
    day = legal_day(now)
    if not keeps(by, body.pk, day):
        raise refused("system.not_yours")
    if post.body_id != body.pk:
        raise refused("system.post_unknown")
    person = Person(name=title, staff=True, invented=body.invented, created_at=now)
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            system = System.objects.create(person=person, body=body, post=post, title=title, made_by=by, made_at=now)
    except IntegrityError:
        raise refused("system.title_taken") from None
    roles.grant(person, body, RoleKind.OFFICER, since=day, by=by, post=post)
    feed.begin(system, now=now)
    return system


@transaction.atomic
def end(*, system: System, by: Person, now: dt.datetime) -> None:
    """End a system with all its tokens and its role. What it did stays.

    Raises:
        Refused: system.not_yours.
    """
    row = _held(system, by, now)
    if row.ended_at is not None:
        return
    row.ended_at, row.ended_by = now, by
    row.save(update_fields=["ended_at", "ended_by"])
    Token.objects.filter(system=row, revoked_at=None).update(revoked_at=now, revoked_by=by)
    day = legal_day(now)
    for role in Role.objects.on(day).filter(person_id=row.pk, body_id=row.body_id):
        roles.end(role, last_day=day - dt.timedelta(days=1))
    Person.objects.filter(pk=row.pk).update(is_active=False)


@transaction.atomic
def issue(*, system: System, scopes: Collection[str], expires_on: dt.date, by: Person, now: dt.datetime) -> Issued:
    """Make a token.

    Args:
        scopes: `Scope` values; reading is always among them.
        expires_on: the last day on which it opens anything, at most the norm `system.token.life` ahead.

    Raises:
        Refused: system.not_yours, system.ended, system.too_long.
    """
    row = _held(system, by, now)
    if row.ended_at is not None:
        raise refused("system.ended")
    day = legal_day(now)
    longest = day + dt.timedelta(days=norms_now().at(day)[LIFE].count)
    if not day <= expires_on <= longest:
        raise refused("system.too_long")
    wanted = {Scope.READ.value, *(Scope(scope).value for scope in scopes)}
    word, secret = secrets.token_hex(5), sealing.random_token()
    token = Token.objects.create(
        system=row,
        word=word,
        digest=sealing.digest(PURPOSE, word, secret),
        scopes=[scope for scope in Scope.values if scope in wanted],
        made_by=by,
        made_at=now,
        expires_on=expires_on,
    )
    return Issued(token, f"{MARK}.{word}.{secret}")


@transaction.atomic
def revoke(*, token: Token, by: Person, now: dt.datetime) -> None:
    """Close a token at once; a call that is being done is finished.

    Raises:
        Refused: system.not_yours.
    """
    _held(token.system, by, now)
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now, revoked_by=by)


def _held(system: System, by: Person, now: dt.datetime) -> System:
    row = System.objects.select_for_update(of=("self",)).get(pk=system.pk)
    if not keeps(by, row.body_id, legal_day(now)):
        raise refused("system.not_yours")
    return row

"""How an official gets an account and a key: a registrar issues a one-time link, the official sets up the key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.people import app_keys, roles, sealing
from jariya.kernel.people.limits import SETTINGS
from jariya.kernel.people.models import AppKey, Enrolment, Passkey, Person, RecoveryCode, Session
from jariya.kernel.people.roles import RoleError


@dataclass(frozen=True)
class Issued:
    """An enrolment and its token, which is shown once and kept nowhere."""

    enrolment: Enrolment
    token: str


@transaction.atomic
def issue(person: Person, *, by: Person | None, now: dt.datetime) -> Issued:
    """A new link for an official; earlier unused links end. `by` None is an operator."""
    Enrolment.objects.filter(person=person, used_at=None, cancelled_at=None).update(cancelled_at=now)
    token = sealing.random_token()
    row = Enrolment.objects.create(
        person=person,
        issued_by=by,
        token_digest=sealing.digest("enrolment", token),
        sealed=sealing.seal(app_keys.new_secret()),
        issued_at=now,
        expires_at=now + SETTINGS.enrolment_life,
    )
    return Issued(row, token)


@transaction.atomic
def enrol(
    *,
    name: str,
    email: str,
    body: Body,
    kinds: list[str],
    language: str,
    since: dt.date,
    by: Person | None,
    now: dt.datetime,
    everywhere: bool = False,
) -> Issued:
    """Open an official's account with its first roles and issue its link.

    Raises:
        RoleError: email_taken, or what `roles.grant` raises. Nothing is kept then.
    """
    person = Person(
        name=name, email=email.lower(), language=language, staff=True, invented=body.invented, created_at=now
    )
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise RoleError("email_taken") from None
    for kind in kinds:
        roles.grant(person, body, kind, since=since, by=by, everywhere=everywhere and kind in roles.EVERYWHERE_KINDS)
    return issue(person, by=by, now=now)


def find(token: str, *, now: dt.datetime) -> Enrolment | None:
    """The living enrolment of a link; None when it is unknown, used, cancelled or too old. Looking writes nothing."""
    return (
        Enrolment.objects.select_related("person")
        .filter(
            token_digest__in=sealing.digests("enrolment", token[:200]),
            used_at=None,
            cancelled_at=None,
            expires_at__gt=now,
            person__is_active=True,
        )
        .first()
    )


def _spend(enrolment: Enrolment, now: dt.datetime, *, kept: Passkey | None = None) -> bool:
    """Use the link up; what opened the account before (a lost key) opens it no more."""
    if not Enrolment.objects.filter(pk=enrolment.pk, used_at=None, cancelled_at=None).update(used_at=now):
        return False
    person = enrolment.person
    Passkey.objects.filter(person=person).exclude(pk=kept.pk if kept else 0).delete()
    AppKey.objects.filter(person=person).delete()
    RecoveryCode.objects.filter(person=person).delete()
    Session.objects.filter(person=person).delete()
    # The registrar vouches for the official address that the link was issued for.
    Person.objects.filter(pk=person.pk, email_confirmed_at=None).exclude(email=None).update(email_confirmed_at=now)
    return True


def keep_passkey(enrolment: Enrolment, passkey: Passkey, *, now: dt.datetime) -> bool:
    """Finish by a passkey that has just been registered; False when the link was used meanwhile.

    Call it in the transaction that registered the passkey, and roll that back on False.
    """
    if not _spend(enrolment, now, kept=passkey):
        return False
    person = enrolment.person
    person.set_unusable_password()
    Person.objects.filter(pk=person.pk).update(password=person.password)
    return True


def offered_secret(enrolment: Enrolment) -> bytes | None:
    """The secret this link offers to an authenticator application."""
    return sealing.unseal(enrolment.sealed)


@transaction.atomic
def set_password(
    enrolment: Enrolment, *, password: str, step: int, secret: bytes, now: dt.datetime
) -> list[str] | None:
    """Finish by password and application key; the recovery codes, or None when the link was used meanwhile."""
    if not _spend(enrolment, now):
        return None
    person = enrolment.person
    person.set_password(password)
    Person.objects.filter(pk=person.pk).update(password=person.password)
    app_keys.keep(person, secret, step=step, now=now)
    return app_keys.new_recovery_codes(person)

"""Accounts of citizens: found or opened by a confirmed number or address, and changed by their owner."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from jariya.kernel.people.models import Channel, Level, Person, Role


class TakenError(ValueError):
    """The number or address belongs to another account."""


def find(channel: str, address: str) -> Person | None:
    """The account with this number or address."""
    key = {"phone": address} if channel == Channel.SMS else {"email": address}
    return Person.objects.filter(**key).first()


def official(person: Person, day: dt.date) -> bool:
    """An account that no code may open: an official's, or one that holds any role on the day."""
    return person.staff or Role.objects.on(day).filter(person=person).exists()


def open_or_find(channel: str, address: str, *, language: str, now: dt.datetime) -> Person:
    """The account of a number or address that has just been confirmed by a code; opened when there is none."""
    confirmed = "phone_confirmed_at" if channel == Channel.SMS else "email_confirmed_at"
    for _attempt in range(2):
        person = find(channel, address)
        if person:
            if getattr(person, confirmed) is None:
                Person.objects.filter(pk=person.pk).update(**{confirmed: now})
                setattr(person, confirmed, now)
            return person
        person = Person(language=language, created_at=now, **{confirmed: now})
        setattr(person, "phone" if channel == Channel.SMS else "email", address)
        person.set_unusable_password()
        try:
            with transaction.atomic():
                person.save(force_insert=True)
        except IntegrityError:
            continue  # opened by another request of the same moment
        return person
    raise TakenError(channel)


def open_without_address(*, language: str, now: dt.datetime, invented: bool = False) -> Person:
    """A new account of a person whom an identity of the state names: no number and no e-mail until one is confirmed."""
    person = Person(language=language, created_at=now, invented=invented)
    person.set_unusable_password()
    person.save(force_insert=True)
    return person


def change_address(person: Person, channel: str, address: str, *, now: dt.datetime) -> None:
    """Give the account a newly confirmed number or address.

    Raises:
        TakenError: another account has it.
    """
    name = "phone" if channel == Channel.SMS else "email"
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(**{name: address, f"{name}_confirmed_at": now})
    except IntegrityError:
        raise TakenError(channel) from None
    setattr(person, name, address)
    setattr(person, f"{name}_confirmed_at", now)


def level_by(channel: str) -> Level:
    """What a code over this channel proves."""
    return Level.PHONE if channel == Channel.SMS else Level.EMAIL

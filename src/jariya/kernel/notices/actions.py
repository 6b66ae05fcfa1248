"""Verbs of notices: follow, read, choose, unsubscribe. Each is idempotent: done twice it is done once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from jariya.kernel.notices import about
from jariya.kernel.notices.incoming import addresses
from jariya.kernel.notices.models import InboxEntry, Preference, Subscription, new_token
from jariya.kernel.people.models import Person

LANGUAGES = ("kk", "ru", "en")


def follow(*, person: Person, topic: str, now: dt.datetime) -> None:
    """Follow a topic (`case:<id>`, `body:<id>`)."""
    Subscription.objects.bulk_create([Subscription(person=person, topic=topic, at=now)], ignore_conflicts=True)


def unfollow(*, person: Person, topic: str) -> None:
    """Stop following a topic."""
    Subscription.objects.filter(person=person, topic=topic).delete()


def mark_read(
    *, person: Person, now: dt.datetime, token: uuid.UUID | None = None, until: uuid.UUID | None = None
) -> int:
    """Mark inbox entries as read; entries of others are not found.

    Args:
        token: one entry.
        until: all entries up to and with this one: what came after the page was made stays unread.

    Returns:
        How many became read now.
    """
    unread = InboxEntry.objects.filter(person=person, read_at__isnull=True)
    if token is not None:
        return unread.filter(token=token).update(read_at=now)
    last = InboxEntry.objects.filter(person=person, token=until).values_list("pk", flat=True).first() if until else None
    return unread.filter(pk__lte=last).update(read_at=now) if last is not None else 0


def preference_of(person: Person) -> Preference:
    """The person's row, made with fresh secrets when there is none."""
    return Preference.objects.get_or_create(person=person)[0]


def choose(*, person: Person, language: str, chosen: Mapping[str, bool]) -> None:
    """Keep a person's choices.

    Args:
        language: kk, ru or en; the language of all notices.
        chosen: `{"own:mail": True, ...}`; unknown keys are dropped.
    """
    if language not in LANGUAGES:
        raise ValueError("language")
    known = {about.choice(row, channel) for row in about.ABOUTS for channel in about.CHANNELS}
    preference = preference_of(person)
    kept = {key: bool(value) for key, value in chosen.items() if key in known}
    Preference.objects.filter(pk=preference.pk).update(chosen=kept)
    Person.objects.filter(pk=person.pk).update(language=language)


def unsubscribe(*, preference: Preference, why: str | None) -> None:
    """End mail of one kind (`why`, a key of `ABOUTS`), or of all kinds. The inbox on the site and SMS stay."""
    kinds = [why] if why in about.ABOUTS else list(about.ABOUTS)
    off = {about.choice(kind, about.MAIL): False for kind in kinds}
    Preference.objects.filter(pk=preference.pk).update(chosen={**preference.chosen, **off})


def new_calendar_address(*, person: Person) -> str:
    """Give the person's calendar a new secret address; the old one stops working."""
    preference = preference_of(person)
    token = new_token()
    Preference.objects.filter(pk=preference.pk).update(calendar_token=token)
    return token


def end_reply_addresses(*, person: Person, now: dt.datetime) -> int:
    """End all secret addresses by which a person answers our letters; the next letters carry new ones."""
    return addresses.revoke(person, now=now)

"""Whether mail reaches a person: a confirmed address that did not send our letters back."""

from __future__ import annotations

import datetime as dt

from jariya.kernel.people.models import Person


def by_mail(person: Person, refused_at: dt.datetime | None) -> bool:
    """Whether mail reaches the person.

    Args:
        refused_at: `Preference.mail_refused_at`. An address that was confirmed after it is another one, or the same one
            mended: it is tried again.
    """
    if not person.email or person.email_confirmed_at is None:
        return False
    return refused_at is None or person.email_confirmed_at > refused_at

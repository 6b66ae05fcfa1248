"""Verbs of a person's browsers: subscribe, stop. Each is idempotent."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence

from django.db import transaction

from jariya.kernel.notices.models import PushDevice
from jariya.kernel.notices.push import egress, message
from jariya.kernel.people.models import Person

MOST = 10
"""Browsers of one person; the oldest goes."""


def digest(endpoint: str) -> str:
    """Names a push address without telling it: whoever knows the address may send to it."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


@transaction.atomic
def subscribe(
    *, person: Person, endpoint: str, key: str, auth: str, session: str, device: str, now: dt.datetime
) -> PushDevice:
    """Send the person's messages to this browser from now on. A browser belongs to who subscribed it last.

    Args:
        endpoint, key, auth: as `PushSubscription` gives them (address, `p256dh`, `auth` in base64).
        session: mark of the session; signing out ends the subscription.
        device: what the person would call the browser, `Chrome, Android`.

    Raises:
        egress.Refused: push_address_bad, push_address_private.
        message.Unusable: push_key_bad.
    """
    egress.check(endpoint)
    point = message.unb64(key, message.POINT_BYTES)
    message.point(point)
    values = {
        "person": person,
        "endpoint": endpoint,
        "key": point,
        "auth": message.unb64(auth, message.AUTH_BYTES),
        "session": session,
        "device": device[:80],
        "at": now,
        "told": [],
    }
    row, _fresh = PushDevice.objects.update_or_create(endpoint_digest=digest(endpoint), defaults=values)
    over = PushDevice.objects.filter(person=person).order_by("-at", "-pk").values_list("pk", flat=True)[MOST:]
    PushDevice.objects.filter(pk__in=list(over)).delete()
    return row


def stop(*, person: Person, token: uuid.UUID) -> int:
    """No more messages to one of the person's browsers; how many rows went."""
    return PushDevice.objects.filter(person=person, token=token).delete()[0]


def forget_sessions(marks: Sequence[str]) -> None:
    """Sessions ended by their owner: their browsers hear nothing any more."""
    PushDevice.objects.filter(session__in=[mark for mark in marks if mark]).delete()

"""Staff sign-in without script: e-mail, password, and the application's code or a recovery code."""

from __future__ import annotations

import datetime as dt
import logging

from django.contrib.auth.hashers import make_password

from jariya.kernel.people import app_keys
from jariya.kernel.people.limits import Wait, staff_failed, staff_wait
from jariya.kernel.people.models import Means, Person
from jariya.kernel.people.sessions import record

log = logging.getLogger("jariya.security")


def check(
    login: str, password: str, code: str, *, network: str, now: dt.datetime
) -> tuple[Person, Means] | Wait | None:
    """The official and by what, a wait when a limit was met, or None: one of the three was wrong, never which.

    An unknown login costs the same time as a known one.
    """
    wait = staff_wait(login, network, now)
    if wait:
        log.warning("refused too_many_tries act=staff_sign_in")
        return wait
    person = Person.objects.filter(email=login.strip().lower(), staff=True, is_active=True).first()
    if person is None:
        make_password(password)
        right = False
    else:
        right = person.check_password(password)
    means = Means.PASSWORD
    if right and person is not None:
        if len("".join(char for char in code if char.isalnum())) > 6:
            means = Means.RECOVERY
            right = app_keys.accept_recovery(person, code, now=now)
        else:
            right = app_keys.accept(person, code, now=now)
    if right and person is not None:
        return person, means
    staff_failed(login, network, now)
    record(person, means, "staff_wrong", now)
    return None

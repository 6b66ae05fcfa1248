"""Who keeps a body's systems: its head, or a registrar who may grant the role that a system holds."""

from __future__ import annotations

import datetime as dt

from jariya.kernel.people.models import Person, RoleKind
from jariya.kernel.people.queries import bodies_of, roles_of
from jariya.kernel.people.roles import grantable
from jariya.office.systems.models import System

KEEPERS = frozenset({RoleKind.HEAD.value, RoleKind.REGISTRAR.value})


def keeps(person: Person, body_id: int, day: dt.date) -> bool:
    """Whether the person makes and ends systems and tokens of the body."""
    if RoleKind.HEAD in roles_of(person, body_id=body_id, day=day):
        return True
    return RoleKind.OFFICER in grantable(person, body_id, day)


def bodies_kept(person: Person, day: dt.date) -> frozenset[int]:
    """Bodies whose systems the person keeps, as the roles name them."""
    return bodies_of(person, day=day, kinds=KEEPERS)


def is_system(person: Person) -> bool:
    """Whether the account is a program's: nobody signs in with it, and no link makes a key for it."""
    return System.objects.filter(pk=person.pk).exists()

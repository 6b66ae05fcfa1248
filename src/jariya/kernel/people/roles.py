"""Granting and ending roles: the only code that writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.db.models import Q

from jariya.kernel.bodies.models import Body, Post
from jariya.kernel.people.models import Person, Role, RoleKind
from jariya.kernel.people.queries import EVERYWHERE_KINDS, forget_roles, roles_of


class RoleError(ValueError):
    """Why a role cannot be granted; the code is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def grant(
    person: Person,
    body: Body,
    kind: str,
    *,
    since: dt.date,
    by: Person | None = None,
    everywhere: bool = False,
    post: Post | None = None,
) -> Role:
    """Give an official a role in a body from a day on; `by` None is an operator.

    Raises:
        RoleError: role_not_staff (a citizen's account), role_real_body (an invented person in a real body),
            role_not_everywhere (this kind belongs to one body), role_held (it is held already).
    """
    if not person.staff:
        raise RoleError("role_not_staff")
    if person.invented and not body.invented:
        raise RoleError("role_real_body")
    if everywhere and kind not in EVERYWHERE_KINDS:
        raise RoleError("role_not_everywhere")
    try:
        with transaction.atomic():
            role: Role = Role.objects.create(
                person=person,
                body=body,
                post=post,
                kind=RoleKind(kind),
                since=since,
                granted_by=by,
                everywhere=everywhere,
            )
    except IntegrityError:
        raise RoleError("role_held") from None
    forget_roles(person)
    return role


def end(role: Role, *, last_day: dt.date) -> None:
    """The role is held up to and including `last_day`, or its first day if that is later.

    Ending an ended role moves nothing: its first end stands.
    """
    if role.until is None:
        role.until = max(last_day, role.since)
        Role.objects.filter(pk=role.pk, until=None).update(until=role.until)
    forget_roles(role.person)


LOCAL_KINDS = frozenset(RoleKind) - {RoleKind.SUPERVISOR}
"""What the registrar of one body may grant in it; a supervisor is appointed by a registrar of the authorised body."""


def grantable(registrar: Person, body_id: int, day: dt.date) -> frozenset[str]:
    """Kinds of roles this registrar may grant and end in the body on the day; empty when none."""
    if RoleKind.REGISTRAR in roles_of(registrar, body_id=None, day=day):
        return frozenset(RoleKind)
    if RoleKind.REGISTRAR in roles_of(registrar, body_id=body_id, day=day):
        return LOCAL_KINDS
    return frozenset()


def central_registrar(person: Person, day: dt.date) -> bool:
    """Whether the person is, or will be, a registrar of the whole installation."""
    rows = Role.objects.filter(person=person, kind=RoleKind.REGISTRAR, everywhere=True)
    return rows.filter(Q(until=None) | Q(until__gte=day)).exists()


_programs: list[Callable[[Person], bool]] = []


def program(rule: Callable[[Person], bool]) -> None:
    """Join a rule that tells a program's account, with which nobody signs in; called by `project/wiring.py` alone."""
    if rule not in _programs:
        _programs.append(rule)


def may_manage(registrar: Person, person: Person, day: dt.date) -> bool:
    """Whether the registrar may issue a new link for this official.

    Only with power over every role the official holds: otherwise the registrar of a village could take over the
    account of a supervisor who also serves there. A registrar of the whole installation gets a new link from the
    operator alone: two of them open sealed evidence together, and one must not become both.
    """
    if not person.staff or central_registrar(person, day) or any(rule(person) for rule in _programs):
        return False
    held = list(Role.objects.on(day).filter(person=person).values_list("body_id", "kind", "everywhere"))
    central = RoleKind.REGISTRAR in roles_of(registrar, body_id=None, day=day)
    if not held:
        return central
    return all(kind in grantable(registrar, body, day) and (central or not all_) for body, kind, all_ in held)

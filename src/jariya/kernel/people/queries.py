"""Reads about persons that every floor above shares."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import get_language

from jariya.kernel.people.models import Person, Role, RoleKind

EVERYWHERE_KINDS = (RoleKind.SUPERVISOR, RoleKind.REGISTRAR)
"""Only these may be held for all bodies at once, by persons of the authorised body."""


def _held(person: Person, day: dt.date) -> tuple[tuple[int, str, bool], ...]:
    """(body id, kind, everywhere) of each role held on the day; read once per person object and day."""
    cache: dict[dt.date, tuple[tuple[int, str, bool], ...]] = person.__dict__.setdefault("_roles_held", {})
    if day not in cache:
        cache[day] = tuple(Role.objects.on(day).filter(person=person).values_list("body_id", "kind", "everywhere"))
    return cache[day]


def forget_roles(person: Person) -> None:
    """Drop what `roles_of` remembered on this object, after a role was granted or ended."""
    person.__dict__.pop("_roles_held", None)


def roles_of(person: Person | Any | None, *, body_id: int | None, day: dt.date) -> frozenset[str]:
    """Kinds of roles (`RoleKind` values) the person holds in the body on the day.

    A supervisor's or registrar's role that is held `everywhere` (the authorised body's) counts in every body, and
    also where `body_id` is None. Nobody, an anonymous visitor and a closed account hold nothing.
    One query per person object and day, none after; see `forget_roles`.
    """
    if person is None or not getattr(person, "pk", None) or not person.is_active:
        return frozenset()
    return frozenset(kind for held_in, kind, everywhere in _held(person, day) if everywhere or held_in == body_id)


def bodies_of(person: Person | Any | None, *, day: dt.date, kinds: frozenset[str] | None = None) -> frozenset[int]:
    """Ids of the bodies where the person holds a role (one of `kinds`, if given) on the day; reads as `roles_of`."""
    if person is None or not getattr(person, "pk", None) or not person.is_active:
        return frozenset()
    return frozenset(body for body, kind, _all in _held(person, day) if kinds is None or kind in kinds)


def roles_held(person: Person, day: dt.date) -> list[Role]:
    """The person's roles on a day with their bodies, by body and kind. One query."""
    return list(
        Role.objects.on(day).filter(person=person).select_related("body").order_by("body__sort_kk", "body_id", "kind")
    )


def roles_in_words(person: Person, day: dt.date) -> list[dict[str, Any]]:
    """Roles for a page: the body's name in the reader's language (with the language it is in) and the kind's word."""
    lang = get_language() or "kk"
    return [
        {
            "id": role.pk,
            "body": role.body.name(lang),
            "body_id": role.body_id,
            "body_slug": role.body.slug,
            "invented": role.body.invented,
            "kind": role.get_kind_display(),
            "kind_code": role.kind,
            "everywhere": role.everywhere,
            "since": role.since,
        }
        for role in roles_held(person, day)
    ]

"""Who may what, as sentences. Each rule is a pure function of (person, place); a place is a body and a day.

`rules.has_perm(name, person, Place(body_id, day))` and `may(person, name, body_id=…, day=…)` say the same.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import rules

from jariya.kernel.people.models import RoleKind
from jariya.kernel.people.queries import roles_of


class Place(NamedTuple):
    """Where and when: a body (None: the whole installation) and a day in Asia/Almaty."""

    body_id: int | None
    day: dt.date


def holds(person: Any, kind: str, body_id: int | None, day: dt.date) -> bool:
    """Whether the person holds the role in the body on the day."""
    return kind in roles_of(person, body_id=body_id, day=day)


def _predicate(kind: RoleKind) -> Any:
    def held(person: Any, place: Place | None) -> bool:
        return place is not None and holds(person, kind, place.body_id, place.day)

    return rules.predicate(held, name=f"is_{kind.value}")


is_officer = _predicate(RoleKind.OFFICER)
is_deputy = _predicate(RoleKind.DEPUTY)
is_head = _predicate(RoleKind.HEAD)
is_ati_officer = _predicate(RoleKind.ATI_OFFICER)
is_moderator = _predicate(RoleKind.MODERATOR)
is_supervisor = _predicate(RoleKind.SUPERVISOR)
is_registrar = _predicate(RoleKind.REGISTRAR)
is_assistant = _predicate(RoleKind.ASSISTANT)

works_in_body = is_officer | is_deputy | is_head | is_ati_officer
leads_body = is_head | is_deputy

PERMISSIONS = {
    "people.enrol_staff": is_registrar,
    "people.see_staff": is_registrar | is_supervisor,
    "people.end_role": is_registrar,
    "people.work": works_in_body,
    "people.lead": leads_body,
    "people.moderate": is_moderator,
    "people.supervise": is_supervisor,
    "people.edit_law": is_supervisor,
    "people.assist": is_assistant,
}


def register() -> None:
    """Make the table known to `rules`. Called once by the app; again it does nothing."""
    for name, predicate in PERMISSIONS.items():
        if not rules.perm_exists(name):
            rules.add_perm(name, predicate)


def may(person: Any, permission: str, *, body_id: int | None, day: dt.date) -> bool:
    """Whether the person has the permission in the body on the day."""
    return bool(PERMISSIONS[permission].test(person, Place(body_id, day)))

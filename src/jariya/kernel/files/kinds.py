"""Which kinds of cases take files, and what files ask of their portals. Portals register theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from jariya.kernel.files.models import Attachment, Which
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of

STAFF = frozenset({"officer", "ati_officer", "deputy", "head"})
LEADERS = frozenset({"deputy", "head"})

Visible = Callable[[Attachment, str, Person | None, dt.date], bool]
Publishes = Callable[[Attachment, Person, dt.date], bool]


def usual_visible(attachment: Attachment, copy: str, reader: Person | None, day: dt.date) -> bool:
    """Who sees a copy where a portal has no rule of its own.

    Public copies: anyone, while the case is public. The parties' copy: the person of the case and whoever works for
    its body. The sealed original: the head and deputies of the body alone.
    """
    case = attachment.case
    if copy == Which.PUBLIC:
        return case.visibility == "public" and not case.sealed
    if reader is None:
        return False
    roles = roles_of(reader, body_id=case.body_id, day=day)
    if copy == Which.PARTIES:
        return reader.pk == case.person_id or bool(roles & STAFF)
    return bool(roles & LEADERS)


def usual_publishes(attachment: Attachment, by: Person, day: dt.date) -> bool:
    """Who may publish a file where a portal has no rule of its own: whoever works for the body of the case."""
    return bool(roles_of(by, body_id=attachment.case.body_id, day=day) & STAFF)


@dataclass(frozen=True)
class Attached:
    """What files ask a portal about a case of one kind. Each takes the day on which roles are held.

    `home`: (case, lang) -> path of the page of the case at the desk. `visible`: (attachment, copy, reader, day).
    `publishes`: (attachment, official, day). `attachment.role` is the portal's own word: an answer's files, for
    example, are visible to the asker only once the answer is signed.
    """

    home: Callable[[Case, str], str]
    visible: Visible = usual_visible
    publishes: Publishes = usual_publishes


_KINDS: dict[str, Attached] = {}


def register(kind: str, attached: Attached) -> None:
    """Let cases of a kind take files; called from `project/wiring.py`."""
    _KINDS[kind] = attached


def of(case: Case) -> Attached | None:
    """What is registered for the case's kind."""
    return _KINDS.get(case.kind)


def visible(attachment: Attachment, copy: str, reader: Person | None, day: dt.date) -> bool:
    """Whether the reader may see this copy. A kind that nobody registered shows nothing to anyone."""
    known = of(attachment.case)
    return known is not None and attachment.erased_at is None and known.visible(attachment, copy, reader, day)


def publishes(attachment: Attachment, by: Person, day: dt.date) -> bool:
    """Whether this official may publish the file."""
    known = of(attachment.case)
    return known is not None and known.publishes(attachment, by, day)

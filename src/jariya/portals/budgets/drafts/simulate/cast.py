"""Who plays: invented administrators with an officer and a head, and invented citizens."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.calendar import Calendar
from jariya.kernel.law.norms import Norms
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.book import Held
from jariya.kernel.people.models import Person, Role

FIELDS = ("education", "health", "roads", "utilities", "social", "land", "farming", "culture", "building")
OTHER = "government"


@dataclass(frozen=True, slots=True)
class Office:
    """An administrator. `field`: of its work; `officer` and `head`: (since, person) in the order of the days."""

    id: int
    slug: str
    region_id: int | None
    field: str
    officer: tuple[tuple[dt.date, int], ...]
    head: tuple[tuple[dt.date, int], ...]

    def who(self, kind: str, day: dt.date) -> int:
        """The holder on a day; before the first one, the first: an invented past has no other officials."""
        held = self.officer if kind == "officer" else self.head
        return next((person for since, person in reversed(held) if since <= day), held[0][1])


@dataclass
class Cast:
    """The law of the installation and everybody who acts, read once."""

    norms: Norms
    calendar: Calendar
    offices: list[Office]
    citizens: list[int]
    roles: dict[int, list[Held]] = field(default_factory=dict)


def field_of(slug: str) -> str:
    """The field of work that an invented body's address names."""
    return next((name for name in FIELDS if name in slug), OTHER)


def load(*, slugs: frozenset[str] | None = None) -> Cast:
    """Read invented offices that have an officer and a head, in the order of their addresses; citizens. Four queries.

    Args:
        slugs: of these bodies alone.
    """
    law = law_now()
    bodies = Body.objects.filter(invented=True, connected=True, kind__in=("akimat", "local_office", "ministry"))
    bodies = bodies.filter(slug__in=slugs) if slugs is not None else bodies
    held: dict[tuple[int, str], list[tuple[dt.date, int]]] = {}
    roles: dict[int, list[Held]] = {}
    rows = Role.objects.filter(body__in=bodies, kind__in=("officer", "head"), person__invented=True)
    for body, kind, since, person in rows.order_by("since", "id").values_list("body", "kind", "since", "person"):
        held.setdefault((body, kind), []).append((since, person))
        # Before its first official an office had this one: `Office.who` says the same.
        roles.setdefault(person, []).append((body, kind, dt.date.min, None))
    offices = [
        Office(pk, slug, region, field_of(slug), tuple(held[pk, "officer"]), tuple(held[pk, "head"]))
        for pk, slug, region in bodies.order_by("region__code", "slug").values_list("pk", "slug", "region")
        if (pk, "officer") in held and (pk, "head") in held
    ]
    citizens = Person.objects.filter(invented=True, staff=False, handle__startswith="P").order_by("id")
    return Cast(law.norms, law.calendar, offices, list(citizens.values_list("id", flat=True)), roles)

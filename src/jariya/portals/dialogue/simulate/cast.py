"""Who plays: invented bodies, their officials with the days of their roles, and invented citizens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from jariya.kernel.bodies.models import Body, Delegation, DelegationScope, Post
from jariya.kernel.law.calendar import Calendar
from jariya.kernel.law.norms import Norms
from jariya.kernel.law.queries import law_now
from jariya.kernel.people.models import Person, Role, RoleKind

FIELDS = ("roads", "utilities", "education", "health", "water", "social")


@dataclass(frozen=True, slots=True)
class Place:
    """A body as the simulation needs it. `field` is its field of work; an akimat or ministry takes any matter."""

    id: int
    slug: str
    region_id: int | None
    field: str
    head_post_id: int | None
    parent_id: int | None = None
    deputy_post_id: int | None = None
    """The post to which a published order delegates the signing of answers."""
    delegation_id: int | None = None
    delegated_since: dt.date | None = None


@dataclass
class Cast:
    """The law of the installation and everybody who acts, read once."""

    norms: Norms
    calendar: Calendar
    places: dict[int, Place]
    staff: dict[tuple[int, str], list[tuple[dt.date, dt.date | None, int]]]
    """(body, role) -> (since, until, person), in the order of the days."""
    supervisors: list[tuple[dt.date, dt.date | None, int]]
    citizens: dict[str, list[int]] = field(default_factory=dict)
    """By language."""

    def who(self, body_id: int, kind: str, day: dt.date, rng: Random, *, prefer: int | None = None) -> int | None:
        """An official who holds the role on the day; `prefer` if they do."""
        return _chosen(self.staff.get((body_id, kind), ()), day, rng, prefer)

    def supervisor(self, day: dt.date, rng: Random) -> int | None:
        """A supervisor of all bodies on the day."""
        return _chosen(self.supervisors, day, rng)

    def by_slug(self, slug: str) -> Place:
        """The body with this address."""
        return next(place for place in self.places.values() if place.slug == slug)


def _chosen(
    held: Iterable[tuple[dt.date, dt.date | None, int]], day: dt.date, rng: Random, prefer: int | None = None
) -> int | None:
    there = [person for since, until, person in held if since <= day and (until is None or until >= day)]
    if prefer is not None and prefer in there:
        return prefer
    return rng.choice(there) if there else None


def field_of(slug: str, kind: str) -> str:
    """The field of work that an invented body's address names; akimats and ministries take any matter."""
    named = next((name for name in FIELDS if name in slug), None)
    if named:
        return named
    if "polyclinic" in slug:
        return "health"
    return "ministry" if kind in {"ministry", "committee", "department"} else "akimat"


def load() -> Cast:
    """Read the invented bodies that take questions, their officials and the invented citizens. Six queries."""
    law = law_now()
    bodies = Body.objects.filter(invented=True, connected=True).order_by("id")
    heads = dict(Post.objects.filter(kind="head", body__invented=True).values_list("body_id", "id"))
    orders = {
        row.from_post.body_id: row
        for row in Delegation.objects.filter(
            from_post__kind="head", from_post__body__invented=True, scope__contains=[DelegationScope.ANSWERS]
        ).select_related("from_post")
    }
    places = {
        row.pk: Place(
            row.pk,
            row.slug,
            row.region_id,
            field_of(row.slug, row.kind),
            heads.get(row.pk),
            row.parent_id,
            orders[row.pk].to_post_id if row.pk in orders else None,
            orders[row.pk].pk if row.pk in orders else None,
            orders[row.pk].since if row.pk in orders else None,
        )
        for row in bodies
    }
    staff: dict[tuple[int, str], list[tuple[dt.date, dt.date | None, int]]] = {}
    supervisors = []
    rows = Role.objects.filter(body__invented=True, person__invented=True).order_by("since", "id")
    for body, kind, since, until, person, everywhere in rows.values_list(
        "body_id", "kind", "since", "until", "person_id", "everywhere"
    ):
        staff.setdefault((body, kind), []).append((since, until, person))
        if kind == RoleKind.SUPERVISOR and everywhere:
            supervisors.append((since, until, person))
    citizens: dict[str, list[int]] = {"kk": [], "ru": []}
    people = Person.objects.filter(invented=True, staff=False, handle__startswith="P").order_by("id")
    for language, person in people.values_list("language", "id"):
        citizens.setdefault(language, []).append(person)
    return Cast(law.norms, law.calendar, places, staff, supervisors, citizens)

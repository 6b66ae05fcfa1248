"""Invented people for the invented bodies: officials who hold the roles, citizens who ask. Never in a real body."""

from __future__ import annotations

import datetime as dt
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from jariya.kernel.bodies.models import Body, Holding, Post
from jariya.kernel.people import roles
from jariya.kernel.people.models import Person, Role, RoleKind
from jariya.kernel.people.models.person import ALPHABET

SINCE = dt.date(2020, 1, 1)
"""As the invented bodies themselves: before every invented question."""
NO_PASSWORD = make_password(None)
OFFICES = ((RoleKind.HEAD, "head"), (RoleKind.DEPUTY, "deputy_head"), (RoleKind.OFFICER, "officer"))


def staff(now: dt.datetime) -> int:
    """Give every connected invented body a head and an officer, and a deputy where it has the post, since 2020.

    Where the demonstration's people hold the role from a later day, the invented official holds it until then.
    Returns how many roles were given; giving again gives none.
    """
    given = 0
    bodies = Body.objects.filter(invented=True, connected=True)
    posts = {(post.body_id, post.kind): post for post in Post.objects.filter(body__in=bodies).order_by("-order")}
    names = dict(Holding.objects.filter(post__body__in=bodies, until=None).values_list("post_id", "holder_kk"))
    held: dict[tuple[int, str], dt.date] = {}
    for body_id, kind, since in Role.objects.filter(body__in=bodies).values_list("body_id", "kind", "since"):
        held[body_id, kind] = min(since, held.get((body_id, kind), since))
    for body in bodies.order_by("id"):
        for kind, post_kind in OFFICES:
            post = posts.get((body.pk, post_kind))
            first = held.get((body.pk, kind))
            if (first is not None and first <= SINCE) or (post is None and kind == RoleKind.DEPUTY):
                continue
            name = names.get(post.pk) if post and first is None else None
            given += _grant(body, kind, post, until=first, now=now, name=name)
    return given + _supervisor(bodies, now)


def _supervisor(bodies: object, now: dt.datetime) -> int:
    """A supervisor of all bodies before the demonstration's own one."""
    seats = Role.objects.filter(kind=RoleKind.SUPERVISOR, everywhere=True, body__invented=True)
    first = seats.order_by("since").first()
    if first is None or first.since <= SINCE:
        return 0
    return _grant(first.body, RoleKind.SUPERVISOR, None, until=first.since, now=now, name=None, everywhere=True)


def _grant(
    body: Body,
    kind: RoleKind,
    post: Post | None,
    *,
    until: dt.date | None,
    now: dt.datetime,
    name: str | None,
    everywhere: bool = False,
) -> int:
    handle = f"made-up-{body.pk}-{kind.value}"
    person, _made = Person.objects.get_or_create(
        handle=handle,
        defaults={
            "name": name or "",
            "language": "kk",
            "staff": True,
            "invented": True,
            "created_at": now,
            "password": NO_PASSWORD,
        },
    )
    role = roles.grant(person, body, kind, since=SINCE, post=post, everywhere=everywhere)
    if until is not None:
        roles.end(role, last_day=until - dt.timedelta(days=1))
    return 1


def staff_many(now: dt.datetime, batch: int = 1000) -> int:
    """As `staff` for thousands of bodies that have nobody yet: a head and an officer each, in bulk, by batches.

    The rules of `roles.grant` hold by what is asked for: invented persons, invented bodies, nobody there before.
    """
    given = 0
    empty = Body.objects.filter(invented=True, connected=True, roles=None).order_by("id")
    while bodies := list(empty[:batch]):
        with transaction.atomic():
            posts = {(post.body_id, post.kind): post for post in Post.objects.filter(body__in=bodies)}
            wanted = [(body, kind, name) for body in bodies for kind, name in OFFICES if (body.pk, name) in posts]
            people = Person.objects.bulk_create(
                [
                    Person(handle=f"made-up-{body.pk}-{kind.value}", language="kk", staff=True, invented=True,
                           created_at=now, password=NO_PASSWORD)
                    for body, kind, _name in wanted
                ]
            )  # fmt: skip
            Role.objects.bulk_create(
                [
                    Role(person=person, body=body, kind=kind, post=posts[body.pk, name], since=SINCE)
                    for person, (body, kind, name) in zip(people, wanted, strict=True)
                ]
            )
        given += len(wanted)
    return given


def citizens(count: int, *, seed: int, now: dt.datetime, batch: int = 5000) -> int:
    """Fill up to `count` invented citizens without name, telephone or e-mail; six in ten write Kazakh.

    Returns how many were added. The pseudonyms follow from `seed`: a second run adds only those that are missing.
    """
    rng = Random(seed)
    added = 0
    for start in range(0, count, batch):
        rows = [
            Person(
                handle="P" + "".join(rng.choices(ALPHABET, k=10)),
                language="kk" if rng.random() < 0.6 else "ru",
                invented=True,
                created_at=now,
                password=NO_PASSWORD,
            )
            for _ in range(min(batch, count - start))
        ]
        before = Person.objects.filter(handle__in=[row.handle for row in rows]).count()
        if before < len(rows):
            Person.objects.bulk_create(rows, ignore_conflicts=True)
            added += len(rows) - before
    return added

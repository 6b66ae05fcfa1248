"""Reads of the registry that pages, the API, feeds and exports share. Everything here is public."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q
from django.db.models.expressions import RawSQL

from jariya.kernel.bodies.models import (
    Absence,
    Body,
    BodyHolderKind,
    Delegation,
    FormerAddress,
    HolderDuty,
    HolderKind,
    Holding,
    Post,
    PostKind,
    Region,
    RegionLevel,
    Succession,
)
from jariya.kernel.bodies.names import LANGUAGES, searchable


@dataclass(frozen=True)
class Addressed:
    """A body found by an address; `moved` when the address is a former one and the reader should be redirected."""

    body: Body
    moved: bool


def by_address(slug: str) -> Addressed | None:
    """The body at a public address, present or former; None when no body ever had it. One or two queries."""
    rows = Body.objects.select_related("region__parent", "parent")
    body = rows.filter(slug=slug).first()
    if body:
        return Addressed(body, moved=False)
    former = FormerAddress.objects.filter(slug=slug).values_list("body_id", flat=True).first()
    return Addressed(rows.get(pk=former), moved=True) if former else None


_PARTS = """
    WITH RECURSIVE part(id) AS (
        SELECT %s::bigint
        UNION ALL SELECT child.id FROM bodies_region child JOIN part ON child.parent_id = part.id
    ) SELECT id FROM part
"""


def of_region(region: Region, *, day: date) -> Any:
    """Bodies in force of a territory and of all territories in it, in the order of Kazakh names."""
    inside = RawSQL(_PARTS, [region.pk])  # noqa: S611 - constant text, the id is a parameter
    return Body.objects.on(day).filter(region_id__in=inside).select_related("region")


def regions(*, invented: bool = False) -> Any:
    """The territories of the first level in the order of the Kazakh alphabet, with their places on the tile map."""
    return Region.objects.filter(level=RegionLevel.REGION, invented=invented).order_by("sort_kk")


def parts_of(region: Region, *, day: date) -> Any:
    """Territories directly inside a territory, in the order of the Kazakh alphabet."""
    return Region.objects.on(day).filter(parent=region).order_by("sort_kk", "code")


@dataclass(frozen=True)
class Found:
    """One screen of bodies. `after` is the token of the next screen, None on the last."""

    bodies: list[Body]
    after: str | None


def search_names(
    words: str = "",
    *,
    lang: str,
    day: date,
    after: str | None = None,
    limit: int = 30,
    kinds: Sequence[str] = (),
    region: Region | None = None,
    connected: bool | None = None,
    invented: bool | None = None,
) -> Found:
    """Bodies whose names hold every word, by any part of it, typed on any keyboard; sorted by name in `lang`.

    The names of a body's territory count as its own ("кеген мектеп"). `after` is the token of the previous screen;
    a token that cannot be read starts from the beginning. One query.
    """
    rows = Body.objects.on(day).select_related("region")
    for word in searchable(words).split()[:8]:
        rows = rows.filter(search_text__contains=word)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if region is not None:
        rows = rows.filter(region_id__in=RawSQL(_PARTS, [region.pk]))  # noqa: S611
    if connected is not None:
        rows = rows.filter(connected=connected)
    if invented is not None:
        rows = rows.filter(invented=invented)
    column = f"sort_{lang if lang in LANGUAGES else 'kk'}"
    place = _place(after)
    if place:
        rows = rows.filter(Q(**{f"{column}__gt": place[0]}) | Q(**{column: place[0]}, id__gt=place[1]))
    found = list(rows.order_by(column, "id")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return Found(found, _token(getattr(found[-1], column), found[-1].pk) if more else None)


def _token(key: str, pk: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([key, pk]).encode()).decode().rstrip("=")


def _place(token: str | None) -> tuple[str, int] | None:
    if not token:
        return None
    try:
        key, pk = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (ValueError, binascii.Error, UnicodeDecodeError, TypeError):
        return None
    fits = isinstance(key, str) and type(pk) is int and 0 <= pk < 2**63 and "\0" not in key
    return (key, pk) if fits else None


@dataclass
class Seat:
    """A post as a body's page shows it: who holds it on the day, and who acts for the holder."""

    post: Post
    holding: Holding | None
    absence: Absence | None = None

    @property
    def acting(self) -> Post | None:
        """The post whose holder stands in today."""
        return self.absence.deputy if self.absence else None


def seats(body: Body, *, day: date, kinds: Sequence[str] = ()) -> list[Seat]:
    """The posts of a body in their order, with holders and absences of a day. Three queries whatever the number."""
    posts = body.posts.filter(kind__in=kinds) if kinds else body.posts.all()
    away = Prefetch("absences", Absence.objects.on(day).select_related("deputy"), to_attr="away")
    held = Prefetch("holdings", Holding.objects.on(day).prefetch_related(away), to_attr="held")
    found = []
    for post in posts.prefetch_related(held, "reception_days"):
        holding = post.held[0] if post.held else None
        found.append(Seat(post, holding, holding.away[0] if holding and holding.away else None))
    return found


def heads(bodies: Iterable[Body], *, day: date) -> dict[int, Holding]:
    """Who heads each body on a day, by the body's id. One query."""
    rows = Holding.objects.on(day).filter(post__kind=PostKind.HEAD, post__body__in=[body.pk for body in bodies])
    return {holding.post.body_id: holding for holding in rows.select_related("post")}


def holders(body: Body, *, kinds: Sequence[str] = (PostKind.HEAD,)) -> Any:
    """The register of everyone who held the posts of a body, the newest first."""
    return Holding.objects.filter(post__body=body, post__kind__in=kinds).select_related("post").order_by(
        "post__order", "-since", "-id"
    )  # fmt: skip


def may_sign(post: Post, *, scope: str, day: date) -> Delegation | None:
    """The published order under which the holder of `post` may act for the head of the body on a day, if any."""
    return (
        Delegation.objects.on(day)
        .filter(to_post=post, from_post__kind=PostKind.HEAD, from_post__body=post.body_id, scope__contains=[scope])
        .order_by("-since", "-id")
        .first()
    )


@dataclass
class Line:
    """A body and the bodies that took over from it (or, upwards, those it took over from)."""

    body: Body
    succession: Succession | None = None
    next: list[Line] = field(default_factory=list)


def successors(body: Body) -> Line:
    """The tree of bodies that took over from a body, down to today's. One query per generation."""
    return _line(body, "predecessor", "successor")


def predecessors(body: Body) -> Line:
    """The tree of bodies that a body took over from."""
    return _line(body, "successor", "predecessor")


def _line(body: Body, here: str, there: str) -> Line:
    root = Line(body)
    seen, level = {body.pk}, {body.pk: root}
    while level:
        rows = Succession.objects.filter(**{f"{here}__in": list(level)}).select_related(there).order_by("day", "id")
        below: dict[int, Line] = {}
        for row in rows:
            other = getattr(row, there)
            line = Line(other, row)
            level[getattr(row, f"{here}_id")].next.append(line)
            if other.pk not in seen:
                seen.add(other.pk)
                below[other.pk] = line
        level = below
    return root


@dataclass(frozen=True)
class Duties:
    """A kind of holders that a body belongs to, and what it must do as such on a day."""

    kind: HolderKind
    duties: list[HolderDuty]


def duties_of(body: Body, *, day: date) -> list[Duties]:
    """The kinds of holders of information that cover a body on a day, with their duties. Three queries."""
    own = BodyHolderKind.objects.on(day).filter(body=body).values("kind_id")
    kinds = HolderKind.objects.on(day).filter(Q(body_kinds__contains=[body.kind]) | Q(pk__in=own))
    dated = Prefetch("duties", HolderDuty.objects.on(day), to_attr="of_the_day")
    return [Duties(kind, kind.of_the_day) for kind in kinds.prefetch_related(dated)]


def missing(body: Body, *, day: date) -> list[str]:
    """What is still to be found out about a body: words of `source_needed` that nothing has answered. One query."""
    answered = {
        "address": any((body.address_kk, body.address_ru, body.address_en)),
        "name": any(body.names().values()),
        "head": "head" in body.source_needed and body.pk in heads([body], day=day),
    }
    return [word for word in body.source_needed if not answered.get(word, False) and not _filled(body, word)]


def _filled(body: Body, column: str) -> bool:
    columns = {field.name for field in Body._meta.concrete_fields}
    return column in columns and getattr(body, column) not in (None, "")

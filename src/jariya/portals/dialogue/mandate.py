"""Who may speak in public for the head of a body: the head, or who a published order names for it."""

from __future__ import annotations

import datetime as dt

from jariya.kernel.bodies.models import Delegation, DelegationScope, Holding, Post, PostKind
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of

STAFF = ("officer", "deputy", "head")
SPEAKERS = ("head", "delegate")


def head_post(body_id: int) -> Post | None:
    """The post of the head of a body."""
    return Post.objects.filter(body_id=body_id, kind=PostKind.HEAD).select_related("body").first()


def holding_on(post: Post | None, day: dt.date) -> Holding | None:
    """Who holds a post on a day."""
    return Holding.objects.on(day).filter(post=post).first() if post else None


def extra_roles(body_id: int, person: Person | None, day: dt.date) -> frozenset[str]:
    """`delegate` where a published order lets the person speak for the head of the body; nothing otherwise."""
    return frozenset({"delegate"}) if _orders(body_id, person, day) else frozenset()


def speaking_post(body_id: int, person: Person | None, day: dt.date) -> Post | None:
    """The post under which a person speaks: the head's, else the one that the order names; None for others."""
    if "head" in roles_of(person, body_id=body_id, day=day):
        return head_post(body_id)
    orders = _orders(body_id, person, day)
    return orders[0].to_post if orders else None


def _orders(body_id: int, person: Person | None, day: dt.date) -> list[Delegation]:
    if person is None:
        return []
    posts = person.roles.filter(body_id=body_id, post__isnull=False).on(day).values("post_id")
    orders = Delegation.objects.on(day).filter(
        from_post__body_id=body_id,
        from_post__kind=PostKind.HEAD,
        to_post_id__in=posts,
        scope__contains=[DelegationScope.BLOG],
    )
    return list(orders.select_related("to_post").order_by("-since", "-id"))

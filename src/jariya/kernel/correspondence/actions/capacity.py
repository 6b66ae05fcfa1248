"""In which capacity a person may act for a body: by office, or under a published order of delegation."""

from __future__ import annotations

import datetime as dt

from jariya.kernel.bodies.models import Delegation, DelegationScope, Post
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of

POWERS = {"sign_answer": DelegationScope.ANSWERS.value, "extend": DelegationScope.EXTENSIONS.value}
"""Verbs that a published order opens to who is neither head nor deputy, and the power it has to name."""


def signing_capacity(case: Case, person: Person, day: dt.date) -> tuple[Post | None, Delegation | None, str]:
    """In which capacity a person may sign answers of the case's body: as head, as delegate, or not at all (`none`)."""
    if "head" in roles_of(person, body_id=case.body_id, day=day):
        return Post.objects.filter(body_id=case.body_id, kind="head").first(), None, "head"
    delegation = next(iter(_orders(case, person, day, DelegationScope.ANSWERS)), None)
    return (delegation.to_post, delegation, "delegate") if delegation else (None, None, "none")


def delegated(case: Case, person: Person, day: dt.date) -> frozenset[str]:
    """Verbs of `POWERS` that a published order opens to a person on a case. One query."""
    held = {power for order in _orders(case, person, day) for power in order.scope}
    return frozenset(verb for verb, power in POWERS.items() if power in held)


def _orders(case: Case, person: Person, day: dt.date, power: str | None = None) -> list[Delegation]:
    posts = person.roles.filter(body_id=case.body_id, post__isnull=False).on(day).values("post_id")
    orders = Delegation.objects.on(day).filter(
        from_post__body_id=case.body_id, from_post__kind="head", to_post_id__in=posts
    )
    if power is not None:
        orders = orders.filter(scope__contains=[power])
    return list(orders.select_related("to_post").order_by("-since", "-id"))

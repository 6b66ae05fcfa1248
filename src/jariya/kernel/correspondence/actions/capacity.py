"""In which capacity a person may act for a body: by office, or under a published order of delegation."""

from __future__ import annotations

import datetime as dt

from jariya.kernel.bodies.models import Delegation, DelegationScope, Post
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of


def signing_capacity(case: Case, person: Person, day: dt.date) -> tuple[Post | None, Delegation | None, str]:
    """In which capacity a person may sign answers of the case's body: as head, as delegate, or not at all (`none`)."""
    if "head" in roles_of(person, body_id=case.body_id, day=day):
        return Post.objects.filter(body_id=case.body_id, kind="head").first(), None, "head"
    posts = person.roles.filter(body_id=case.body_id, post__isnull=False).on(day).values_list("post_id", flat=True)
    delegation = (
        Delegation.objects.on(day)
        .filter(
            from_post__body_id=case.body_id,
            from_post__kind="head",
            to_post_id__in=list(posts),
            scope__contains=[DelegationScope.ANSWERS],
        )
        .select_related("to_post")
        .first()
    )
    return (delegation.to_post, delegation, "delegate") if delegation else (None, None, "none")

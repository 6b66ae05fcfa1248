"""Who stands in for whom today: an absent official's duties show at the desk of the one who stands in."""

from __future__ import annotations

import datetime as dt

from jariya.kernel.bodies.models import Absence, Holding
from jariya.kernel.people.models import Person, Role


def stands_for(person: Person, day: dt.date) -> list[Person]:
    """The officials for whom a person stands in on a day. One query when nobody is away, else two.

    Posts are public and persons are accounts: the register says that the holder of a post is away and which post acts
    for it. Where several accounts work at the absent post, the one that bears the holder's name is meant.
    """
    mine = Role.objects.on(day).filter(person=person, post__isnull=False).values("post_id")
    away = list(
        Absence.objects.on(day)
        .filter(deputy_id__in=mine, holding__in=Holding.objects.on(day).values("pk"))
        .select_related("holding")
    )
    if not away:
        return []
    at_post: dict[int, dict[int, Person]] = {}
    posts = [absence.holding.post_id for absence in away]
    for role in Role.objects.on(day).filter(post_id__in=posts).exclude(person=person).select_related("person"):
        if role.post_id is not None:
            at_post.setdefault(role.post_id, {})[role.person_id] = role.person
    found: dict[int, Person] = {}
    for absence in away:
        people = at_post.get(absence.holding.post_id, {})
        if len(people) > 1:
            holder = absence.holding
            names = {holder.holder_kk, holder.holder_ru, holder.holder_en}
            people = {pk: one for pk, one in people.items() if one.name in names} or people
        found |= people
    return [found[pk] for pk in sorted(found)]

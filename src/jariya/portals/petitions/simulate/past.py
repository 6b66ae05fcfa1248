"""What an invented past has instead of a real signature: a head's decision of a time when nobody could have signed it.

The same row of the table, the same event and the same rows as `consideration.actions.decide`; only the signing session
is missing, and the page shows none.
"""

from __future__ import annotations

import datetime as dt

from jariya.kernel.bodies.models import Post
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person, Role
from jariya.portals.petitions.consideration.actions.acting import act
from jariya.portals.petitions.consideration.models import Decision, Promise
from jariya.portals.petitions.models import Petition

AFTER = ("supported", "registered", "considering", "implementing", "closed")
"""States after the threshold, in their order."""


def staff(body_id: int, day: dt.date) -> tuple[Person, Person]:
    """Officer and head of an invented body on a day."""
    held = Role.objects.on(day).filter(body_id=body_id, person__invented=True).select_related("person")
    by_kind = {role.kind: role.person for role in held.order_by("id")}
    return by_kind["officer"], by_kind["head"]


def decide(case: Case, *, post: Post, by: Person, now: dt.datetime) -> None:
    """The head of an invented body decided, in a past in which no certificate was there to sign with."""
    assert case.invented, "nobody decides for a real body"
    held = Decision.objects.get(case=case, status="published")
    promises = held.promises.count()

    def rows(locked: Case, _event: Event) -> None:
        Decision.objects.filter(pk=held.pk).update(status="signed", signed_at=now, signer_post=post)
        Promise.objects.filter(decision=held).update(status="promised")
        Petition.objects.filter(case=locked).update(outcome=held.outcome, decided_on=legal_day(now))

    facts = {
        "signed": True,
        "published": True,
        "outcome": held.outcome,
        "comments_until": held.comments_until,
        "unanswered": 0,
    }
    codes = {"version": held.version, "promises": promises, "signer_post": post.pk}
    act(case, "decide", by=by, now=now, facts=facts, codes=codes, rows=rows)
    if promises:
        facts = {"promises": promises}
        act(case, "implement", by=None, now=now, facts=facts, codes={"promises": promises})

"""Who is a party of a case besides its asker, and what co-signers read."""

from __future__ import annotations

import uuid

from django.db.models import Count, Q

from jariya.kernel.correspondence.cosigners.models import Collective, Cosigner
from jariya.kernel.correspondence.reading import Reading, read
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person

PAGE = 30


def _wholes(case: Case) -> list[int]:
    """The case, and the whole that it is a forwarded part of."""
    return [case.pk, *([case.parent_id] if case.parent_id else [])]


def people_of(case: Case) -> list[int]:
    """Ids of those who signed the letter of a case (or of the whole it is a part of), without its asker. One query."""
    rows = Cosigner.objects.filter(collective__case_id__in=_wholes(case), withdrawn_at=None)
    return list(rows.order_by("person_id").values_list("person_id", flat=True))


def count_of(case: Case) -> int:
    """How many people a letter is from: its asker and the co-signers; 0 where it is from one. One query.

    Public: the number alone is shown to everyone.
    """
    found = len(people_of(case))
    return found + 1 if found else 0


def by_token(token: uuid.UUID | str | None) -> Collective | None:
    """The letter of a link; None also for a word that is none."""
    try:
        token = uuid.UUID(str(token))
    except ValueError:
        return None
    rows = Collective.objects.filter(token=token).select_related("body", "initiator", "case__body")
    return rows.annotate(names=Count("cosigners", filter=Q(cosigners__withdrawn_at=None))).first()


def mine(person: Person, *, limit: int = PAGE) -> list[Collective]:
    """Letters a person wrote or signed, newest first. One query."""
    rows = Collective.objects.filter(Q(initiator=person) | Q(cosigners__person=person, cosigners__withdrawn_at=None))
    return list(rows.select_related("body", "case").distinct().order_by("-pk")[:limit])


def signed_by(letter: Collective, person: Person | None) -> Cosigner | None:
    """The person's own name under the letter."""
    if person is None:
        return None
    found: Cosigner | None = Cosigner.objects.filter(collective=letter, person=person, withdrawn_at=None).first()
    return found


def token_of(case: Case) -> str | None:
    """The link of a case's collective letter, for messages to its co-signers."""
    token = Collective.objects.filter(case_id__in=_wholes(case)).values_list("token", flat=True).first()
    return str(token) if token else None


def readings(letter: Collective) -> list[Reading]:
    """What the parties read of a sent letter: its case and the parts of it that went to other bodies."""
    if letter.case is None:
        return []
    parts = Case.objects.filter(parent=letter.case).select_related("body").order_by("id")
    return [read(case, party=True) for case in [letter.case, *parts]]

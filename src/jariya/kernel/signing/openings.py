"""Opening evidence takes two registrars: one asks with a reason, another decides, and every look is written down."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from jariya.kernel.people.models import Person
from jariya.kernel.signing import evidence
from jariya.kernel.signing.evidence import Proofs
from jariya.kernel.signing.models import Evidence, Look, Opening, Reason
from jariya.kernel.signing.terms import TERMS


class OpeningError(ValueError):
    """Why evidence is not opened: reference_unknown, erased, waits_already, words_missing, own_request, decided,
    not_approved, over."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Opened:
    """What two registrars may read."""

    cms: bytes
    proofs: Proofs | None


def ask(*, reference: str, reason: str, words: str, by: Person, now: dt.datetime) -> Opening:
    """Ask to open the evidence of a signature.

    Args:
        reference: public id of the signing session, as its page shows it.
        words: the number of the request and what a reviewer needs.

    Raises:
        OpeningError: reference_unknown, erased, words_missing, waits_already.
    """
    row = Evidence.objects.filter(session__public_id=reference.strip().upper()[:26]).first()
    if row is None:
        raise OpeningError("reference_unknown")
    if row.erased_at is not None:
        raise OpeningError("erased")
    if not words.strip():
        raise OpeningError("words_missing")
    try:
        with transaction.atomic():
            return Opening.objects.create(
                evidence=row, asked_by=by, asked_at=now, reason=Reason(reason), words=words.strip()
            )
    except IntegrityError:
        raise OpeningError("waits_already") from None


def decide(opening: Opening, *, approved: bool, by: Person, now: dt.datetime) -> None:
    """The second registrar's word.

    Raises:
        OpeningError: own_request, decided.
    """
    if by.pk == opening.asked_by_id:
        raise OpeningError("own_request")
    changed = Opening.objects.filter(pk=opening.pk, decided_at=None).update(
        decided_by=by, decided_at=now, approved=approved, until=now + TERMS.view_for if approved else None
    )
    if not changed:
        raise OpeningError("decided")
    opening.refresh_from_db()


def look(opening: Opening, *, by: Person, what: str, now: dt.datetime) -> Opened:
    """Open the evidence; the look is written before anything is shown.

    Raises:
        OpeningError: not_approved (or not one of the two), over, erased.
    """
    if not opening.approved or by.pk not in (opening.asked_by_id, opening.decided_by_id):
        raise OpeningError("not_approved")
    if opening.until is None or opening.until <= now:
        raise OpeningError("over")
    Look.objects.create(opening=opening, person=by, what=what, at=now)
    session = opening.evidence.session
    try:
        return Opened(evidence.cms_of(session), evidence.proofs_of(session))
    except evidence.Erased:
        raise OpeningError("erased") from None


def listed(*, before: int | None, limit: int) -> QuerySet[Opening]:
    """Requests, newest first, with who asked and decided."""
    rows = Opening.objects.select_related("asked_by", "decided_by", "evidence__session").order_by("-pk")
    return rows.filter(Q(pk__lt=before) if before else Q())[:limit]

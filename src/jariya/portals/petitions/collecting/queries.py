"""Reads of a collection that pages, API, feeds and exports share. None of them shows who signed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Sum

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.record import queries as record
from jariya.kernel.record.models import Total
from jariya.kernel.signing.models import SigningSession
from jariya.portals.petitions.collecting import count_file, leaf
from jariya.portals.petitions.collecting.models import Batch, Collection, Signature, State

ALMATY = ZoneInfo("Asia/Almaty")
ACT = "petition.sign"


@dataclass(frozen=True)
class Count:
    """What the log's last checkpoint counts. `waiting`: signatures whose check is not over, as of now."""

    count: int
    paper: int
    signatures: int
    minus: int
    size: int
    at: dt.datetime | None


def of(case: Case) -> Collection | None:
    """The collection of a petition; None before signatures are taken."""
    found: Collection | None = Collection.objects.select_related("log", "case").filter(pk=case.pk).first()
    return found


def count(case: Case) -> Count:
    """The count. One query; zeros before collecting."""
    found = Collection.objects.filter(pk=case.pk).first()
    if found is None:
        return Count(0, 0, 0, 0, 0, None)
    return Count(found.count, found.paper, found.signatures, found.minus, found.size, found.counted_at)


def counts(cases: Iterable[int]) -> dict[int, int]:
    """Counts of many petitions by case id, for lists. One query."""
    rows = Collection.objects.filter(pk__in=list(cases)).values_list("pk", "signatures", "minus")
    return {pk: signed - gone for pk, signed, gone in rows}


def waiting(case: Case) -> int:
    """Signatures that are being verified and do not count yet."""
    return int(Signature.objects.filter(petition_id=case.pk, state=State.WAITING).count())


def tallies(case: Case) -> dict[str, int]:
    """Signatures that count by KATO code of the oblast; the empty code is those who did not say."""
    found = of(case)
    return count_file.by_region(found.log) if found else {}


def history(case: Case, *, by: str = "day") -> list[tuple[str, int]]:
    """Signatures given, less minus batches, by day in Almaty or by hour (`by="hour"`, UTC), oldest first.

    A minus counts in the hour of its batch, so an hour can be below zero.
    """
    found = of(case)
    if found is None:
        return []
    rows = Total.objects.filter(log=found.log, kind__in=[leaf.SIGN, leaf.MINUS]).values_list("hour", "kind")
    sums: dict[str, int] = defaultdict(int)
    for hour, kind, number in rows.annotate(n=Sum("count")):
        key = hour if by == "hour" else _day(hour)
        sums[key] += int(number if kind == leaf.SIGN else -number)
    return sorted(sums.items())


def _day(hour: str) -> str:
    try:
        moment = dt.datetime.strptime(hour, "%Y-%m-%dT%H").replace(tzinfo=dt.UTC)
    except ValueError:
        return ""
    return moment.astimezone(ALMATY).date().isoformat()


def last_signers(case: Case, limit: int = 100) -> list[str]:
    """First names with an initial, the newest first, at most 100."""
    shown = Collection.objects.filter(pk=case.pk).values_list("last_signers", flat=True).first() or []
    return [name for name, _place in shown[:limit]]


@dataclass(frozen=True)
class Position:
    """Where a person's signature stands.

    `state`: `waiting` (its certificate is being verified), `taken` (it gets its place within seconds), `counted` (a
    signed checkpoint of the log covers it), `removed`. `place`: index in the log, from 0.
    """

    state: str
    given_at: dt.datetime
    place: int | None = None
    signature: Signature | None = None


def position(person: Person, case: Case) -> Position | None:
    """Whether and where this person's signature is counted. None: this account has not signed this petition."""
    found = signature_of(person, case)
    if found is None:
        session = _sessions(person, case).filter(status__in=["received", "verifying", "postponed"]).first()
        return Position("waiting", session.received_at or session.issued_at) if session else None
    return stands(found)


def stands(row: Signature) -> Position:
    """Where a signature stands."""
    state = {State.WAITING: "waiting", State.REMOVED: "removed", State.FAILED: "failed"}.get(State(row.state))
    if state is not None:
        return Position(state, row.given_at, None, row)
    place = place_of(row.petition_id, row.seq)
    if place is None:
        return Position("taken", row.given_at, None, row)
    size = Collection.objects.values_list("size", flat=True).get(pk=row.petition_id)
    return Position("counted" if place < size else "taken", row.given_at, place, row)


def signature_of(person: Person, case: Case) -> Signature | None:
    """The row of this person's signature, found by the signing session that the account holds."""
    for session in _sessions(person, case).filter(status="passed"):
        ref = (session.outcome or {}).get("ref", "")
        row = Signature.objects.filter(petition_id=case.pk, signer_ref=bytes.fromhex(ref)).first() if ref else None
        if row is not None:
            found: Signature = row
            return found
    return None


def _sessions(person: Person, case: Case) -> Any:
    rows = SigningSession.objects.filter(person=person, act=ACT, back__contains=case.public_id)
    return rows.order_by("-issued_at")


def place_of(petition: int, seq: int) -> int | None:
    """Index in the log of a signature; None while it waits in the queue."""
    for batch in Batch.objects.filter(petition_id=petition, span__contains=seq).defer("entries"):
        if batch.seqs is None:
            return int(batch.first + seq - batch.span.lower)
        if seq in batch.seqs:
            return int(batch.first + batch.seqs.index(seq))
    return None


def receipt(row: Signature) -> bytes:
    """The receipt of a signature: inclusion proof, checkpoint, and what opens the leaf's commitment.

    Raises:
        RecordError: `not_yet` until a checkpoint covers it.
    """
    found = Collection.objects.select_related("log").get(pk=row.petition_id)
    opening = (bytes(row.salt), leaf.content(bytes(row.signer_ref), bytes(row.evidence))) if row.salt else None
    return record.proof_of(found.log, place_of(row.petition_id, row.seq), opening)

"""Taking one signature: one call puts it under its key and into the queue, or says why not.

No count is touched here and nothing is asked of other tables than the petition's own row, which is read and not
locked: thousands of people sign one petition in the same second.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from dataclasses import dataclass

import psycopg
from django.db import connection

from jariya.kernel.lifecycle.models import Case
from jariya.portals.petitions.collecting import keys, leaf
from jariya.portals.petitions.collecting.models import Signature, State

TAKEN, WAITING, ALREADY, CLOSED = "taken", "waiting", "already", "closed"


@dataclass(frozen=True)
class Accepted:
    """What became of a signature.

    `state`: `taken` (counted within seconds), `waiting` (counted once its certificate's status is known), `already`
    (this person's signature is there: nothing new was written), `closed` (no signatures are taken now).
    """

    state: str
    signer_ref: bytes
    seq: int | None = None


@dataclass(frozen=True)
class Given:
    """A signature that was checked, as far as collecting needs to know it.

    Args:
        signer_ref: `keys.refer(case, iin)`.
        evidence: SHA-256 of the CMS, under which the sealed evidence is known.
        region: KATO code of the oblast or city where the signer lives; empty when not said.
        name: first name and initial, as it will be public.
        session_id: of the signing session; None for made-up signatures.
        issuer_id: row of the certificate's issuer.
    """

    signer_ref: bytes
    evidence: bytes
    region: str
    name: str
    session_id: int | None = None
    issuer_id: int | None = None


_PREPARED = not os.environ.get("JARIYA_DIRECT_DATABASE_URL")
"""Set where Django goes through PgBouncer, whose connections do not keep statements."""
_ACCEPT = "SELECT collecting_accept(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
"""A function of the database (migration 0003): its plans are kept, and it is one round trip."""


def accept(*, case: Case, given: Given, verified: bool, now: dt.datetime) -> Accepted:
    """Take a signature in the caller's transaction, or in one statement of its own.

    Args:
        verified: whether the check has passed whole. If only the certificate's status is unknown, the signature waits
            and is counted by `verified_later`, never before.
        now: when the signature was received. Received before the end, it may be taken after it.
    """
    salt = secrets.token_bytes(leaf.SALT)
    committed = leaf.commitment(salt, given.signer_ref, given.evidence)
    connection.ensure_connection()
    # Django's own cursor writes values into the text: it took half of the processor's time of a signature.
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(
            _ACCEPT,
            [
                case.pk, given.signer_ref, salt, given.evidence, leaf.checked_region(given.region), given.name[:60],
                given.issuer_id, given.session_id, now, verified, committed,
            ],
            prepare=_PREPARED,
        )  # fmt: skip
        row = cursor.fetchone()
        seq = int(row[0]) if row else 0
    if seq > 0:
        return Accepted(TAKEN if verified else WAITING, given.signer_ref, seq)
    return Accepted(CLOSED if seq < 0 else ALREADY, given.signer_ref)


_VERIFIED = """
WITH moved AS (
  UPDATE collecting_signature SET state = 1
   WHERE petition_id = %s AND signer_ref = %s::bytea AND state = 0
  RETURNING petition_id, seq, region, name, issuer_id, given_at
)
INSERT INTO collecting_queued (id, petition_id, region, commitment, name, issuer_id, given_at)
SELECT seq, petition_id, region, %s::bytea, name, issuer_id, given_at FROM moved
"""


def verified_later(*, case: Case, signer_ref: bytes) -> bool:
    """The status of a waiting signature's certificate is known now, and good: queue it. False when nothing waited."""
    row = Signature.objects.filter(petition_id=case.pk, signer_ref=signer_ref, state=State.WAITING).first()
    if row is None or row.salt is None:
        return False
    committed = leaf.commitment(bytes(row.salt), bytes(row.signer_ref), bytes(row.evidence))
    with connection.cursor() as cursor:
        cursor.execute(_VERIFIED, [case.pk, signer_ref, committed])
        return bool(cursor.rowcount)


def failed_later(*, case: Case, signer_ref: bytes) -> bool:
    """A waiting signature's certificate was revoked: it never counts, and the person may sign with a good one."""
    rows = Signature.objects.filter(petition_id=case.pk, signer_ref=signer_ref, state=State.WAITING)
    return bool(rows.update(state=State.FAILED))


def public_name(first: str | None, last: str | None) -> str:
    """What the public sees of a signer: first name and first letter of the surname (norm `petition.public_signer`)."""
    one, other = " ".join((first or "").split()).title(), (last or "").strip()
    return f"{one} {other[:1].upper()}." if one and other else one or (f"{other[:1].upper()}." if other else "")


__all__ = [
    "ALREADY",
    "Accepted",
    "CLOSED",
    "Given",
    "TAKEN",
    "WAITING",
    "accept",
    "failed_later",
    "keys",
    "public_name",
    "verified_later",
]

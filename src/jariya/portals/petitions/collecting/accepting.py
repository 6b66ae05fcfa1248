"""Taking one signature: one call puts it under its key and into the queue, or says why not.

No count is touched here and nothing is asked of other tables than the petition's own row, which is read and not
locked: thousands of people sign one petition in the same second.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import threading
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections

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
_ONLY_WHEN_ASKED = 2**31
_kept = threading.local()
_ACCEPT = "SELECT collecting_accept(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
"""A function of the database (migration 0003): its plans are kept, and it is one round trip."""


def _cursor(link: psycopg.Connection[Any]) -> psycopg.Cursor[Any]:
    """This thread's cursor for signatures. Django's own writes values into the text, which is planned anew each time:
    that, and a new cursor for each signature, took more of the processor than the signature."""
    cursor: psycopg.Cursor[Any] | None = getattr(_kept, "cursor", None)
    if cursor is None or cursor.connection is not link:
        cursor = _kept.cursor = psycopg.Cursor(link)
        if _PREPARED and link.prepare_threshold is None:
            # None, as the settings have it, forbids what is asked for by name too; nothing else is ever prepared.
            link.prepare_threshold = _ONLY_WHEN_ASKED
    return cursor


def accept(*, case: Case, given: Given, verified: bool, now: dt.datetime) -> Accepted:
    """Take a signature in the caller's transaction, or in one statement of its own.

    Args:
        verified: whether the check has passed whole. If only the certificate's status is unknown, the signature waits
            and is counted by `verified_later`, never before.
        now: when the signature was received. Received before the end, it may be taken after it.
    """
    salt = secrets.token_bytes(leaf.SALT)
    committed = leaf.commitment(salt, given.signer_ref, given.evidence)
    region = leaf.checked_region(given.region)
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.ensure_connection()
    with wrapper.wrap_database_errors:
        row = _cursor(wrapper.connection).execute(
            _ACCEPT,
            [
                case.pk, given.signer_ref, salt, given.evidence, region, given.name[:60], given.issuer_id,
                given.session_id, now, verified, committed,
            ],
            prepare=_PREPARED,
        ).fetchone()  # fmt: skip
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

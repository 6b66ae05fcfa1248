"""Checking one signature in the worker: ask the services, judge, settle. No web process comes here.

The network is asked outside of any transaction; what was found is written in one. A service that does not answer
leaves the signature unverified and the check is repeated: it never counts meanwhile.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings

from jariya.kernel.signing import (
    actions,
    acts,
    cms,
    evidence,
    fetch,
    revocation,
    revoked,
    timestamps,
    trusted,
    verify,
)
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.evidence import Proofs
from jariya.kernel.signing.lifecycle import Status
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.refused import Refused
from jariya.kernel.signing.trust import TrustStore

log = logging.getLogger("jariya.signing")

NONCE_BYTES = 8
"""As the national service is asked by its own programs (RFC 8954 allows 1 to 32)."""
TSP_POLICY = "1.2.398.3.3.2.6.4"
"""Time-stamps under GOST 2015."""


@dataclass
class Gathered:
    """What the services gave. `notes`: stable codes of what they did not."""

    ocsp: bytes | None = None
    ocsp_nonce: bytes | None = None
    lists: revoked.Lists = field(default_factory=revoked.Lists)
    timestamp: bytes | None = None
    notes: list[str] = field(default_factory=list)


def check(pk: int, *, now: Callable[[], dt.datetime]) -> Status | None:
    """Check the signature of a session; its state afterwards, None when there was nothing to check.

    Args:
        now: the clock; answers of services are judged at the moment they came, not at that of the question.
    """
    session = actions.take(pk, now=now())
    if session is None or session.manifest is None:
        return None
    signature = evidence.cms_of(session)
    try:
        store = trusted.store()
    except trusted.Unavailable as error:
        log.error("signatures cannot be checked: %s", error.code)
        return actions.postpone(pk, error.code, now=now())
    gathered = gather(session, signature, store, now)
    at = now()
    verdict = verify.check(
        signature,
        bytes(session.manifest),
        trust=store,
        at=at,
        act=acts.act(session.act).rule,
        proofs=verify.Proofs(
            ocsp=[gathered.ocsp] if gathered.ocsp else [], crl=gathered.lists.full, delta=gathered.lists.delta
        ),
        ocsp_nonce=gathered.ocsp_nonce,
        asked_at=session.issued_at,
        known_since=session.received_at,
        time_stamp=gathered.timestamp,
    )
    rests = verdict.evidence
    proofs = Proofs(
        manifest=bytes(session.manifest),
        verdict=verdict.as_json(),
        chain=rests.chain,
        ocsp=rests.ocsp,
        ocsp_nonce=rests.ocsp_nonce,
        crl=rests.crl,
        timestamps=_each_once(*rests.timestamps, gathered.timestamp),
        verifier=rests.verifier,
        notes=tuple(gathered.notes),
    )
    return actions.settle(pk, verdict, proofs, now=at)


def _each_once(*tokens: bytes | None) -> tuple[bytes, ...]:
    """Time-stamps in order; the verdict may rest on the one we fetched, which is then not kept twice."""
    return tuple(dict.fromkeys(token for token in tokens if token))


def gather(session: SigningSession, signature: bytes, store: TrustStore, now: Callable[[], dt.datetime]) -> Gathered:
    """Ask OCSP about the signer's certificate and the time-stamp service about the signature; take the kept lists.

    A signature so broken that its signer is not found needs no service: the verdict says so without.
    """
    found = Gathered()
    try:
        signed = cms.read(signature)
        leaf, issuer = verify.signer_of(signature, trust=store, at=now())
    except Refused:
        return found
    _ask_ocsp(found, leaf, issuer)
    found.lists = revoked.kept()
    earlier = evidence.proofs_of(session)
    if earlier is not None and earlier.timestamps:
        found.timestamp = earlier.timestamps[0]
    elif signed.time_stamp is None:
        _ask_time(found, signed.signature, store, now)
    return found


def _ask_ocsp(found: Gathered, leaf: Certificate, issuer: Certificate) -> None:
    if not settings.EDS_OCSP_URL:
        return
    nonce = secrets.token_bytes(NONCE_BYTES)
    question = revocation.ocsp_request(leaf, issuer, nonce)
    try:
        found.ocsp = fetch.post(settings.EDS_OCSP_URL, question, "application/ocsp-request")
        found.ocsp_nonce = nonce
    except fetch.Outage as error:
        found.notes.append(f"ocsp.{error.code}")


def _ask_time(found: Gathered, signature: bytes, store: TrustStore, now: Callable[[], dt.datetime]) -> None:
    """A time-stamp over the signature: it existed before a later revocation. Without one the check goes on."""
    if not settings.EDS_TSP_URL:
        return
    nonce = secrets.randbits(63)
    try:
        answer = fetch.post(
            settings.EDS_TSP_URL, timestamps.request(signature, nonce, TSP_POLICY), "application/timestamp-query"
        )
        token = timestamps.token(answer)
        timestamps.check(token, signature, store, now(), nonce=nonce)
        found.timestamp = token
    except fetch.Outage as error:
        found.notes.append(f"tsp.{error.code}")
    except Refused as error:
        found.notes.append(error.code)

"""The sealed proofs of a signature: kept byte for byte, opened by two, erased by dropping their keys.

Each record is sealed with a key of its own (AES-256-GCM), which the installation's key-encryption key wraps. The
associated data is the session's public id: a record moved to another row does not open.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from jariya.kernel.signing.bundle import VERIFIER
from jariya.kernel.signing.identity import envelope
from jariya.kernel.signing.identity.keys import EVIDENCE
from jariya.kernel.signing.models import Evidence, SigningSession


@dataclass(frozen=True)
class Proofs:
    """What a verdict rested on. DER everywhere; `crl`: ids of the lists (number and SHA-256), which all may fetch."""

    manifest: bytes
    verdict: dict[str, Any]
    chain: tuple[bytes, ...] = ()
    ocsp: tuple[bytes, ...] = ()
    ocsp_nonce: bytes | None = None
    crl: tuple[str, ...] = ()
    timestamps: tuple[bytes, ...] = ()
    verifier: str = VERIFIER
    notes: tuple[str, ...] = field(default=())

    def to_bytes(self) -> bytes:
        """As JSON with base64, for sealing."""
        return json.dumps(
            {
                "manifest": _b64(self.manifest),
                "verdict": self.verdict,
                "chain": [_b64(one) for one in self.chain],
                "ocsp": [_b64(one) for one in self.ocsp],
                "ocsp_nonce": _b64(self.ocsp_nonce) if self.ocsp_nonce else None,
                "crl": list(self.crl),
                "timestamps": [_b64(one) for one in self.timestamps],
                "verifier": self.verifier,
                "notes": list(self.notes),
            },
            sort_keys=True,
        ).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Proofs:
        """Read back what `to_bytes` wrote."""
        said = json.loads(raw)
        nonce = said["ocsp_nonce"]
        return cls(
            manifest=_raw(said["manifest"]),
            verdict=said["verdict"],
            chain=tuple(_raw(one) for one in said["chain"]),
            ocsp=tuple(_raw(one) for one in said["ocsp"]),
            ocsp_nonce=_raw(nonce) if nonce else None,
            crl=tuple(said["crl"]),
            timestamps=tuple(_raw(one) for one in said["timestamps"]),
            verifier=said["verifier"],
            notes=tuple(said["notes"]),
        )


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _raw(text: str) -> bytes:
    return base64.b64decode(text)


def _aad(session: SigningSession, part: str) -> bytes:
    return f"signing.evidence.{part}:{session.public_id}".encode()


class Erased(LookupError):
    """The evidence was erased: nothing opens it any more."""


def keep_cms(session: SigningSession, cms: bytes, *, now: dt.datetime) -> Evidence:
    """Seal a signature that has arrived. Called in the transaction that marks the session received."""
    return Evidence.objects.create(
        session=session,
        cms_sha256=hashlib.sha256(cms).digest(),
        sealed_cms=envelope.seal(cms, _aad(session, "cms"), EVIDENCE),
        received_at=now,
    )


def keep_proofs(session: SigningSession, proofs: Proofs, *, indication: str) -> None:
    """Seal what the verdict rested on, in the transaction that settles the session."""
    Evidence.objects.filter(session=session, erased_at=None).update(
        sealed_proofs=envelope.seal(proofs.to_bytes(), _aad(session, "proofs"), EVIDENCE),
        verifier=proofs.verifier,
        indication=indication,
    )


def cms_of(session: SigningSession) -> bytes:
    """The signature as it arrived. Raises Erased."""
    row = Evidence.objects.get(session=session)
    if row.sealed_cms is None:
        raise Erased
    return envelope.open(bytes(row.sealed_cms), _aad(session, "cms"), EVIDENCE)


def proofs_of(session: SigningSession) -> Proofs | None:
    """What the verdict rested on; None until the check has ended. Raises Erased."""
    row = Evidence.objects.get(session=session)
    if row.erased_at is not None:
        raise Erased
    if row.sealed_proofs is None:
        return None
    return Proofs.from_bytes(envelope.open(bytes(row.sealed_proofs), _aad(session, "proofs"), EVIDENCE))


def is_same(evidence: Evidence, cms: bytes) -> bool:
    """Whether this very signature is the one that is kept."""
    return bytes(evidence.cms_sha256) == hashlib.sha256(cms).digest()


def erase(evidence: Evidence, *, now: dt.datetime) -> None:
    """Forget a signature: content and wrapped keys go, the row stays and says when."""
    Evidence.objects.filter(pk=evidence.pk, erased_at=None).update(sealed_cms=None, sealed_proofs=None, erased_at=now)

"""OCSP (RFC 6960): the question about one certificate, and whether an answer to it can be believed.

NCANode, which much software in the country relies on, checks neither the answer's signature nor its age. Here an answer
counts only when its responder may speak for the issuer, its signature holds, it is fresh and it is about this
certificate (and this question, when there was one).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from jariya.kernel.signing import cms, der, oids, policy
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.codes import refuse
from jariya.kernel.signing.refused import Refused

EXTENDED_REVOKE = "1.3.6.1.5.5.7.48.1.9"
NONCE_BYTES = 8
"""As the NCA's service is asked by its own programs; RFC 8954 allows 1 to 32."""

_HASHES = {oids.SHA1: "sha1", oids.SHA256: "sha256", oids.SHA384: "sha384", oids.SHA512: "sha512"}
REASONS = {
    0: "unspecified", 1: "key_compromise", 2: "ca_compromise", 3: "affiliation_changed", 4: "superseded",
    5: "cessation", 6: "on_hold", 8: "removed", 9: "privilege_withdrawn", 10: "aa_compromise",
}  # fmt: skip
GOOD, REVOKED, UNKNOWN = 0x80, 0xA1, 0x82


@dataclass(frozen=True)
class Answer:
    """What an answer says of one certificate. `state`: good, revoked or unknown."""

    state: str
    revoked_at: dt.datetime | None
    reason: str | None
    this_update: dt.datetime
    next_update: dt.datetime | None
    produced_at: dt.datetime
    never_issued: bool
    delegate: Certificate | None
    """Who answered; None when the issuer did so itself."""
    nonce: bytes | None


def no(code: str) -> Refused:
    """Refuse an answer; the signature may pass yet with another one."""
    return refuse(f"ocsp.{code}")


def request(certificate: bytes, issuer: bytes, nonce: bytes | None) -> bytes:
    """Write the question about a certificate, with a CertID of SHA-256.

    Args:
        certificate, issuer: DER.
        nonce: NONCE_BYTES random bytes that the answer must repeat, None for a question whose answer may be shared.
    """
    name, key = cms.subject_and_key(issuer)
    algorithm = der.tlv(der.SEQUENCE, der.oid(oids.SHA256), cms.NULL)
    _, serial = cms.issuer_and_serial(certificate)
    cert_id = der.tlv(
        der.SEQUENCE,
        algorithm,
        der.tlv(der.OCTETS, hashlib.sha256(name).digest()),
        der.tlv(der.OCTETS, hashlib.sha256(key).digest()),
        serial,
    )
    parts = [der.tlv(der.SEQUENCE, der.tlv(der.SEQUENCE, cert_id))]
    if nonce is not None:
        value = der.tlv(der.OCTETS, der.tlv(der.OCTETS, nonce))
        parts.append(der.tlv(0xA2, der.tlv(der.SEQUENCE, der.tlv(der.SEQUENCE, der.oid(oids.OCSP_NONCE), value))))
    return der.tlv(der.SEQUENCE, der.tlv(der.SEQUENCE, *parts))


def check(
    response: bytes,
    certificate: Certificate,
    issuer: Certificate,
    *,
    at: dt.datetime,
    nonce: bytes | None = None,
    since: dt.datetime | None = None,
    archive: bool = False,
) -> Answer:
    """Decide whether an OCSP answer can be believed, and say what it says.

    Args:
        response: OCSPResponse, DER.
        certificate, issuer: whose state is asked and who issued it; the issuer is trusted already.
        at: moment of the check.
        nonce: what our question carried; the answer must repeat it. None: any or no nonce.
        since: moment at which the signature is proven to have existed: an answer from after it also counts when old.

    Raises:
        Refused: `ocsp.*`, always indeterminate: a bad answer says nothing about the certificate.
    """
    try:
        basic = _basic(response)
        tbs, algorithm, signature, *rest = basic
        data = _Data(tbs, certificate, issuer)
        delegate = _signer(data.responder, rest, issuer, data.produced_at)
        oid = cms.algorithm(algorithm).oid
        _verify(delegate or issuer, oid, signature.as_bits(), tbs.raw, archive=archive)
    except (der.NotDer, IndexError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise no("malformed") from None
    if nonce is not None and not (data.nonce is not None and hmac.compare_digest(data.nonce, nonce)):
        raise no("nonce")
    fresh(data.this_update, data.next_update, data.produced_at, at=at, since=since, say=no)
    return Answer(
        data.state, data.revoked_at, data.reason, data.this_update, data.next_update, data.produced_at,
        data.never_issued, delegate, data.nonce,
    )  # fmt: skip


def fresh(
    this_update: dt.datetime,
    next_update: dt.datetime | None,
    produced_at: dt.datetime,
    *,
    at: dt.datetime,
    since: dt.datetime | None,
    say: Callable[[str], Refused],
) -> None:
    """Refuse a proof from the future or too old a one (RFC 6960, 3.2; EN 319 102-1, 5.2.5)."""
    if max(this_update, produced_at) > at + policy.SKEW:
        raise say("future")
    if since is not None and this_update >= since - policy.SKEW:
        return  # it says that the certificate held after the signature existed: age does not take that away
    end = next_update if next_update is not None else this_update + policy.PROOF_AGE
    if at > end + policy.SKEW:
        raise say("stale")


def _basic(response: bytes) -> list[der.Node]:
    parts = der.strict(response).of(der.SEQUENCE).children
    if parts[0].as_enumerated() != 0:
        raise no("unsuccessful")
    kind, inside = parts[1].of(0xA0).children[0].of(der.SEQUENCE).children
    if kind.as_oid() != oids.OCSP_BASIC:
        raise no("malformed")
    basic = der.strict(inside.as_octets()).of(der.SEQUENCE).children
    if not 3 <= len(basic) <= 4:
        raise no("malformed")
    return basic


class _Data:
    """ResponseData, and in it the answer about one certificate."""

    def __init__(self, tbs: der.Node, certificate: Certificate, issuer: Certificate) -> None:
        parts = tbs.of(der.SEQUENCE).children
        if parts[0].tag == 0xA0:
            parts = parts[1:]
        self.responder = parts[0]
        self.produced_at = parts[1].of(der.GENERALIZED).as_time()
        extensions = _extensions(parts[3].of(0xA1).children[0]) if len(parts) > 3 else {}
        self.nonce = der.strict(extensions[oids.OCSP_NONCE]).as_octets() if oids.OCSP_NONCE in extensions else None
        answers = [one.children for one in parts[2].of(der.SEQUENCE).children]
        mine = [one for one in answers if _is_about(one[0].children, certificate, issuer)]
        if len(mine) != 1:
            raise no("other_certificate")
        _, status, this_update, *rest = mine[0]
        self.this_update = this_update.of(der.GENERALIZED).as_time()
        self.next_update = rest[0].children[0].as_time() if rest and rest[0].tag == 0xA0 else None
        if rest and rest[-1].tag == 0xA1:
            _extensions(rest[-1].children[0])
        self.revoked_at: dt.datetime | None = None
        self.reason: str | None = None
        if status.tag == GOOD:
            self.state = "good"
        elif status.tag == UNKNOWN:
            self.state = "unknown"
        elif status.tag == REVOKED:
            self.state = "revoked"
            when, *why = status.children
            self.revoked_at = when.of(der.GENERALIZED).as_time()
            self.reason = REASONS.get(why[0].children[0].as_enumerated(), "unspecified") if why else "unspecified"
        else:
            raise no("malformed")
        # RFC 6960, 2.2: how a service says "revoked" of a number that was never given out.
        self.never_issued = (
            EXTENDED_REVOKE in extensions
            and self.reason == "on_hold"
            and self.revoked_at == dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
        )


def _extensions(node: der.Node) -> dict[str, bytes]:
    """Read extensions; one that must be understood and is not, or one that stands twice, is refused."""
    found: dict[str, bytes] = {}
    for one in node.of(der.SEQUENCE).children:
        kind, *rest = one.of(der.SEQUENCE).children
        oid = kind.as_oid()
        if oid in found or (len(rest) == 2 and oid not in (oids.OCSP_NONCE, EXTENDED_REVOKE)):
            raise no("extension")
        found[oid] = rest[-1].as_octets()
    return found


def _is_about(cert_id: list[der.Node], certificate: Certificate, issuer: Certificate) -> bool:
    algorithm, name_hash, key_hash, serial = cert_id
    kind = _HASHES.get(cms.algorithm(algorithm).oid)
    return (
        kind is not None
        and serial.as_integer() == certificate.serial
        and name_hash.as_octets() == hashlib.new(kind, issuer.subject_dn).digest()
        and key_hash.as_octets() == hashlib.new(kind, issuer.key.identity).digest()
    )


def _is(responder: der.Node, certificate: bytes) -> bool:
    name, key = cms.subject_and_key(certificate)
    if responder.tag == 0xA1:
        return responder.content == name
    if responder.tag == 0xA2:
        return responder.children[0].as_octets() == hashlib.sha1(key, usedforsecurity=False).digest()
    raise no("malformed")


def _signer(
    responder: der.Node, rest: list[der.Node], issuer: Certificate, produced_at: dt.datetime
) -> Certificate | None:
    """Find who answered: the issuer itself (None), or one whom it gave that right by a certificate (4.2.2.2)."""
    enclosed = [one.raw for one in rest[0].of(0xA0).children[0].of(der.SEQUENCE).children] if rest else []
    others = [one for one in enclosed if one != issuer.der]
    found = [one for one in others if _is(responder, one)]
    if not found and _is(responder, issuer.der):
        if others:
            raise no("extra_certificate")
        return None
    if len(found) != 1:
        raise no("responder")
    if len(others) > 1:
        raise no("extra_certificate")
    delegate = _delegate(found[0], issuer.der)
    if not delegate.not_before - policy.SKEW <= produced_at <= delegate.not_after:
        raise no("responder")
    return delegate


@lru_cache(maxsize=64)
def _delegate(certificate: bytes, issuer: bytes) -> Certificate:
    """Read a responder's certificate that this very issuer signed. Kept: the same responder answers all day."""
    try:
        found, authority = Certificate.parse(certificate), Certificate.parse(issuer)
        issued_here = found.issuer_dn == authority.subject_dn and found.signed_by(authority.key)
    except Refused:
        raise no("responder") from None
    if not issued_here or oids.OCSP_SIGNING not in found.extended_key_usages or found.is_ca:
        raise no("responder")
    if found.key_usage and "digital_signature" not in found.key_usage:
        raise no("responder")
    return found


def is_exempt(delegate: Certificate) -> bool:
    """Tell whether the issuer says that its responder's certificate need not be checked (4.2.2.2.1, nocheck)."""
    return delegate.extensions.no_check


def _verify(signer: Certificate, oid: str, signature: bytes, signed: bytes, *, archive: bool) -> None:
    if oid not in policy.SIGNATURES or (oid in policy.ARCHIVE_ONLY and not archive):
        raise no("algorithm")
    try:
        policy.key_agrees(signer, oid)
        holds = signer.key.verify(signature, signed, oid, archive=archive)
    except Refused:
        raise no("algorithm") from None
    if not holds:
        raise no("signature")

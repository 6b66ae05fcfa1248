"""Time-stamps (RFC 3161): asking for one over a signature, and whether a token proves that it existed then."""

from __future__ import annotations

import datetime as dt
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jariya.kernel.signing import cms, der, keys, oids, policy, signer_info
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.codes import refuse
from jariya.kernel.signing.refused import Refused

if TYPE_CHECKING:
    from jariya.kernel.signing.trust import Chain, TrustStore

POLICIES = frozenset(oids.TSA_POLICIES)
GRANTED = (0, 1)
MAX_BYTES = 32 * 1024


@dataclass(frozen=True, repr=False)
class TimeStamp:
    """A token that was verified. `time`: from this moment on the stamped bytes are known to exist."""

    time: dt.datetime
    accuracy: dt.timedelta
    policy: str
    nonce: int | None
    algorithm: str
    certificate: Certificate
    chain: Chain
    token: bytes


def request(imprint_of: bytes, nonce: int | None, policy_oid: str | None = None, *, digest: str = oids.SHA256) -> bytes:
    """Write the question for a time-stamp.

    Args:
        imprint_of: the bytes to be stamped; for a signature its SignatureValue. Only their digest leaves.
        nonce: a random number of 64 bits that the answer must repeat.
        policy_oid: rules of the time-stamp, of `POLICIES`; None lets the service choose.
        digest: OID of the digest of the imprint.
    """
    imprint = der.tlv(
        der.SEQUENCE,
        der.tlv(der.SEQUENCE, der.oid(digest), cms.NULL),
        der.tlv(der.OCTETS, keys.digest(digest, imprint_of)),
    )
    parts = [der.integer(1), imprint]
    if policy_oid is not None:
        parts.append(der.oid(policy_oid))
    if nonce is not None:
        parts.append(der.integer(nonce))
    return der.tlv(der.SEQUENCE, *parts, der.tlv(der.BOOLEAN, b"\xff"))


def token(response: bytes) -> bytes:
    """Take the token out of the service's answer.

    Raises:
        Refused: `timestamp.refused` when the service said no, `timestamp.malformed`.
    """
    try:
        parts = der.strict(response).of(der.SEQUENCE).children
        if parts[0].of(der.SEQUENCE).children[0].as_integer() not in GRANTED or len(parts) != 2:
            raise _no("refused")
        return parts[1].of(der.SEQUENCE).raw
    except (der.NotDer, IndexError):
        raise _no("malformed") from None


def check(
    data: bytes,
    over: bytes,
    trust: TrustStore,
    at: dt.datetime,
    *,
    nonce: int | None = None,
    policies: frozenset[str] = POLICIES,
    archive: bool = False,
) -> TimeStamp:
    """Verify a token: imprint, signature, the certificate it names, its purpose, its chain and its rules.

    Args:
        data: the token, DER.
        over: the bytes that were stamped; for a signature its SignatureValue.
        trust: whose chains count.
        at: moment of the check; the token may not be from after it.
        nonce: what our question carried; None for a token that came with a signature.
        policies: rules that are accepted.

    Raises:
        Refused: `timestamp.*`. Whether the certificate was revoked is the caller's question.
    """
    if len(data) > MAX_BYTES:
        raise _no("malformed")
    try:
        signed = cms.read(data, content_type=oids.TST_INFO)
        if signed.content is None:
            raise _no("malformed")
        certificate = Certificate.parse(signed.certificate)
        said = _Said(der.strict(signed.content), over, archive)
        oid = signer_info.check(signed, signed.content, certificate, archive=archive, named=True)
    except (der.NotDer, IndexError, ValueError) as error:
        raise _as_time_stamp(error) from None
    if said.policy not in policies:
        raise _no("policy")
    if nonce is not None and said.nonce != nonce:
        raise _no("nonce")
    if said.time > at + policy.SKEW:
        raise _no("order")
    _usable(certificate, said.time)
    chain = _chain(certificate, signed, trust, said.time)
    return TimeStamp(said.time, said.accuracy, said.policy, said.nonce, oid, certificate, chain, data)


def _no(code: str) -> Refused:
    return refuse(f"timestamp.{code}")


def _as_time_stamp(error: Exception) -> Refused:
    """Say of a token what was said of a CMS in general."""
    if not isinstance(error, Refused):
        return _no("malformed")
    if error.code.startswith("timestamp."):
        return error
    if error.code in ("signature.wrong", "digest.other"):
        return _no("signature")
    if error.code.startswith(("algorithm.", "key.")):
        return _no("algorithm")
    if error.code.startswith(("signer.", "attribute.")):
        return _no("certificate")
    return _no("malformed")


class _Said:
    """TSTInfo (RFC 3161, 2.4.2), whose imprint must be of these bytes."""

    def __init__(self, info: der.Node, over: bytes, archive: bool) -> None:
        version, rules, imprint, serial, time, *rest = info.of(der.SEQUENCE).children
        if version.as_integer() != 1:
            raise _no("malformed")
        serial.as_integer()
        self.policy = rules.as_oid()
        self.time = time.of(der.GENERALIZED).as_time()
        algorithm, digest = imprint.of(der.SEQUENCE).children
        if not hmac.compare_digest(
            keys.digest(cms.algorithm(algorithm).oid, over, archive=archive), digest.as_octets()
        ):
            raise _no("imprint")
        self.accuracy = dt.timedelta(0)
        self.nonce: int | None = None
        for part in rest:
            if part.tag == der.SEQUENCE:
                self.accuracy = _accuracy(part)
            elif part.tag == der.INTEGER:
                self.nonce = part.as_integer()
            elif part.tag == 0xA1:
                if any(len(one.of(der.SEQUENCE).children) != 2 for one in part.children):
                    raise _no("extension")  # one that must be understood
            elif part.tag not in (der.BOOLEAN, 0xA0):
                raise _no("malformed")


def _accuracy(node: der.Node) -> dt.timedelta:
    """How far the service's clock may be wrong; more than a day is no accuracy."""
    units = {der.INTEGER: "seconds", 0x80: "milliseconds", 0x81: "microseconds"}
    found = dt.timedelta(0)
    for one in node.children:
        amount = int.from_bytes(one.content, "big")
        if one.tag not in units or amount > 86_400:
            raise _no("malformed")
        found += dt.timedelta(**{units[one.tag]: amount})
    return found


def _usable(certificate: Certificate, time: dt.datetime) -> None:
    """Demand the purpose that RFC 3161, 2.3 wants: time-stamping, alone, and critical."""
    if certificate.is_ca or certificate.extended_key_usages != {oids.TIME_STAMPING}:
        raise _no("usage")
    if not certificate.extensions.extended_key_usage_critical:
        raise _no("usage")
    if certificate.key_usage and not certificate.key_usage <= {"digital_signature", "non_repudiation"}:
        raise _no("usage")
    if not certificate.not_before <= time <= certificate.not_after:
        raise _no("expired")


def _chain(certificate: Certificate, signed: cms.SignedData, trust: TrustStore, time: dt.datetime) -> Chain:
    try:
        chain = trust.chain(certificate, time)
    except Refused:
        raise _no("chain") from None
    known = {certificate.der, chain.anchor.der, *(one.der for one in chain.intermediates)}
    if not known.issuperset(signed.certificates):
        raise _no("certificate")
    return chain

"""CMS signatures as NCALayer makes them, and wrong ones for tests.

SignedData v1, content type id-data, the signer's certificate; signed attributes contentType, signingTime,
signingCertificateV2, messageDigest in the order of a DER SET; on request a time-stamp over the signature value.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from asn1crypto import x509

from jariya.kernel.signing.testca import der
from jariya.kernel.signing.testca.algorithms import Key, identifier

DATA, SIGNED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.5"
ESS_V1, ESS_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
TIME_STAMP = "1.2.840.113549.1.9.16.2.14"


@dataclass(frozen=True)
class Wrong:
    """What a test wants to be wrong with a signature; nothing by default.

    Attributes:
        omit: signed attributes left out, by OID; all of them when "all".
        message_digest: another value of that attribute.
        content_type: another value of the attribute contentType.
        inner_type: another eContentType.
        ess: the certificate (DER) that signingCertificate names instead of the signer's.
        signature: changes the signature value after signing.
        signed_by: another private key than the certificate's.
        signature_oid, digest_oid: other algorithm names in SignerInfo (the list of digests follows).
        certificates: what stands in place of the signer's certificate.
        issuer_and_serial: (issuer DER, serial) of SignerInfo.
        version: of SignerInfo.
        signers: how many times SignerInfo stands there.
        unordered: attributes in the reverse of DER's order.
        twice: OIDs of signed attributes that stand there twice.
        signed, unsigned: more ready attributes.
        indefinite: the outer SEQUENCE in BER's indefinite length.
        trailing: bytes after the end.
    """

    omit: frozenset[str] | str = frozenset()
    message_digest: bytes | None = None
    content_type: str | None = None
    inner_type: str = DATA
    ess: bytes | None = None
    signature: Callable[[bytes], bytes] | None = None
    signed_by: Key | None = None
    signature_oid: str | None = None
    digest_oid: str | None = None
    certificates: Sequence[bytes] | None = None
    issuer_and_serial: tuple[bytes, int] | None = None
    version: int = 1
    signers: int = 1
    unordered: bool = False
    twice: frozenset[str] = frozenset()
    signed: Sequence[bytes] = field(default=())
    unsigned: Sequence[bytes] = field(default=())
    indefinite: bool = False
    trailing: bytes = b""


RIGHT = Wrong()


def attribute(kind: str, value: bytes) -> bytes:
    """An attribute with one value."""
    return der.sequence(der.oid(kind), der.set_of(value))


def signing_certificate(certificate: bytes, version: int) -> bytes:
    """ESS signingCertificate (1: SHA-1, RFC 2634) or signingCertificateV2 (2: SHA-256, RFC 5035)."""
    if version == 1:
        digest = hashlib.sha1(certificate, usedforsecurity=False).digest()
        return attribute(ESS_V1, der.sequence(der.sequence(der.sequence(der.octets(digest)))))
    digest = hashlib.sha256(certificate).digest()  # SHA-256 is the default and therefore not written
    return attribute(ESS_V2, der.sequence(der.sequence(der.sequence(der.octets(digest)))))


def sign(
    content: bytes,
    *,
    key: Key,
    certificate: bytes,
    at: dt.datetime | None,
    detached: bool = True,
    ess: int = 2,
    digested: bool = False,
    chain: Sequence[bytes] = (),
    stamp: Callable[[bytes], bytes] | None = None,
    inner_type: str = DATA,
    wrong: Wrong = RIGHT,
) -> bytes:
    """A CMS ContentInfo, DER.

    Args:
        content: what is signed; its digest when `digested`.
        key, certificate: the signer's.
        at: the attribute signingTime; None leaves it out.
        detached: without the content inside.
        ess: 2, 1 or 0: which signingCertificate attribute, 0 for none.
        chain: further certificates to carry along.
        stamp: takes the signature value, gives a time-stamp token for it.
        inner_type: eContentType.
        wrong: what a test wants to be wrong.
    """
    kind = inner_type if wrong.inner_type == DATA else wrong.inner_type
    digest = wrong.message_digest or (content if digested else key.digest(content))
    attributes = {
        CONTENT_TYPE: attribute(CONTENT_TYPE, der.oid(wrong.content_type or kind)),
        MESSAGE_DIGEST: attribute(MESSAGE_DIGEST, der.octets(digest)),
    }
    if at is not None:
        attributes[SIGNING_TIME] = attribute(SIGNING_TIME, der.time(at))
    if ess:
        attributes[ESS_V1 if ess == 1 else ESS_V2] = signing_certificate(wrong.ess or certificate, ess)
    chosen = [one for name, one in attributes.items() if name not in wrong.omit]
    chosen += [attributes[name] for name in wrong.twice] + list(wrong.signed)
    chosen.sort(reverse=wrong.unordered)
    signed = der.tlv(0x31, b"".join(chosen))
    signer = wrong.signed_by or key
    if wrong.omit == "all":
        value = signer.sign(content)
    else:
        value = signer.sign(signed)
    if wrong.signature:
        value = wrong.signature(value)
    unsigned = list(wrong.unsigned)
    if stamp is not None:
        unsigned.append(attribute(TIME_STAMP, stamp(value)))
    info = _signer_info(key, certificate, b"" if wrong.omit == "all" else signed, value, unsigned, wrong)
    certificates = [certificate, *chain] if wrong.certificates is None else list(wrong.certificates)
    inside = [] if detached else [der.explicit(0, der.octets(content))]
    body = [
        der.integer(1 if kind == DATA else 3),
        der.set_of(identifier(wrong.digest_oid or key.digest_oid)),
        der.sequence(der.oid(kind), *inside),
        *([der.implicit(0, der.set_of(*certificates))] if certificates else []),
        der.set_of(*[info] * wrong.signers),
    ]
    return _wrapped(der.sequence(*body), wrong)


def _signer_info(
    key: Key, certificate: bytes, signed: bytes, value: bytes, unsigned: Sequence[bytes], wrong: Wrong
) -> bytes:
    if wrong.issuer_and_serial is None:
        inside = x509.Certificate.load(certificate)["tbs_certificate"]
        issuer, serial = inside["issuer"].dump(), int(inside["serial_number"].native)
    else:
        issuer, serial = wrong.issuer_and_serial
    return der.sequence(
        der.integer(wrong.version),
        der.sequence(issuer, der.integer(serial)),
        identifier(wrong.digest_oid or key.digest_oid),
        *([der.implicit(0, signed)] if signed else []),
        identifier(wrong.signature_oid or key.signature_oid),
        der.octets(value),
        *([der.implicit(1, der.set_of(*unsigned))] if unsigned else []),
    )


def _wrapped(body: bytes, wrong: Wrong) -> bytes:
    parts = der.oid(SIGNED_DATA) + der.explicit(0, body)
    whole = b"\x30\x80" + parts + b"\x00\x00" if wrong.indefinite else der.sequence(parts)
    return whole + wrong.trailing

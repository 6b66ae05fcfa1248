"""The one signature in a CMS: whether it is over these bytes, by this key, and says nothing that is not checked."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import TYPE_CHECKING

from jariya.kernel.signing import cms, der, keys, oids, policy
from jariya.kernel.signing.codes import refuse
from jariya.kernel.signing.refused import Refused

if TYPE_CHECKING:
    from jariya.kernel.signing.certificates import Certificate

_ESS = {oids.SIGNING_CERTIFICATE: oids.SHA1, oids.SIGNING_CERTIFICATE_V2: oids.SHA256}
"""Attributes of RFC 5035 that name the signer's certificate, and the digest they mean when they name none."""


def check(
    signed: cms.SignedData, content: bytes, certificate: Certificate, *, archive: bool = False, named: bool = False
) -> str:
    """Check a signature over content.

    Args:
        signed: as `cms.read` gives it.
        content: the bytes that were to be signed.
        certificate: the signer's, read from the CMS; whether it is trusted is asked elsewhere.
        archive: also take the algorithms that only archives may have.
        named: the attributes must name the certificate (time-stamps, RFC 3161, 2.4.2).

    Returns:
        The OID of the full signature algorithm.

    Raises:
        Refused: `algorithm.*`, `attribute.*`, `digest.other`, `signature.wrong`.
    """
    protected = cms.ALGORITHM_PROTECTION in signed.attributes
    oid = policy.signature_oid(signed.digest, signed.signature_algorithm, archive=archive, protected=protected)
    policy.key_agrees(certificate, oid)
    try:
        _attributes(signed, named)
    except (der.NotDer, IndexError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise attribute("malformed") from None
    found = keys.digest(signed.digest.oid, content, archive=archive)
    if not hmac.compare_digest(found, signed.attributes[oids.MESSAGE_DIGEST].as_octets()):
        raise refuse("digest.other")
    if not certificate.key.verify(signed.signature, signed.signed, oid, archive=archive):
        raise refuse("signature.wrong")
    return oid


def attribute(code: str) -> Refused:
    """Refuse a signed attribute."""
    return refuse(f"attribute.{code}")


def signing_time(signed: cms.SignedData) -> dt.datetime | None:
    """The moment that the signer's own clock showed; None when the signature does not say. Raises Refused."""
    node = signed.attributes.get(oids.SIGNING_TIME)
    try:
        return None if node is None else node.as_time()
    except der.NotDer:
        raise attribute("malformed") from None


def _attributes(signed: cms.SignedData, named: bool) -> None:
    found = signed.attributes
    found[oids.MESSAGE_DIGEST].of(der.OCTETS)
    if found[oids.CONTENT_TYPE].as_oid() != signed.content_type:
        raise attribute("content_type")
    if named and not found.keys() & _ESS.keys():
        raise attribute("ess")
    for oid, digest in _ESS.items():
        if oid in found:
            _names(found[oid], digest, signed)
    if cms.ALGORITHM_PROTECTION in found:
        _protects(found[cms.ALGORITHM_PROTECTION], signed)
    if cms.SMIME_CAPABILITIES in found:
        for one in found[cms.SMIME_CAPABILITIES].of(der.SEQUENCE).children:
            one.of(der.SEQUENCE).children[0].as_oid()


def _names(node: der.Node, default: str, signed: cms.SignedData) -> None:
    """Compare the certificates that the signer names: the first is its own, others are of those enclosed."""
    parts = node.of(der.SEQUENCE).children
    if len(parts) != 1:
        raise attribute("ess")  # policies of the signer, which nobody here knows
    ids = parts[0].of(der.SEQUENCE).children
    # As many names as certificates: thousands would each be compared with all, a minute of work for 64 KB.
    known: dict[tuple[str, bytes], bytes] = {}
    if not 0 < len(ids) <= len(signed.certificates) or not _is_named(ids[0], default, signed.certificate, known):
        raise attribute("ess")
    if not all(any(_is_named(one, default, held, known) for held in signed.certificates) for one in ids[1:]):
        raise attribute("ess")


def _is_named(node: der.Node, default: str, certificate: bytes, known: dict[tuple[str, bytes], bytes]) -> bool:
    """Compare one name with one certificate. `known`: digests computed already, each once."""
    parts = node.of(der.SEQUENCE).children
    digest = default
    if parts[0].tag == der.SEQUENCE:
        if default == oids.SHA1:
            raise attribute("malformed")  # the old form has no place for an algorithm
        digest = cms.algorithm(parts.pop(0)).oid
    found = known.get((digest, certificate))
    if found is None:
        if digest == oids.SHA1:
            found = hashlib.sha1(certificate, usedforsecurity=False).digest()
        else:
            found = keys.digest(digest, certificate)
        known[digest, certificate] = found
    if len(parts) == 2:
        names, serial = parts[1].of(der.SEQUENCE).children
        name = names.of(der.SEQUENCE).children
        if len(name) != 1 or (name[0].of(0xA4).content, serial.raw) != cms.issuer_and_serial(certificate):
            return False
    elif len(parts) != 1:
        raise attribute("malformed")
    return hmac.compare_digest(found, parts[0].as_octets())


def _protects(node: der.Node, signed: cms.SignedData) -> None:
    """Compare the algorithms that the signer wrote under the signature too (RFC 6211)."""
    digest, signature = node.of(der.SEQUENCE).children
    oid, *parameters = signature.of(0xA1).children
    said = cms.Algorithm(oid.as_oid(), parameters[0].raw if parameters else cms.ABSENT)
    if cms.algorithm(digest) != signed.digest or said != signed.signature_algorithm or len(parameters) > 1:
        raise attribute("protection")

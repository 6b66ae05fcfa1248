"""A CMS SignedData (RFC 5652) read by the policy of the platform: one signer, nothing that is not understood.

Only the shape is judged here: what the algorithms, the certificates and the times are worth, `verify` decides. Bytes
that no signature covers (versions, sets of algorithms, parameters) have one accepted value each, so that none of them
can be changed unseen.
"""

from __future__ import annotations

from dataclasses import dataclass

from jariya.kernel.signing import der, oids
from jariya.kernel.signing.codes import refuse
from jariya.kernel.signing.refused import Refused

MAX_BYTES = 64 * 1024
MOST_CERTIFICATES = 8
"""A chain of the state has three. Each named certificate is compared with each enclosed one: both stay few."""

SMIME_CAPABILITIES, ALGORITHM_PROTECTION = "1.2.840.113549.1.9.15", "1.2.840.113549.1.9.52"

SIGNED_ATTRIBUTES = frozenset(
    {
        oids.CONTENT_TYPE,
        oids.MESSAGE_DIGEST,
        oids.SIGNING_TIME,
        oids.SIGNING_CERTIFICATE,
        oids.SIGNING_CERTIFICATE_V2,
        SMIME_CAPABILITIES,
        ALGORITHM_PROTECTION,
    }
)
"""Attributes that somebody here checks. SMIMECapabilities say nothing of the signature; OpenSSL adds them unasked."""

EXPLICIT_0, EXPLICIT_1, KEY_ID = 0xA0, 0xA1, 0x80
NULL = b"\x05\x00"
ABSENT = b""


@dataclass(frozen=True)
class Algorithm:
    """An AlgorithmIdentifier whose parameters are NULL or absent: no algorithm accepted here has others."""

    oid: str
    parameters: bytes


@dataclass(frozen=True)
class SignedData:
    """What a CMS says, not yet believed. Times and names are inside the attributes and certificates."""

    content_type: str
    content: bytes | None
    """None: detached."""
    certificates: tuple[bytes, ...]
    signer: int
    """Place of the signer's certificate in `certificates`."""
    digest: Algorithm
    signature_algorithm: Algorithm
    signed: bytes
    """The bytes under the signature: the attributes as a SET OF."""
    attributes: dict[str, der.Node]
    """The one value of each signed attribute."""
    signature: bytes
    time_stamp: bytes | None

    @property
    def certificate(self) -> bytes:
        """The signer's certificate."""
        return self.certificates[self.signer]


def read(data: bytes, *, content_type: str = oids.DATA) -> SignedData:
    """Read a CMS.

    Args:
        data: DER, at most MAX_BYTES.
        content_type: what must be inside, id-data for a signature of a person, id-ct-TSTInfo for a time-stamp.

    Raises:
        Refused: codes `format.*`, `signer.*`, `attribute.*`, `algorithm.*`.
    """
    if len(data) > MAX_BYTES:
        raise refuse("format.too_big")
    try:
        return _read(der.strict(data), content_type)
    except der.NotDer:
        raise refuse("format.not_der") from None


def _no(code: str) -> Refused:
    return refuse(f"format.{code}")


def _read(info: der.Node, content_type: str) -> SignedData:
    kind, inside = _two(info.of(der.SEQUENCE).children, "not_signed_data")
    if kind.as_oid() != oids.SIGNED_DATA or inside.tag != EXPLICIT_0 or len(inside.children) != 1:
        raise _no("not_signed_data")
    parts = inside.children[0].of(der.SEQUENCE).children
    if len(parts) != 5 or parts[3].tag != EXPLICIT_0:
        raise _no("certificates" if len(parts) < 5 else "crls_inside")
    version, digests, encapsulated, certificates, signers = parts
    held = _certificates(certificates)
    signer_info = _the_only(signers.of(der.SET).children)
    found_type, content = _encapsulated(encapsulated, content_type)
    body = signer_info.of(der.SEQUENCE).children
    if not 6 <= len(body) <= 7:
        raise _no("no_signed_attributes" if len(body) == 5 else "signer_info")
    signer_version, sid, digest, attributes, signature_algorithm, signature = body[:6]
    # RFC 5652, 5.1 and 5.3: the versions follow from the rest, so there is one right value for each.
    if signer_version.as_integer() != (1 if sid.tag == der.SEQUENCE else 3):
        raise _no("version")
    if version.as_integer() != (1 if content_type == oids.DATA and sid.tag == der.SEQUENCE else 3):
        raise _no("version")
    if [one.raw for one in digests.of(der.SET).children] != [digest.raw]:
        raise _no("digest_set")
    return SignedData(
        content_type=found_type,
        content=content,
        certificates=held,
        signer=_pick(held, sid),
        digest=algorithm(digest),
        signature_algorithm=algorithm(signature_algorithm),
        signed=bytes((der.SET,)) + attributes.raw[1:],
        attributes=_signed(attributes),
        signature=signature.as_octets(),
        time_stamp=_unsigned(body[6]) if len(body) == 7 else None,
    )


def _two(nodes: list[der.Node], code: str) -> tuple[der.Node, der.Node]:
    if len(nodes) != 2:
        raise _no(code)
    return nodes[0], nodes[1]


def _the_only(signers: list[der.Node]) -> der.Node:
    if not signers:
        raise _no("no_signer")
    if len(signers) > 1:
        raise _no("several_signers")
    return signers[0]


def _encapsulated(node: der.Node, wanted: str) -> tuple[str, bytes | None]:
    parts = node.of(der.SEQUENCE).children
    if not 1 <= len(parts) <= 2 or parts[0].as_oid() != wanted:
        raise _no("content_type")
    if len(parts) == 1:
        return wanted, None
    inside = parts[1].of(EXPLICIT_0).children
    if len(inside) != 1:
        raise _no("content_type")
    return wanted, inside[0].as_octets()


def _certificates(node: der.Node) -> tuple[bytes, ...]:
    """Read the set of certificates: plain X.509 alone, few, none twice, in the order of DER."""
    found = node.children
    if not 0 < len(found) <= MOST_CERTIFICATES or any(one.tag != der.SEQUENCE for one in found):
        raise _no("certificates")
    _in_order(found)
    return tuple(one.raw for one in found)


def _in_order(nodes: list[der.Node]) -> None:
    """Demand the order of DER of an implicitly tagged set, whose tag does not tell that it is one."""
    raws = [one.raw for one in nodes]
    if any(before >= after for before, after in zip(raws, raws[1:], strict=False)):
        raise _no("not_der")


def _pick(certificates: tuple[bytes, ...], sid: der.Node) -> int:
    """Find the one certificate that the signer names by issuer and number, or by its key identifier."""
    if sid.tag == der.SEQUENCE:
        issuer, serial = _two(sid.children, "signer_info")
        serial.as_integer()
        wanted = (issuer.raw, serial.raw)
        places = [place for place, one in enumerate(certificates) if issuer_and_serial(one) == wanted]
    elif sid.tag == KEY_ID:
        places = [place for place, one in enumerate(certificates) if key_identifier(one) == sid.content]
    else:
        raise _no("signer_info")
    if not places:
        raise refuse("signer.not_found")
    if len(places) > 1:
        raise refuse("signer.ambiguous")
    return places[0]


def _certificate_body(certificate: bytes) -> list[der.Node]:
    """Fields of a TBSCertificate from the serial number on. Raises NotDer."""
    parts = der.first(certificate, 0, len(certificate)).of(der.SEQUENCE).children[0].of(der.SEQUENCE).children
    fields = parts[1:] if parts and parts[0].tag == EXPLICIT_0 else parts
    if len(fields) < 6:
        raise der.NotDer("a certificate was expected")
    return fields


def issuer_and_serial(certificate: bytes) -> tuple[bytes, bytes]:
    """Issuer's name and serial number of a certificate, each as its DER. Raises NotDer."""
    fields = _certificate_body(certificate)
    return fields[2].raw, fields[0].raw


def subject_and_key(certificate: bytes) -> tuple[bytes, bytes]:
    """Subject's name as DER, and the bits of the public key (what OCSP's CertID hashes). Raises NotDer."""
    fields = _certificate_body(certificate)
    key = fields[5].of(der.SEQUENCE).children
    if len(key) != 2:
        raise der.NotDer("a public key was expected")
    return fields[4].raw, key[1].as_bits()


def key_identifier(certificate: bytes) -> bytes | None:
    """The subject key identifier of a certificate, None when it has none. Raises NotDer."""
    for field in _certificate_body(certificate)[6:]:
        if field.tag != 0xA3:
            continue
        for one in field.children[0].of(der.SEQUENCE).children:
            parts = one.of(der.SEQUENCE).children
            if parts[0].as_oid() == oids.SUBJECT_KEY_IDENTIFIER:
                return der.strict(parts[-1].as_octets()).as_octets()
    return None


def issued(data: bytes) -> tuple[bytes, str, bytes]:
    """What an authority signed of a list: signed bytes, algorithm, signature. Raises NotDer, Refused."""
    parts = der.first(data, 0, len(data)).of(der.SEQUENCE).children
    if len(parts) != 3:
        raise der.NotDer("three parts were expected")
    return parts[0].raw, algorithm(parts[1]).oid, parts[2].as_bits()


def algorithm(node: der.Node) -> Algorithm:
    """Read an AlgorithmIdentifier with NULL or no parameters. Raises Refused `algorithm.parameters`."""
    parts = node.of(der.SEQUENCE).children
    if not 1 <= len(parts) <= 2:
        raise _no("signer_info")
    parameters = parts[1].raw if len(parts) == 2 else ABSENT
    if parameters not in (NULL, ABSENT):
        raise refuse("algorithm.parameters")
    return Algorithm(parts[0].as_oid(), parameters)


def _attributes(node: der.Node, tag: int) -> dict[str, der.Node]:
    """Read attributes of one value each, each kind once, in the order of DER."""
    nodes = node.of(tag).children
    if not nodes:
        raise _no("no_signed_attributes")
    _in_order(nodes)
    found: dict[str, der.Node] = {}
    for one in nodes:
        kind, values = _two(one.of(der.SEQUENCE).children, "signer_info")
        oid, inside = kind.as_oid(), values.of(der.SET).children
        if oid in found or len(inside) != 1:
            raise _no("attribute_twice")
        found[oid] = inside[0]
    return found


def _signed(node: der.Node) -> dict[str, der.Node]:
    if node.tag != EXPLICIT_0:
        raise _no("no_signed_attributes")
    found = _attributes(node, EXPLICIT_0)
    if oids.CONTENT_TYPE not in found or oids.MESSAGE_DIGEST not in found:
        raise _no("attribute_missing")
    if not found.keys() <= SIGNED_ATTRIBUTES:
        raise refuse("attribute.unknown")
    return found


def _unsigned(node: der.Node) -> bytes:
    """Read the unsigned attributes: one time-stamp over the signature is understood, and nothing else."""
    found = _attributes(node, EXPLICIT_1)
    if set(found) != {oids.TIME_STAMP_TOKEN}:
        raise refuse("attribute.unsigned_unknown")
    return found[oids.TIME_STAMP_TOKEN].raw

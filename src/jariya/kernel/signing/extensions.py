"""Extensions of certificates (RFC 5280, 4.2): those that a check depends on, read strictly."""

from __future__ import annotations

from dataclasses import dataclass, field

from jariya.kernel.signing import oids
from jariya.kernel.signing.der import BOOLEAN, OCTETS, SEQUENCE, Node, NotDer, strict

KEY_USAGES = (
    "digital_signature",
    "non_repudiation",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
HANDLED = frozenset({oids.KEY_USAGE, oids.BASIC_CONSTRAINTS, oids.EXTENDED_KEY_USAGE})
"""Extensions that may be critical, because every rule they set is followed here."""
_EXPLICIT_0, _FULL_NAME, _URL, _KEY = 0xA0, 0xA0, 0x86, 0x80


class UnknownCritical(ValueError):
    """A critical extension that nobody here follows."""


@dataclass(frozen=True)
class Extensions:
    """What the extensions of one certificate say; absent ones are empty."""

    key_usage: frozenset[str] = frozenset()
    extended_key_usages: frozenset[str] = frozenset()
    extended_key_usage_critical: bool = False
    is_ca: bool = False
    path_length: int | None = None
    policies: tuple[str, ...] = ()
    subject_key_id: bytes | None = None
    authority_key_id: bytes | None = None
    ocsp_urls: tuple[str, ...] = ()
    issuer_urls: tuple[str, ...] = ()
    crl_urls: tuple[str, ...] = ()
    delta_urls: tuple[str, ...] = ()
    no_check: bool = False
    present: frozenset[str] = field(default_factory=frozenset)


def split(node: Node) -> dict[str, tuple[bool, bytes]]:
    """Return OID: (critical, value) of a list of extensions. Raises NotDer for a malformed or repeated one."""
    found: dict[str, tuple[bool, bytes]] = {}
    for one in node.of(SEQUENCE).children:
        kind, *rest = one.of(SEQUENCE).children
        critical = False
        if len(rest) == 2:
            if rest[0].of(BOOLEAN).content != b"\xff":
                raise NotDer("a default that is written out")
            critical = True
            rest = rest[1:]
        if len(rest) != 1 or kind.as_oid() in found:
            raise NotDer("an extension that is no pair, or stands twice")
        found[kind.as_oid()] = (critical, rest[0].of(OCTETS).content)
    if not found:
        raise NotDer("an empty list of extensions")
    return found


def read(node: Node) -> Extensions:
    """Read the extensions of a certificate.

    Raises NotDer for a malformed one, UnknownCritical for a critical one whose rule is not followed here.
    """
    found = split(node)
    if any(critical and kind not in HANDLED for kind, (critical, _) in found.items()):
        raise UnknownCritical

    def value(kind: str) -> Node | None:
        return strict(found[kind][1]) if kind in found else None

    usage, constraints = value(oids.KEY_USAGE), value(oids.BASIC_CONSTRAINTS)
    purposes, policies = value(oids.EXTENDED_KEY_USAGE), value(oids.CERTIFICATE_POLICIES)
    own, authority = value(oids.SUBJECT_KEY_IDENTIFIER), value(oids.AUTHORITY_KEY_IDENTIFIER)
    information = value(oids.AUTHORITY_INFORMATION)
    is_ca, path_length = _constraints(constraints)
    return Extensions(
        key_usage=_usage(usage),
        extended_key_usages=frozenset(_identifiers(purposes)),
        extended_key_usage_critical=oids.EXTENDED_KEY_USAGE in found and found[oids.EXTENDED_KEY_USAGE][0],
        is_ca=is_ca,
        path_length=path_length,
        policies=tuple(one.of(SEQUENCE).children[0].as_oid() for one in policies.of(SEQUENCE).children)
        if policies
        else (),
        subject_key_id=own.as_octets() if own else None,
        authority_key_id=next((one.content for one in authority.of(SEQUENCE).children if one.tag == _KEY), None)
        if authority
        else None,
        ocsp_urls=_access(information, oids.OCSP),
        issuer_urls=_access(information, oids.CA_ISSUERS),
        crl_urls=_points(value(oids.CRL_DISTRIBUTION_POINTS)),
        delta_urls=_points(value(oids.FRESHEST_CRL)),
        no_check=oids.OCSP_NOCHECK in found,
        present=frozenset(found),
    )


def _usage(node: Node | None) -> frozenset[str]:
    if node is None:
        return frozenset()
    bits = node.of(0x03).content
    if len(bits) not in (2, 3) or not bits[-1] >> bits[0] & 1:
        raise NotDer("a list of flags with zeros at its end")  # X.690, 11.2.2
    flags = int.from_bytes(bits[1:].ljust(2, b"\0"), "big")
    return frozenset(name for place, name in enumerate(KEY_USAGES) if flags >> (15 - place) & 1)


def _constraints(node: Node | None) -> tuple[bool, int | None]:
    parts = node.of(SEQUENCE).children if node else []
    if not parts:
        return False, None
    if parts[0].of(BOOLEAN).content != b"\xff" or len(parts) > 2:
        raise NotDer("basic constraints of another shape")
    length = parts[1].as_integer() if len(parts) == 2 else None
    if length is not None and length < 0:
        raise NotDer("a path of negative length")
    return True, length


def _identifiers(node: Node | None) -> list[str]:
    if node is None:
        return []
    found = [one.as_oid() for one in node.of(SEQUENCE).children]
    if not found:
        raise NotDer("an empty list of purposes")
    return found


def _access(node: Node | None, method: str) -> tuple[str, ...]:
    found = []
    for one in node.of(SEQUENCE).children if node else []:
        kind, place = one.of(SEQUENCE).children
        if kind.as_oid() == method and place.tag == _URL:
            found.append(_address(place))
    return tuple(found)


def _points(node: Node | None) -> tuple[str, ...]:
    found = []
    for point in node.of(SEQUENCE).children if node else []:
        for part in point.of(SEQUENCE).children:
            if part.tag == _EXPLICIT_0:
                for name in part.children:
                    if name.tag == _FULL_NAME:
                        found += [_address(one) for one in name.children if one.tag == _URL]
    return tuple(found)


def _address(node: Node) -> str:
    text = node.content
    if not text.isascii() or any(octet <= 0x20 or octet == 0x7F for octet in text):
        raise NotDer("an address with signs that no address has")
    return text.decode("ascii")

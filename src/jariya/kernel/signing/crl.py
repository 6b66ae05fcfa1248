"""Lists of revoked certificates (RFC 5280, 5): full ones and the changes since (delta)."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from functools import lru_cache

from jariya.kernel.signing import cms, der, ocsp, oids, policy
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.codes import refuse
from jariya.kernel.signing.refused import Refused

NUMBER, DELTA, SCOPE, REASON = oids.CRL_NUMBER, oids.DELTA_CRL, oids.ISSUING_DISTRIBUTION_POINT, oids.CRL_REASON


@dataclass(frozen=True, repr=False)
class RevocationList:
    """One list. `base`: number of the full list that a delta continues, None for a full list."""

    der: bytes
    issuer: bytes
    """The issuer's name, DER."""
    number: int | None
    base: int | None
    this_update: dt.datetime
    next_update: dt.datetime | None
    scope: bytes | None
    """Value of issuingDistributionPoint, which says what the list covers; None: everything of the issuer."""
    entries: dict[bytes, int] = field(compare=False)
    """Serial number as the content of its INTEGER: where its entry begins. A list of the state has many thousands."""

    @property
    def sha256(self) -> bytes:
        """Digest of the list's bytes."""
        return hashlib.sha256(self.der).digest()

    @property
    def name(self) -> str:
        """How evidence names the list: its number and digest; anyone can fetch it and compare."""
        return f"{self.number}:{self.sha256.hex()}"

    def find(self, serial: int) -> tuple[dt.datetime, str] | None:
        """When and why a certificate was revoked (`removed`: taken off the list again); None when not listed.

        Raises:
            Refused: `crl.extension`, the entry has a part that must be understood and is not.
        """
        content = serial.to_bytes(serial.bit_length() // 8 + 1, "big", signed=True)
        place = self.entries.get(content)
        if place is None:
            return None
        parts = der.strict(der.first(self.der, place, len(self.der)).raw).children
        reason = "unspecified"
        if len(parts) == 3:
            for oid, (critical, value) in _extensions(parts[2]).items():
                if oid == REASON:
                    reason = ocsp.REASONS.get(der.strict(value).as_enumerated(), "unspecified")
                elif critical:
                    raise no("extension")
        return parts[1].as_time(), reason


def no(code: str) -> Refused:
    """Refuse a list; the signature may pass yet with another one."""
    return refuse(f"crl.{code}")


def read(data: bytes) -> RevocationList:
    """Read a list, full or delta. Its signature is not looked at.

    Entries are found by one walk, so that a list of a million costs seconds, not minutes.

    Raises:
        Refused: `crl.malformed`, `crl.extension`.
    """
    try:
        return _read(data)
    except (der.NotDer, IndexError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise no("malformed") from None


def _read(data: bytes) -> RevocationList:
    whole = der.first(data, 0, len(data)).of(der.SEQUENCE)
    if whole.end != len(data) or len(whole.children) != 3:
        raise no("malformed")
    tbs, outside, _ = whole.children
    parts = tbs.of(der.SEQUENCE).children
    if parts[0].tag == der.INTEGER:
        if parts[0].as_integer() != 1:
            raise no("malformed")
        parts = parts[1:]
    inside, issuer, this_update, *rest = parts
    if inside.raw != outside.raw:
        raise no("malformed")
    der.strict(issuer.raw)
    next_update = rest.pop(0).as_time() if rest and rest[0].tag in (der.UTC, der.GENERALIZED) else None
    entries = _entries(rest.pop(0)) if rest and rest[0].tag == der.SEQUENCE else {}
    extensions: dict[str, tuple[bool, bytes]] = {}
    if rest:
        extensions = _extensions(der.strict(rest.pop(0).of(0xA0).content))
    if rest:
        raise no("malformed")
    for oid, (critical, _) in extensions.items():
        if critical and oid not in (NUMBER, DELTA, SCOPE):
            raise no("extension")
    return RevocationList(
        data, issuer.raw, _number(extensions, NUMBER), _number(extensions, DELTA), this_update.as_time(), next_update,
        extensions[SCOPE][1] if SCOPE in extensions else None, entries,
    )  # fmt: skip


def _number(extensions: dict[str, tuple[bool, bytes]], oid: str) -> int | None:
    return der.strict(extensions[oid][1]).of(der.INTEGER).as_integer() if oid in extensions else None


def _extensions(node: der.Node) -> dict[str, tuple[bool, bytes]]:
    """Read extensions: identifier, whether it must be understood, value."""
    found: dict[str, tuple[bool, bytes]] = {}
    for one in node.of(der.SEQUENCE).children:
        kind, *rest = one.of(der.SEQUENCE).children
        oid = kind.as_oid()
        if oid in found:
            raise no("malformed")
        found[oid] = (len(rest) == 2, rest[-1].as_octets())
    return found


def _entries(node: der.Node) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    data, at, limit = node.data, node.body, node.end
    while at < limit:
        entry = der.first(data, at, limit).of(der.SEQUENCE)
        serial = der.first(data, entry.body, entry.end).of(der.INTEGER)
        found[data[serial.body : serial.end]] = at
        at = entry.end
    return found


@lru_cache(maxsize=8)
def signed(data: bytes, issuer: bytes, *, archive: bool = False) -> RevocationList:
    """Read a list that this issuer (DER of its certificate) signed. Kept: one list answers for thousands.

    Raises:
        Refused: `crl.malformed`, `crl.issuer`, `crl.usage`, `crl.algorithm`, `crl.signature`, `crl.extension`.
    """
    found, authority = read(data), Certificate.parse(issuer)
    if found.issuer != authority.subject_dn:
        raise no("issuer")
    if "crl_sign" not in authority.key_usage:
        raise no("usage")
    try:
        tbs, oid, signature = cms.issued(data)
        if oid in policy.ARCHIVE_ONLY and not archive:
            raise no("algorithm")
        policy.key_agrees(authority, oid) if oid in policy.SIGNATURES else None
        holds = oid in policy.SIGNATURES and authority.key.verify(signature, tbs, oid, archive=archive)
    except Refused:
        raise no("algorithm") from None
    except der.NotDer:
        raise no("malformed") from None
    if not holds:
        raise no("signature")
    return found


def check(
    data: bytes,
    issuer: Certificate,
    *,
    at: dt.datetime,
    since: dt.datetime | None = None,
    known_number: int | None = None,
    archive: bool = False,
) -> RevocationList:
    """Decide whether a list, full or delta, can be believed at a moment.

    Args:
        data: CertificateList, DER.
        issuer: the authority whose list it should be; trusted already.
        at: moment of the check.
        since: moment at which the signature is proven to have existed: a list from after it also counts when old.
        known_number: the highest number seen before; numbers only grow.

    Raises:
        Refused: `crl.*`, always indeterminate.
    """
    found = signed(data, issuer.der, archive=archive)
    if found.next_update is None:
        raise no("stale")  # RFC 5280, 5.1.2.5: it must say when the next one comes
    ocsp.fresh(found.this_update, found.next_update, found.this_update, at=at, since=since, say=no)
    if known_number is not None and (found.number is None or found.number < known_number):
        raise no("number")
    return found


def covers(found: RevocationList, certificate: Certificate) -> bool:
    """Tell whether the list speaks of such a certificate (issuingDistributionPoint, RFC 5280, 5.2.5).

    Raises:
        Refused: `crl.scope` for lists of several issuers, of some reasons or of attribute certificates.
    """
    if found.scope is None:
        return True
    try:
        parts = der.strict(found.scope).of(der.SEQUENCE).children
        for part in parts:
            if part.tag == 0xA0:
                if not _points(part, certificate):
                    return False
            elif part.tag in (0x81, 0x82):
                if part.content == b"\xff" and certificate.is_ca != (part.tag == 0x82):
                    return False
            elif part.tag == 0x83 or part.content != b"\x00":
                raise no("scope")
    except der.NotDer:
        raise no("malformed") from None
    return True


def _points(name: der.Node, certificate: Certificate) -> bool:
    """Compare the list's own addresses with those in the certificate."""
    inside = name.children[0]
    if inside.tag != 0xA0:
        raise no("scope")
    said = {one.content.decode("ascii", "replace") for one in inside.children if one.tag == 0x86}
    return bool(said & set(certificate.crl_urls))


def continues(delta: RevocationList, full: RevocationList) -> bool:
    """Tell whether a delta adds to this full list (RFC 5280, 5.2.4): same issuer and scope, numbers that join."""
    return (
        delta.base is not None
        and full.base is None
        and full.number is not None
        and delta.number is not None
        and delta.issuer == full.issuer
        and delta.scope == full.scope
        and delta.base <= full.number <= delta.number
    )

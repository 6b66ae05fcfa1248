"""X.509 certificates (RFC 5280) read strictly: one spelling, known algorithms, nothing critical that is unknown."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache

from jariya.kernel.signing import extensions, names, oids
from jariya.kernel.signing.der import BITS, GENERALIZED, NULL, SEQUENCE, UTC, Node, NotDer, strict
from jariya.kernel.signing.extensions import Extensions, UnknownCritical
from jariya.kernel.signing.keys import SIGNATURE_DIGESTS, PublicKey
from jariya.kernel.signing.names import Name
from jariya.kernel.signing.refused import Refused

MAX_BYTES = 16 * 1024
"""Certificates of the national authority have 1-2 KB."""

_ARCHIVE = frozenset({oids.SHA1_RSA, oids.MD5_RSA, oids.GOST2004})
_MOMENT = frozenset({UTC, GENERALIZED})


@dataclass(frozen=True, repr=False, eq=False)
class Certificate:
    """A certificate as its bytes say, believed by nobody until a chain holds (`trust.TrustStore.chain`).

    `sha256`: of the whole DER. `subject_dn`, `issuer_dn`: the names as DER, to be compared byte by byte.
    `not_before`, `not_after`: UTC, both inclusive. `extensions`: see that class; the common ones are properties.
    """

    der: bytes
    sha256: bytes
    serial: int
    subject: Name
    subject_dn: bytes
    issuer: Name
    issuer_dn: bytes
    not_before: dt.datetime
    not_after: dt.datetime
    key: PublicKey
    extensions: Extensions
    tbs: bytes
    signature_oid: str
    signature: bytes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Certificate) and self.der == other.der

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __repr__(self) -> str:
        """Say which certificate it is without saying whose: the first bytes of its digest."""
        return f"Certificate({self.sha256[:6].hex()}…, {self.key.kind})"

    @classmethod
    def parse(cls, der: bytes, *, archive: bool = False) -> Certificate:
        """Read a certificate from strict DER.

        `archive`: also algorithms no longer trusted (GOST 34.310-2004, SHA-1, MD5, short RSA keys), for reading alone.
        Raises Refused: `certificate.damaged` (not strict DER, other shape, version below 3, number not positive or
        over 20 bytes), `certificate.critical` (a critical extension that is not followed), `algorithm.*`.
        """
        return _parse(bytes(der), archive)

    # -- who ------------------------------------------------------------------------------------------------------

    @property
    def common_name(self) -> str | None:
        """Surname and first name of a person, or what an authority is called."""
        return self.subject.get(oids.COMMON_NAME)

    @property
    def surname(self) -> str | None:
        """The person's surname."""
        return self.subject.get(oids.SURNAME)

    @property
    def patronymic(self) -> str | None:
        """The person's patronymic: the profile writes it into givenName."""
        return self.subject.get(oids.GIVEN_NAME)

    @property
    def given_name(self) -> str | None:
        """The person's first name: what the common name has beside the surname."""
        whole, surname = self.common_name, self.surname
        if not whole or not surname or not whole.startswith(f"{surname} "):
            return None
        return whole[len(surname) + 1 :].strip() or None

    @property
    def iin(self) -> str | None:
        """The individual's number, not checked against its check digit (`numbers.iin_valid`)."""
        return self.subject.iin

    @property
    def bin(self) -> str | None:
        """The organisation's number, None in a person's own certificate."""
        return self.subject.bin

    @property
    def organisation(self) -> str | None:
        """The organisation's name as written."""
        return self.subject.get(oids.ORGANISATION)

    @cached_property
    def roles(self) -> frozenset[str]:
        """What its holder is: `individual`, `legal`, `head`, `right_to_sign`, `financial`, `hr`, `employee`."""
        return frozenset(oids.ROLES[oid] for oid in self.extended_key_usages if oid in oids.ROLES)

    # -- what for -------------------------------------------------------------------------------------------------

    @property
    def key_usage(self) -> frozenset[str]:
        """Names of `extensions.KEY_USAGES`; empty when the extension is absent."""
        return self.extensions.key_usage

    @property
    def extended_key_usages(self) -> frozenset[str]:
        """Dotted OIDs."""
        return self.extensions.extended_key_usages

    @property
    def policies(self) -> tuple[str, ...]:
        """Dotted OIDs of the policies it was issued under."""
        return self.extensions.policies

    @property
    def is_ca(self) -> bool:
        """Whether its basic constraints say that it may issue."""
        return self.extensions.is_ca

    @property
    def path_length(self) -> int | None:
        """How many authorities may stand below it, None for any number."""
        return self.extensions.path_length

    @property
    def ocsp_urls(self) -> tuple[str, ...]:
        """Where it says its OCSP service is. Never fetched: addresses come from the configuration alone."""
        return self.extensions.ocsp_urls

    @property
    def crl_urls(self) -> tuple[str, ...]:
        """Where it says its list of revoked certificates is. Never fetched."""
        return self.extensions.crl_urls

    @property
    def is_test(self) -> bool:
        """Whether the authority that issued it, or it itself being an authority, is called TEST."""
        return self.issuer.is_test or (self.is_ca and self.subject.is_test)

    @property
    def names_itself(self) -> bool:
        """Whether subject and issuer are one name (a root, or an authority's link between its own keys)."""
        return self.subject_dn == self.issuer_dn

    def holds_at(self, at: dt.datetime) -> bool:
        """Return whether the moment lies in its validity, both ends included."""
        return self.not_before <= at <= self.not_after

    def signed_by(self, issuer: PublicKey, *, archive: bool = False) -> bool:
        """Return whether the key signed this certificate. Raises Refused `algorithm.*` when its kind does not fit."""
        return issuer.verify(self.signature, self.tbs, self.signature_oid, archive=archive)


def _damaged() -> Refused:
    return Refused("certificate.damaged", "failed", "FORMAT_FAILURE")


@lru_cache(maxsize=64)
def _parse(der: bytes, archive: bool) -> Certificate:
    """Read one; the certificates of authorities and responders come again with every check."""
    if len(der) > MAX_BYTES:
        raise _damaged()
    try:
        return _read(der, archive)
    except UnknownCritical:
        raise Refused("certificate.critical", "indeterminate", "CHAIN_CONSTRAINTS_FAILURE") from None
    except Refused:
        raise
    except (NotDer, ValueError, IndexError):
        raise _damaged() from None


def _read(der: bytes, archive: bool) -> Certificate:
    tbs, outer, signature = strict(der).of(SEQUENCE).children
    version, serial, inner, issuer, validity, subject, spki, *rest = tbs.of(SEQUENCE).children
    if version.tag != 0xA0 or [one.as_integer() for one in version.children] != [2]:
        raise NotDer("version 3 was expected")
    number = serial.as_integer()
    # RFC 5280, 4.1.2.2: positive, at most 20 octets
    if number <= 0 or len(serial.content) > 20:
        raise NotDer("a number that is not positive or too long")
    if inner.raw != outer.raw:
        raise NotDer("two algorithms for one signature")
    since, until = validity.of(SEQUENCE).children
    if since.tag not in _MOMENT or until.tag not in _MOMENT or since.as_time() > until.as_time():
        raise NotDer("a validity that ends before it begins")
    if len(rest) != 1 or rest[0].tag != 0xA3 or len(rest[0].children) != 1:
        raise NotDer("one list of extensions was expected")
    if not issuer.children:
        raise NotDer("an issuer without a name")
    return Certificate(
        der=der,
        sha256=hashlib.sha256(der).digest(),
        serial=number,
        subject=names.read(subject),
        subject_dn=subject.raw,
        issuer=names.read(issuer),
        issuer_dn=issuer.raw,
        not_before=since.as_time(),
        not_after=until.as_time(),
        key=PublicKey.from_spki(spki.raw, archive=archive),
        extensions=extensions.read(rest[0].children[0]),
        tbs=tbs.raw,
        signature_oid=_algorithm(outer, archive),
        signature=signature.of(BITS).as_bits(),
    )


def _algorithm(node: Node, archive: bool) -> str:
    """Return the signature's OID; its parameters are NULL, or absent with the national algorithms."""
    kind, *parameters = node.of(SEQUENCE).children
    oid = kind.as_oid()
    if oid not in SIGNATURE_DIGESTS:
        raise Refused("algorithm.unknown", "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
    if oid in _ARCHIVE and not archive:
        code = "algorithm.legacy" if oid == oids.GOST2004 else "algorithm.weak"
        raise Refused(code, "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
    if [one.tag for one in parameters] != [NULL] and (parameters or not oid.startswith(oids.KZ)):
        raise Refused("algorithm.parameters", "indeterminate", "CRYPTO_CONSTRAINTS_FAILURE")
    return oid

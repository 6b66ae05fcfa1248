"""Certificates in the profile of the National Certification Authority, as its TEST environment issues them."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from jariya.kernel.signing.testca import der
from jariya.kernel.signing.testca.algorithms import Key, identifier
from jariya.kernel.signing.testca.persons import Person

HOST = "http://testca.jariya.invalid"
"""Where the addresses inside certificates point: nowhere. What checks a signature asks configured addresses alone."""

CPS = "http://pki.gov.kz/cps"

EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4"
CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"
OCSP_SIGNING = "1.3.6.1.5.5.7.3.9"
TIME_STAMPING = "1.3.6.1.5.5.7.3.8"

ROLES = {
    "individual": ("1.2.398.3.3.4.1.1",),
    "head": ("1.2.398.3.3.4.1.2", "1.2.398.3.3.4.1.2.1"),
    "right_to_sign": ("1.2.398.3.3.4.1.2", "1.2.398.3.3.4.1.2.2"),
    "employee": ("1.2.398.3.3.4.1.2", "1.2.398.3.3.4.1.2.5"),
}
POLICIES = {
    ("sign", True): "1.2.398.3.3.2.1",
    ("auth", True): "1.2.398.3.3.2.2",
    ("sign", False): "1.2.398.3.3.2.3",
    ("auth", False): "1.2.398.3.3.2.4",
}

DIGITAL_SIGNATURE, NON_REPUDIATION, KEY_ENCIPHERMENT, KEY_CERT_SIGN, CRL_SIGN = 0, 1, 2, 5, 6

COUNTRY, COMMON_NAME, SURNAME, SERIAL = "2.5.4.6", "2.5.4.3", "2.5.4.4", "2.5.4.5"
ORGANISATION, UNIT, GIVEN = "2.5.4.10", "2.5.4.11", "2.5.4.42"


@dataclass(frozen=True)
class Issuer:
    """Who signs a certificate. `stem` names its files in addresses, such as `nca_gost`."""

    name: bytes
    key: Key
    stem: str
    serial: int = 0


def name(*parts: tuple[str, str]) -> bytes:
    """Name of one attribute in each RDN, in the order given; country and serialNumber are PrintableString."""
    return der.sequence(
        *(
            der.set_of(der.sequence(der.oid(kind), (der.printable if kind in (COUNTRY, SERIAL) else der.utf8)(text)))
            for kind, text in parts
        )
    )


def subject(person: Person) -> bytes:
    """The subject as the NCA writes it: CN, SN, serialNumber=IIN…, C, then O and OU=BIN… of a legal person, then GN,
    which is the patronymic."""
    parts = [
        (COMMON_NAME, person.common_name),
        (SURNAME, person.surname),
        (SERIAL, f"IIN{person.iin}"),
        (COUNTRY, "KZ"),
    ]
    if person.organisation:
        parts += [(ORGANISATION, person.organisation.name), (UNIT, f"BIN{person.organisation.bin}")]
    if person.patronymic:
        parts.append((GIVEN, person.patronymic))
    return name(*parts)


def extension(kind: str, value: bytes, *, critical: bool = False) -> bytes:
    """One extension around a ready value."""
    return der.sequence(der.oid(kind), *([der.boolean(True)] if critical else []), der.octets(value))


def serial() -> int:
    """A random serial of 20 bytes, positive."""
    return secrets.randbits(158) | 1 << 158


def certificate(
    *,
    issuer: Issuer,
    subject: bytes,
    public: bytes,
    number: int,
    since: dt.datetime,
    until: dt.datetime,
    extensions: Sequence[bytes],
    signature: str | None = None,
) -> bytes:
    """A signed X.509 v3 certificate.

    Args:
        issuer: its name and key sign.
        subject: Name, DER.
        public: SubjectPublicKeyInfo, DER.
        number: serial.
        since, until: validity, whole seconds.
        extensions: ready elements, see `extension`.
        signature: another OID than the issuer's own, to make a wrong one.
    """
    algorithm = identifier(signature or issuer.key.signature_oid)
    inside = der.sequence(
        der.explicit(0, der.integer(2)),
        der.integer(number),
        algorithm,
        issuer.name,
        der.sequence(der.time(since), der.time(until)),
        subject,
        public,
        *([der.explicit(3, der.sequence(*extensions))] if extensions else []),
    )
    return der.sequence(inside, algorithm, der.bits(issuer.key.sign(inside)))


def usage(*numbers: int) -> bytes:
    """KeyUsage, always critical."""
    return extension("2.5.29.15", der.flags(*numbers), critical=True)


def purposes(*kinds: str, critical: bool = False) -> bytes:
    """ExtendedKeyUsage."""
    return extension("2.5.29.37", der.sequence(*map(der.oid, kinds)), critical=critical)


def key_identifier(key: bytes) -> bytes:
    """SubjectKeyIdentifier."""
    return extension("2.5.29.14", der.octets(key))


def authority_identifier(issuer: Issuer) -> bytes:
    """AuthorityKeyIdentifier by the issuer's key alone."""
    return extension("2.5.29.35", der.sequence(der.implicit(0, der.octets(issuer.key.identifier))))


def policies(kind: str) -> bytes:
    """CertificatePolicies with the practice statement's address."""
    statement = der.sequence(der.oid("1.3.6.1.5.5.7.2.1"), der.ia5(CPS))
    return extension("2.5.29.32", der.sequence(der.sequence(der.oid(kind), der.sequence(statement))))


def _address(url: str) -> bytes:
    return der.implicit(6, der.ia5(url))


def lists(kind: str, url: str) -> bytes:
    """CRLDistributionPoints (2.5.29.31) or FreshestCRL (2.5.29.46) with one address."""
    point = der.sequence(der.explicit(0, der.explicit(0, _address(url))))
    return extension(kind, der.sequence(point))


def services(issuer: Issuer) -> bytes:
    """AuthorityInfoAccess: the issuer's certificate and its OCSP service."""
    return extension(
        "1.3.6.1.5.5.7.1.1",
        der.sequence(
            der.sequence(der.oid("1.3.6.1.5.5.7.48.2"), _address(f"{HOST}/cert/{issuer.stem}.cer")),
            der.sequence(der.oid("1.3.6.1.5.5.7.48.1"), _address(f"{HOST}/ocsp/")),
        ),
    )


def authority_extensions(key: Key, issuer: Issuer | None) -> list[bytes]:
    """Of a root (`issuer` None) or of the certification authority under it."""
    found = [
        extension("2.5.29.19", der.sequence(der.boolean(True)), critical=True),
        usage(KEY_CERT_SIGN, CRL_SIGN),
        key_identifier(key.identifier),
    ]
    if issuer is not None:
        stem = issuer.stem
        found += [
            authority_identifier(issuer),
            lists("2.5.29.31", f"{HOST}/crl/{stem}.crl"),
            policies("1.2.398.3.3.1.1"),
        ]
    return found


def person_extensions(person: Person, key: Key, issuer: Issuer) -> list[bytes]:
    """Of a person's certificate: usage (critical), purposes with the role, policy, lists, services."""
    second = NON_REPUDIATION if person.purpose == "sign" else KEY_ENCIPHERMENT
    kind = EMAIL_PROTECTION if person.purpose == "sign" else CLIENT_AUTH
    delta = issuer.stem.replace("_", "_d_", 1)
    return [
        usage(DIGITAL_SIGNATURE, second),
        purposes(kind, *ROLES[person.role]),
        authority_identifier(issuer),
        key_identifier(key.identifier),
        policies(POLICIES[person.purpose, person.organisation is not None]),
        lists("2.5.29.31", f"{HOST}/crl/{issuer.stem}.crl"),
        lists("2.5.29.46", f"{HOST}/crl/{delta}.crl"),
        services(issuer),
    ]


def responder_extensions(key: Key, issuer: Issuer) -> list[bytes]:
    """Of the OCSP responder: delegated purpose, itself never to be checked (nocheck)."""
    return [
        usage(DIGITAL_SIGNATURE),
        extension("1.3.6.1.5.5.7.48.1.5", der.null()),
        purposes(OCSP_SIGNING),
        key_identifier(key.identifier),
        authority_identifier(issuer),
    ]


def stamper_extensions(key: Key, issuer: Issuer) -> list[bytes]:
    """Of the time-stamping authority: its only purpose is critical (RFC 3161, 2.3)."""
    return [
        usage(DIGITAL_SIGNATURE, NON_REPUDIATION),
        purposes(TIME_STAMPING, critical=True),
        key_identifier(key.identifier),
        authority_identifier(issuer),
        lists("2.5.29.31", f"{HOST}/crl/{issuer.stem}.crl"),
    ]

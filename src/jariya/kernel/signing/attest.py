"""Checking signatures with whatever keys are at hand, and saying with which: the memory of `inspect`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from asn1crypto import x509

from jariya.kernel.signing import armour, names, oids
from jariya.kernel.signing.der import NotDer, strict
from jariya.kernel.signing.keys import SIGNATURE_DIGESTS, PublicKey
from jariya.kernel.signing.refused import Refused

_SUFFIXES = frozenset({".cer", ".crt", ".der", ".pem"})
_SERVICES = ("ocsp_signing", "time_stamping")


@dataclass(frozen=True)
class Signature:
    """One signature and what came of it. `state`: `verified`, `false` or `unchecked`; `why` says what stood against it.

    `key`: whose key checked it, and `key_from` where that key was: `itself`, `this file` or `the trust folder`.
    """

    of: str
    algorithm: str
    oid: str
    state: str
    key: str | None = None
    key_from: str | None = None
    why: str | None = None

    def plain(self) -> dict[str, str]:
        """Return it as plain values, without the empty ones."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class Holder:
    """Somebody whose key is at hand."""

    subject: bytes
    issuer: bytes
    serial: int
    key_id: bytes | None
    spki: bytes
    shown: str
    origin: str


class Keys:
    """Certificates at hand, by subject."""

    def __init__(self, *, show_person: bool) -> None:
        self.show_person = show_person
        self.holders: list[Holder] = []

    def add_folder(self, folder: Path) -> None:
        """Take every certificate of a folder; files that are none are passed over. Raises OSError."""
        for file in sorted(folder.iterdir()):
            if file.suffix.lower() in _SUFFIXES and file.is_file():
                for der in armour.unwrapped(file.read_bytes()):
                    self.add(der, "the trust folder")

    def add(self, der: bytes, origin: str) -> None:
        """Take one certificate, unless it cannot be read."""
        try:
            certificate = x509.Certificate.load(der, strict=True)
            self.holders.append(
                Holder(
                    certificate.subject.dump(),
                    certificate.issuer.dump(),
                    certificate.serial_number,
                    certificate.key_identifier,
                    certificate["tbs_certificate"]["subject_public_key_info"].dump(),
                    self.name(certificate.subject.dump(), masked=is_personal(certificate)),
                    origin,
                )
            )
        except (ValueError, KeyError, TypeError):
            return

    def name(self, dn: bytes, *, masked: bool) -> str:
        """Return a name on one line, a person's masked unless asked for."""
        try:
            return names.read(strict(dn)).shown(masked=masked and not self.show_person)
        except (NotDer, ValueError):
            return "(a name that cannot be read)"

    def called(self, subject: bytes) -> list[Holder]:
        """Return all whose certificate names that subject."""
        return [one for one in self.holders if one.subject == subject]


@dataclass
class Attested:
    """What was checked in one thing, in order, and what was left open."""

    keys: Keys
    signatures: list[Signature] = field(default_factory=list)
    left_open: list[str] = field(default_factory=list)

    def check(
        self, of: str, data: bytes, signature: bytes, oid: str, signers: list[Holder], *, itself: bytes | None = None
    ) -> bool:
        """Check one signature with the keys of whoever may have made it, and remember the outcome.

        `itself`: SubjectPublicKeyInfo of a thing that names itself as issuer. Returns whether a key verified it.
        """
        algorithm = oids.NAMES.get(oid, "unknown")
        candidates = [(one.spki, one.shown, one.origin) for one in signers]
        if itself is not None:
            candidates = [(itself, "its own key", "itself"), *candidates]
        if oid not in SIGNATURE_DIGESTS:
            self.signatures.append(Signature(of, algorithm, oid, "unchecked", why="the algorithm is not known here"))
            return False
        if not candidates:
            why = "the certificate of its signer is not at hand; give a folder that holds it with --trust"
            self.signatures.append(Signature(of, algorithm, oid, "unchecked", why=why))
            return False
        last: Signature | None = None
        for spki, shown, origin in candidates:
            try:
                key = PublicKey.from_spki(spki, archive=True)
                holds = key.verify(signature, data, oid, archive=True)
                last = Signature(of, algorithm, oid, "verified" if holds else "false", shown, origin)
            except Refused as refusal:
                holds = False
                if last is None:
                    last = Signature(of, algorithm, oid, "unchecked", shown, origin, refusal.code)
            if holds:
                break
        assert last is not None
        self.signatures.append(last)
        return last.state == "verified"

    def disagree(self, of: str, oid: str) -> None:
        """Remember that the signed digest is not that of the enclosed content, whatever the signature itself is."""
        why = "the signed digest is not that of the enclosed content"
        self.signatures.append(Signature(of, oids.NAMES.get(oid, "unknown"), oid, "false", why=why))

    def open(self, sentence: str) -> None:
        """Remember something that was not checked, once."""
        if sentence not in self.left_open:
            self.left_open.append(sentence)


def is_personal(certificate: x509.Certificate) -> bool:
    """Return whether a certificate is a person's: not an authority's and not a service's."""
    purposes: list[Any] = certificate.extended_key_usage_value.native if certificate.extended_key_usage_value else []
    return not certificate.ca and not any(service in purposes for service in _SERVICES)

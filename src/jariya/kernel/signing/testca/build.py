"""What a TEST authority consists of, and how each of its certificates is issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import x509

from jariya.kernel.record.disk import write_durably
from jariya.kernel.signing.testca import certificates as profile
from jariya.kernel.signing.testca.algorithms import GOST256, GOST512, RSA, Key, pem, unpem
from jariya.kernel.signing.testca.certificates import COMMON_NAME, COUNTRY, ORGANISATION, Issuer
from jariya.kernel.signing.testca.persons import PERSONS, Person

KINDS = (GOST512, RSA)
STEMS = {GOST512: "gost", GOST256: "gost", RSA: "rsa"}
"""A 256-bit key is certified by the 512-bit authority."""
AUTHORITY_RSA_BITS = 4096

BEFORE = dt.timedelta(days=90)
VALID = dt.timedelta(days=640)
RENEW = dt.timedelta(days=30)
"""What is valid for less than this is issued anew by the next `make`."""


@dataclass(frozen=True)
class Identity:
    """A private key with its certificate (DER), as one file holds them."""

    key: Key
    certificate: bytes

    def __repr__(self) -> str:
        return f"Identity({self.key.algorithm!r})"

    def write(self, file: Path) -> None:
        """Write both as one PEM file, whole or not at all."""
        text = f"TEST {self.key.algorithm}\n"
        text += pem("TEST PRIVATE KEY", self.key.secret) + pem("CERTIFICATE", self.certificate)
        write_durably(file, text.encode(), private=True)

    @classmethod
    def load(cls, file: Path) -> Identity:
        """Read what `write` wrote.

        Raises:
            FileNotFoundError: there is none.
            ValueError: the file is not one of ours.
        """
        text = file.read_text(encoding="ascii")
        word, _, algorithm = text.partition("\n")[0].partition(" ")
        secrets, found = unpem("TEST PRIVATE KEY", text), unpem("CERTIFICATE", text)
        if word != "TEST" or len(secrets) != 1 or len(found) != 1:
            raise ValueError("not a key of the TEST authority")
        return cls(Key(algorithm, secrets[0]), found[0])

    @property
    def parsed(self) -> x509.TbsCertificate:
        """The certificate's inside as asn1crypto reads it; not for its public key."""
        return x509.Certificate.load(self.certificate)["tbs_certificate"]

    @property
    def serial(self) -> int:
        """The certificate's serial."""
        return int(self.parsed["serial_number"].native)

    @property
    def until(self) -> dt.datetime:
        """The last second of validity."""
        found = self.parsed["validity"]["not_after"].native
        assert isinstance(found, dt.datetime)
        return found

    def issuer(self, stem: str) -> Issuer:
        """This authority as the issuer of others."""
        return Issuer(self.parsed["subject"].dump(), self.key, stem, self.serial)


def authority_file(folder: Path, name: str) -> Path:
    """Where an authority or responder lies: `root_gost`, `nca_rsa`, `ocsp_gost`, `tsa_rsa`, `foreign_gost` …"""
    return folder / "authorities" / f"{name}.pem"


def person_file(folder: Path, key: str, algorithm: str) -> Path:
    """Where a person's key and certificate lie."""
    return folder / "persons" / f"{key}.{algorithm}.pem"


def validity(person: Person, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """From when to when a person's certificate is valid, issued now."""
    day = dt.timedelta(days=1)
    if person.state == "expired":
        return now - 400 * day, now - 30 * day
    if person.state == "not_yet_valid":
        return now + 3650 * day, now + 4290 * day
    return now - BEFORE, now + VALID


def make_authorities(folder: Path, kind: str, now: dt.datetime) -> None:
    """Root, certification authority, OCSP responder and time-stamp authority of one algorithm, and two liars."""
    stem = STEMS[kind]
    label = stem.upper()
    day = dt.timedelta(days=1)
    root_name = profile.name((COMMON_NAME, f"ЖАРИЯ НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ ({label}) TEST"), (COUNTRY, "KZ"))
    nca_name = profile.name((COMMON_NAME, f"ЖАРИЯ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ ({label}) TEST"), (COUNTRY, "KZ"))
    foreign_name = profile.name((COMMON_NAME, f"БӨТЕН КУӘЛАНДЫРУШЫ ОРТАЛЫҚ ({label}) TEST"), (COUNTRY, "XX"))

    root = Key.generate(kind, rsa_bits=AUTHORITY_RSA_BITS)
    upper = Issuer(root_name, root, f"root_{stem}")
    _issue(folder, f"root_{stem}", root, upper, root_name, now - 1500 * day, now + 7000 * day,
           profile.authority_extensions(root, None))  # fmt: skip
    nca = Key.generate(kind, rsa_bits=AUTHORITY_RSA_BITS)
    _issue(folder, f"nca_{stem}", nca, upper, nca_name, now - 1400 * day, now + 3500 * day,
           profile.authority_extensions(nca, upper))  # fmt: skip
    # A stranger, and one who calls itself by our authority's and our root's names.
    for word, own, above in (("foreign", foreign_name, foreign_name), ("impostor", nca_name, root_name)):
        key = Key.generate(kind)
        issuer = Issuer(above, key, f"{word}_{stem}")
        _issue(folder, f"{word}_{stem}", key, issuer, own, now - 1500 * day, now + 3500 * day,
               profile.authority_extensions(key, None))  # fmt: skip
    make_responders(folder, kind, now)


def make_responders(folder: Path, kind: str, now: dt.datetime) -> None:
    """The OCSP responder and the time-stamping authority, with new keys."""
    stem = STEMS[kind]
    nca = Identity.load(authority_file(folder, f"nca_{stem}")).issuer(f"nca_{stem}")
    for word, title, extensions in (
        ("ocsp", "OCSP RESPONDER TEST", profile.responder_extensions),
        ("tsa", "TIME-STAMPING AUTHORITY TEST", profile.stamper_extensions),
    ):
        key = Key.generate(kind)
        subject = profile.name(
            (COMMON_NAME, title), (COUNTRY, "KZ"), (ORGANISATION, f"ЖАРИЯ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ ({stem.upper()}) TEST")
        )
        # From before the expired person's time, so that what was signed then can be checked as of then.
        since = now - dt.timedelta(days=450)
        _issue(folder, f"{word}_{stem}", key, nca, subject, since, now + VALID, extensions(key, nca))


def _issue(
    folder: Path, name: str, key: Key, issuer: Issuer, subject: bytes, since: dt.datetime, until: dt.datetime,
    extensions: Sequence[bytes],
) -> None:  # fmt: skip
    made = profile.certificate(
        issuer=issuer, subject=subject, public=key.public, number=profile.serial(), since=since, until=until,
        extensions=extensions,
    )  # fmt: skip
    Identity(key, made).write(authority_file(folder, name))


def make_person(
    folder: Path, state: dict[str, Any], person: Person, algorithm: str, now: dt.datetime
) -> tuple[Path, Identity]:
    """A new key and certificate for a person, and where to save them once the state is kept: `state` learns the serial,
    and that it is revoked if it is to be."""
    stem = f"{person.issuer}_{STEMS[algorithm]}"
    issuer = Identity.load(authority_file(folder, stem)).issuer(f"nca_{STEMS[algorithm]}")
    key = Key.generate(algorithm, rsa_bits=person.rsa_bits)
    since, until = validity(person, now)
    number = profile.serial()
    made = profile.certificate(
        issuer=issuer, subject=profile.subject(person), public=key.public, number=number, since=since, until=until,
        extensions=profile.person_extensions(person, key, issuer),
    )  # fmt: skip
    if person.issuer == "nca":
        state["issued"][f"{number:x}"] = {
            "key": person.key, "algorithm": algorithm, "issuer": stem, "until": until.isoformat(),
        }  # fmt: skip
    if person.state in ("revoked", "suspended"):
        days, reason = (20, "key_compromise") if person.state == "revoked" else (10, "certificate_hold")
        at = now - dt.timedelta(days=days)
        state["revoked"][f"{number:x}"] = {"at": at.isoformat(), "reason": reason, "until": None}
    return person_file(folder, person.key, algorithm), Identity(key, made)


def everybody(state: dict[str, Any]) -> list[Person]:
    """The persons of the cast and those issued later by hand."""
    from jariya.kernel.signing.testca.persons import Organisation

    later = []
    for row in state.get("extra", {}).values():
        organisation = Organisation(**row["organisation"]) if row["organisation"] else None
        later.append(Person(**{**row, "organisation": organisation, "algorithms": tuple(row["algorithms"])}))
    return [*PERSONS, *later]


def wanted(person: Person, kinds: Sequence[str]) -> list[str]:
    """The algorithms in which a person gets a key, where the authority has `kinds`."""
    offered = {*kinds, *([GOST256] if GOST512 in kinds else [])}
    return [algorithm for algorithm in person.algorithms if algorithm in offered]

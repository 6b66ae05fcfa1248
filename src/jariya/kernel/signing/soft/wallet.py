"""The keys a soft client can offer: which certificate suits a request, and why another does not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from asn1crypto import x509

from jariya.kernel.signing.testca import NoAuthority, TestAuthority, TestPerson
from jariya.kernel.signing.testca.algorithms import GOST512

AUTH, SIGN = "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.4"


@dataclass(frozen=True)
class Wanted:
    """What a page allows to be chosen, as NCALayer's `signerParams` name it; empty means anything."""

    purposes: tuple[str, ...] = ()
    iin: str = ""
    bin: str = ""
    serial: str = ""
    expired: bool = False
    revoked: bool = False


class Unsuited(Exception):
    """A certificate that the real program would not sign with; `code` names the reason (a key of `words.WORDS`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def reason(one: TestPerson, wanted: Wanted, now: dt.datetime) -> str:
    """Why the real program would not sign with this key; empty when it would."""
    inside = x509.Certificate.load(one.certificate)["tbs_certificate"]
    purposes = {
        purpose.dotted
        for extension in inside["extensions"]
        if extension["extn_id"].dotted == "2.5.29.37"
        for purpose in extension["extn_value"].parsed
    }
    person, serial = one.person, int(inside["serial_number"].native)
    if not set(wanted.purposes) <= purposes:
        return "unsuited_purpose"
    owner_bin = person.organisation.bin if person.organisation else ""
    if (wanted.iin and wanted.iin != person.iin) or (wanted.bin and wanted.bin != owner_bin):
        return "unsuited_other"
    if wanted.serial and wanted.serial.lower().lstrip("0") != f"{serial:x}":
        return "unsuited_other"
    validity = inside["validity"]
    if now > validity["not_after"].native and not wanted.expired:
        return "unsuited_expired"
    if now < validity["not_before"].native:
        return "unsuited_early"
    if person.issuer != "nca":
        return "unsuited_issuer"
    if not wanted.revoked and one.authority.revocation(serial, now):
        return "unsuited_revoked"
    return ""


def choose(
    authority: TestAuthority, key: str, algorithm: str, wanted: Wanted, now: dt.datetime, *, anyway: bool
) -> TestPerson:
    """The person's key of that algorithm, if it suits; `anyway` takes one that does not, to try what a page answers.

    Raises:
        Unsuited: with the reason; `unsuited_nobody` when there is no such person or key.
    """
    try:
        found = authority.person(key, algorithm or default_algorithm(authority, key))
    except NoAuthority:
        raise Unsuited("unsuited_nobody") from None
    if not anyway and (why := reason(found, wanted, now)):
        raise Unsuited(why)
    return found


def default_algorithm(authority: TestAuthority, key: str) -> str:
    """The first algorithm a person has a key of."""
    for person in authority.persons():
        if person.key == key:
            return authority.algorithms(person)[0]
    return GOST512


def offers(authority: TestAuthority, wanted: Wanted, now: dt.datetime) -> list[tuple[TestPerson, str]]:
    """Everybody with their first key and why the real program would not take it; those it takes come first."""
    found = [authority.person(one.key, authority.algorithms(one)[0]) for one in authority.persons()]
    judged = [(one, reason(one, wanted, now)) for one in found]
    return sorted(judged, key=lambda row: bool(row[1]))


def key_info(one: TestPerson) -> dict[str, Any]:
    """NCALayer's `getKeyInfo` about a chosen key."""
    from zoneinfo import ZoneInfo

    from jariya.kernel.signing.testca.algorithms import pem

    inside = x509.Certificate.load(one.certificate)["tbs_certificate"]

    def day(which: str) -> str:
        moment = inside["validity"][which].native.astimezone(ZoneInfo("Asia/Almaty"))
        return f"{moment:%d.%m.%Y %H:%M:%S}"

    def common(name: x509.Name) -> str:
        return str(name.native.get("common_name", ""))

    def text(name: x509.Name) -> str:
        short = {"common_name": "CN", "surname": "SURNAME", "serial_number": "SERIALNUMBER", "country_name": "C",
                 "organization_name": "O", "organizational_unit_name": "OU", "given_name": "G"}  # fmt: skip
        return ",".join(f"{short.get(kind, kind)}={value}" for kind, value in name.native.items())

    subject, issuer = inside["subject"], inside["issuer"]
    above = one.authority.identity(f"{one.person.issuer}_{'rsa' if one.algorithm == 'rsa' else 'gost'}")
    return {
        "alias": one.person.key,
        "keyId": one.key.identifier.hex(),
        "algorithm": "RSA" if one.algorithm == "rsa" else "ECGOST3410-2015",
        "subjectCn": common(subject),
        "subjectDn": text(subject),
        "issuerCn": common(issuer),
        "issuerDn": text(issuer),
        "serialNumber": str(int(inside["serial_number"].native)),
        "certNotAfter": day("not_after"),
        "certNotBefore": day("not_before"),
        "authorityKeyIdentifier": above.key.identifier.hex(),
        "pem": pem("CERTIFICATE", one.certificate),
    }

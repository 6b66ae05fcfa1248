"""What a signature must meet to count for an act: purpose and role of its certificate, algorithms, times."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from jariya.kernel.signing import oids
from jariya.kernel.signing.cms import ABSENT, Algorithm
from jariya.kernel.signing.codes import refuse
from jariya.kernel.signing.refused import Refused

if TYPE_CHECKING:
    from jariya.kernel.signing.certificates import Certificate

SKEW = dt.timedelta(minutes=5)
"""How far the clock of a service of the certification centre may be from ours."""

PEOPLES_CLOCKS = dt.timedelta(hours=2)
"""How far a signer's own clock may be: a computer that missed the end of UTC+6 on 1 March 2024 is an hour wrong."""

PROOF_AGE = dt.timedelta(hours=24)
"""How old an answer about revocation may be that does not say itself how long it holds."""

SIGNATURES: dict[str, tuple[str, str]] = {
    oids.GOST2015_512: ("gost2015-512", oids.STREEBOG512),
    oids.GOST2015_256: ("gost2015-256", oids.STREEBOG256),
    oids.GOST2004: ("gost2004", oids.GOST94),
    oids.SHA256_RSA: ("rsa", oids.SHA256),
    oids.SHA384_RSA: ("rsa", oids.SHA384),
    oids.SHA512_RSA: ("rsa", oids.SHA512),
}
"""Signature algorithm: the kind of key and the digest it must come with."""

RSA_WITH = {digest: oid for oid, (kind, digest) in SIGNATURES.items() if kind == "rsa"}
ARCHIVE_ONLY = frozenset({oids.GOST2004})


@dataclass(frozen=True)
class ActRule:
    """Which certificates may stand under an act.

    `purpose`: `sign` (a signature of a document), `auth` (an entrance) or `either`. `roles`: one of them is needed;
    empty means any. Names of roles are those of `Certificate.roles`.
    """

    name: str
    purpose: Literal["sign", "auth", "either"] = "sign"
    roles: frozenset[str] = frozenset()


ANY = ActRule("any")
CITIZEN = ActRule("citizen", "sign", frozenset({"individual"}))
ORGANISATION = ActRule("organisation", "sign", frozenset({"head", "right_to_sign"}))
LOGIN = ActRule("login", "either")
RULES = {rule.name: rule for rule in (ANY, CITIZEN, ORGANISATION, LOGIN)}


def crypto(code: str) -> Refused:
    """Refuse an algorithm."""
    return refuse(f"algorithm.{code}")


def signature_oid(digest: Algorithm, signature: Algorithm, *, archive: bool = False, protected: bool = False) -> str:
    """The full signature algorithm of a SignerInfo: digest and signature must be known and name the same digest.

    RSA has two names in a SignerInfo, `rsaEncryption` (RFC 5754, as OpenSSL writes, digest without parameters) and
    `sha256WithRSAEncryption` (as the NCA's programs write, digest with NULL). They differ by one byte under no
    signature, so each is taken in the whole shape of its writers only: no byte may be changed for another. Where the
    signed attributes repeat the algorithms (RFC 6211) that care is not needed.

    Args:
        protected: the signed attributes repeat both algorithms.
        archive: also take GOST 34.310-2004, for reading archives.

    Raises:
        Refused: `algorithm.unknown`, `algorithm.disagree`, `algorithm.parameters`, `algorithm.legacy`.
    """
    oid = signature.oid
    of_rsa = oid == oids.RSA or SIGNATURES.get(oid, ("",))[0] == "rsa"
    if of_rsa and not protected and (oid == oids.RSA) != (digest.parameters == ABSENT):
        raise crypto("parameters")
    if oid == oids.RSA:
        oid = RSA_WITH.get(digest.oid, "")
    if oid not in SIGNATURES:
        raise crypto("unknown")
    if SIGNATURES[oid][1] != digest.oid:
        raise crypto("disagree")
    if oid in ARCHIVE_ONLY and not archive:
        raise crypto("legacy")
    return oid


def key_agrees(certificate: Certificate, oid: str) -> None:
    """Refuse a key of another kind than the signature's algorithm (`algorithm.disagree`)."""
    if certificate.key.kind != SIGNATURES[oid][0]:
        raise crypto("disagree")


def usable(certificate: Certificate, rule: ActRule) -> None:
    """Refuse a certificate whose key is not meant for such a signature (codes `usage.*`).

    Purposes and their key usage: profile of the National Certification Authority.
    """
    if certificate.is_ca:
        raise _usage("authority")
    signs = oids.EMAIL_PROTECTION in certificate.extended_key_usages
    enters = oids.CLIENT_AUTH in certificate.extended_key_usages
    if rule.purpose == "sign" and not signs:
        raise _usage("auth_certificate" if enters else "purpose")
    if rule.purpose == "auth" and not enters:
        raise _usage("purpose")
    if not (signs or enters):
        raise _usage("purpose")
    needed = {"digital_signature", "non_repudiation"} if signs and rule.purpose != "auth" else {"digital_signature"}
    if not needed <= certificate.key_usage:
        raise _usage("key_usage")


def in_role(certificate: Certificate, rule: ActRule) -> None:
    """Refuse a certificate whose holder has none of the roles that the act needs (`usage.role`)."""
    if rule.roles and not rule.roles & certificate.roles:
        raise _usage("role")


def _usage(code: str) -> Refused:
    return refuse(f"usage.{code}")

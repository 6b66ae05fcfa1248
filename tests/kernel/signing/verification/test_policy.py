"""What the policy refuses of a signature that otherwise holds."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from asn1crypto import cms as asn1
from tests.kernel.signing.verification.making import CONTENT, Desk

from jariya.kernel.signing import cms, der, oids, policy
from jariya.kernel.signing.refused import Refused
from jariya.kernel.signing.testca import Wrong
from jariya.kernel.signing.testca.algorithms import Key
from jariya.kernel.signing.testca.signatures import attribute, signing_certificate

ALGORITHMS = ["gost512", "rsa"]
ONE = der.tlv(der.UTF8, b"x")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("ess", [2, 1, 0])
@pytest.mark.parametrize("detached", [True, False])
def test_a_signature_of_ncalayer_passes(desk: Desk, algorithm: str, ess: int, detached: bool) -> None:
    found = desk.check(desk.sign(algorithm=algorithm, ess=ess, detached=detached))
    assert (found.indication, found.sub, found.code) == ("passed", None, "passed")
    assert {one.result for one in found.checks} == {"passed"}
    assert found.signing_time == desk.now


def test_a_signature_of_256_bits_passes(desk: Desk) -> None:
    found = desk.check(desk.sign("citizen-8", "gost256"), proofs=desk.lists("gost512"))
    assert found.code == "passed" and "256" in (found.algorithm or "")


def test_the_authoritys_certificate_may_come_along(desk: Desk) -> None:
    assert desk.check(desk.sign(chain=True)).code == "passed"


def test_what_is_enclosed_is_taken_when_no_document_is_given(desk: Desk) -> None:
    assert desk.check(desk.sign(detached=False), None).code == "passed"
    assert desk.check(desk.sign(), None).code == "content.missing"


SHA256_OF_OTHER = hashlib.sha256(b"other").digest()
WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "no attributes": ("format.no_signed_attributes", {"omit": "all"}),
    "no contentType": ("format.attribute_missing", {"omit": frozenset({oids.CONTENT_TYPE})}),
    "no messageDigest": ("format.attribute_missing", {"omit": frozenset({oids.MESSAGE_DIGEST})}),
    "messageDigest twice": ("format.not_der", {"twice": frozenset({oids.MESSAGE_DIGEST})}),
    "attributes out of order": ("format.not_der", {"unordered": True}),
    "BER": ("format.not_der", {"indefinite": True}),
    "bytes after the end": ("format.not_der", {"trailing": b"\0"}),
    "two signers": ("format.several_signers", {"signers": 2}),
    "no signer": ("format.no_signer", {"signers": 0}),
    "version 3 for issuer and number": ("format.version", {"version": 3}),
    "another type inside": ("format.content_type", {"inner_type": cms.oids.SIGNED_DATA}),
    "another signed type": ("attribute.content_type", {"content_type": cms.oids.SIGNED_DATA}),
    "another digest": ("digest.other", {"message_digest": SHA256_OF_OTHER}),
    "another digest algorithm": ("algorithm.disagree", {"digest_oid": oids.SHA384}),
    "SHA-1": ("algorithm.unknown", {"digest_oid": oids.SHA1, "signature_oid": oids.SHA1_RSA}),
    "RSA-PSS": ("algorithm.unknown", {"signature_oid": oids.RSA_PSS}),
    "a signature of GOST by a key of RSA": (
        "algorithm.disagree",
        {"signature_oid": oids.GOST2015_512, "digest_oid": oids.STREEBOG512},
    ),
    "rsaEncryption in the shape of sha256WithRSA": ("algorithm.parameters", {"signature_oid": oids.RSA}),
    "no certificate": ("format.certificates", {"certificates": ()}),
    "an unknown attribute": ("attribute.unknown", {"signed": [attribute("1.2.3.4", ONE)]}),
    "an unknown unsigned attribute": ("attribute.unsigned_unknown", {"unsigned": [attribute("1.2.3.4", ONE)]}),
    "a time-stamp that is none": ("timestamp.malformed", {"unsigned": [attribute(oids.TIME_STAMP_TOKEN, ONE)]}),
    "algorithms under protection that are others": (
        "attribute.malformed",
        {"signed": [attribute(cms.ALGORITHM_PROTECTION, der.tlv(der.SEQUENCE))]},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named(desk: Desk, name: str) -> None:
    code, how = WRONG[name]
    found = desk.check(desk.sign(wrong=Wrong(**how)))
    assert found.code == code
    assert found.indication != "passed"


def test_a_signature_of_another_key_is_a_failure(desk: Desk) -> None:
    for algorithm in ALGORITHMS:
        found = desk.check(desk.sign(algorithm=algorithm, wrong=Wrong(signed_by=Key.generate(algorithm))))
        assert (found.indication, found.sub, found.code) == ("failed", "SIG_CRYPTO_FAILURE", "signature.wrong")


def test_other_content_is_a_failure(desk: Desk) -> None:
    found = desk.check(desk.sign(), CONTENT + b" ")
    assert (found.indication, found.sub, found.code) == ("failed", "HASH_FAILURE", "digest.other")
    found = desk.check(desk.sign(detached=False), CONTENT + b" ")
    assert (found.indication, found.sub, found.code) == ("failed", "HASH_FAILURE", "content.other")


def test_signing_certificate_must_be_the_signers_own(desk: Desk) -> None:
    for version in (1, 2):
        wrong = Wrong(ess=desk.person("citizen-2").certificate)
        assert desk.check(desk.sign(ess=version, wrong=wrong)).code == "attribute.ess"
    other = signing_certificate(desk.person("citizen-2").certificate, 1)
    assert desk.check(desk.sign(ess=2, wrong=Wrong(signed=[other]))).code == "attribute.ess"


def test_a_strangers_certificate_in_the_signature_is_refused(desk: Desk) -> None:
    mine, others = desk.person().certificate, desk.person("citizen-2").certificate
    found = desk.check(desk.sign(wrong=Wrong(certificates=[mine, others])))
    assert found.code == "signer.extra_certificate"


def test_the_named_certificate_must_be_there(desk: Desk) -> None:
    found = desk.check(desk.sign(wrong=Wrong(certificates=[desk.person("citizen-2").certificate])))
    assert found.code == "signer.not_found"


def test_a_certificate_twice_is_refused(desk: Desk) -> None:
    mine = desk.person().certificate
    assert desk.check(desk.sign(wrong=Wrong(certificates=[mine, mine]))).code == "format.not_der"


def test_64_kilobytes_are_the_limit(desk: Desk) -> None:
    assert desk.check(b"\x30" * (64 * 1024 + 1)).code == "format.too_big"
    assert desk.check(b"\x30" * (64 * 1024)).code == "format.not_der"


def _of_key_identifier(data: bytes) -> bytes:
    """The same signature naming its certificate by the key's identifier: signer and data then have version 3."""
    parts = der.strict(data).children[1].children[0].children
    signer = parts[4].children[0].children
    name = der.tlv(cms.KEY_ID, cms.key_identifier(cms.read(data).certificate) or b"")
    changed = der.tlv(der.SEQUENCE, der.integer(3), name, *(one.raw for one in signer[2:]))
    signed = der.tlv(
        der.SEQUENCE, der.integer(3), *(one.raw for one in parts[1:4]), der.tlv(der.SET, changed)
    )  # fmt: skip
    return der.tlv(der.SEQUENCE, der.oid(oids.SIGNED_DATA), der.tlv(0xA0, signed))


def test_a_certificate_named_by_its_key_is_found(desk: Desk) -> None:
    assert desk.check(_of_key_identifier(desk.sign())).code == "passed"


def test_lists_inside_the_signature_are_refused(desk: Desk) -> None:
    info = asn1.ContentInfo.load(desk.sign())
    info["content"]["crls"] = [asn1.RevocationInfoChoice.load(desk.authority.responders.crl(desk.now, "rsa"))]
    assert desk.check(info.dump(force=True)).code == "format.crls_inside"


# -- who may sign what ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "act", "code"),
    [
        ("citizen-1", policy.CITIZEN, "passed"),
        ("citizen-1", policy.ORGANISATION, "usage.role"),
        ("citizen-1", policy.LOGIN, "passed"),
        ("head", policy.ORGANISATION, "passed"),
        ("deputy", policy.ORGANISATION, "passed"),
        ("employee", policy.ORGANISATION, "usage.role"),
        ("head", policy.CITIZEN, "usage.role"),
        ("auth-only", policy.CITIZEN, "usage.auth_certificate"),
        ("auth-only", policy.ANY, "usage.auth_certificate"),
        ("auth-only", policy.LOGIN, "passed"),
        ("auth-only", policy.ActRule("enter", "auth"), "passed"),
        ("citizen-1", policy.ActRule("enter", "auth"), "usage.purpose"),
        ("foreign", policy.CITIZEN, "chain.unknown_issuer"),
        ("impostor", policy.CITIZEN, "chain.unknown_issuer"),
    ],
)
def test_the_act_decides_whose_key_counts(desk: Desk, name: str, act: policy.ActRule, code: str) -> None:
    for algorithm in ALGORITHMS:
        assert desk.check(desk.sign(name, algorithm), act=act).code == code


def test_a_short_key_of_rsa_is_refused(desk: Desk) -> None:
    assert desk.check(desk.sign("weak")).code == "algorithm.weak_key"


def test_the_purposes_of_an_authority_and_of_its_services_sign_nothing(desk: Desk) -> None:
    from jariya.kernel.signing.certificates import Certificate

    for name, code in (("nca_rsa", "usage.authority"), ("ocsp_rsa", "usage.purpose"), ("tsa_rsa", "usage.purpose")):
        certificate = Certificate.parse(desk.authority.identity(name).certificate)
        for rule in (policy.ANY, policy.LOGIN):
            with pytest.raises(Refused) as refused:
                policy.usable(certificate, rule)
            assert refused.value.code == code


# -- moments -------------------------------------------------------------------------------------------------------

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("after", "code"),
    [
        (HOUR, "passed"),  # a computer that missed the change of the zone
        (3 * HOUR, "attribute.signing_time"),
        (-HOUR, "passed"),
        (-3 * HOUR, "attribute.signing_time"),
        (-365 * DAY, "attribute.signing_time"),
    ],
)
def test_the_signers_clock_may_be_an_hour_wrong_and_not_more(desk: Desk, after: dt.timedelta, code: str) -> None:
    found = desk.check(desk.sign(at=desk.now + after), asked_at=desk.now - dt.timedelta(minutes=1))
    assert found.code == code


def test_a_signature_without_signing_time_passes(desk: Desk) -> None:
    found = desk.check(desk.sign(at=None))
    assert (found.code, found.signing_time) == ("passed", None)


def test_an_expired_certificate_signs_no_more(desk: Desk) -> None:
    found = desk.check(desk.sign("expired"))
    assert (found.indication, found.sub, found.code) == ("failed", "EXPIRED", "certificate.expired")
    found = desk.check(desk.sign("expired", at=None))
    assert (found.indication, found.sub) == ("indeterminate", "OUT_OF_BOUNDS_NO_POE")
    found = desk.check(desk.sign("expired", at=None), asked_at=desk.now)
    assert found.code == "certificate.expired", "the text was handed out after the end: the signature is younger"


def test_a_certificate_of_the_future_signs_nothing_yet(desk: Desk) -> None:
    found = desk.check(desk.sign("not-yet-valid"))
    assert (found.indication, found.sub) == ("failed", "NOT_YET_VALID")
    found = desk.check(desk.sign("not-yet-valid", at=None))
    assert (found.indication, found.sub) == ("indeterminate", "OUT_OF_BOUNDS_NO_POE")


def test_a_signature_checked_years_later_needs_a_proof_of_its_age(desk: Desk) -> None:
    from jariya.kernel.signing.certificates import Certificate

    end = Certificate.parse(desk.person().certificate).not_after
    later = end + DAY
    fresh = desk.lists("rsa", now=later)
    assert desk.check(desk.sign(), at=later, proofs=fresh).code == "certificate.expired_no_poe"
    found = desk.check(desk.sign(), at=later, proofs=fresh, known_since=desk.now)
    assert found.code == "revocation.none", "a list from after the end has forgotten the certificate"
    kept = desk.lists("rsa", now=desk.now + HOUR)
    assert desk.check(desk.sign(), at=later, proofs=kept, known_since=desk.now).code == "passed"


def test_a_moment_without_a_zone_is_a_mistake_of_the_caller(desk: Desk) -> None:
    with pytest.raises(ValueError, match="zone"):
        desk.check(desk.sign(), at=desk.now.replace(tzinfo=None))

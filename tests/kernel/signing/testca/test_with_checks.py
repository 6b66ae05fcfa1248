"""The people of the TEST authority before the platform's own checks: each is what their name says."""

from __future__ import annotations

import datetime as dt

import pytest

from jariya.kernel.signing import policy, revocation, testca, verify
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.refused import Refused
from jariya.kernel.signing.testca.persons import PERSONS
from jariya.kernel.signing.trust import TrustStore
from jariya.kernel.signing.verdict import Verdict

CITIZENS = [person.key for person in PERSONS if person.key.startswith("citizen-")]


@pytest.fixture(scope="session")
def trust(authority: testca.TestAuthority) -> TrustStore:
    """The store of this authority alone."""
    return TrustStore.load(authority.trust, profile="test")


def _checked(
    trust: TrustStore, person: testca.TestPerson, now: dt.datetime, act: policy.ActRule | None = None, **how: object
) -> Verdict:
    content = b'{"v":1,"act":"try"}'
    nonce = b"12345678"
    answers = []
    try:
        certificate = Certificate.parse(person.certificate)
        issuer = trust.chain(certificate, now).issuer
        request = revocation.ocsp_request(certificate, issuer, nonce)
        answers = [person.authority.responders.ocsp(request, now=now)]
    except Refused:
        pass  # no chain or no key to speak of: the check says so itself
    signed = person.sign_cms(content, at=now, **how)  # type: ignore[arg-type]
    proofs = verify.Proofs(ocsp=answers)
    return verify.check(signed, content, trust=trust, at=now, act=act, proofs=proofs, ocsp_nonce=nonce)


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (person.key, algorithm)
        for person in PERSONS
        if person.key in CITIZENS or person.organisation
        for algorithm in person.algorithms
    ],
)
def test_whoever_is_in_order_passes(
    authority: testca.TestAuthority, trust: TrustStore, made_at: dt.datetime, key: str, algorithm: str
) -> None:
    stamped = {"tsp": key in ("head", "citizen-8")}
    verdict = _checked(trust, authority.person(key, algorithm), made_at, **stamped)
    assert (verdict.indication, verdict.code) == ("passed", "passed")


WRONG = {
    "revoked": ("failed", "REVOKED"),
    "suspended": ("indeterminate", "TRY_LATER"),
    "expired": None,
    "not-yet-valid": None,
    "auth-only": None,
    "foreign": ("indeterminate", "NO_CERTIFICATE_CHAIN_FOUND"),
    "impostor": None,
    "weak": ("indeterminate", "CRYPTO_CONSTRAINTS_FAILURE"),
}
"""What the check says of each; None: anything but passed."""


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(person.key, algorithm) for person in PERSONS if person.key in WRONG for algorithm in person.algorithms],
)
def test_whoever_is_not_does_not_pass(
    authority: testca.TestAuthority, trust: TrustStore, made_at: dt.datetime, key: str, algorithm: str
) -> None:
    verdict = _checked(trust, authority.person(key, algorithm), made_at)
    assert verdict.indication != "passed"
    if expected := WRONG[key]:
        assert (verdict.indication, verdict.sub) == expected


def test_an_expired_key_was_good_while_it_lasted(
    authority: testca.TestAuthority, trust: TrustStore, made_at: dt.datetime
) -> None:
    before = made_at - dt.timedelta(days=100)
    assert _checked(trust, authority.person("expired"), before).indication == "passed"


def test_roles_decide_who_signs_for_whom(
    authority: testca.TestAuthority, trust: TrustStore, made_at: dt.datetime
) -> None:
    def passes(key: str, rule: policy.ActRule) -> bool:
        return _checked(trust, authority.person(key), made_at, rule).indication == "passed"

    assert passes("citizen-1", policy.CITIZEN) and not passes("head", policy.CITIZEN)
    assert passes("head", policy.ORGANISATION) and passes("right-to-sign", policy.ORGANISATION)
    assert not passes("employee", policy.ORGANISATION) and not passes("citizen-1", policy.ORGANISATION)
    assert passes("auth-only", policy.LOGIN) and passes("citizen-1", policy.LOGIN)


def test_production_does_not_believe_it(authority: testca.TestAuthority) -> None:
    with pytest.raises(Refused):
        TrustStore.load(authority.trust, profile="prod")

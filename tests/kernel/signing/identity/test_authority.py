"""Roles by certificate: confirmed, proposed to a second person, never granted by the certificate alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jariya.kernel.bodies import appointments
from jariya.kernel.bodies.models import Body, Delegation, Holding
from jariya.kernel.people import roles
from jariya.kernel.people.models import Person, Role
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.identity import authority as by_certificate
from jariya.kernel.signing.identity import linking
from jariya.kernel.signing.identity.demo import link_demo_people
from jariya.kernel.signing.models import RoleClaim

NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 18)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _linked(db: None) -> None:
    link_demo_people(NOW)


@pytest.fixture
def certificate(authority: Any) -> Any:
    """The parsed certificate of a TEST person."""
    return lambda key, algorithm="gost512": Certificate.parse(authority.person(key, algorithm).certificate)


@pytest.fixture
def newcomer(person: Any, ministry: Body) -> Person:
    """An invented official with the identity of nobody in the demonstration, and no role."""
    one = Person.objects.create(language="kk", created_at=NOW, staff=True, invented=True, email="n@ulgi.example")
    one.set_unusable_password()
    return one


def test_the_head_may_sign_for_the_body_whose_bin_stands_on_the_key(
    person: Any, ministry: Body, certificate: Any
) -> None:
    found = by_certificate.may_sign_as(person("head"), certificate("head"), ministry, now=NOW)
    assert (found.allowed, found.code) == (True, "ok")
    assert found.role is not None and found.role.kind == "head"


@pytest.mark.parametrize(
    ("who", "key", "body", "code"),
    [
        ("head", "district-head", "ulgi-ministry", "signer_other"),
        ("head", "head", "akimat-ulgi-synaq", "bin_other"),
        ("officer-1", "employee", "ulgi-ministry", "certificate_without_right"),
        ("citizen-1", "citizen-1", "ulgi-ministry", "no_organisation"),
        ("officer-2", "head", "ulgi-ministry", "identity_not_linked"),
    ],
)
def test_who_may_not_sign_hears_why(person: Any, certificate: Any, who: str, key: str, body: str, code: str) -> None:
    where = Body.objects.get(slug=body)
    found = by_certificate.may_sign_as(person(who), certificate(key), where, now=NOW)
    assert (found.allowed, found.code, found.role) == (False, code, None)


def test_a_body_whose_bin_is_not_known_signs_with_no_certificate(person: Any, ministry: Body, certificate: Any) -> None:
    Body.objects.filter(pk=ministry.pk).update(bin=None)
    ministry.refresh_from_db()
    assert by_certificate.may_sign_as(person("head"), certificate("head"), ministry, now=NOW).code == "body_without_bin"


def test_a_heads_certificate_does_not_outlive_the_role(person: Any, ministry: Body, certificate: Any) -> None:
    head = person("head")
    roles.end(Role.objects.get(person=head, kind="head"), last_day=DAY - dt.timedelta(days=1))
    head = Person.objects.get(pk=head.pk)
    assert by_certificate.may_sign_as(head, certificate("head"), ministry, now=NOW).code == "role_not_held"


def test_a_heads_certificate_does_not_outlive_the_appointment(person: Any, ministry: Body, certificate: Any) -> None:
    head = person("head")
    role = Role.objects.get(person=head, kind="head")
    assert role.post_id is not None, "the demonstration's head holds a post"
    holding = Holding.objects.on(DAY).get(post_id=role.post_id)
    appointments.dismiss(holding=holding, until=DAY - dt.timedelta(days=1))
    assert by_certificate.may_sign_as(head, certificate("head"), ministry, now=NOW).code == "appointment_over"


def test_the_right_to_sign_needs_a_deputys_role_here_or_an_order(person: Any, ministry: Body, certificate: Any) -> None:
    deputy = person("deputy")
    found = by_certificate.may_sign_as(deputy, certificate("deputy"), ministry, now=NOW)
    assert found.allowed and found.role is not None and found.role.kind == "deputy"
    role = found.role
    Role.objects.filter(pk=role.pk).update(kind="officer")
    assert role.post_id is not None
    Delegation.objects.filter(to_post_id=role.post_id).delete()
    fresh = Person.objects.get(pk=deputy.pk)
    assert by_certificate.may_sign_as(fresh, certificate("deputy"), ministry, now=NOW).code == "role_not_held"
    head_post = ministry.posts.get(kind="head")
    appointments.delegate(
        from_post=head_post, to_post=role.post, scope=["answers"], order_ref="№ 1", since=DAY, until=None
    )  # fmt: skip
    assert by_certificate.may_sign_as(fresh, certificate("deputy"), ministry, now=NOW).allowed


def test_a_held_role_is_confirmed_and_a_second_sight_is_no_second_claim(person: Any, certificate: Any) -> None:
    claim = by_certificate.claim(person("head"), certificate("head"), now=NOW)
    assert claim is not None and claim.state == "confirmed" and claim.role.kind == "head"
    assert by_certificate.claim(person("head"), certificate("head"), now=NOW) == claim
    assert by_certificate.waiting_for(person("registrar"), DAY) == []


def test_a_heads_certificate_alone_grants_nothing_and_waits_for_the_registrar(
    newcomer: Person, person: Any, certificate: Any, ministry: Body
) -> None:
    claim = by_certificate.claim(newcomer, certificate("head"), now=NOW)
    assert claim is not None and (claim.state, claim.kind, claim.role) == ("proposed", "head", None)
    assert not Role.objects.filter(person=newcomer).exists()
    assert by_certificate.claim(newcomer, certificate("head", "rsa"), now=NOW) == claim, "one request, not two"
    assert by_certificate.waiting_for(person("registrar"), DAY) == [claim]
    decided = by_certificate.decide(claim.pk, approve=True, by=person("registrar"), reason="", now=NOW)
    assert decided.state == "approved" and decided.role.granted_by == person("registrar")
    assert Role.objects.get(person=newcomer).kind == "head"
    with pytest.raises(by_certificate.ClaimError, match="claim_decided"):
        by_certificate.decide(claim.pk, approve=True, by=person("registrar"), reason="", now=NOW)


def test_a_refusal_has_a_reason_and_stands_for_this_certificate(
    newcomer: Person, person: Any, certificate: Any
) -> None:
    claim = by_certificate.claim(newcomer, certificate("head"), now=NOW)
    assert claim is not None
    with pytest.raises(by_certificate.ClaimError, match="reason_missing"):
        by_certificate.decide(claim.pk, approve=False, by=person("registrar"), reason=" ", now=NOW)
    by_certificate.decide(claim.pk, approve=False, by=person("registrar"), reason="dismissed in February", now=NOW)
    again = by_certificate.claim(newcomer, certificate("head"), now=NOW)
    assert again == claim and again.state == "refused"
    other = by_certificate.claim(newcomer, certificate("head", "rsa"), now=NOW)
    assert other is not None and other.state == "proposed", "another certificate is another request"


def test_nobody_decides_on_a_role_of_ones_own_nor_without_the_registrars_power(
    person: Any, certificate: Any, newcomer: Person
) -> None:
    registrar = person("registrar")
    own = by_certificate.claim(registrar, certificate("head"), now=NOW)
    assert own is not None and own not in by_certificate.waiting_for(registrar, DAY)
    with pytest.raises(by_certificate.ClaimError, match="own_claim"):
        by_certificate.decide(own.pk, approve=True, by=registrar, reason="", now=NOW)
    claim = by_certificate.claim(newcomer, certificate("head"), now=NOW)
    assert claim is not None
    for who in ("head", "supervisor", "citizen-1"):
        with pytest.raises(by_certificate.ClaimError, match="not_registrar"):
            by_certificate.decide(claim.pk, approve=True, by=person(who), reason="", now=NOW)
    assert not Role.objects.filter(person__in=[newcomer, registrar], kind="head").exists()


def test_a_citizens_account_claims_no_post(person: Any, certificate: Any) -> None:
    citizen = linking.open_or_find("999999000101", language="kk", now=NOW)
    assert by_certificate.claim(citizen, certificate("head"), now=NOW) is None
    assert not RoleClaim.objects.exists()


def test_an_organisation_that_is_no_body_claims_nothing(newcomer: Person, certificate: Any) -> None:
    assert by_certificate.claim(newcomer, certificate("other-head"), now=NOW) is None

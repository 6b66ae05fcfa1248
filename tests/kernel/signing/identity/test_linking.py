"""One person, one account: opened, found, linked, and conflicts that are named."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jariya.kernel.people.models import Person
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.identity import keys, linking, signer_ref
from jariya.kernel.signing.identity.demo import link_demo_people
from jariya.kernel.signing.models import Identity

NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
IIN, OTHER = "990101300123", "990202300456"
pytestmark = pytest.mark.django_db


def someone(**columns: Any) -> Person:
    return Person.objects.create(language="ru", created_at=NOW, **columns)


def test_a_first_sign_in_opens_an_account_under_a_pseudonym_and_the_next_one_finds_it() -> None:
    person = linking.open_or_find(IIN, language="ru", now=NOW)
    assert (person.name, person.phone, person.email, person.staff) == ("", None, None, False)
    assert person.handle.startswith("P") and not person.has_usable_password()
    assert linking.open_or_find(IIN, language="kk", now=NOW) == person
    assert linking.open_or_find(OTHER, language="kk", now=NOW) != person


def test_accounts_of_the_test_authority_are_marked_as_invented_and_real_ones_are_not(settings: Any) -> None:
    assert linking.open_or_find(IIN, language="ru", now=NOW).invented
    settings.EDS_PROFILE = "prod"
    assert not linking.open_or_find(OTHER, language="ru", now=NOW).invented


def test_no_column_holds_the_number(django_assert_max_num_queries: Any) -> None:
    person = linking.open_or_find(IIN, language="ru", now=NOW)
    for row in (person, Identity.objects.get(person=person)):
        assert all(
            IIN not in str(value) and IIN.encode() not in bytes(str(value), "utf-8") for value in vars(row).values()
        )
    with django_assert_max_num_queries(9):
        linking.open_or_find(IIN, language="ru", now=NOW)


def test_a_signature_joins_an_account_opened_by_telephone_and_opens_it_from_then_on() -> None:
    person = someone(phone="+77011234567", phone_confirmed_at=NOW)
    assert linking.link(person, IIN, now=NOW) is True
    assert linking.link(person, IIN, now=NOW) is False, "again it changes nothing"
    assert linking.open_or_find(IIN, language="kk", now=NOW) == person


def test_an_identity_of_another_account_is_not_taken_over_and_accounts_are_not_merged() -> None:
    first = linking.open_or_find(IIN, language="ru", now=NOW)
    second = someone(phone="+77011234567")
    with pytest.raises(linking.LinkError, match="identity_taken"):
        linking.link(second, IIN, now=NOW)
    assert linking.open_or_find(IIN, language="ru", now=NOW) == first
    assert linking.linked(second) is None


def test_an_account_does_not_change_its_person() -> None:
    person = linking.open_or_find(IIN, language="ru", now=NOW)
    with pytest.raises(linking.LinkError, match="identity_other"):
        linking.link(person, OTHER, now=NOW)
    assert linking.find("login", OTHER, now=NOW) is None


def test_a_closed_account_does_not_open() -> None:
    person = linking.open_or_find(IIN, language="ru", now=NOW)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(linking.LinkError, match="account_closed"):
        linking.open_or_find(IIN, language="ru", now=NOW)


def test_an_official_and_the_same_citizen_are_two_accounts_whose_rows_cannot_be_compared() -> None:
    citizen = linking.open_or_find(IIN, language="ru", now=NOW)
    official = someone(email="x@ulgi.example", staff=True)
    assert linking.link(official, IIN, now=NOW)
    refs = {bytes(row.ref) for row in Identity.objects.filter(person__in=[citizen, official])}
    assert len(refs) == 2
    assert linking.open_or_find(IIN, language="ru", now=NOW) == citizen, "a signature opens no official's account"


def test_a_citizens_account_that_became_an_officials_opens_by_its_key_only() -> None:
    person = linking.open_or_find(IIN, language="ru", now=NOW)
    Person.objects.filter(pk=person.pk).update(staff=True)
    with pytest.raises(linking.LinkError, match="account_official"):
        linking.open_or_find(IIN, language="ru", now=NOW)


def test_a_subject_of_a_service_never_meets_an_iin() -> None:
    one = linking.open_or_find(signer_ref.subject("https://idp.example", IIN), language="ru", now=NOW)
    assert linking.open_or_find(IIN, language="ru", now=NOW) != one
    assert linking.open_or_find(signer_ref.subject("https://idp2.example", IIN), language="ru", now=NOW) != one


def test_check_digits_are_asked_of_the_states_own_certificates_only(authority: Any, settings: Any) -> None:
    certificate = Certificate.parse(authority.person("citizen-1").certificate)
    assert linking.iin_of(certificate) == certificate.iin
    settings.EDS_PROFILE = "prod"
    with pytest.raises(linking.LinkError, match="iin_invalid"):
        linking.iin_of(certificate)


def test_every_demonstration_account_with_a_test_certificate_is_linked_once() -> None:
    link_demo_people(NOW)
    before = Identity.objects.count()
    assert before >= 7
    assert link_demo_people(NOW) == 0
    assert Identity.objects.count() == before
    assert linking.open_or_find("999999000012", language="kk", now=NOW).handle == "demo-citizen-1"
    assert linking.belongs(Person.objects.get(handle="demo-head"), "999999000101", now=NOW)
    assert linking.find("login", "999999000101", now=NOW) is None


def test_real_anchors_link_no_invented_people(settings: Any) -> None:
    Identity.objects.all().delete()
    settings.EDS_PROFILE = "prod"
    assert link_demo_people(NOW) == 0
    assert not Identity.objects.exists()


def test_a_refusal_never_quotes_the_number() -> None:
    linking.open_or_find(IIN, language="ru", now=NOW)
    with pytest.raises(linking.LinkError) as caught:
        linking.link(someone(), IIN, now=NOW)
    assert IIN not in repr(caught.value) and IIN not in str(caught.value)
    assert IIN not in repr(signer_ref.ref("login", IIN)) and IIN not in repr(keys.current("login"))

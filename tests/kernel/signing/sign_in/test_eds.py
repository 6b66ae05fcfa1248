"""Sign-in by signature, from the sign-in page to the account, as a browser does it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jariya.kernel.people.models import Person, Session, SignIn
from jariya.kernel.signing.identity import linking
from jariya.kernel.signing.models import Evidence, Identity, RoleClaim, SigningSession

pytestmark = pytest.mark.django_db

START = "/kk/sign-in/eds/"
AGENT = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36"


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_USER_AGENT=AGENT)


def signed_in_as(client: Client) -> Person | None:
    number = client.session.get("_auth_user_id")
    return Person.objects.get(pk=number) if number else None


def enter(client: Client, passed: Any) -> Any:
    assert passed.status_code == 302, passed.content.decode()[:2000]
    shown = client.get(passed["Location"])
    assert shown.status_code == 200
    fields = dict(re.findall(r'type="hidden" name="(signing|next)" value="([^"]*)"', shown.content.decode()))
    return client.post("/kk/sign-in/eds/enter/", fields)


def demo(client: Client, who: str) -> None:
    client.post("/kk/sign-in/demo/", {"handle": f"demo-{who}"})


def test_the_sign_in_page_offers_the_signature_and_keeps_where_one_came_from(browser: Client) -> None:
    page = browser.get("/kk/sign-in/?next=/kk/my/account/").content.decode()
    assert 'href="/kk/sign-in/eds/?next=/kk/my/account/"' in page


@pytest.mark.parametrize("algorithm", ["gost512", "rsa"])
def test_a_citizen_signs_and_a_new_account_opens(browser: Client, sign: Any, algorithm: str) -> None:
    before = Person.objects.count()
    led = browser.post(START, {"next": "/kk/my/sessions/"})
    answer = enter(browser, sign(browser, led, "citizen-4", algorithm=algorithm))
    assert (answer.status_code, answer["Location"]) == (302, "/kk/my/sessions/")
    person = signed_in_as(browser)
    assert person is not None and person.invented and person.phone is None
    assert Person.objects.count() == before + 1
    assert Session.objects.get(person=person).level == "eds"
    audit = SignIn.objects.filter(person=person)
    assert [(row.means, row.level, row.outcome) for row in audit] == [("eds", "eds", "ok")]
    assert "электрондық цифрлық" in browser.get("/kk/my/account/").content.decode()


def test_the_next_signature_finds_the_same_account_in_another_browser(browser: Client, sign: Any) -> None:
    enter(browser, sign(browser, browser.post(START), "citizen-4"))
    other = Client(HTTP_USER_AGENT=AGENT)
    enter(other, sign(other, other.post(START), "citizen-4", algorithm="rsa"))
    assert signed_in_as(other) == signed_in_as(browser) is not None


def test_a_key_for_sign_in_alone_suffices(browser: Client, sign: Any) -> None:
    assert enter(browser, sign(browser, browser.post(START), "auth-only")).status_code == 302
    assert signed_in_as(browser) is not None


def test_the_head_of_a_firm_enters_as_a_person_and_gets_no_role(browser: Client, sign: Any) -> None:
    enter(browser, sign(browser, browser.post(START), "head"))
    person = signed_in_as(browser)
    assert person is not None and not person.staff and person.handle != "demo-head"
    assert not person.roles.exists() and not RoleClaim.objects.filter(person=person).exists()


@pytest.mark.parametrize("who", ["expired", "revoked", "suspended", "foreign", "impostor", "not-yet-valid"])
def test_a_bad_certificate_opens_nothing(browser: Client, sign: Any, who: str) -> None:
    before = Person.objects.count()
    answer = sign(browser, browser.post(START), who)
    assert answer.status_code in (200, 422)
    assert signed_in_as(browser) is None and Person.objects.count() == before


def test_what_is_signed_names_the_device_and_the_signature_is_not_kept(browser: Client, sign: Any) -> None:
    led = browser.post(START)
    page = browser.get(led["Location"]).content.decode()
    assert "Chrome, Windows" in page
    sign(browser, led, "citizen-4")
    session = SigningSession.objects.get(act="login")
    kept = Evidence.objects.get(session=session)
    assert kept.sealed_cms is None and kept.sealed_proofs is None and kept.erased_at is not None
    assert set(session.outcome) == {"person", "new"}


def test_a_failed_sign_in_is_in_the_audit_and_its_signature_is_not_kept(browser: Client, sign: Any) -> None:
    sign(browser, browser.post(START), "revoked")
    row = SignIn.objects.get(means="eds")
    assert row.person is None and "revoked" in row.outcome
    assert not Evidence.objects.exclude(sealed_cms=None).exists()


def test_a_signature_opens_the_browser_that_began_and_no_other(browser: Client, sign: Any) -> None:
    passed = sign(browser, browser.post(START), "citizen-4")
    thief = Client()
    assert thief.get(passed["Location"]).status_code == 409
    public_id = SigningSession.objects.get(act="login").public_id
    assert thief.post("/kk/sign-in/eds/enter/", {"signing": public_id}).status_code == 409
    assert signed_in_as(thief) is None


def test_a_signature_opens_once(browser: Client, sign: Any) -> None:
    passed = sign(browser, browser.post(START), "citizen-4")
    public_id = SigningSession.objects.get(act="login").public_id
    assert enter(browser, passed).status_code == 302
    browser.post("/kk/sign-out/")
    again = browser.post("/kk/sign-in/eds/enter/", {"signing": public_id})
    assert again.status_code == 409 and "sign_in.unknown" in again.content.decode()
    assert signed_in_as(browser) is None


def test_a_signature_opens_for_ten_minutes(browser: Client, sign: Any) -> None:
    passed = sign(browser, browser.post(START), "citizen-4")
    session = SigningSession.objects.get(act="login")
    early = timezone.now() - dt.timedelta(minutes=11)
    SigningSession.objects.filter(pk=session.pk).update(settled_at=early)
    refused = browser.get(passed["Location"])
    assert refused.status_code == 409 and "sign_in.too_late" in refused.content.decode()


def test_the_request_lives_five_minutes(browser: Client, trusted: None) -> None:
    browser.post(START)
    session = SigningSession.objects.get(act="login")
    assert session.expires_at - session.issued_at == dt.timedelta(minutes=5)


def test_a_session_of_another_act_lets_nobody_in(browser: Client, sign: Any) -> None:
    sign(browser, browser.post(START), "citizen-4")
    SigningSession.objects.filter(act="login").update(act="question.ask")
    public_id = SigningSession.objects.get(act="question.ask").public_id
    assert browser.post("/kk/sign-in/eds/enter/", {"signing": public_id}).status_code == 409


def test_a_closed_account_stays_closed_also_between_the_check_and_the_door(browser: Client, sign: Any) -> None:
    passed = sign(browser, browser.post(START), "citizen-4")
    Person.objects.filter(pk=SigningSession.objects.get(act="login").outcome["person"]).update(is_active=False)
    assert enter(browser, passed).status_code == 409
    other = Client()
    answer = sign(other, other.post(START), "citizen-4")
    assert answer.status_code == 200 and "identity.account_closed" in answer.content.decode()


@pytest.mark.parametrize("strange", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_the_way_on_is_a_path_of_this_site(browser: Client, sign: Any, strange: str) -> None:
    answer = enter(browser, sign(browser, browser.post(START, {"next": strange}), "citizen-4"))
    assert answer["Location"] == "/kk/my/account/"


def test_whoever_is_signed_in_by_telephone_joins_the_signature_and_the_session_rises(
    browser: Client, sign: Any, person: Any
) -> None:
    Identity.objects.filter(person=person("citizen-3")).delete()
    demo(browser, "citizen-3")
    assert "demo-citizen-3" in browser.get(START).content.decode()
    answer = enter(browser, sign(browser, browser.post(START, {"next": "/kk/my/eds/"}), "citizen-5"))
    assert answer["Location"] == "/kk/my/eds/"
    assert signed_in_as(browser) == person("citizen-3")
    assert linking.linked(person("citizen-3")) is not None
    assert Session.objects.filter(person=person("citizen-3"), level="eds").exists()
    other = Client()
    enter(other, sign(other, other.post(START), "citizen-5"))
    assert signed_in_as(other) == person("citizen-3")


def test_an_identity_of_another_account_is_refused_in_words_and_nothing_is_merged(
    browser: Client, sign: Any, person: Any
) -> None:
    Identity.objects.filter(person=person("citizen-3")).delete()
    demo(browser, "citizen-3")
    answer = sign(browser, browser.post(START), "citizen-1")
    text = answer.content.decode()
    assert answer.status_code == 200 and "signer.claimed" in text
    assert linking.linked(person("citizen-3")) is None
    assert signed_in_as(browser) == person("citizen-3")


def test_an_official_joins_a_signature_stays_an_official_and_the_role_is_confirmed(
    browser: Client, sign: Any, person: Any
) -> None:
    demo(browser, "head")
    passed = sign(browser, browser.post(START), "head")
    shown = browser.get(passed["Location"])
    assert (shown.status_code, shown["Location"]) == (302, "/kk/my/eds/?done=linked")
    page = browser.get(shown["Location"]).content.decode()
    assert RoleClaim.objects.get(person=person("head")).state == "confirmed"
    assert "Үлгі министрлігі" in page
    assert Session.objects.get(person=person("head")).level == "staff"


def test_a_claimed_post_goes_to_the_registrar_who_grants_or_refuses_it(browser: Client, sign: Any, person: Any) -> None:
    officer = person("officer-2")
    demo(browser, "officer-2")
    sign(browser, browser.post(START), "right-to-sign")
    assert not RoleClaim.objects.filter(person=officer).exists(), "a firm is no body"
    Identity.objects.filter(person=officer).delete()
    Identity.objects.filter(person=person("deputy")).delete()
    sign(browser, browser.post(START), "deputy")
    claim = RoleClaim.objects.get(person=officer)
    assert claim.state == "proposed"
    assert browser.get("/kk/my/claims/").status_code == 404, "no registrar, no list"

    registrar = Client()
    demo(registrar, "registrar")
    assert officer.name in registrar.get("/kk/my/claims/").content.decode()
    address = f"/kk/my/claims/{claim.pk}/"
    refused = registrar.post(address, {"decision": "refuse", "reason": "х"})
    assert refused.status_code == 422 and 'value="х"' in refused.content.decode(), "what was typed stays"
    assert browser.post(address, {"decision": "approve"}).status_code == 404
    assert registrar.post(address, {"decision": "approve"}).status_code == 302
    assert officer.roles.filter(kind="deputy", until=None).exists()
    assert registrar.post(address, {"decision": "approve"}).status_code == 422
    assert registrar.post("/kk/my/claims/999999/", {"decision": "approve"}).status_code == 404


def test_my_signature_page_is_private_and_shows_no_number(browser: Client, sign: Any) -> None:
    assert browser.get("/kk/my/eds/").status_code == 302
    enter(browser, sign(browser, browser.post(START), "citizen-4"))
    page = browser.get("/kk/my/eds/")
    assert page["Cache-Control"] == "private, no-store"
    assert "999999000042" not in page.content.decode()

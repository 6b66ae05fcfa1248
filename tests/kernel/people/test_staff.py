from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.kernel.people.conftest import TODAY

from jariya.kernel.people import app_keys, enrolment, roles, sealing
from jariya.kernel.people.limits import SETTINGS
from jariya.kernel.people.models import AppKey, Enrolment, Passkey, Person, RecoveryCode, Session, SignIn

pytestmark = pytest.mark.django_db
PASSWORD = "ұзын әрі мықты құпиясөз"


def code_at(secret: bytes, moment: dt.datetime) -> str:
    return app_keys._totp(secret).generate(int(moment.timestamp())).decode()


@pytest.fixture
def link(body: Any, clock: Any) -> Any:
    return enrolment.enrol(
        name="Динара Үлгіқызы",
        email="dinara@one.example",
        body=body,
        kinds=["officer"],
        language="kk",
        since=TODAY,
        by=None,
        now=clock(),
    )


def finish(client: Client, issued: Any, clock: Any) -> list[str]:
    secret = enrolment.offered_secret(issued.enrolment)
    assert secret
    answer = client.post(
        f"/kk/sign-in/enrol/{issued.token}/",
        {"password": PASSWORD, "again": PASSWORD, "code": code_at(secret, clock())},
    )
    assert answer.status_code == 200, answer.content.decode()
    return re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", answer.content.decode())


def sign_in(
    client: Client, code: str, password: str = PASSWORD, login: str = "Dinara@one.example", **extra: str
) -> Any:
    return client.post("/kk/sign-in/staff/", {"login": login, "password": password, "code": code}, **extra)


def next_code(clock: Any) -> str:
    clock.forward(seconds=31)
    secret = sealing.unseal(AppKey.objects.get().sealed)
    assert secret
    return code_at(secret, clock())


def test_the_enrolment_page_offers_the_secret_as_picture_and_text_and_writes_nothing(client: Client, link: Any) -> None:
    before = list(Enrolment.objects.values())
    pages = [client.get(f"/kk/sign-in/enrol/{link.token}/").content.decode() for _twice in range(2)]
    secret = enrolment.offered_secret(link.enrolment)
    assert secret
    assert "<svg" in pages[0]
    assert app_keys.shown_secret(secret) in pages[0]
    assert app_keys.shown_secret(secret) in pages[1]
    assert list(Enrolment.objects.values()) == before
    assert "Динара" not in app_keys.provisioning_svg(secret, link.enrolment.person.handle)


def test_password_and_application_open_the_account_with_staff_level(client: Client, link: Any, clock: Any) -> None:
    codes = finish(client, link, clock)
    assert len(codes) == SETTINGS.recovery_codes
    other = Client()
    answer = sign_in(other, next_code(clock))
    assert answer.status_code == 302
    row = Session.objects.filter(person=link.enrolment.person).latest("since")
    assert row.level == "staff"
    assert row.expire_date - row.since == dt.timedelta(hours=12)


def test_a_link_works_once(client: Client, link: Any, clock: Any) -> None:
    finish(client, link, clock)
    assert Client().get(f"/kk/sign-in/enrol/{link.token}/").status_code == 404


def test_a_newer_link_and_seven_days_end_a_link(client: Client, link: Any, clock: Any) -> None:
    newer = enrolment.issue(link.enrolment.person, by=None, now=clock())
    assert client.get(f"/kk/sign-in/enrol/{link.token}/").status_code == 404
    assert client.get(f"/kk/sign-in/enrol/{newer.token}/").status_code == 200
    clock.forward(days=7)
    assert client.get(f"/kk/sign-in/enrol/{newer.token}/").status_code == 404
    assert client.get(f"/kk/sign-in/enrol/{'x' * 500}/").status_code == 404


def test_the_links_secret_is_in_no_table(link: Any) -> None:
    assert link.token not in str(list(Enrolment.objects.values()))


def test_a_used_new_link_ends_old_keys_and_sessions(client: Client, link: Any, clock: Any) -> None:
    old_codes = finish(client, link, clock)
    Passkey.objects.create(
        person=link.enrolment.person, credential_id=b"old", credential=b"old", label="old", created_at=clock()
    )
    newer = enrolment.issue(link.enrolment.person, by=None, now=clock())
    clock.forward(seconds=60)
    finish(Client(), newer, clock)
    assert client.get("/kk/my/account/").status_code == 302, "the session of the lost device has ended"
    assert not Passkey.objects.exists()
    clock.forward(minutes=1)
    assert sign_in(Client(), old_codes[0]).status_code == 422


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"password": "короткий"}, "password"),
        ({"password": "123456789012345"}, "password"),
        ({"password": ""}, "password"),
        ({"again": "басқа құпиясөз емес"}, "again"),
        ({"code": "000"}, "code"),
        ({"code": ""}, "code"),
        ({"password": "п" * 100_000}, "password"),
    ],
)
def test_a_bad_password_or_code_keeps_the_link_alive(
    fields: dict[str, str], code: str, client: Client, link: Any, clock: Any
) -> None:
    secret = enrolment.offered_secret(link.enrolment)
    assert secret
    typed = {"password": PASSWORD, "again": PASSWORD, "code": code_at(secret, clock()), **fields}
    answer = client.post(f"/kk/sign-in/enrol/{link.token}/", typed)
    assert answer.status_code == 422
    assert f"f-{code}-error" in answer.content.decode()
    assert not AppKey.objects.exists()
    finish(Client(), link, clock)


def test_the_applications_code_is_good_once(client: Client, link: Any, clock: Any) -> None:
    finish(client, link, clock)
    code = next_code(clock)
    assert sign_in(Client(), code).status_code == 302
    assert sign_in(Client(), code).status_code == 422


def test_a_clock_that_is_half_a_minute_wrong_is_forgiven_and_a_minute_more_is_not(link: Any, clock: Any) -> None:
    secret = app_keys.new_secret()
    now = clock()
    assert app_keys.step_of(secret, code_at(secret, now - dt.timedelta(seconds=30)), now) is not None
    assert app_keys.step_of(secret, code_at(secret, now + dt.timedelta(seconds=30)), now) is not None
    assert app_keys.step_of(secret, code_at(secret, now - dt.timedelta(seconds=90)), now) is None


def test_the_code_is_the_one_of_rfc_6238() -> None:
    # RFC 6238, appendix B, SHA-1, its 8-digit values cut to the last six digits.
    secret = b"12345678901234567890"
    for seconds, digits in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        assert app_keys._totp(secret).generate(seconds).decode() == digits


def test_a_recovery_code_replaces_the_application_once(client: Client, link: Any, clock: Any) -> None:
    codes = finish(client, link, clock)
    clock.forward(minutes=1)
    assert sign_in(Client(), codes[0].lower().replace("-", " ")).status_code == 302
    assert SignIn.objects.filter(means="recovery", outcome="ok").exists()
    assert sign_in(Client(), codes[0]).status_code == 422
    assert codes[1] not in str(list(RecoveryCode.objects.values()))


def test_what_was_wrong_is_not_told(client: Client, link: Any, clock: Any) -> None:
    finish(client, link, clock)
    right = next_code(clock)
    pages = {
        sign_in(Client(), "000000").content.decode().count("error-summary"),
        sign_in(Client(), right, password="бұл дұрыс емес құпиясөз").content.decode().count("error-summary"),
        sign_in(Client(), right, login="nobody@one.example").content.decode().count("error-summary"),
    }
    assert pages == {1}
    assert sign_in(Client(), right).status_code == 302, "a failed password does not spend the code"


def test_ten_failures_close_one_network_and_leave_the_owner_another(client: Client, link: Any, clock: Any) -> None:
    finish(client, link, clock)
    attacker = {"REMOTE_ADDR": "198.51.100.7"}
    for _attempt in range(SETTINGS.staff_failures):
        assert sign_in(Client(), "000000", **attacker).status_code == 422
    assert sign_in(Client(), next_code(clock), **attacker).status_code == 429
    assert sign_in(Client(), next_code(clock)).status_code == 302
    clock.forward(minutes=16)
    assert sign_in(Client(), next_code(clock), **attacker).status_code == 302


def test_the_login_typed_stays_and_the_password_does_not(client: Client) -> None:
    page = sign_in(client, "123456", login="who@one.example").content.decode()
    assert 'value="who@one.example"' in page
    assert PASSWORD not in page


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", "не json", '{"id":"x","rawId":"x"}', "x" * 50_000])
def test_a_hostile_answer_of_a_device_is_a_sentence(credential: str, client: Client) -> None:
    assert client.post("/kk/sign-in/passkey/", {"credential": credential}).status_code == 422, "no challenge"
    assert client.post("/kk/sign-in/passkey/options/").status_code == 200
    assert client.post("/kk/sign-in/passkey/", {"credential": credential}).status_code == 422


def test_a_citizens_session_does_not_open_the_officials_pages(client: Client, make_person: Any) -> None:
    person = make_person(phone="+77011234567", phone_confirmed_at=dt.datetime.now(dt.UTC))
    client.force_login(person)
    answer = client.get("/en/my/keys/")
    assert answer.status_code == 403
    assert "level_too_low" in answer.content.decode()
    assert client.get("/en/my/staff/").status_code == 403


# -- the registrar's desk


@pytest.fixture
def registrar(client: Client, body: Any, make_person: Any) -> Person:
    person = make_person(staff=True, email="registrar@one.example")
    roles.grant(person, body, "registrar", since=TODAY)
    client.force_login(person)
    session = client.session
    session["since"] = timezone.now().isoformat()
    session.save()
    return person


def enrolled(client: Client, **fields: Any) -> Any:
    typed = {
        "body": "one",
        "name": "Марат Үлгіұлы",
        "email": "marat@one.example",
        "kinds": ["officer"],
        "language": "ru",
    }
    return client.post("/kk/my/staff/new/", {**typed, **fields})


def test_a_registrar_enrols_an_official_and_sees_the_link_once(client: Client, registrar: Person) -> None:
    answer = enrolled(client)
    found = re.search(r"/kk/sign-in/enrol/([\w-]+)/", answer.content.decode())
    assert found
    assert Client().get(found.group()).status_code == 200
    person = Person.objects.get(email="marat@one.example")
    assert (person.staff, person.invented, person.language) == (True, True, "ru")
    assert "Марат" in client.get("/kk/my/staff/").content.decode()
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "registrar@one.example"},
        {"email": "нет"},
        {"name": ""},
        {"name": "a" * 201},
        {"kinds": []},
        {"kinds": ["supervisor"]},
        {"kinds": ["king"]},
        {"body": "two"},
        {"body": "x" * 10_000},
        {"language": "de"},
    ],
)
def test_a_bad_enrolment_is_refused_and_leaves_nothing(
    fields: Any, client: Client, registrar: Person, other_body: Any
) -> None:
    before = Person.objects.count()
    assert enrolled(client, **fields).status_code == 422
    assert Person.objects.count() == before


def test_only_a_registrar_sees_the_desk_and_only_own_bodies(
    client: Client, registrar: Person, make_person: Any, other_body: Any
) -> None:
    stranger = make_person(staff=True)
    role = roles.grant(stranger, other_body, "head", since=TODAY)
    assert client.get(f"/kk/my/staff/{stranger.handle}/").status_code == 404
    assert client.post(f"/kk/my/staff/{stranger.handle}/link/").status_code == 404
    assert client.post(f"/kk/my/staff/role/{role.pk}/end/").status_code == 404
    client.force_login(stranger)
    assert client.get("/kk/my/staff/").status_code == 404
    assert enrolled(client).status_code == 404


def test_a_registrar_grants_and_ends_a_role(client: Client, registrar: Person, body: Any, make_person: Any) -> None:
    person = make_person(staff=True, invented=True)
    role = roles.grant(person, body, "officer", since=TODAY)
    answer = client.post(f"/kk/my/staff/{person.handle}/", {"body": str(body.pk), "kind": "deputy"})
    assert answer.status_code == 302
    assert person.roles.get(kind="deputy").granted_by == registrar
    assert client.post(f"/kk/my/staff/role/{role.pk}/end/").status_code == 302
    role.refresh_from_db()
    assert role.until is not None
    assert client.post(f"/kk/my/staff/{person.handle}/link/").status_code == 200


def test_a_local_registrar_cannot_take_over_one_who_also_serves_elsewhere(
    client: Client, registrar: Person, body: Any, other_body: Any, make_person: Any
) -> None:
    person = make_person(staff=True)
    roles.grant(person, body, "officer", since=TODAY)
    roles.grant(person, other_body, "head", since=TODAY)
    assert client.get(f"/kk/my/staff/{person.handle}/").status_code == 200
    assert client.post(f"/kk/my/staff/{person.handle}/link/").status_code == 404
    assert not Enrolment.objects.exists()


def test_the_registrar_of_the_authorised_body_finds_any_body_by_words(
    client: Client, make_person: Any, body: Any, other_body: Any
) -> None:
    person = make_person(staff=True)
    roles.grant(person, other_body, "registrar", since=TODAY, everywhere=True)
    client.force_login(person)
    page = client.get("/kk/my/staff/new/", {"q": "Үлгі one"}).content.decode()
    assert "?body=one" in page
    assert "?body=two" not in page
    assert enrolled(client, kinds=["supervisor"]).status_code == 200
    assert client.get("/kk/my/staff/new/", {"q": "x" * 3000}).status_code == 200


# -- changing one's keys


def test_keys_change_only_soon_after_a_sign_in(client: Client, link: Any, clock: Any) -> None:
    finish(client, link, clock)
    assert client.post("/kk/my/keys/options/").status_code == 200
    answer = client.post("/kk/my/keys/change/", {"verb": "recovery"})
    assert len(re.findall(r"<code>[0-9A-Z]{5}-", answer.content.decode())) == SETTINGS.recovery_codes
    assert RecoveryCode.objects.count() == SETTINGS.recovery_codes
    clock.forward(minutes=16)
    assert client.post("/kk/my/keys/options/").status_code == 403
    assert client.post("/kk/my/keys/change/", {"verb": "recovery"}).status_code == 403
    assert client.get("/kk/my/keys/").status_code == 200


def test_the_last_key_is_not_removed(client: Client, make_person: Any, clock: Any) -> None:
    person = make_person(staff=True)
    client.force_login(person)
    session = client.session
    session["since"] = clock().isoformat()
    session.save()
    only = Passkey.objects.create(person=person, credential_id=b"1", credential=b"1", label="a", created_at=clock())
    assert client.post("/kk/my/keys/change/", {"verb": "remove", "passkey": only.pk}).status_code == 422
    Passkey.objects.create(person=person, credential_id=b"2", credential=b"2", label="b", created_at=clock())
    assert client.post("/kk/my/keys/change/", {"verb": "remove", "passkey": only.pk}).status_code == 302
    assert Passkey.objects.get().label == "b"

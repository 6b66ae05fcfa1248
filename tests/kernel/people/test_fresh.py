"""What makes an account somebody else's needs a sign-in of the last quarter of an hour, and its owner hears of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.kernel.people.conftest import Mailbox
from tests.kernel.people.gateway import Gateway
from tests.kernel.people.test_staff import finish, link, registrar  # noqa: F401

from jariya.kernel.people.models import Code, Enrolment, Person

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "+77011234567", "+77017654321"


@pytest.fixture
def citizen(db: None, client: Client, gateway: Gateway) -> Person:
    client.post("/kk/sign-in/", {"phone": NUMBER})
    client.post("/kk/sign-in/code/", {"code": gateway.last_code(NUMBER)})
    return Person.objects.get(phone=NUMBER)


@pytest.mark.parametrize("form", [{"phone": OTHER}, {"by": "mail", "email": "thief@example.kz"}])
def test_a_browser_left_open_does_not_change_the_number_or_address(
    citizen: Person, client: Client, clock: Any, form: dict[str, str]
) -> None:
    clock.forward(minutes=16)
    sent = Code.objects.count()
    answer = client.post("/en/my/account/address/", form)
    said = answer.content.decode()
    assert answer.status_code == 403 and "sign in again" in said
    assert next(value for key, value in form.items() if key != "by") in said, "what was typed stays"
    assert "/en/sign-in/?next=/en/my/account/" in said
    assert Code.objects.count() == sent


def test_soon_after_a_sign_in_it_is_done(citizen: Person, client: Client, gateway: Gateway, clock: Any) -> None:
    clock.forward(minutes=14)
    client.post("/kk/my/account/address/", {"phone": OTHER})
    client.post("/kk/sign-in/code/", {"code": gateway.last_code(OTHER)})
    citizen.refresh_from_db()
    assert citizen.phone == OTHER


def test_the_address_of_before_hears_of_the_change(
    citizen: Person, client: Client, gateway: Gateway, mailbox: Mailbox, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Person.objects.filter(pk=citizen.pk).update(email="owner@example.kz", language="ru")
    client.post("/kk/my/account/address/", {"phone": OTHER})
    client.post("/kk/sign-in/code/", {"code": gateway.last_code(OTHER)})
    letter = mail.outbox[-1]
    assert letter.to == ["owner@example.kz"] and letter.subject == "Способ входа в вашу учётную запись изменён"
    assert OTHER not in letter.body and OTHER[-4:] not in letter.body and citizen.handle not in letter.body


def test_an_official_hears_of_a_key_set_up_by_a_link(
    client: Client,
    link: Any,  # noqa: F811
    clock: Any,
    settings: Any,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    finish(client, link, clock)
    assert [letter.to for letter in mail.outbox] == [["dinara@one.example"]]


def test_a_dead_mail_server_hinders_no_change(
    citizen: Person, client: Client, gateway: Gateway, settings: Any, caplog: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    Person.objects.filter(pk=citizen.pk).update(email="owner@example.kz")
    client.post("/kk/my/account/address/", {"phone": OTHER})
    assert client.post("/kk/sign-in/code/", {"code": gateway.last_code(OTHER)}).status_code == 302
    citizen.refresh_from_db()
    assert citizen.phone == OTHER and "owner@example.kz" not in caplog.text


def test_a_registrars_browser_left_open_gives_nobody_a_link(
    client: Client,
    registrar: Person,  # noqa: F811
    link: Any,  # noqa: F811
    clock: Any,
) -> None:
    handle, links = link.enrolment.person.handle, Enrolment.objects.count()
    clock.forward(minutes=16)
    answer = client.post(f"/en/my/staff/{handle}/link/")
    assert answer.status_code == 403 and "sign in again" in answer.content.decode()
    assert Enrolment.objects.count() == links


def test_a_try_to_pass_a_gate_is_logged_by_pseudonym_alone(citizen: Person, client: Client, caplog: Any) -> None:
    assert client.get("/kk/my/staff/").status_code == 403
    (record,) = [one for one in caplog.records if one.name == "jariya.security"]
    assert record.getMessage() == f"refused level_too_low act=registry level=phone account={citizen.handle}"
    assert NUMBER not in caplog.text


@pytest.mark.parametrize("weak", ["jariya-password-1", "ҚазақстанЖария1", "министрлік123456", "Parol-Admin-2026"])
def test_words_that_everybody_tries_first_count_for_nothing(client: Client, link: Any, weak: str) -> None:  # noqa: F811
    page = client.post(f"/en/sign-in/enrol/{link.token}/", {"password": weak, "again": weak, "code": "000000"})
    assert page.status_code == 422 and "too weak" in page.content.decode()

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client
from tests.kernel.people.conftest import BROWSER, NOW, Mailbox
from tests.kernel.people.gateway import Gateway

from jariya.kernel.people.limits import SETTINGS
from jariya.kernel.people.models import Code, Person, Session, SignIn

NUMBER = "+77011234567"
pytestmark = pytest.mark.django_db


def ask(client: Client, number: str = "8 701 123 45 67", lang: str = "kk", **fields: str) -> Any:
    return client.post(f"/{lang}/sign-in/", {"phone": number, **fields})


def enter(client: Client, code: str, lang: str = "kk") -> Any:
    return client.post(f"/{lang}/sign-in/code/", {"code": code}, HTTP_USER_AGENT=BROWSER)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_by_sms_opens_a_new_account_and_leads_back(client: Client, gateway: Gateway) -> None:
    answer = ask(client, next="/kk/questions/new?body=one")
    assert (answer.status_code, answer["Location"]) == (302, "/kk/sign-in/code/")
    answer = enter(client, gateway.last_code(NUMBER))
    assert (answer.status_code, answer["Location"]) == (302, "/kk/questions/new?body=one")
    person = Person.objects.get(phone=NUMBER)
    assert (person.language, person.identity_level) == ("kk", "phone")
    assert person.phone_confirmed_at is not None
    row = Session.objects.get(person=person)
    assert (row.level, row.device) == ("phone", "Chrome, Android")
    assert SignIn.objects.get().outcome == "ok"


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_message_is_one_sms_and_says_nothing_of_the_person(lang: str, client: Client, gateway: Gateway) -> None:
    ask(client, lang=lang)
    (message,) = gateway.messages.values()
    assert len(message["text"]) <= 70
    assert "1234567" not in message["text"].replace(" ", "")


def test_the_second_sign_in_finds_the_same_account(client: Client, gateway: Gateway, clock: Any) -> None:
    for number in ("+7 701 123 45 67", "87011234567"):
        ask(client, number)
        enter(client, gateway.last_code(NUMBER))
        client.post("/kk/sign-out/")
        clock.forward(minutes=2)
    assert Person.objects.filter(phone=NUMBER).count() == 1


def test_the_answer_does_not_tell_whether_an_account_exists(gateway: Gateway, make_person: Any) -> None:
    make_person(phone=NUMBER, phone_confirmed_at=NOW)
    known, unknown = Client(), Client()
    first, second = ask(known, NUMBER), ask(unknown, "+77019999967")
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    pages = [page.get("/kk/sign-in/code/").content for page in (known, unknown)]
    assert [len(page) for page in pages] == [len(pages[0])] * 2
    assert len(gateway.messages) == 2


def test_a_wrong_code_keeps_the_page_and_five_wrong_ones_end_it(client: Client, gateway: Gateway) -> None:
    ask(client)
    code = gateway.last_code(NUMBER)
    for _attempt in range(SETTINGS.code_tries):
        assert enter(client, wrong(code)).status_code == 422
    answer = enter(client, code)
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session
    assert not Person.objects.filter(phone=NUMBER).exists()


def test_a_code_dies_after_ten_minutes(client: Client, gateway: Gateway, clock: Any) -> None:
    ask(client)
    clock.forward(minutes=10)
    answer = enter(client, gateway.last_code(NUMBER))
    assert answer.status_code == 422
    assert not Person.objects.filter(phone=NUMBER).exists()


def test_a_code_opens_once(client: Client, gateway: Gateway) -> None:
    ask(client)
    other = Client()
    other.cookies = client.cookies.copy()
    code = gateway.last_code(NUMBER)
    assert enter(client, code).status_code == 302
    # The same cookie again: the session key was rotated at sign-in, so the copy opens nothing.
    answer = enter(other, code)
    assert (answer.status_code, answer["Location"]) == (302, "/kk/sign-in/")
    assert SignIn.objects.filter(outcome="ok").count() == 1


def test_a_code_asked_in_one_browser_does_not_open_another(gateway: Gateway) -> None:
    mine, theirs = Client(), Client()
    ask(mine)
    ask(theirs, "+77017654321")
    assert enter(theirs, gateway.last_code(NUMBER)).status_code == 422


def test_codes_are_kept_as_hashes(client: Client, gateway: Gateway) -> None:
    ask(client)
    code = gateway.last_code(NUMBER)
    row = Code.objects.values().get()
    assert code not in str(row)
    assert "7011234567" not in str(row)
    assert "127.0.0.1" not in str(row)


def test_a_new_code_waits_a_minute_and_the_old_page_stays_usable(client: Client, gateway: Gateway, clock: Any) -> None:
    ask(client)
    first = gateway.last_code(NUMBER)
    answer = client.post("/kk/sign-in/code/again/")
    assert answer.status_code == 429
    assert ask(client)["Location"] == "/kk/sign-in/code/", "a form sent twice leads to the code page, not to an error"
    assert len(gateway.messages) == 1
    clock.forward(seconds=61)
    assert client.post("/kk/sign-in/code/again/").status_code == 302
    assert len(gateway.messages) == 2
    second = gateway.last_code(NUMBER)
    if second != first:
        assert enter(client, first).status_code == 422
    assert enter(client, second).status_code == 302


def test_one_number_gets_five_codes_an_hour(gateway: Gateway, clock: Any) -> None:
    for _attempt in range(SETTINGS.codes_per_address_hour):
        assert ask(Client()).status_code == 302
        clock.forward(minutes=2)
    answer = ask(Client())
    assert answer.status_code == 422
    assert len(gateway.messages) == SETTINGS.codes_per_address_hour
    assert "8 701 123 45 67" in answer.content.decode(), "what was typed stays in the form"
    clock.forward(hours=1)
    assert ask(Client()).status_code == 302


def test_a_village_behind_one_address_is_not_locked_out(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from jariya.kernel.people import limits

    monkeypatch.setattr(limits, "SETTINGS", replace(SETTINGS, unconfirmed_codes_per_network_hour=3))
    for number in range(10):
        villager = Client()
        assert ask(villager, f"+7701000000{number}").status_code == 302
        assert enter(villager, gateway.last_code(f"+7701000000{number}")).status_code == 302
    for number in range(3):
        assert ask(Client(), f"+7701000001{number}").status_code == 302
    assert ask(Client(), "+77010000019").status_code == 422, "codes nobody confirms do count"
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    assert ask(stranger, "+77010000019").status_code == 302


@pytest.mark.parametrize(
    ("target", "where"),
    [
        ("https://evil.example/", "/kk/my/account/"),
        ("//evil.example/", "/kk/my/account/"),
        ("/\\evil.example", "/kk/my/account/"),
        ("javascript:alert(1)", "/kk/my/account/"),
        ("/kk/\r\nX: y", "/kk/my/account/"),
        ("/" + "a" * 3000, "/kk/my/account/"),
        ("/ru/questions/?q=%D0%B6", "/ru/questions/?q=%D0%B6"),
    ],
)
def test_sign_in_leads_nowhere_but_into_this_site(target: str, where: str, client: Client, gateway: Gateway) -> None:
    ask(client, next=target)
    assert enter(client, gateway.last_code(NUMBER))["Location"] == where


@pytest.mark.parametrize("typed", ["", "abc", "+7 901 123 45 67", "1" * 10_000, "<script>alert(1)</script>"])
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_bad_number_keeps_what_was_typed(typed: str, lang: str, client: Client, gateway: Gateway) -> None:
    answer = ask(client, typed, lang)
    assert answer.status_code == 422
    assert f'value="{typed.replace("<", "&lt;").replace(">", "&gt;")}"' in answer.content.decode()
    assert not gateway.messages


@pytest.mark.parametrize("typed", ["", "12345", "абвгде", "1" * 10_000])
def test_a_code_that_is_none_costs_no_try(typed: str, client: Client, gateway: Gateway) -> None:
    ask(client)
    assert enter(client, typed).status_code == 422
    assert Code.objects.get().tries == 0


def test_a_code_is_read_with_spaces(client: Client, gateway: Gateway) -> None:
    ask(client)
    code = gateway.last_code(NUMBER)
    assert enter(client, f" {code[:3]} {code[3:]} ").status_code == 302


def test_without_a_gateway_the_page_says_so_and_offers_e_mail(client: Client, settings: Any) -> None:
    settings.SMS_URL = ""
    page = client.get("/en/sign-in/").content.decode()
    assert "Codes by SMS are not available on this site yet" in page
    assert 'type="email"' in page
    assert 'type="tel"' not in page


@pytest.mark.parametrize(
    "answer", [(500, b""), (422, b'{"code":"bad_number"}'), (202, b"not json"), (302, b""), (200, b"{}")]
)
def test_a_failing_gateway_is_a_sentence_and_spends_no_allowance(
    answer: tuple[int, bytes], client: Client, gateway: Gateway
) -> None:
    gateway.answer = answer
    page = ask(client)
    assert page.status_code == 422
    gateway.answer = None
    assert ask(client).status_code == 302


def test_a_dead_gateway_is_a_sentence(client: Client, settings: Any) -> None:
    settings.SMS_URL = "http://127.0.0.1:1/messages"
    assert ask(client, lang="en").status_code == 422


def test_a_code_by_mail_opens_an_account_whose_identity_is_not_proven(client: Client, mailbox: Mailbox) -> None:
    import re

    answer = client.post("/ru/sign-in/", {"by": "mail", "email": " Aigerim@Example.KZ "})
    assert answer.status_code == 302
    letter = mailbox.text()
    subject, _line, body = letter.partition("\n")
    code = re.search(r"\b\d{6}\b", body)
    assert code
    assert not re.search(r"\d{6}", subject)
    assert enter(client, code.group(), "ru").status_code == 302
    person = Person.objects.get(email="aigerim@example.kz")
    assert (person.language, person.identity_level) == ("ru", "email")
    page = client.get("/en/my/account/").content.decode()
    assert "Identity not proven" in page


def test_a_dead_mail_server_is_a_sentence_and_no_error(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert client.post("/kk/sign-in/", {"by": "mail", "email": "a@b.kz"}).status_code == 422


@pytest.mark.parametrize("typed", ["", "a", "a@", "a@b", "a b@c.kz", "x" * 300 + "@b.kz", "a@b.kz\r\nBcc: c@d.kz"])
def test_a_bad_mail_address_is_refused(typed: str, client: Client, mailbox: Mailbox) -> None:
    assert client.post("/kk/sign-in/", {"by": "mail", "email": typed}).status_code == 422
    assert not mailbox.letters


def test_an_officials_account_is_not_opened_by_a_code(client: Client, make_person: Any, mailbox: Mailbox) -> None:
    import re

    make_person(email="boss@one.example", staff=True)
    client.post("/en/sign-in/", {"by": "mail", "email": "boss@one.example"})
    code = re.search(r"\b\d{6}\b", mailbox.text().partition("\n")[2])
    assert code
    answer = enter(client, code.group(), "en")
    assert answer.status_code == 422
    assert "/en/sign-in/staff/" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_closed_account_is_not_opened(client: Client, gateway: Gateway, make_person: Any) -> None:
    make_person(phone=NUMBER, is_active=False)
    ask(client)
    assert enter(client, gateway.last_code(NUMBER)).status_code == 422
    assert "_auth_user_id" not in client.session


def test_the_session_key_changes_at_sign_in_and_is_not_in_the_table(client: Client, gateway: Gateway) -> None:
    ask(client)
    before = client.cookies["session"].value
    enter(client, gateway.last_code(NUMBER))
    after = client.cookies["session"].value
    assert before != after
    keys = set(Session.objects.values_list("session_key", flat=True))
    assert len(keys) == 1
    assert after not in keys


def test_a_citizens_session_ends_after_thirty_days_however_often_it_is_used(
    client: Client, gateway: Gateway, clock: Any
) -> None:
    ask(client)
    enter(client, gateway.last_code(NUMBER))
    for _day in range(29):
        clock.forward(days=1)
        assert client.get("/kk/my/account/").status_code == 200
    clock.forward(days=1)
    assert client.get("/kk/my/account/").status_code == 302


def test_signing_out_takes_a_form_and_ends_the_session(client: Client, gateway: Gateway) -> None:
    ask(client)
    enter(client, gateway.last_code(NUMBER))
    assert client.cookies["signed"].value == "1"
    assert client.get("/kk/sign-out/").status_code == 405
    answer = client.post("/kk/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, "/kk/")
    assert not client.cookies["signed"].value
    assert not Session.objects.filter(person__isnull=False).exists()
    assert client.get("/kk/my/account/").status_code == 302


@pytest.mark.parametrize(
    "path", ["sign-in/", "sign-in/code/", "sign-in/code/again/", "sign-out/", "sign-in/demo/", "sign-in/staff/"]
)
def test_every_form_needs_its_token(path: str) -> None:
    assert Client(enforce_csrf_checks=True).post(f"/kk/{path}", {"phone": NUMBER}).status_code == 403


def test_the_code_field_is_one_a_telephone_fills_in_by_itself(client: Client, gateway: Gateway) -> None:
    ask(client)
    page = client.get("/kk/sign-in/code/").content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


def test_number_address_code_and_name_are_in_no_log_and_no_address(
    client: Client, gateway: Gateway, mailbox: Mailbox, caplog: pytest.LogCaptureFixture, capfd: Any, settings: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    locations = []
    locations.append(ask(client, next="/kk/")["Location"])
    code = gateway.last_code(NUMBER)
    enter(client, wrong(code))
    locations.append(enter(client, code)["Location"])
    client.post("/kk/my/account/", {"name": "Құпия Есімова", "language": "kk"})
    locations.append(client.post("/kk/my/account/address/", {"by": "mail", "email": "secret@example.kz"})["Location"])
    gateway.answer = (500, b'{"code":"failed","message":"to +77017777777 failed"}')
    ask(Client(), "+77017777777")
    settings.EMAIL_PORT = 1
    Client().post("/kk/sign-in/", {"by": "mail", "email": "other@example.kz"})
    out = capfd.readouterr()
    # SQL statements are Django's debug log, which production does not write.
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name not in {"django.db.backends", "mail.log"})
    text = "\n".join([logged, out.out, out.err, *locations])
    for secret in ("7011234567", "7017777777", code, "secret@example.kz", "other@example.kz", "Құпия"):
        assert secret not in text

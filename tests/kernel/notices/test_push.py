"""Web push: to the browsers a person chose, sealed, without personal data; who is gone is forgotten."""

from __future__ import annotations

import datetime as dt
import json
import logging
import ssl
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.kernel.notices.matter import NOW, SECRET, act, ask
from tests.kernel.notices.push_service import Browser, PushService

from jariya.kernel.notices import actions, delivery, digests
from jariya.kernel.notices.delivery import Count, deliver_due
from jariya.kernel.notices.models import Digest, Outbox, PushDevice
from jariya.kernel.notices.push import devices, egress
from jariya.kernel.people import sessions

LATER = NOW + dt.timedelta(minutes=1)
PREFERENCES = "/en/my/notices/"


@pytest.fixture
def service(settings: Any, tmp_path: Any) -> Iterator[PushService]:
    settings.PUSH_NEIGHBOURS = True
    settings.VAR = tmp_path
    with PushService() as running:
        yield running


def add(person: Any, browser: Browser, session: str = "s", **more: Any) -> PushDevice:
    return devices.subscribe(
        person=person, session=session, device="Firefox, Linux", now=NOW, **{**browser.fields(), **more}
    )


def rows() -> list[tuple[str, str, str]]:
    return list(Outbox.objects.order_by("id").values_list("channel", "state", "reason"))


def test_each_browser_of_the_person_shows_what_happened_and_nothing_personal(
    someone: Any, body: Any, service: PushService
) -> None:
    person = someone(mail=False, language="en")
    phone, laptop = service.browser("phone"), service.browser("laptop")
    add(person, phone)
    add(person, laptop)
    case = ask(person, body)
    assert deliver_due(LATER) == Count(sent=1)
    for browser in (phone, laptop):
        [said] = browser.messages
        assert said["title"] == "Jariya · INVENTED DATA"
        assert said["body"] == "Matter: registered"
        assert said["path"] == f"/en/matters/{case.public_id}"
        assert said["lang"] == "en"
        assert SECRET not in json.dumps(said, ensure_ascii=False)
        assert set(said) == {"title", "body", "path", "lang", "tag"}
    [headers] = phone.headers
    assert headers["TTL"] == "259200"
    assert headers["Urgency"] == "normal"
    assert len(headers["Topic"]) <= 32
    assert headers["Content-Encoding"] == "aes128gcm"
    assert service.claims["exp"] - dt.datetime.now(dt.UTC).timestamp() <= 24 * 3600


@pytest.mark.parametrize(("language", "words"), [("kk", "тіркелді"), ("ru", "зарегистрирован")])
def test_a_message_is_in_the_language_of_its_reader(
    someone: Any, body: Any, service: PushService, language: str, words: str
) -> None:
    person, browser = someone(mail=False, language=language), service.browser("one")
    add(person, browser)
    ask(person, body)
    deliver_due(LATER)
    assert words in browser.messages[0]["body"]


def test_who_has_no_browser_here_gets_no_row_of_this_channel(someone: Any, body: Any, mailbox: Any) -> None:
    ask(someone(), body)
    assert [row[0] for row in rows()] == ["mail"]


def test_the_channel_follows_the_choices_of_the_person(
    someone: Any, body: Any, service: PushService, mailbox: Any
) -> None:
    person, browser = someone(), service.browser("one")
    add(person, browser)
    actions.choose(person=person, language="kk", chosen={"own:push": False})
    case = ask(person, body)
    assert [row[0] for row in rows()] == ["mail"]
    actions.choose(person=person, language="kk", chosen={"own:push": True, "own:mail": False})
    act(case, "assign", someone.official(body, "officer"))
    deliver_due(LATER)
    assert len(browser.messages) == 1
    actions.choose(person=person, language="kk", chosen={"own:push": False})
    assert [row[0] for row in rows()] == ["mail", "push"]


def test_a_choice_made_while_the_message_waits_is_heeded(someone: Any, body: Any, service: PushService) -> None:
    person, browser = someone(mail=False), service.browser("one")
    add(person, browser)
    ask(person, body)
    actions.choose(person=person, language="kk", chosen={"own:push": False})
    assert deliver_due(LATER) == Count(skipped=1)
    assert browser.messages == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(someone: Any, body: Any, service: PushService, status: int) -> None:
    person, gone, there = someone(mail=False), service.browser("gone"), service.browser("there")
    add(person, gone)
    add(person, there)
    gone.answers = [status]
    ask(person, body)
    assert deliver_due(LATER) == Count(sent=1)
    assert [row.endpoint for row in PushDevice.objects.all()] == [there.endpoint]
    assert len(there.messages) == 1


def test_when_all_browsers_are_gone_the_message_is_given_up_at_once(
    someone: Any, body: Any, service: PushService
) -> None:
    person, gone = someone(mail=False), service.browser("gone")
    add(person, gone)
    gone.answers = [410]
    ask(person, body)
    assert deliver_due(LATER) == Count(failed=1)
    assert rows() == [("push", "failed", "push_gone")]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_asked_again_with_a_pause_and_nobody_is_told_twice(
    someone: Any, body: Any, service: PushService, status: int
) -> None:
    person, busy, there = someone(mail=False), service.browser("busy"), service.browser("there")
    add(person, busy)
    add(person, there)
    busy.answers = [status]
    ask(person, body)
    assert deliver_due(LATER) == Count(later=1)
    assert rows() == [("push", "queued", f"push_{status}")]
    assert deliver_due(LATER) == Count(), "the pause is kept"
    assert deliver_due(LATER + delivery.wait(1) + dt.timedelta(seconds=30)) == Count(sent=1)
    assert (len(busy.messages), len(there.messages)) == (1, 1)
    assert busy.messages[0]["tag"] == there.messages[0]["tag"]


def test_a_service_that_is_away_holds_the_run_up_once_and_harms_no_other(
    someone: Any, body: Any, service: PushService
) -> None:
    person, browser = someone(mail=False), service.browser("one")
    with PushService() as dead:
        away = [dead.browser("away-1"), dead.browser("away-2")]
    for row in (*away, browser):
        add(person, row)
    ask(person, body)
    assert deliver_due(LATER) == Count(later=1)
    assert rows() == [("push", "queued", "push_unreachable")]
    assert len(browser.messages) == 1


def test_a_redirect_is_not_followed(someone: Any, body: Any, service: PushService) -> None:
    person, browser = someone(mail=False), service.browser("one")
    add(person, browser)
    browser.answers = [302]
    ask(person, body)
    assert deliver_due(LATER) == Count(failed=1)
    assert service.requests == 1
    assert service.unasked == []


def test_an_address_that_became_private_is_forgotten_and_not_called(
    someone: Any, body: Any, service: PushService, settings: Any
) -> None:
    person, browser = someone(mail=False), service.browser("one")
    add(person, browser)
    ask(person, body)
    settings.PUSH_NEIGHBOURS = False
    assert deliver_due(LATER) == Count(failed=1)
    assert service.requests == 0
    assert not PushDevice.objects.exists()


def test_the_certificate_of_the_service_is_checked(someone: Any, settings: Any, tmp_path: Any) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    settings.PUSH_NEIGHBOURS = True
    with PushService(tls) as service:
        address = service.browser("one").endpoint
        with pytest.raises(egress.Unreached):
            egress.post(address, b"", {})
        settings.PUSH_CA_FILE = str(certificate)
        assert egress.post(f"{service.url}/push/nobody", b"", {}) == 404


def test_neither_log_nor_page_holds_the_secret_address(
    someone: Any, body: Any, service: PushService, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    person, browser = someone(mail=False), service.browser("very-secret")
    add(person, browser)
    browser.answers = [503, 401]
    ask(person, body)
    deliver_due(LATER)
    deliver_due(LATER + dt.timedelta(minutes=5))
    assert "very-secret" not in caplog.text
    client = signed_in(person)
    assert "very-secret" not in client.get(PREFERENCES).content.decode()


def test_a_digest_of_moved_days_comes_to_the_browser_too(someone: Any, service: PushService) -> None:
    person, browser = someone(mail=False, language="en"), service.browser("one")
    add(person, browser)
    Digest.objects.create(person=person, cause="calendar", edition=7, own=2, work=0, at=NOW, next_try_at=NOW)
    assert digests.deliver(LATER) == 1
    [said] = browser.messages
    assert said["body"] == "Due days moved"
    assert "/my/inbox/moved/" in said["path"]


def test_a_digest_waits_for_a_busy_service_unless_it_was_told_otherwise(
    someone: Any, service: PushService, mailbox: Any
) -> None:
    alone, also = someone(mail=False), someone()
    for person, name in ((alone, "alone"), (also, "also")):
        browser = service.browser(name)
        browser.answers = [503]
        add(person, browser)
        Digest.objects.create(person=person, cause="calendar", edition=7, own=2, work=0, at=NOW, next_try_at=NOW)
    assert digests.deliver(LATER) == 1
    assert dict(Digest.objects.values_list("person_id", "state")) == {alone.pk: "queued", also.pk: "sent"}


def test_the_same_browser_twice_is_one_and_it_belongs_to_who_subscribed_it_last(
    someone: Any, service: PushService
) -> None:
    one, other, browser = someone(), someone(), service.browser("shared")
    add(one, browser)
    add(one, browser)
    assert PushDevice.objects.count() == 1
    add(other, browser)
    assert list(PushDevice.objects.values_list("person_id", flat=True)) == [other.pk]


def test_no_more_browsers_are_kept_than_a_person_has(someone: Any, service: PushService) -> None:
    person = someone()
    for number in range(devices.MOST + 2):
        add(person, service.browser(str(number)))
    assert PushDevice.objects.filter(person=person).count() == devices.MOST


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_subscribes_lists_and_ends_a_browser(someone: Any, service: PushService) -> None:
    person, browser = someone(language="en"), service.browser("one")
    client = signed_in(person)
    page = client.get(PREFERENCES).content.decode()
    assert "here they do not run" in page
    assert "own:push" not in page, "no choice for what is not there"
    answer = client.post(
        "/en/my/notices/browser/", browser.fields(), headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}
    )
    assert answer.status_code == 303
    page = client.get(answer["Location"].partition("#")[0]).content.decode()
    assert "This browser will tell you." in page
    assert "Firefox, Linux" in page
    assert "own:push" in page
    row = PushDevice.objects.get()
    assert signed_in(someone()).post("/en/my/notices/browser/end/", {"device": row.token}).status_code == 303
    assert PushDevice.objects.exists(), "nobody ends what is another's"
    client.post("/en/my/notices/browser/end/", {"device": row.token})
    assert not PushDevice.objects.exists()


def test_saving_a_page_made_before_the_browser_was_added_switches_nothing_off(
    someone: Any, service: PushService
) -> None:
    person = someone(language="en")
    client = signed_in(person)
    add(person, service.browser("one"))
    client.post(PREFERENCES, {"language": "en", "on": ["own:mail"]})
    assert "own:push" not in actions.preference_of(person).chosen


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"endpoint": "https://push.example.org/x"}, {"endpoint": "http://169.254.169.254/latest", "key": "x"},
        {"endpoint": "https://10.0.0.1/x", "key": "x" * 5000, "auth": "y"},
    ],
)  # fmt: skip
def test_a_subscription_that_cannot_be_used_is_refused_with_words(someone: Any, fields: dict[str, str]) -> None:
    client = signed_in(someone(language="en"))
    answer = client.post("/en/my/notices/browser/", fields)
    assert answer.status_code == 303
    page = client.get(answer["Location"].partition("#")[0]).content.decode()
    assert "does not send to" in page
    assert not PushDevice.objects.exists()


def test_nobody_subscribes_without_signing_in(service: PushService, db: None) -> None:
    assert Client().post("/en/my/notices/browser/", service.browser("x").fields()).status_code in (302, 303, 403)
    assert not PushDevice.objects.exists()


def test_signing_out_ends_the_messages_to_this_browser_and_to_no_other(someone: Any, service: PushService) -> None:
    person = someone(language="en")
    here, there = signed_in(person), signed_in(person)
    here.post("/en/my/notices/browser/", service.browser("here").fields())
    there.post("/en/my/notices/browser/", service.browser("there").fields())
    here.post("/en/sign-out/")
    assert [row.endpoint[-5:] for row in PushDevice.objects.all()] == ["there"]
    sessions.revoke_all(person)
    assert not PushDevice.objects.exists()


def test_a_session_that_runs_out_takes_no_browser_away(someone: Any, service: PushService) -> None:
    person = someone()
    signed_in(person).post("/en/my/notices/browser/", service.browser("here").fields())
    sessions.clear_expired(dt.datetime.now(dt.UTC) + dt.timedelta(days=400))
    assert PushDevice.objects.exists()


def test_an_installation_without_a_key_offers_nothing_and_sends_nothing(
    someone: Any, body: Any, service: PushService, settings: Any
) -> None:
    person = someone(mail=False, language="en")
    add(person, service.browser("one"))
    settings.MODE, settings.VAPID_KEY = "production", ""
    ask(person, body)
    assert rows() == []
    client = signed_in(person)
    page = client.get(PREFERENCES).content.decode()
    assert "This installation sends no messages to browsers." in page
    assert "push.js" not in page
    answer = client.post("/en/my/notices/browser/", service.browser("two").fields())
    assert "push=off" in answer["Location"]


def test_the_worker_has_an_address_of_its_own_that_every_page_may_use(client: Client, db: None) -> None:
    answer = client.get("/push-worker.js")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert b"http" not in answer.content, "it knows no other site"

"""The page on which one signs: whose it is, what it says, and its forms without script."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jariya.kernel.signing import actions, acts, words
from jariya.kernel.signing.codes import CODES
from jariya.kernel.signing.lifecycle import Status
from jariya.kernel.signing.models import SigningSession

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch, made_at: dt.datetime) -> dt.datetime:
    now = made_at + dt.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def reader(handle: str = "") -> Client:
    client = Client()
    if handle:
        client.post("/kk/sign-in/demo/", {"handle": f"demo-{handle}"})
    return client


def page(session: SigningSession, rest: str = "", lang: str = "kk") -> str:
    return f"/{lang}/sign/{session.public_id}/{rest}"


def upload(client: Client, session: SigningSession, content: bytes, lang: str = "kk") -> Any:
    return client.post(page(session, "file/", lang), {"file": SimpleUploadedFile("a.p7s", content)})


def test_the_page_shows_the_words_and_the_exact_bytes(opened: Any, settings: Any) -> None:
    session = opened()
    answer = reader("citizen-1").get(page(session))
    text = answer.content.decode()
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert "Аула жарығы туралы сұрақ" in text and "Үлгі министрлігі" in text
    assert "&lt;b&gt;Екінші&lt;/b&gt;" in text, "the person's text is text"
    raw = bytes(session.manifest).decode()
    assert raw.replace('"', "&#34;") in text and bytes(session.digest).hex() in text
    assert "ТЕСТ" in text
    rules = dict(rule.strip().partition(" ")[::2] for rule in answer["Content-Security-Policy"].split(";"))
    assert rules["connect-src"] == "'self' ws://127.0.0.1:13579", "the socket of NCALayer and nothing else"
    asked = json.loads(
        re.search(r'data-request="([^"]*)"', text).group(1).replace("&#34;", '"')  # type: ignore[union-attr]
    )
    assert asked["module"] == "kz.gov.pki.knca.basics" and asked["method"] == "sign"
    assert asked["args"]["signerParams"]["extKeyUsageOids"] == ["1.3.6.1.5.5.7.3.4", "1.2.398.3.3.4.1.1"]
    manifest = reader("citizen-1").get(page(session, "manifest/"))
    assert manifest.content == bytes(session.manifest) and "attachment" in manifest["Content-Disposition"]


def test_anothers_session_does_not_exist(opened: Any, signed: Any) -> None:
    session = opened()
    other, nobody = reader("citizen-2"), reader()
    for rest in ("", "manifest/", "status/"):
        assert other.get(page(session, rest)).status_code == 404
    assert upload(other, session, signed(session)).status_code == 404
    assert other.post(page(session, "cancel/")).status_code == 404
    away = nobody.get(page(session))
    assert away.status_code == 302 and away["Location"].startswith("/kk/sign-in/")
    assert nobody.get(page(session, "status/")).status_code == 404
    assert other.get("/kk/sign/AAAAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    session.refresh_from_db()
    assert session.status == Status.OPEN


def test_a_session_without_a_person_belongs_to_the_browser_that_opened_it(
    heard: Any, services: Any, rf: Any, made_at: dt.datetime, opened: Any
) -> None:
    session = opened(person=None)
    mine = reader()
    store = mine.session
    store["signings"] = [session.public_id]
    store.save()
    assert mine.get(page(session)).status_code == 200
    assert reader().get(page(session)).status_code == 302
    assert reader("citizen-1").get(page(session)).status_code == 404


def test_a_file_of_any_program_is_a_way_to_sign(
    opened: Any, signed: Any, checked: Any, heard: Any, moment: Any
) -> None:
    session, client = opened(), reader("citizen-1")
    sent = upload(client, session, signed(session))
    assert (sent.status_code, sent["Location"]) == (303, page(session))
    waiting = client.get(page(session)).content.decode()
    assert "Қолтаңба тексеріліп жатыр" in waiting and "data-signing-status" in waiting
    assert client.get(page(session, "status/")).json() == {"status": "received", "refused": ""}
    checked(session, moment)
    done = client.get(page(session)).content.decode()
    assert "TOTAL-PASSED" in done and f"/kk/my/?signing={session.public_id}" in done
    assert "data-signing-status" not in done


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "cms.missing"), (b"%PDF", "cms.unreadable"), (b"0" * 120_000, "cms.too_big")]
)
def test_a_wrong_file_is_named_and_the_page_stays(opened: Any, content: bytes, code: str) -> None:
    answer = upload(reader("citizen-1"), opened(), content)
    assert answer.status_code == 422 and f"<code>{code}</code>" in answer.content.decode()
    assert "data-ncalayer" in answer.content.decode(), "all ways are still there"


def test_a_key_for_sign_in_is_refused_with_what_to_do(opened: Any, signed: Any) -> None:
    session, client = opened(), reader("citizen-1")
    answer = client.post(page(session, "ncalayer/", "ru"), {"cms": signed(session, "auth-only").hex()})
    assert "<code>cms.unreadable</code>" in answer.content.decode()
    import base64

    text = base64.b64encode(signed(session, "auth-only")).decode()
    pem = f"-----BEGIN CMS-----\n{text}\n-----END CMS-----\n"
    answer = client.post(page(session, "ncalayer/", "ru"), {"cms": pem})
    assert answer.status_code == 422 and "<code>usage.auth_certificate</code>" in answer.content.decode()
    again = client.get(page(session, lang="ru")).content.decode()
    assert "<code>usage.auth_certificate</code>" in again, "a reload still says why"


def test_the_organisations_key_is_explained_in_the_words_of_the_act(opened: Any, signed: Any) -> None:
    answer = upload(reader("citizen-1"), opened(), signed_by(opened, signed, "head"))
    assert answer.status_code == 422


def signed_by(opened: Any, signed: Any, who: str) -> bytes:
    return bytes(signed(opened(), who))


def test_cancel_and_again(opened: Any) -> None:
    session, client = opened(), reader("citizen-1")
    assert client.post(page(session, "cancel/")).status_code == 303
    text = client.get(page(session)).content.decode()
    assert "Қол қоюдан бас тартылды" in text
    fresh = client.post(page(session, "again/"))
    assert fresh.status_code == 303
    made = SigningSession.objects.get(earlier=session)
    assert fresh["Location"] == page(made) and made.status == Status.OPEN
    assert client.post(page(made, "again/")).status_code == 409, "one that still waits is not doubled"


def test_the_time_over_is_said_and_offers_a_new_begin(opened: Any, monkeypatch: Any) -> None:
    session, client = opened(), reader("citizen-1")
    monkeypatch.setattr(timezone, "now", lambda: session.expires_at)
    assert client.get(page(session, "status/")).json()["status"] == "expired"
    text = client.get(page(session)).content.decode()
    assert "Қол қоюға берілген уақыт бітті" in text and "data-ncalayer" not in text


def test_an_outage_is_being_verified_and_not_a_failure(
    opened: Any, signed: Any, checked: Any, services: Any, moment: Any
) -> None:
    session, client = opened(), reader("citizen-1")
    services.out.add("*")
    upload(client, session, signed(session))
    checked(session, moment)
    for lang, said in (("kk", "INDETERMINATE"), ("ru", "повторится сама"), ("en", "repeated by itself")):
        text = client.get(page(session, lang=lang)).content.decode()
        assert said in text and "notification-bad" not in text


def test_an_act_that_goes_straight_on_shows_no_verdict(
    opened: Any, signed: Any, checked: Any, heard: Any, moment: Any
) -> None:
    known = acts.act("test.sign")
    acts.register("test.sign", known.rule, known.done, straight=True)
    session, client = opened(), reader("citizen-1")
    upload(client, session, signed(session))
    checked(session, moment)
    answer = client.get(page(session))
    assert (answer.status_code, answer["Location"]) == (302, f"/kk/my/?signing={session.public_id}")


def test_the_certificate_stands_on_no_page_and_in_no_log(
    opened: Any, signed: Any, checked: Any, authority: Any, caplog: Any, moment: Any
) -> None:
    session, client = opened(), reader("citizen-1")
    person = authority.person("citizen-1").person
    texts = []
    for who in ("auth-only", "citizen-1"):
        texts.append(upload(client, session, signed(session, who)).content.decode())
    checked(session, moment)
    texts += [client.get(page(session)).content.decode(), client.get(page(session, "status/")).content.decode()]
    texts.append(caplog.text)
    row = SigningSession.objects.get(pk=session.pk)
    texts.append(str([getattr(row, field.attname) for field in row._meta.fields if field.attname != "manifest"]))
    for secret in (person.iin, person.surname, authority.person("auth-only").person.iin):
        assert not any(secret in text for text in texts)


def test_every_code_has_words_in_three_languages() -> None:
    from django.utils import translation

    for code in [*words.SESSION, *CODES]:
        said = {}
        for lang in ("kk", "ru", "en"):
            with translation.override(lang):
                found = words.of(code)
                said[lang] = (str(found.what), str(found.remedy))
        assert all(all(pair) for pair in said.values()), code
        assert said["kk"] != said["en"] and said["ru"] != said["en"], code


def test_the_page_has_a_budget_of_queries(opened: Any, django_assert_max_num_queries: Any) -> None:
    session, client = opened(), reader("citizen-1")
    client.get(page(session))
    with django_assert_max_num_queries(4):
        client.get(page(session))
    with django_assert_max_num_queries(3):
        client.get(page(session, "status/"))


def test_cancelling_what_has_its_signature_changes_nothing(opened: Any, signed: Any, moment: Any) -> None:
    session, client = opened(), reader("citizen-1")
    upload(client, session, signed(session))
    client.post(page(session, "cancel/"))
    session.refresh_from_db()
    assert session.status == Status.RECEIVED
    actions.cancel(session, now=moment)
    assert session.status == Status.RECEIVED

"""eGov Mobile's two calls, as the application makes them: no cookie, no form, one word and one bearer."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jariya.kernel.signing import actions, egov
from jariya.kernel.signing.lifecycle import Status
from jariya.kernel.signing.models import SigningSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def app() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch, made_at: dt.datetime) -> dt.datetime:
    now = made_at + dt.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def places(session: SigningSession) -> tuple[str, str]:
    return f"/sign/egov/{session.phone_word}/1", f"/sign/egov/{session.phone_word}/2"


def bearing(session: SigningSession) -> dict[str, str]:
    return {"Authorization": f"Bearer {egov.bearer(session)}"}


def put(app: Client, session: SigningSession, cms: bytes, **options: Any) -> Any:
    document = egov.second_answer(session)
    document["documentsToSign"][0]["document"]["file"]["data"] = base64.b64encode(cms).decode()
    headers = options.pop("headers", bearing(session))
    return app.put(places(session)[1], json.dumps(document), content_type="application/json", headers=headers)


def test_both_calls_and_the_signature_back(
    app: Client, opened: Any, signed: Any, checked: Any, heard: Any, settings: Any, moment: dt.datetime
) -> None:
    settings.EGOV_QR_ORGANISATION_BIN = "000000000000"
    session = opened()
    assert egov.qr_text(session) == f"mobileSign:http://localhost:8000{places(session)[0]}"
    first = app.get(places(session)[0])
    assert first.status_code == 200 and "no-store" in first["Cache-Control"] and not first.cookies
    said = first.json()
    assert dt.datetime.fromisoformat(said["expiry_date"]) == session.expires_at.replace(microsecond=0)
    assert said["expiry_date"].endswith("+05:00") and said["organisation"]["bin"] == "000000000000"
    assert said["organisation"]["nameKz"] == "Жария"
    assert said["document"] == {
        "uri": f"http://localhost:8000{places(session)[1]}",
        "auth_type": "Token",
        "auth_token": egov.bearer(session),
    }
    second = app.get(places(session)[1], headers=bearing(session)).json()
    assert (second["signMethod"], second["version"]) == ("CMS_SIGN_ONLY", 1)
    (document,) = second["documentsToSign"]
    assert base64.b64decode(document["document"]["file"]["data"]) == bytes(session.manifest)
    assert document["nameKz"] == "Аула жарығы туралы сұрақ"

    cms = signed(session)
    assert put(app, session, cms).status_code == 200
    assert put(app, session, cms).status_code == 200, "the same again gives the same answer"
    session.refresh_from_db()
    assert (session.status, session.way) == (Status.RECEIVED, "egov")
    assert checked(session, moment) == Status.PASSED and heard.done == [session.public_id]
    assert put(app, session, cms).status_code == 200
    assert app.get(places(session)[0]).status_code == 403
    assert app.get(places(session)[1], headers=bearing(session)).status_code == 403


def test_without_the_sessions_own_bearer_nothing_is_shown_or_taken(app: Client, opened: Any, signed: Any) -> None:
    session, other = opened(), opened()
    for headers in ({}, bearing(other), {"Authorization": "Basic x"}, {"Authorization": "Bearer қате"}):
        answer = app.get(places(session)[1], headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "egov.bearer")
    assert put(app, session, signed(session), headers=bearing(other)).status_code == 403
    session.refresh_from_db()
    assert session.status == Status.OPEN


def test_an_unknown_word_is_named_and_nothing_else(app: Client, db: None) -> None:
    for path in ("/sign/egov/AAAA/1", "/sign/egov/AAAA/2"):
        answer = app.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "session.unknown")


def test_a_wrong_key_is_a_403_that_names_it_in_the_sessions_language(app: Client, opened: Any, signed: Any) -> None:
    session = opened(language="ru")
    answer = put(app, session, signed(session, "auth-only"))
    assert (answer.status_code, answer.json()["code"]) == (403, "usage.auth_certificate")
    assert answer.json()["title"]
    session.refresh_from_db()
    assert session.status == Status.OPEN


def test_over_and_cancelled_sessions_answer_403(
    app: Client, opened: Any, signed: Any, made_at: dt.datetime, monkeypatch: Any
) -> None:
    session = opened()
    actions.cancel(session, now=made_at)
    assert app.get(places(session)[0]).json()["code"] == "session.cancelled"
    late = opened()
    monkeypatch.setattr(timezone, "now", lambda: late.expires_at)
    assert app.get(places(late)[0]).json()["code"] == "session.expired"
    answer = put(app, late, signed(late))
    assert (answer.status_code, answer.json()["code"]) == (403, "session.expired")


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"\xff\xfe", b'{"documentsToSign":[]}',
     b'{"documentsToSign":[{"document":{"file":{"data":5}}}]}',
     b'{"signMethod":"XML","documentsToSign":[{"document":{"file":{"data":"MAMCAQU="}}}]}', b"[" * 5000],
)  # fmt: skip
def test_a_strange_body_is_a_400_with_a_code(app: Client, opened: Any, body: bytes) -> None:
    session = opened()
    answer = app.put(places(session)[1], body, content_type="application/json", headers=bearing(session))
    assert (answer.status_code, answer.json()["code"]) == (400, "egov.unreadable")


def test_too_large_a_body_is_refused_before_it_is_read(app: Client, opened: Any) -> None:
    session = opened()
    answer = app.put(
        places(session)[1], b"x" * (egov.MAX_BODY + 1), content_type="application/json", headers=bearing(session)
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "cms.too_big")


def test_other_methods_are_405(app: Client, opened: Any) -> None:
    first, second = places(opened())
    assert app.post(first).status_code == 405 or app.post(first).status_code == 403
    assert app.delete(second).status_code == 405


def test_the_calls_have_a_budget_of_queries(
    app: Client, opened: Any, signed: Any, django_assert_max_num_queries: Any
) -> None:
    session = opened()
    with django_assert_max_num_queries(1):
        app.get(places(session)[0])
    with django_assert_max_num_queries(1):
        app.get(places(session)[1], headers=bearing(session))
    cms = signed(session)
    other = opened()
    put(app, other, signed(other))  # the purpose's key is made at its first use
    with django_assert_max_num_queries(13):
        assert put(app, session, cms).status_code == 200

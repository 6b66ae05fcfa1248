"""What strangers try at a signing session: forms of other sites, races, others' sessions, ways that lead away."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jariya.kernel.people.gates import safe_next
from jariya.kernel.signing import actions, egov, trusted
from jariya.kernel.signing.lifecycle import Status
from jariya.kernel.signing.models import Evidence, SigningSession

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch, made_at: dt.datetime) -> dt.datetime:
    now = made_at + dt.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def browser(handle: str = "demo-citizen-1", **options: Any) -> Client:
    client = Client(**options)
    page = client.get("/kk/sign-in/demo/")
    token = page.cookies["csrftoken"].value if "csrftoken" in page.cookies else ""
    client.post("/kk/sign-in/demo/", {"handle": handle, "csrfmiddlewaretoken": token})
    return client


@pytest.mark.parametrize("rest", ["ncalayer/", "file/", "cancel/", "again/"])
def test_a_form_of_another_site_moves_no_session(opened: Any, signed: Any, rest: str) -> None:
    session = opened()
    client = browser(enforce_csrf_checks=True)
    assert client.get(f"/kk/sign/{session.public_id}/").status_code == 200, "signed in"
    sent = client.post(f"/kk/sign/{session.public_id}/{rest}", {"cms": base64.b64encode(signed(session)).decode()})
    assert sent.status_code == 403
    session.refresh_from_db()
    assert session.status == Status.OPEN and not Evidence.objects.filter(session=session).exists()


def test_of_two_signatures_at_one_moment_one_is_kept_and_the_other_refused(
    opened: Any, signed: Any, moment: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second arrives while the first is being looked at: after it was found open, before its row is held."""
    session, store = opened(), trusted.store
    first, second = signed(session), signed(session, algorithm="rsa")
    inside: list[bool] = []

    def between() -> Any:
        if not inside:
            inside.append(True)
            actions.receive(SigningSession.objects.get(pk=session.pk), second, way="egov", now=moment)
        return store()

    monkeypatch.setattr(trusted, "store", between)
    with pytest.raises(actions.NotTaken, match=r"session\.over"):
        actions.receive(session, first, way="file", now=moment)
    kept = Evidence.objects.get(session=session)
    assert bytes(kept.cms_sha256) == hashlib.sha256(second).digest()


def test_the_same_signature_twice_at_one_moment_is_taken_once(
    opened: Any, signed: Any, moment: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, store = opened(), trusted.store
    cms, inside = signed(session), []

    def between() -> Any:
        if not inside:
            inside.append(True)
            assert actions.receive(SigningSession.objects.get(pk=session.pk), cms, way="egov", now=moment) is False
        return store()

    monkeypatch.setattr(trusted, "store", between)
    assert actions.receive(session, cms, way="egov", now=moment) is True
    assert Evidence.objects.filter(session=session).count() == 1


def test_the_word_and_bearer_of_ones_own_session_open_no_other(opened: Any, signed: Any, person: Any) -> None:
    mine, other = opened(), opened(person=person("citizen-2"))
    document = egov.second_answer(other)
    document["documentsToSign"][0]["document"]["file"]["data"] = base64.b64encode(signed(other)).decode()
    for word in (mine.public_id, other.public_id):
        assert Client().get(f"/sign/egov/{word}/1").status_code == 404, "the page's word is not the telephone's"
    answer = Client().put(
        f"/sign/egov/{other.phone_word}/2",
        json.dumps(document),
        content_type="application/json",
        headers={"Authorization": f"Bearer {egov.bearer(mine)}"},
    )
    assert answer.status_code == 403 and answer.json()["code"] == "egov.bearer"
    assert not Evidence.objects.exists()


def test_anothers_session_moves_by_no_address(opened: Any, signed: Any) -> None:
    session = opened()
    stranger = browser("demo-citizen-2")
    for rest in ("", "status/", "manifest/"):
        assert stranger.get(f"/kk/sign/{session.public_id}/{rest}").status_code == 404
    for rest in ("ncalayer/", "file/", "cancel/", "again/"):
        sent = {"cms": base64.b64encode(signed(session)).decode()}
        assert stranger.post(f"/kk/sign/{session.public_id}/{rest}", sent).status_code == 404
    session.refresh_from_db()
    assert session.status == Status.OPEN


def test_the_telephones_word_stands_in_no_answer_for_strangers_and_a_nonce_never_twice(opened: Any) -> None:
    sessions = [opened() for _ in range(5)]
    assert len({one.nonce for one in sessions} | {one.phone_word for one in sessions}) == 10
    first = Client().get(f"/sign/egov/{sessions[0].phone_word}/1")
    assert sessions[0].public_id not in first.content.decode(), "with it a telephone could not come into the browser"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "///evil.example",
        "/kk/\r\nSet-Cookie: a=b", "javascript:alert(1)", "/%0d%0a" + "x" * 2001, "evil.example", "",
    ],
)  # fmt: skip
def test_no_way_back_leads_away(target: str) -> None:
    assert safe_next(target, "/kk/") == "/kk/"

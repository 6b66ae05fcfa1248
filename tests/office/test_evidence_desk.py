"""Sealed evidence at the desk: who may see the page, how two registrars open it, what the look leaves behind."""

# ruff: noqa: F811

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.kernel.signing.conftest import authority, made_at  # noqa: F401
from tests.kernel.signing.sessions.conftest import checked, heard, opened, services, signed  # noqa: F401

from jariya.kernel.signing import actions
from jariya.kernel.signing.models import Look, Opening
from jariya.kernel.signing.terms import TERMS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch, made_at: dt.datetime) -> dt.datetime:
    now = made_at + dt.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture
def passed(opened: Any, signed: Any, checked: Any, moment: dt.datetime) -> Any:
    session = opened()
    actions.receive(session, signed(session), way="file", now=moment)
    checked(session, moment)
    return session


def desk(handle: str) -> Client:
    client = Client()
    client.post("/kk/sign-in/demo/", {"handle": f"demo-{handle}"})
    return client


def ask(client: Client, session: Any, **changed: str) -> Any:
    fields = {"reference": session.public_id.lower(), "reason": "court", "words": "Сот сұрауы № 5"}
    return client.post("/ru/desk/evidence/", {**fields, **changed})


@pytest.mark.parametrize("who", ["head", "supervisor", "officer-1", "moderator"])
def test_only_registrars_of_the_whole_installation_find_the_desk(who: str, passed: Any, moment: dt.datetime) -> None:
    ask(desk("registrar"), passed)
    number = Opening.objects.get().pk
    client = desk(who)
    assert client.get("/kk/desk/evidence/").status_code == 404
    assert client.get(f"/kk/desk/evidence/{number}/").status_code == 404
    for rest in ("decide", "read"):
        assert client.post(f"/kk/desk/evidence/{number}/{rest}/", {"do": "approve"}).status_code == 404
    assert Opening.objects.get().approved is None


def test_a_citizen_is_told_which_means_of_sign_in_is_missing() -> None:
    assert desk("citizen-1").get("/kk/desk/evidence/").status_code == 403


def test_two_registrars_open_a_signature_and_every_look_is_named(
    passed: Any,
    authority: Any,
    moment: dt.datetime,
) -> None:
    first, second = desk("registrar"), desk("registrar-2")
    sent = ask(first, passed)
    assert sent.status_code == 303
    place = sent["Location"]
    who = authority.person("citizen-1").person
    for client in (first, second):
        assert who.iin not in client.get(place).content.decode()
    assert first.post(f"{place}decide/", {"do": "approve"}).status_code == 409, "not one's own request"
    assert first.post(f"{place}read/", {"what": "page"}).status_code == 409, "not before it is approved"
    assert second.post(f"{place}decide/", {"do": "approve"}).status_code == 303
    shown = first.post(f"{place}read/", {"what": "page"}).content.decode()
    assert (
        who.iin in shown
        and who.surname in shown
        and bytes(passed.manifest).decode()[:40].replace('"', "&#34;") in shown
    )
    file = first.post(f"{place}read/", {"what": "cms"})
    assert file.content[:1] == b"\x30" and "attachment" in file["Content-Disposition"]
    assert b'"verdict"' in second.post(f"{place}read/", {"what": "proofs"}).content
    assert [row.what for row in Look.objects.order_by("pk")] == ["page", "cms", "proofs"]
    after = second.get(place).content.decode()
    assert after.count("<li>") >= 3 and who.iin not in after
    assert "no-store" in first.get(place)["Cache-Control"]


def test_a_refused_or_old_request_shows_nothing(passed: Any, authority: Any, monkeypatch: Any, moment: Any) -> None:
    first, second = desk("registrar"), desk("registrar-2")
    refused = ask(first, passed)["Location"]
    second.post(f"{refused}decide/", {"do": "refuse"})
    assert first.post(f"{refused}read/", {"what": "page"}).status_code == 409
    old = ask(first, passed)["Location"]
    second.post(f"{old}decide/", {"do": "approve"})
    monkeypatch.setattr(timezone, "now", lambda: moment + TERMS.view_for)
    late = desk("registrar")
    answer = late.post(f"{old}read/", {"what": "page"})
    assert answer.status_code == 409 and authority.person("citizen-1").person.iin not in answer.content.decode()
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    "changed", [{"reference": "нет"}, {"reference": ""}, {"reason": "curious"}, {"words": " "}, {"words": "x" * 1001}]
)
def test_a_request_without_reason_or_signature_is_not_made(passed: Any, changed: dict[str, str]) -> None:
    answer = ask(desk("registrar"), passed, **changed)
    assert answer.status_code == 422 and not Opening.objects.exists()
    assert "error-summary" in answer.content.decode()


def test_the_registrars_account_leads_to_the_desk_and_no_others_does() -> None:
    assert "/kk/desk/evidence/" in desk("registrar").get("/kk/my/account/").content.decode()
    for who in ("head", "citizen-1"):
        assert "/kk/desk/evidence/" not in desk(who).get("/kk/my/account/").content.decode()


def test_the_list_has_a_budget_of_queries(passed: Any, django_assert_max_num_queries: Any) -> None:
    client = desk("registrar")
    ask(client, passed)
    with django_assert_max_num_queries(6):
        assert client.get("/kk/desk/evidence/").status_code == 200


def test_a_registrars_browser_left_open_decides_and_reads_nothing(
    passed: Any, monkeypatch: pytest.MonkeyPatch, moment: dt.datetime
) -> None:
    first, second = desk("registrar"), desk("registrar-2")
    ask(first, passed)
    number = Opening.objects.get().pk
    monkeypatch.setattr(timezone, "now", lambda: moment + dt.timedelta(minutes=16))
    assert second.post(f"/kk/desk/evidence/{number}/decide/", {"do": "approve"}).status_code == 409
    assert Opening.objects.get().approved is None
    assert desk("registrar-2").post(f"/kk/desk/evidence/{number}/decide/", {"do": "approve"}).status_code == 303
    answer = first.post(f"/en/desk/evidence/{number}/read/", {"what": "cms"})
    assert answer.status_code == 409 and "sign in again" in answer.content.decode()
    assert not Look.objects.exists()
    assert desk("registrar").post(f"/kk/desk/evidence/{number}/read/", {"what": "cms"}).status_code == 200

"""The desk of a body's programs: a program, its tokens, what it did."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from tests.office.systems.conftest import Program

from jariya.office.systems.models import System, Token

pytestmark = pytest.mark.django_db
DESK = "/kk/desk/systems/"


@pytest.fixture
def at(today: dt.datetime) -> Any:
    """A browser signed in as a demonstration person."""

    def sign_in(name: str) -> Client:
        client = Client()
        assert client.post("/kk/sign-in/demo/", {"handle": f"demo-{name}"}).status_code == 302
        return client

    return sign_in


def test_the_head_makes_a_token_sees_it_once_and_revokes_it(at: Any, ask: Any, today: dt.datetime) -> None:
    head, case = at("head"), ask()
    form = head.get(f"{DESK}new/").content.decode()
    post = re.findall(r'name="post" value="(\d+)"', form)[1]
    missing = head.post(f"{DESK}new/", {"title": "Құжат айналымы"})
    assert missing.status_code == 422 and "Құжат айналымы" in missing.content.decode()
    made = head.post(f"{DESK}new/", {"title": "Құжат айналымы", "post": post})
    assert head.post(f"{DESK}new/", {"title": "Құжат айналымы", "post": post}).status_code == 422, "named once"
    page = made["Location"]
    late = {"do": "issue", "scopes": ["take"], "expires_on": "2030-01-01"}
    assert "system.too_long" in head.post(page, late).content.decode()
    shown = head.post(page, {**late, "expires_on": "2026-12-31"})
    secret = re.search(r"jariya\.[0-9a-f]{10}\.[\w-]+", shown.content.decode())
    assert secret is not None and "no-store" in shown["Cache-Control"]
    assert secret[0] not in head.get(page).content.decode(), "once"
    its = Program(secret[0], System.objects.get())
    its.do(f"cases/{case.public_id}/accept")
    assert case.public_id in head.get(page).content.decode(), "what it did"
    assert "Құжат айналымы" in head.get(f"/kk/desk/{case.public_id}/assign/").content.decode()
    head.post(page, {"do": "revoke", "token": Token.objects.get().word})
    assert its.get("cases").status_code == 401
    assert head.post(page, {"do": "end"}).status_code == 303
    assert "issue" not in head.get(page).content.decode()


def test_others_find_no_such_page(at: Any, program: Any) -> None:
    handle = program().system.person.handle
    assert at("registrar").get(f"{DESK}{handle}/").status_code == 200
    for name in ("officer-1", "district-head"):
        assert at(name).get(f"{DESK}{handle}/").status_code == 404
    assert at("officer-1").get(DESK).status_code == 404
    assert at("district-head").get(f"{DESK}?body=ulgi-ministry").status_code == 404

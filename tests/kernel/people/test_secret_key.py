"""A change of the installation's secret key: what an official holds still opens while the earlier key is listed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.kernel.people.test_staff import finish, link, next_code, sign_in  # noqa: F401

from jariya.kernel.people import enrolment, sealing
from jariya.kernel.people.models import AppKey, Session

pytestmark = pytest.mark.django_db
OLD, NEW = "o" * 20 + "ld" * 15, "n" * 20 + "ew" * 15


def test_keys_links_and_recovery_codes_outlive_the_change_and_sessions_do_not(
    settings: Any,
    client: Client,
    link: Any,  # noqa: F811
    clock: Any,
) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    waiting = enrolment.issue(link.enrolment.person, by=None, now=clock())
    codes = finish(client, waiting, clock)
    again = enrolment.issue(link.enrolment.person, by=None, now=clock())
    assert client.get("/kk/my/keys/").status_code == 200

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert client.get("/kk/my/keys/").status_code == 302, "sessions are found under the new key alone"
    assert enrolment.find(again.token, now=clock()) is not None
    assert sign_in(Client(), codes[0]).status_code == 302
    before = bytes(AppKey.objects.get().sealed)
    assert sign_in(client, next_code(clock)).status_code == 302
    assert bytes(AppKey.objects.get().sealed) != before

    settings.SECRET_KEY_FALLBACKS = []
    assert sign_in(Client(), next_code(clock)).status_code == 302, "the first sign-in sealed the secret anew"
    assert sign_in(Client(), codes[1]).status_code == 422, "what was not renewed is gone with the old key"
    assert enrolment.find(again.token, now=clock()) is None


def test_an_earlier_key_finds_and_never_writes(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert sealing.digests("x", 1)[0] == sealing.digest("x", 1) != sealing.digests("x", 1)[1]
    sealed = sealing.seal(b"secret")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    assert sealing.unseal(sealed) is None
    assert not Session.objects.filter(session_key=sealing.digest("session", "")).exists()

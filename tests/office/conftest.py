"""What tests of the desk share: a standing clock, browsers of demonstration persons, forms as a browser sends."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def today(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    """The pages read the clock in one place; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return now


@pytest.fixture
def at(today: dt.datetime) -> Any:
    """A browser signed in as a demonstration person."""

    def sign_in(name: str) -> Client:
        client = Client()
        assert client.post("/kk/sign-in/demo/", {"handle": f"demo-{name}"}).status_code == 302
        return client

    return sign_in


@pytest.fixture
def second(at: Any) -> Client:
    """The second supervisor of the authorised body: edits of the law need two persons."""
    return at("supervisor-2")


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page, as a browser would send them back."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))

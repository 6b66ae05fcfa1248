"""A small nation for the pages: answered in time, answered late, late and unanswered, private, at two bodies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

TODAY = dt.datetime(2026, 5, 20, 5, 0, tzinfo=dt.UTC)
"""Wednesday 20 May 2026, 10:00 in Almaty."""


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    """The pages read the clock in one place; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: TODAY)
    return TODAY


@dataclass
class Nation:
    """Cases by what became of them."""

    in_time: Any
    late: Any
    private: Any
    overdue: Any
    running: Any


@pytest.fixture
def nation(db: None, answered: Any, ask: Any, today: dt.datetime) -> Nation:
    """Five questions to the invented ministry; as of TODAY one is overdue and one runs."""
    march = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
    return Nation(
        in_time=answered(days=5, now=march, title="Мектепке автобус"),
        late=answered(days=40, now=march, title="Ауыз су құбыры"),
        private=answered(days=6, now=march, public=False, publish=False, title="ҚҰПИЯ-ТАҚЫРЫП"),
        overdue=ask(now=march + dt.timedelta(days=7), title="Жол жөндеу"),
        running=ask(now=TODAY - dt.timedelta(days=2), title="Көше шамы"),
    )


@pytest.fixture
def at(today: dt.datetime) -> Any:
    """A browser signed in as a demonstration person."""

    def sign_in(name: str) -> Client:
        client = Client()
        assert client.post("/kk/sign-in/demo/", {"handle": f"demo-{name}"}).status_code == 302
        return client

    return sign_in

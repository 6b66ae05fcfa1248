"""What two requests of the same moment must not do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from tests.kernel.people.conftest import NOW
from tests.kernel.people.gateway import Gateway

from jariya.kernel.people import accounts, codes, limits
from jariya.kernel.people.models import Channel, Code, Person

NUMBER = "+77011234567"


def at_once(count: int, act: Any) -> None:
    """Run `act` in so many threads, each with its own connection."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """In place of the usual transaction: rows that others see, taken away by hand (the audit cannot be flushed)."""
    assert connection.settings_dict["NAME"].startswith("test_")
    with django_db_blocker.unblock():
        yield
        Code.objects.all().delete()
        Person.objects.filter(phone=NUMBER).delete()
        connection.close()


def test_parallel_guesses_share_the_five_tries(db: None, gateway: Gateway) -> None:
    row = codes.send(Channel.SMS, NUMBER, network="n", language="kk", now=NOW)
    assert isinstance(row, Code)
    wrong = f"{(int(gateway.last_code(NUMBER)) + 1) % 1_000_000:06d}"
    results: list[str] = []
    at_once(12, lambda: results.append(codes.check(row.pk, Channel.SMS, NUMBER, wrong, now=NOW)))
    row.refresh_from_db()
    assert row.tries == limits.SETTINGS.code_tries
    assert results.count("code_used_up") >= 7


def test_two_first_sign_ins_at_once_open_one_account(db: None) -> None:
    made: list[int] = []
    at_once(6, lambda: made.append(accounts.open_or_find(Channel.SMS, NUMBER, language="kk", now=NOW).pk))
    assert len(made) == 6
    assert len(set(made)) == 1

"""What others see while keys change: a killed rewrapping, two sign-ins at once, a sign-in during a rotation."""

from __future__ import annotations

import base64
import datetime as dt
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from tests.kernel.people.test_at_once import at_once

from jariya.kernel.people.models import Person
from jariya.kernel.signing.identity import envelope, keys, linking, signer_ref
from jariya.kernel.signing.models import Identity, PurposeKey

NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
IIN = "990101300123"


def line(version: int) -> str:
    return f"{version}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


@pytest.fixture
def rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """In place of the usual transaction: rows that other processes see, taken away by hand (the journal stays)."""
    assert connection.settings_dict["NAME"].startswith("test_")
    with django_db_blocker.unblock():
        kept = list(PurposeKey.objects.all()), list(Identity.objects.all())
        last = Person.objects.order_by("-pk").values_list("pk", flat=True).first()
        PurposeKey.objects.all().delete()
        Identity.objects.all().delete()
        yield
        PurposeKey.objects.all().delete()
        Identity.objects.all().delete()
        Person.objects.filter(pk__gt=last).delete()
        for one in kept:
            type(one[0]).objects.bulk_create(one) if one else None
        connection.close()


KILLED = """
import datetime, os, signal, django
django.setup()
from django.utils import timezone
from jariya.kernel.signing.identity import keys
for number, row in enumerate(keys.rewrap(by="operator", now=timezone.now())):
    if number == 4:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.fault
def test_drill_the_rewrapping_is_killed_midway_and_resumed_and_sign_in_finds_the_same_person(
    rows: None, settings: Any
) -> None:
    old, new = line(1), line(2)
    settings.KEK = old
    person = linking.open_or_find(IIN, language="kk", now=NOW)
    refs = {f"petition:{n}": signer_ref.ref(f"petition:{n}", IIN, now=NOW).value for n in range(9)}
    sealed = envelope.seal(b"content", b"", "evidence")

    options = connection.settings_dict
    address = f"postgresql://{options['USER']}:{options['PASSWORD']}@{options['HOST']}:{options['PORT']}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"{address}/{options['NAME']}",
        "JARIYA_MODE": "demo",
        "JARIYA_KEK": f"{new},{old}",
        "DJANGO_SETTINGS_MODULE": "jariya.project.settings",
        "PYTHONPATH": "src",
    }
    killed = subprocess.run([sys.executable, "-c", KILLED], env=environment, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()

    settings.KEK = f"{new},{old}"
    assert keys.waiting() == 11 - 5
    # In the middle everything works under both keys, and nothing under either alone.
    assert linking.open_or_find(IIN, language="kk", now=NOW) == person
    assert envelope.open(sealed, b"", "evidence") == b"content"

    command = [sys.executable, "-c", "from jariya.project.cli import main; main()", "keys", "rewrap"]
    resumed = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert resumed.returncode == 0, resumed.stderr
    assert resumed.stdout.strip().splitlines()[-1] == "rewrapped\t6"

    settings.KEK = new
    assert linking.open_or_find(IIN, language="kk", now=NOW) == person
    assert {name: signer_ref.ref(name, IIN).value for name in refs} == refs
    assert envelope.open(sealed, b"", "evidence") == b"content"
    settings.KEK = old
    with pytest.raises(keys.KeyTrouble, match="kek_missing"):
        keys.current("login")


def test_six_first_sign_ins_of_one_person_at_once_open_one_account(rows: None) -> None:
    made: list[int] = []
    at_once(6, lambda: made.append(linking.open_or_find(IIN, language="kk", now=NOW).pk))
    assert len(made) == 6 and len(set(made)) == 1
    assert Identity.objects.filter(purpose="login").count() == 1
    assert PurposeKey.objects.filter(purpose="login").count() == 1


def test_sign_ins_of_one_person_while_the_key_is_rotated_open_one_account(rows: None) -> None:
    keys.current("login", now=NOW)
    made: list[int] = []
    turns = iter(range(12))

    def turn() -> None:
        if next(turns) % 4 == 1:
            keys.rotate("login", by="operator", now=NOW)
        else:
            made.append(linking.open_or_find(IIN, language="kk", now=NOW).pk)

    at_once(12, turn)
    assert len(made) == 9 and len(set(made)) == 1
    assert Identity.objects.filter(purpose="login").count() == 1


def test_two_accounts_that_link_one_identity_at_once_do_not_both_get_it(rows: None) -> None:
    people = [Person.objects.create(language="kk", created_at=NOW) for _ in range(2)]
    waiting, results = iter(people), []

    def link() -> None:
        try:
            results.append(linking.link(next(waiting), IIN, now=NOW))
        except linking.LinkError as error:
            results.append(error.code)

    at_once(2, link)
    assert sorted(map(str, results)) == ["True", "identity_taken"]


def test_one_account_that_links_two_identities_at_once_gets_one(rows: None) -> None:
    person = Person.objects.create(language="kk", created_at=NOW)
    waiting, results = iter([IIN, "990202300456"]), []

    def link() -> None:
        try:
            results.append(linking.link(person, next(waiting), now=NOW))
        except linking.LinkError as error:
            results.append(error.code)

    at_once(2, link)
    assert sorted(map(str, results)) == ["True", "identity_other"]

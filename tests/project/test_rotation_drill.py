"""One drill: every key of the installation is changed in turn, and nobody and nothing is lost.

The commands are those of docs/threats.md, run as an operator types them.
"""

# ruff: noqa: F811

from __future__ import annotations

import base64
import datetime as dt
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.kernel.signing.sign_in.conftest import services, sign, today, trusted  # noqa: F401
from typer.testing import CliRunner

from jariya.kernel.people import app_keys, enrolment
from jariya.kernel.people.models import AppKey, Person, Session
from jariya.kernel.record import actions as record
from jariya.kernel.record import queries, sequencing, verify_log
from jariya.kernel.record.models import Log
from jariya.kernel.signing import acts, evidence, openings, policy
from jariya.kernel.signing.actions import open_session, receive
from jariya.kernel.signing.checking import check
from jariya.kernel.signing.identity import keys
from jariya.kernel.signing.models import Identity, KeyDeed, SigningSession
from jariya.kernel.signing.step import Matter
from jariya.project import cli
from jariya.project.cli import keys as key_commands
from jariya.project.cli import log as log_commands

pytestmark = pytest.mark.django_db
PASSWORD = "ұзын әрі мықты құпиясөз"


def fresh_kek(version: int) -> str:
    return f"{version}:{base64.b64encode(os.urandom(32)).decode()}"


COMMANDS = {"keys": key_commands.app, "log": log_commands.app}


def jariya(*words: str) -> str:
    done = CliRunner().invoke(COMMANDS[words[0]], list(words[1:]))
    assert done.exit_code == 0, (words, done.output)
    return done.output


@pytest.fixture
def enter(sign: Callable[..., Any]) -> Callable[[str], Person]:
    """Sign in by EDS in a new browser; whose account it is."""

    def do(who: str) -> Person:
        client = Client()
        passed = sign(client, client.post("/kk/sign-in/eds/"), who)
        public_id = re.search(r"signing=([0-9A-Z]{26})", passed["Location"])
        assert public_id, passed["Location"]
        assert client.post("/kk/sign-in/eds/enter/", {"signing": public_id[1]}).status_code == 302
        return Person.objects.get(pk=client.session["_auth_user_id"])

    return do


@pytest.fixture
def signed(trusted: None, today: Any, person: Any) -> SigningSession:
    """A citizen's signature that has passed and lies sealed."""
    acts.register("drill.sign", policy.CITIZEN, lambda session, verdict, now: None)
    now = timezone.now()
    matter = Matter(id="drill", rev=1, title_kk="Жаттығу", title_ru="Учение", text="Жаттығу мәтіні")
    session = open_session(
        person=person("citizen-1"), act="drill.sign", matter=matter, back="/kk/", language="kk", now=now
    )
    receive(session, today.person("citizen-1", "gost512").sign_cms(bytes(session.manifest or b""), at=now),
            way="file", now=now)  # fmt: skip
    check(session.pk, now=timezone.now)
    session.refresh_from_db()
    assert session.status == "passed"
    acts._acts.pop("drill.sign")
    return session


def official(ministry: Any, now: dt.datetime) -> tuple[str, list[str]]:
    """An official with password, application and recovery codes: e-mail and codes."""
    issued = enrolment.enrol(
        name="Сынақ Үлгі", email="drill@one.example", body=ministry, kinds=["officer"], language="kk",
        since=now.date(), by=None, now=now,
    )  # fmt: skip
    secret = enrolment.offered_secret(issued.enrolment)
    assert secret
    codes = enrolment.set_password(issued.enrolment, password=PASSWORD, step=1, secret=secret, now=now)
    assert codes
    return "drill@one.example", codes


def by_application(email: str) -> Client:
    """The official signs in by password and the application's next code."""
    key = AppKey.objects.get(person__email=email)
    AppKey.objects.filter(pk=key.pk).update(last_step=1)
    secret = app_keys.sealing.unseal(key.sealed)
    assert secret
    code = app_keys._totp(secret).generate(int(timezone.now().timestamp())).decode()
    client = Client()
    client.post("/kk/sign-in/staff/", {"login": email, "password": PASSWORD, "code": code})
    return client


def test_every_key_is_changed_and_nobody_and_nothing_is_lost(
    enter: Callable[[str], Person],
    signed: SigningSession,
    ministry: Any,
    place: Path,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Any,
) -> None:
    monkeypatch.setattr(cli, "django", lambda: None)  # it is up; a second start would bind the log to the runner
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    now = timezone.now()
    first = settings.KEK
    assert first.startswith("1:")

    # -- Before: a citizen's account, sealed evidence, an official, a log with a receipt and a checkpoint kept outside.
    citizen = enter("citizen-4")
    cms = evidence.cms_of(signed)
    email, codes = official(ministry, now)
    assert by_application(email).get("/kk/my/keys/").status_code == 200
    record.append("events", [record.NewLeaf(b'{"v":1,"kind":"sign"}', str(n)) for n in range(300)], now=now)
    sequencing.sequence("events", now=now)
    log = Log.objects.get(name="events")
    (old_line,) = queries.vkeys(log)
    receipt, kept = tmp_path / "7.tlog-proof", tmp_path / "kept.checkpoint"
    receipt.write_bytes(queries.public_proof(log, 7))
    folder = str(place / "logs" / "events")
    assert verify_log.main([folder, "--key", old_line, "--save", str(kept), "--quiet"]) == 0

    # -- The key-encryption key: a second version in front, everything wrapped anew, the first one gone.
    second = fresh_kek(2)
    settings.KEK = f"{second},{first}"
    assert "rewrapped\t" in jariya("keys", "rewrap")
    settings.KEK = second
    assert {row.split("\t")[3] for row in jariya("keys", "list").splitlines()[1:]} == {"2"}
    assert enter("citizen-4") == citizen
    assert evidence.cms_of(signed) == cms

    # -- The sign-in key: a new version; the person moves with the next sign-in; the old version is destroyed.
    assert jariya("keys", "rotate", "login", "--reason", "drill: it may have leaked") == "login\t2\n"
    assert enter("citizen-4") == citizen
    assert Identity.objects.get(person=citizen).key_version == 2
    destroy = ("destroy", "login", "--version", "1", "--reason", "drill: it leaked")
    refused = CliRunner().invoke(key_commands.app, list(destroy))
    assert refused.exit_code == 2 and "key_in_use" in refused.output, "people who did not come since hang on it"
    assert jariya("keys", *destroy, "--anyway") == "destroyed\t1\n"
    assert enter("citizen-4") == citizen

    # -- The evidence key: what was sealed before still opens, what comes after is under the new version.
    jariya("keys", "rotate", "evidence", "--reason", "drill")
    assert evidence.cms_of(signed) == cms
    assert keys.current("evidence").version == 2

    # -- The log's key: both sign, outsiders get the new line, the old one is retired.
    new_line = jariya("log", "rotate", "events").strip()
    record.append("events", [b'{"v":1,"kind":"sign"}'] * 1, now=now)
    sequencing.sequence("events", now=now)
    for line in (old_line, new_line):
        assert verify_log.main([folder, "--key", line, "--since", str(kept), "--quiet"]) == 0, capsys.readouterr()
    jariya("log", "rotate", "events", "--retire", old_line)
    sequencing.sequence("events", now=now)
    capsys.readouterr()
    assert verify_log.main([folder, "--key", new_line, "--since", str(kept), "--quiet"]) == 0, capsys.readouterr()
    assert verify_log.main([folder, "--key", old_line, "--quiet"]) == 1, "a retired key signs nothing new"
    assert verify_log.main(["--receipt", str(receipt), "--key", old_line, "--quiet"]) == 0, capsys.readouterr()
    assert [row["until"] is None for row in Client().get("/log/events/keys.json").json()["keys"]] == [False, True]

    # -- The installation's secret key: the earlier one listed, officials sign in, then it goes.
    before = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 20 + os.urandom(20).hex(), [before]
    assert by_application(email).get("/kk/my/keys/").status_code == 200
    used = Client()
    used.post("/kk/sign-in/staff/", {"login": email, "password": PASSWORD, "code": codes[0]})
    assert used.get("/kk/my/keys/").status_code == 200, "a recovery code from before"
    settings.SECRET_KEY_FALLBACKS = []
    assert by_application(email).get("/kk/my/keys/").status_code == 200
    assert enter("citizen-4") == citizen
    assert evidence.cms_of(signed) == cms, "evidence does not hang on this key"
    assert Session.objects.filter(person=citizen).count() >= 1

    # -- And it is written down.
    deeds = list(KeyDeed.objects.order_by("pk").values_list("purpose", "deed"))
    for wanted in (("login", "rewrapped"), ("login", "rotated"), ("login", "destroyed"), ("evidence", "rotated")):
        assert wanted in deeds
    assert openings.listed(before=None, limit=1).count() == 0

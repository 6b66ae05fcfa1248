# ruff: noqa: F811  fixtures of the signature are imported under their names
"""Who speaks and what was said can be proven: an organisation by its certificate, a comment by the public record."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.test import Client
from tests.kernel.signing.conftest import authority, made_at  # noqa: F401  fixtures
from tests.kernel.signing.sessions.conftest import checked, services, signed  # noqa: F401  fixtures

from jariya.kernel.discussion import organisations
from jariya.kernel.discussion.models import Comment, Organisation
from jariya.kernel.record import sequencing
from jariya.kernel.signing import actions as signing
from jariya.kernel.signing.identity import linking
from jariya.kernel.signing.models import SigningSession

pytestmark = pytest.mark.django_db
HEAD_OF_FIRM = "999999000151"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
    """Pages read the clock of the tests."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + 2 * MINUTE)


@pytest.fixture
def sequence(settings: Any, tmp_path: Any, now: dt.datetime) -> Any:
    """A record of the test's own; calling it takes in what waits."""
    settings.STORAGES = {
        **settings.STORAGES,
        "record": {
            "BACKEND": "jariya.kernel.record.storage.TileFolder",
            "OPTIONS": {"location": str(tmp_path / "logs")},
        },
    }
    settings.LOG_KEY_DIR = tmp_path / "keys"
    settings.LOG_KEYS, settings.WITNESSES = [], ""
    return lambda: sequencing.sequence("events", now=now)


def client_of(who: str) -> Client:
    client = Client()
    assert client.post("/kk/sign-in/demo/", {"handle": f"demo-{who}"}).status_code == 302
    return client


def prove(person: Any, signed: Any, checked: Any, now: dt.datetime, key: str = "other-head") -> Client:  # noqa: F811
    """Citizen 3, who heads a firm, signs the statement with the firm's certificate."""
    citizen = client_of("citizen-3")
    sent = citizen.post("/kk/discussion/organisation/")
    session = SigningSession.objects.get(person=person("citizen-3"), act=organisations.ACT)
    assert session.public_id in sent["Location"]
    signing.receive(session, signed(session, key), way="file", now=now + MINUTE)
    checked(session, now + 2 * MINUTE)
    return citizen


def test_the_head_of_an_organisation_comments_as_the_organisation(
    case: Any,
    person: Any,
    signed: Any,
    checked: Any,
    now: dt.datetime,  # noqa: F811
) -> None:
    linking.link(person("citizen-3"), HEAD_OF_FIRM, now=now)
    citizen = prove(person, signed, checked, now)
    proof = Organisation.objects.get(person=person("citizen-3"))
    address = f"/kk/discussion/{case.public_id}/write/"
    form = citizen.get(address).content.decode()
    assert f'value="o{proof.pk}"' in form and proof.name.replace('"', "&#34;") in form.replace("&quot;", "&#34;")
    typed = {"text": "Ұйымымыздың ұсынысы бар.", "language": "kk", "voice": f"o{proof.pk}", "key": "k" * 12}
    sent = citizen.post(address, {**typed, "do": "publish"})
    assert sent.status_code == 302
    comment = Comment.objects.get(author=person("citizen-3"))
    assert (comment.voice, comment.organisation) == ("organisation", proof)
    public = Client().get(f"/ru/discussion/{case.public_id}/").content.decode()
    assert "comment-organisation" in public and person("citizen-3").handle not in public
    assert HEAD_OF_FIRM not in public and (not proof.bin or proof.bin not in public)
    others = client_of("citizen-1").post(address, {**typed, "text": "Мен де", "do": "publish", "key": "m" * 12})
    assert others.status_code == 422, "another person does not speak for it"


def test_the_key_of_another_person_proves_no_organisation(
    case: Any,
    person: Any,
    signed: Any,
    checked: Any,
    now: dt.datetime,  # noqa: F811
) -> None:
    linking.link(person("citizen-3"), "999999000032", now=now)
    prove(person, signed, checked, now)
    session = SigningSession.objects.get(person=person("citizen-3"), act=organisations.ACT)
    assert session.code == "signer.other" and not Organisation.objects.exists()


def test_the_author_saves_receipt_and_proof_and_nobody_else_does(say: Any, sequence: Any) -> None:
    comment = say("Автобус керек.")
    address = f"/kk/discussion/comments/{comment.public_id}/mine"
    author = client_of("citizen-1")
    early = author.get(f"{address}/record/1/")
    assert early.status_code == 302 and early["Location"].endswith("/mine/"), "no checkpoint covers it yet"
    sequence()
    proof = author.get(f"{address}/record/1/")
    assert proof.status_code == 200 and proof["Content-Disposition"].endswith(f'{comment.public_id}-1.tlog-proof"')
    assert proof.content.startswith(b"c2sp.org/tlog-proof") and "no-store" in proof["Cache-Control"]
    receipt = json.loads(author.get(f"{address}/receipt/").content)
    said = receipt["versions"][0]
    digest = hashlib.sha256(bytes.fromhex(said["salt"]) + "Автобус керек.".encode()).hexdigest()
    assert digest == said["digest"] and receipt["comment"] == comment.public_id
    for stranger in (Client(), client_of("citizen-2")):
        for path in (f"{address}/record/1/", f"{address}/receipt/"):
            answer = stranger.get(path)
            assert answer.status_code == 404 or "/sign-in/" in answer["Location"]
    assert author.get(f"{address}/record/2/").status_code == 404

"""A citizen signs by EDS: the page before, the signature, and the answer to "is my signature counted?"."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jariya.kernel.record import verify_log
from jariya.kernel.signing import actions as signing
from jariya.kernel.signing import acts, evidence, revocation, testca, trusted, verify
from jariya.kernel.signing.models import SigningSession
from jariya.portals.petitions.collecting import api, queries, sequencer, subject, views
from jariya.portals.petitions.collecting.models import Issuer, Signature

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def authority(tmp_path_factory: Any) -> testca.TestAuthority:
    return testca.make(tmp_path_factory.mktemp("petition") / "testca", now=dt.datetime(2026, 3, 18, 4, tzinfo=dt.UTC))


@pytest.fixture(autouse=True)
def trust(authority: testca.TestAuthority, settings: Any, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EDS_PROFILE, settings.EDS_TRUST_DIR, settings.DEMO = "test", Path(authority.trust), True
    monkeypatch.setattr(views, "now_of", lambda request: now)
    held = views.signing.hold  # the browser's session ends by the real clock
    monkeypatch.setattr(views.signing, "hold", lambda *what, now: held(*what, now=timezone.now()))


@pytest.fixture
def confirm(authority: testca.TestAuthority, now: dt.datetime) -> Any:
    """Sign a session as a person of the TEST authority, and do what the worker does; without OCSP it waits."""

    def do(session: SigningSession, key: str, *, ocsp: bool = True, at: dt.datetime = now) -> SigningSession:
        if session.status == "open":
            cms = authority.person(key).sign_cms(bytes(session.manifest or b""), at=at)
            signing.receive(session, cms, way="file", now=at)
        cms, store = evidence.cms_of(session), trusted.store()
        assert signing.take(session.pk, now=at) is not None
        leaf, issuer = verify.signer_of(cms, trust=store, at=at)
        asked = revocation.ocsp_request(leaf, issuer, b"12345678")
        answers = [authority.responders.ocsp(asked, now=at)] if ocsp else []
        verdict = verify.check(
            cms, bytes(session.manifest or b""), trust=store, at=at, act=acts.act(session.act).rule,
            proofs=verify.Proofs(ocsp=answers), ocsp_nonce=b"12345678",
        )  # fmt: skip
        signing.settle(session.pk, verdict, evidence.Proofs(manifest=b"", verdict={}), now=at)
        session.refresh_from_db()
        return session

    return do


def start(client: Client, case: Any, region: str = "710000000") -> SigningSession:
    sent = client.post(f"/kk/petitions/{case.public_id}/sign/", {"region": region, "read": "on"})
    assert sent.status_code == 303, sent.content.decode()
    return SigningSession.objects.get(public_id=sent["Location"].rstrip("/").rpartition("/")[2])


def mine(client: Client, case: Any) -> str:
    found = client.get(f"/en/petitions/{case.public_id}/signed/")
    assert found.status_code == 200 and found["Cache-Control"] == "private, no-store"
    return str(found.content.decode())


def test_a_citizen_signs_and_sees_the_place_the_receipt_and_nothing_of_others(
    case: Any, person: Any, client: Client, confirm: Any, count: Any, place: Path, tmp_path: Path
) -> None:
    client.force_login(person("citizen-1"))
    before = client.get(f"/kk/petitions/{case.public_id}/sign/").content.decode()
    assert "Ауылға жол салуды сұраймыз" in before
    session = confirm(start(client, case), "citizen-1")
    assert (session.status, session.outcome["state"]) == ("passed", "taken")
    assert "Your signature is accepted" in mine(client, case)
    count()
    said = mine(client, case)
    assert "Yes. Your signature is counted." in said
    row = Signature.objects.get()
    assert (row.region, row.session_id, row.issuer_id) == ("710000000", session.pk, Issuer.objects.get().pk)
    file = tmp_path / "mine.tlog-proof"
    file.write_bytes(client.get(f"/kk/petitions/{case.public_id}/signed/receipt/").content)
    key = place / "logs" / api.log_name(case) / "key"
    assert verify_log.main(["--receipt", str(file), "--key", str(key), "--quiet"]) == 0
    client.force_login(person("citizen-2"))
    assert "No signature of yours is known here." in mine(client, case)
    assert client.get(f"/kk/petitions/{case.public_id}/signed/receipt/").status_code == 404


def test_without_an_account_the_key_says_who_signs_and_a_second_device_adds_nothing(
    case: Any, client: Client, confirm: Any, count: Any
) -> None:
    confirm(start(client, case), "citizen-1")
    count()
    assert "Yes. Your signature is counted." in mine(client, case)
    assert "receipt" not in client.get(f"/en/petitions/{case.public_id}/signed/receipt/").content.decode()
    other = Client()
    assert "No signature of yours" in mine(other, case)
    again = confirm(start(other, case), "citizen-1")
    assert again.outcome["state"] == "already"
    count()
    assert "Yes. Your signature is counted." in mine(other, case)
    assert api.count(case).count == 1


def test_while_the_status_service_is_out_signatures_wait_and_count_when_it_is_back(
    case: Any, client: Client, confirm: Any, count: Any, now: dt.datetime
) -> None:
    session = confirm(start(client, case), "citizen-1", ocsp=False)
    count()
    assert api.count(case).count == 0
    assert "accepted and being verified" in mine(client, case)
    api.close(case, now=now + dt.timedelta(minutes=1))
    confirm(session, "citizen-1", at=now + dt.timedelta(minutes=5))
    count(minutes=6)
    assert api.count(case).count == 1
    assert Signature.objects.get().given_at == session.received_at


def test_a_text_that_changed_meanwhile_takes_no_signature(
    case: Any, client: Client, confirm: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = start(client, case)
    shown = subject.of(case, None, "kk")
    assert shown is not None
    changed = subject.Subject(**{**shown.__dict__, "revision": 2})
    monkeypatch.setattr(subject, "_providers", [lambda *asked: changed])
    assert (confirm(session, "citizen-1").status, session.code) == ("failed", "petition.changed")
    assert not Signature.objects.exists()


def test_the_form_keeps_what_was_chosen_and_says_what_is_missing(case: Any, client: Client) -> None:
    sent = client.post(f"/en/petitions/{case.public_id}/sign/", {"region": "710000000"})
    assert sent.status_code == 422
    assert "Confirm that you have read the petition." in sent.content.decode()
    assert 'value="710000000" selected' in sent.content.decode()
    assert client.get("/kk/petitions/P2026-AAAAAAAA-0/sign/").status_code == 404


def test_a_signature_is_taken_back_quietly_and_given_again(
    case: Any, person: Any, client: Client, confirm: Any, count: Any
) -> None:
    client.force_login(person("citizen-1"))
    confirm(start(client, case), "citizen-1")
    count()
    address = f"/en/petitions/{case.public_id}/signed/withdraw/"
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    count(hours=1)
    assert api.count(case).count == 1, "nobody can see from the number that it was this one"
    assert api.last_signers(case, 5) == []
    assert "It counts no more" in mine(client, case)
    count(hours=25)
    assert api.count(case).count == 0
    assert confirm(start(client, case), "citizen-1").outcome["state"] == "taken"
    count(hours=26)
    assert api.count(case).count == 1
    assert client.post(address).status_code == 302


def test_the_private_question_is_answered_by_code_alone(case: Any, person: Any, client: Client, sign: Any) -> None:
    client.force_login(person("citizen-1"))
    found = client.get(f"/kk/petitions/{case.public_id}/signed/state/")
    assert (found.json(), found["Cache-Control"]) == ({"state": "none"}, "private, no-store")


def test_count_json_and_the_program_are_open_to_all(case: Any, client: Client, sign: Any, count: Any) -> None:
    sign(1)
    count()
    found = client.get(f"/log/{api.log_name(case)}/count.json")
    assert found.json()["count"] == 1 and found["Access-Control-Allow-Origin"] == "*"
    assert client.get("/log/p2026-nothing-0/count.json").status_code == 404
    assert b"verify_petition.py" in client.get("/log/verify_petition.py").content
    assert sequencer.waiting_logs() == []
    assert queries.history(case) == [("2026-03-18", 1)]

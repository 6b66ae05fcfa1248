"""A body's system brings the head's signature: checked like any other, and nothing goes out without it."""

from __future__ import annotations

import base64
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.signing import actions as signing
from jariya.kernel.signing import acts, evidence, revocation, testca, trusted, verify
from jariya.kernel.signing.identity import demo
from jariya.kernel.signing.models import SigningSession

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def authority(tmp_path_factory: Any) -> testca.TestAuthority:
    made = dt.datetime(2026, 3, 18, 4, 0, tzinfo=dt.UTC)
    return testca.make(tmp_path_factory.mktemp("systems") / "testca", now=made)


@pytest.fixture(autouse=True)
def trust(authority: testca.TestAuthority, settings: Any, now: dt.datetime) -> None:
    settings.EDS_PROFILE = "test"
    settings.EDS_TRUST_DIR = Path(authority.trust)
    settings.DEMO = True
    demo.link_demo_people(now)


def settle(authority: testca.TestAuthority, session: SigningSession, cms: bytes, at: dt.datetime) -> None:
    """What the worker does with a signature that came."""
    assert signing.take(session.pk, now=at) is not None
    store = trusted.store()
    leaf, issuer = verify.signer_of(cms, trust=store, at=at)
    answer = authority.responders.ocsp(revocation.ocsp_request(leaf, issuer, b"12345678"), now=at)
    verdict = verify.check(
        cms, bytes(session.manifest or b""), trust=store, at=at, act=acts.act(session.act).rule,
        proofs=verify.Proofs(ocsp=[answer]), ocsp_nonce=b"12345678",
    )  # fmt: skip
    signing.settle(session.pk, verdict, evidence.Proofs(manifest=b"", verdict={}), now=at)


def test_the_heads_cms_sends_the_answer_and_nobody_elses_does(
    program: Any, ask: Any, authority: testca.TestAuthority, now: dt.datetime
) -> None:
    case, its = ask(), program()
    path = f"cases/{case.public_id}"
    its.do(f"{path}/accept")
    assert its.do(f"{path}/signature", status=409)["code"] == "system.answer_missing"
    its.do(f"{path}/answer", {"points": [{"number": 1, "answer": "Маусымда."}]})
    officer = its.get("officers").json()["items"][0]["handle"]
    nobody = its.do(f"{path}/signature", {"signer": "demo-officer-1"}, status=422)
    assert nobody["code"] == "system.signer_unknown" and officer
    begun = its.do(f"{path}/signature", status=201)
    raw = base64.b64decode(begun["manifest"])

    def cms_of(key: str) -> str:
        return base64.b64encode(authority.person(key).sign_cms(raw, at=now)).decode()

    bring = f"{path}/signature/{begun['session']}"
    assert its.do(bring, {"cms": "nonsense"}, status=422)["code"] == "cms.unreadable"
    other = authority.person("head").sign_cms(raw + b" ", at=now)
    assert its.do(bring, {"cms": base64.b64encode(other).decode()}, status=422)["code"].startswith("digest")
    citizen = its.do(bring, {"cms": cms_of("citizen-1")}, status=422)
    assert citizen["code"] == "usage.role" and citizen["remedy"]
    assert Case.objects.get(pk=case.pk).state == "answer_drafted"
    assert its.get(f"{path}/signature/{'0' * 26}").json()["code"] == "system.session_unknown"
    brought = its.do(bring, {"cms": cms_of("head")}, status=202)
    assert brought["status"] == "received"
    session = SigningSession.objects.get(public_id=begun["session"])
    settle(authority, session, base64.b64decode(cms_of("head")), now)
    shown = its.get(bring).json()
    assert (shown["status"], Case.objects.get(pk=case.pk).state) == ("passed", "answered")

"""Questions and answers under electronic digital signatures of the TEST authority, checked whole."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.correspondence.models import Answer
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.signing import actions as signing
from jariya.kernel.signing import acts, evidence, revocation, testca, trusted, verify
from jariya.kernel.signing.identity import demo
from jariya.kernel.signing.models import SigningSession
from jariya.portals.dialogue import actions, queries, signed
from jariya.portals.dialogue.models import Draft, SignedDraft

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def authority(tmp_path_factory: Any) -> testca.TestAuthority:
    made = dt.datetime(2026, 3, 18, 4, 0, tzinfo=dt.UTC)
    return testca.make(tmp_path_factory.mktemp("signed") / "testca", now=made)


@pytest.fixture(autouse=True)
def trust(authority: testca.TestAuthority, settings: Any, now: dt.datetime) -> None:
    settings.EDS_PROFILE = "test"
    settings.EDS_TRUST_DIR = Path(authority.trust)
    settings.DEMO = True
    demo.link_demo_people(now)


@pytest.fixture
def sign(authority: testca.TestAuthority, now: dt.datetime) -> Any:
    """Sign a session as a person of the TEST authority, and do what the worker does."""

    def do(session: SigningSession, key: str, at: dt.datetime = now) -> SigningSession:
        cms = authority.person(key).sign_cms(bytes(session.manifest or b""), at=at)
        signing.receive(session, cms, way="ncalayer", now=at)
        assert signing.take(session.pk, now=at) is not None
        store = trusted.store()
        leaf, issuer = verify.signer_of(cms, trust=store, at=at)
        answer = authority.responders.ocsp(revocation.ocsp_request(leaf, issuer, b"12345678"), now=at)
        verdict = verify.check(
            cms,
            bytes(session.manifest or b""),
            trust=store,
            at=at,
            act=acts.act(session.act).rule,
            proofs=verify.Proofs(ocsp=[answer]),
            ocsp_nonce=b"12345678",
        )
        assert verdict.indication == "passed", verdict.code
        signing.settle(session.pk, verdict, evidence.Proofs(manifest=b"", verdict={}), now=at)
        session.refresh_from_db()
        return session

    return do


@pytest.fixture
def draft(person: Any, ministry: Any, now: dt.datetime) -> Draft:
    return actions.save_draft(
        person=person("citizen-1"),
        body=ministry,
        key="k-signed-0001",
        title="Аула жарығы",
        points=["Жарық қашан орнатылады?"],
        language="kk",
        public=True,
        now=now,
    )


def begin(draft: Draft, now: dt.datetime) -> SigningSession:
    return signed.begin_question(draft=draft, back="/kk/questions/", language="kk", now=now)


def test_a_signed_question_is_registered_when_its_signature_has_passed(
    draft: Draft, sign: Any, now: dt.datetime
) -> None:
    session = begin(draft, now)
    assert not Case.objects.exists()
    session = sign(session, "citizen-1")
    case = Case.objects.get()
    assert session.outcome == {"case": case.public_id}
    assert (case.letter.identity, case.letter.signing_id) == ("eds", session.pk)
    assert not SignedDraft.objects.exists()
    assert not Draft.objects.exists()


def test_what_is_registered_is_what_was_signed_even_when_the_draft_changed(
    draft: Draft, sign: Any, now: dt.datetime, person: Any
) -> None:
    session = begin(draft, now)
    Draft.objects.filter(pk=draft.pk).update(title="Басқа тақырып", points=["Басқа сұрақ?"])
    sign(session, "citizen-1")
    view = queries.find(Case.objects.get().public_id, person=person("citizen-1"))
    assert view is not None
    assert view.title == "Аула жарығы"


def test_another_persons_key_registers_nothing(draft: Draft, sign: Any, now: dt.datetime) -> None:
    session = sign(begin(draft, now), "citizen-2")
    assert (session.status, session.code) == ("failed", "signer.claimed")
    assert not Case.objects.exists()
    assert SignedDraft.objects.exists()


def test_a_session_opened_anew_finds_the_text_of_the_former_one(draft: Draft, sign: Any, now: dt.datetime) -> None:
    session = sign(begin(draft, now), "citizen-2")
    once_more = signing.again(session, now=now)
    assert sign(once_more, "citizen-1").status == "passed"
    assert Case.objects.count() == 1


def test_one_draft_signed_twice_is_registered_once(draft: Draft, sign: Any, now: dt.datetime) -> None:
    first, second = begin(draft, now), begin(draft, now)
    assert sign(first, "citizen-1").outcome == sign(second, "citizen-1").outcome
    assert Case.objects.count() == 1


@pytest.fixture
def drafted(ask: Any, person: Any, now: dt.datetime) -> Case:
    case: Case = ask()
    actions.accept(case=case, by=person("officer-1"), now=now)
    actions.draft_answer(case=case, answers={1: "Мамырда орнатылады."}, by=person("officer-1"), now=now)
    case.refresh_from_db()
    return case


def test_a_heads_signature_sends_the_answer(drafted: Case, sign: Any, person: Any, now: dt.datetime) -> None:
    session = signed.begin_answer(case=drafted, by=person("head"), back="/kk/desk/", language="kk", now=now)
    assert sign(session, "head").status == "passed"
    answer = Answer.objects.get(case=drafted)
    assert (answer.level, answer.signing_id) == ("eds", session.pk)
    assert bytes(answer.manifest) == bytes(session.manifest or b"")
    drafted.refresh_from_db()
    assert drafted.state == "answered"


def test_an_answer_changed_meanwhile_is_not_sent_under_the_signature_of_the_former_text(
    drafted: Case, sign: Any, person: Any, now: dt.datetime
) -> None:
    session = signed.begin_answer(case=drafted, by=person("head"), back="/kk/desk/", language="kk", now=now)
    actions.draft_answer(case=drafted, answers={1: "Маусымда орнатылады."}, by=person("officer-1"), now=now)
    assert sign(session, "head").code == "signed.text_changed"
    assert not Answer.objects.exists()


def test_a_head_of_another_body_may_not_sign_here(drafted: Case, sign: Any, person: Any, now: dt.datetime) -> None:
    session = signed.begin_answer(case=drafted, by=person("district-head"), back="/kk/desk/", language="kk", now=now)
    assert sign(session, "district-head").code == "authority.bin_other"
    assert not Answer.objects.exists()


def test_the_page_and_the_api_say_that_the_asker_signed(
    draft: Draft, sign: Any, now: dt.datetime, client: Client
) -> None:
    sign(begin(draft, now), "citizen-1")
    public_id = Case.objects.get().public_id
    page = client.get(f"/ru/questions/{public_id}/").content.decode()
    assert "подписал электронной цифровой подписью" in page
    assert "ҮЛГІҚЫЗЫ" not in page
    assert client.get(f"/api/v1/questions/{public_id}").json()["signed_by_asker"] is True


def test_the_review_leads_to_the_page_of_signing(client: Client, draft: Draft) -> None:
    client.post("/kk/sign-in/demo/", {"handle": "demo-citizen-1"})
    sent = client.post("/kk/questions/ask/ulgi-ministry/review/", {"key": draft.key, "way": "eds"})
    assert sent.status_code == 303
    assert sent["Location"].startswith("/kk/sign/")
    page = client.get(sent["Location"])
    assert page.status_code == 200
    assert "Жарық қашан орнатылады?" in page.content.decode()


def test_the_signer_comes_back_to_the_question_of_that_very_signature(
    client: Client, draft: Draft, sign: Any, now: dt.datetime
) -> None:
    session = sign(begin(draft, now), "citizen-1")
    case = Case.objects.get()
    back = f"/kk/questions/ask/ulgi-ministry/signed/?signing={session.public_id}"
    client.post("/kk/sign-in/demo/", {"handle": "demo-citizen-1"})
    assert client.get(back)["Location"] == f"/kk/questions/{case.public_id}/mine/?sent=1"
    nothing = client.get("/kk/questions/ask/ulgi-ministry/signed/")
    assert nothing["Location"] == "/kk/questions/ask/ulgi-ministry/review/"
    stranger = Client()
    stranger.post("/kk/sign-in/demo/", {"handle": "demo-citizen-2"})
    assert stranger.get(back)["Location"] == "/kk/questions/ask/ulgi-ministry/review/"


def test_a_text_signed_in_a_third_try_is_the_one_that_was_sent(draft: Draft, sign: Any, now: dt.datetime) -> None:
    other = begin(draft, now)
    Draft.objects.filter(pk=draft.pk).update(public=False)
    draft.refresh_from_db()
    first = sign(begin(draft, now), "citizen-2")
    second = sign(signing.again(first, now=now), "citizen-2")
    assert sign(signing.again(second, now=now), "citizen-1").status == "passed"
    assert Case.objects.get().visibility == "parties", "the like text of another session is not taken for it"
    assert SignedDraft.objects.filter(session=other).exists()

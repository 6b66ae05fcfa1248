"""From the open session to the verdict: every way a signature may go, through the actions and real services."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jariya.kernel.signing import actions, evidence, revoked
from jariya.kernel.signing.lifecycle import FINAL, TABLE, Status
from jariya.kernel.signing.models import Evidence, SigningSession
from jariya.kernel.signing.terms import TERMS
from jariya.kernel.status import WrongMove

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize("algorithm", ["gost512", "rsa"])
def test_a_citizens_signature_passes_and_tells_the_act_once(
    opened: Any, signed: Any, checked: Any, heard: Any, made_at: dt.datetime, algorithm: str
) -> None:
    session = opened()
    cms = signed(session, algorithm=algorithm)
    assert actions.receive(session, cms, way="ncalayer", now=made_at + MINUTE) is False
    assert session.status == Status.RECEIVED and heard.done == []
    assert checked(session, made_at + 2 * MINUTE) == Status.PASSED
    assert (session.indication, session.sub, session.code) == ("passed", "", "passed")
    assert heard.done == [session.public_id] and session.outcome == {"told": 1}
    assert checked(session, made_at + 3 * MINUTE) is None
    assert heard.done == [session.public_id], "a job that runs twice tells nobody twice"


def test_the_same_signature_again_is_the_same_answer_and_another_is_refused(
    opened: Any, signed: Any, checked: Any, heard: Any, made_at: dt.datetime
) -> None:
    session = opened()
    cms = signed(session)
    actions.receive(session, cms, way="egov", now=made_at + MINUTE)
    assert actions.receive(session, cms, way="egov", now=made_at + MINUTE) is True
    checked(session, made_at + MINUTE)
    assert actions.receive(session, cms, way="egov", now=made_at + MINUTE) is True
    other = signed(session, "citizen-2")
    with pytest.raises(actions.NotTaken) as error:
        actions.receive(session, other, way="egov", now=made_at + MINUTE)
    assert error.value.code == "session.over" and heard.done == [session.public_id]


def test_a_signature_over_another_sessions_manifest_is_a_replay_and_refused(
    opened: Any, signed: Any, made_at: dt.datetime
) -> None:
    first, second = opened(), opened()
    assert first.nonce != second.nonce
    with pytest.raises(actions.NotTaken) as error:
        actions.receive(second, signed(first), way="file", now=made_at + MINUTE)
    assert error.value.code == "digest.other"
    second.refresh_from_db()
    assert second.status == Status.OPEN and not Evidence.objects.filter(session=second).exists()


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("auth-only", "usage.auth_certificate"),
        ("head", "usage.role"),
        ("employee", "usage.role"),
        ("expired", "certificate.expired"),
        ("foreign", "chain.unknown_issuer"),
    ],
)
def test_a_wrong_key_is_named_while_it_is_in_hand_and_the_session_stays_open(
    opened: Any, signed: Any, checked: Any, made_at: dt.datetime, who: str, code: str
) -> None:
    session = opened()
    with pytest.raises(actions.NotTaken) as error:
        actions.receive(session, signed(session, who), way="ncalayer", now=made_at + MINUTE)
    assert error.value.code == code
    session.refresh_from_db()
    assert (session.status, session.code) == (Status.OPEN, code)
    actions.receive(session, signed(session), way="ncalayer", now=made_at + MINUTE)
    assert checked(session, made_at + MINUTE) == Status.PASSED, "the right key in the same session"


def test_a_citizens_key_does_not_sign_for_an_organisation(opened: Any, signed: Any, made_at: dt.datetime) -> None:
    session = opened(act="test.office")
    with pytest.raises(actions.NotTaken, match="usage.role"):
        actions.receive(session, signed(session), way="ncalayer", now=made_at + MINUTE)


def test_a_revoked_key_fails_in_the_worker(opened: Any, signed: Any, checked: Any, heard: Any, made_at: Any) -> None:
    session = opened(person=None)
    actions.receive(session, signed(session, "revoked"), way="ncalayer", now=made_at + MINUTE)
    assert checked(session, made_at + MINUTE) == Status.FAILED
    assert session.code == "revocation.revoked" and session.sub == "REVOKED" and heard.done == []


def test_another_persons_key_fails_although_the_signature_is_sound(
    opened: Any, signed: Any, checked: Any, heard: Any, person: Any, made_at: dt.datetime
) -> None:
    first = opened()
    actions.receive(first, signed(first), way="ncalayer", now=made_at + MINUTE)
    assert checked(first, made_at + MINUTE) == Status.PASSED
    mine = opened()
    actions.receive(mine, signed(mine, "citizen-2"), way="ncalayer", now=made_at + MINUTE)
    assert checked(mine, made_at + MINUTE) == Status.FAILED and mine.code == "signer.other"
    theirs = opened(person=person("citizen-2"))
    actions.receive(theirs, signed(theirs, "citizen-1"), way="ncalayer", now=made_at + MINUTE)
    assert checked(theirs, made_at + MINUTE) == Status.FAILED and theirs.code == "signer.claimed"
    assert heard.done == [first.public_id]


def test_a_consumer_that_refuses_leaves_a_failed_session_and_nothing_of_its_own(
    opened: Any, signed: Any, checked: Any, heard: Any, made_at: dt.datetime
) -> None:
    heard.reject = "signed.already"
    session = opened()
    actions.receive(session, signed(session), way="ncalayer", now=made_at + MINUTE)
    assert checked(session, made_at + MINUTE) == Status.FAILED
    assert (session.code, session.outcome) == ("signed.already", None)
    row = Evidence.objects.get(session=session)
    assert row.indication == "passed" and row.sealed_proofs is not None, "the proof of a refused signature is kept too"


def test_while_no_service_answers_the_signature_waits_and_never_counts(
    opened: Any, signed: Any, checked: Any, heard: Any, services: Any, made_at: dt.datetime
) -> None:
    services.out.add("*")
    session = opened()
    actions.receive(session, signed(session), way="ncalayer", now=made_at + MINUTE)
    now = made_at + MINUTE
    for wait in TERMS.retry[:3]:
        assert checked(session, now) == Status.INDETERMINATE
        assert (session.indication, session.sub) == ("indeterminate", "TRY_LATER")
        assert session.next_check_at == now + wait
        now = session.next_check_at
    assert heard.done == []
    services.out.clear()
    assert checked(session, now) == Status.PASSED and heard.done == [session.public_id]


def test_an_outage_without_end_is_given_up_after_the_platforms_own_term(
    opened: Any, signed: Any, checked: Any, services: Any, made_at: dt.datetime
) -> None:
    services.out.add("*")
    session = opened()
    actions.receive(session, signed(session), way="ncalayer", now=made_at + MINUTE)
    assert checked(session, made_at + MINUTE) == Status.INDETERMINATE
    assert checked(session, made_at + MINUTE + TERMS.give_up) == Status.FAILED
    assert session.code == "check.gave_up"


def test_the_kept_lists_stand_in_for_ocsp(
    opened: Any, signed: Any, checked: Any, services: Any, made_at: dt.datetime
) -> None:
    assert revoked.fetch_due(made_at) == {"fetched": 5, "failed": 0}
    services.out.add("/ocsp")
    good, bad = opened(), opened(person=None)
    actions.receive(good, signed(good), way="ncalayer", now=made_at + MINUTE)
    actions.receive(bad, signed(bad, "revoked"), way="ncalayer", now=made_at + MINUTE)
    assert checked(good, made_at + MINUTE) == Status.PASSED
    assert checked(bad, made_at + MINUTE) == Status.FAILED and bad.code == "revocation.revoked"
    proofs = evidence.proofs_of(good)
    assert proofs is not None and proofs.crl and not proofs.ocsp and proofs.notes == ("ocsp.status_503",)


def test_an_answer_with_anothers_nonce_is_no_answer(
    opened: Any, signed: Any, checked: Any, services: Any, authority: Any, made_at: dt.datetime
) -> None:
    from jariya.kernel.signing import revocation
    from jariya.kernel.signing.certificates import Certificate

    one = authority.person("citizen-1")
    question = revocation.ocsp_request(Certificate.parse(one.certificate), Certificate.parse(one.chain[0]), b"12345678")
    services.says["/ocsp"] = (200, "application/ocsp-response", authority.responders.ocsp(question, now=made_at))
    session = opened()
    actions.receive(session, signed(session), way="ncalayer", now=made_at + MINUTE)
    assert checked(session, made_at + MINUTE) == Status.INDETERMINATE
    assert session.code == "ocsp.nonce"


def test_our_own_time_stamp_is_kept_with_the_proofs_and_asked_for_once(
    opened: Any, signed: Any, checked: Any, services: Any, made_at: dt.datetime
) -> None:
    services.out.add("/ocsp")
    session = opened()
    actions.receive(session, signed(session), way="ncalayer", now=made_at + MINUTE)
    checked(session, made_at + MINUTE)
    first = evidence.proofs_of(session)
    assert first is not None and len(first.timestamps) == 1
    services.out.clear()
    assert checked(session, made_at + 2 * MINUTE) == Status.PASSED
    last = evidence.proofs_of(session)
    assert last is not None and last.timestamps == first.timestamps
    assert services.asked.count("/tsp") == 1


def test_a_time_over_ends_the_session_and_a_new_one_has_its_own_nonce(
    opened: Any, signed: Any, made_at: dt.datetime
) -> None:
    session = opened()
    late = session.expires_at
    with pytest.raises(actions.NotTaken, match="session.expired"):
        actions.receive(session, signed(session), way="ncalayer", now=late)
    assert session.status == Status.EXPIRED
    fresh = actions.again(session, now=late)
    assert fresh.earlier_id == session.pk and fresh.nonce != session.nonce
    assert (fresh.act, fresh.person_id, fresh.back) == (session.act, session.person_id, session.back)
    with pytest.raises(actions.NotTaken, match="session.running"):
        actions.again(fresh, now=late)


def test_nobody_signs_what_was_cancelled(opened: Any, signed: Any, made_at: dt.datetime) -> None:
    session = opened()
    actions.cancel(session, now=made_at)
    with pytest.raises(actions.NotTaken, match="session.cancelled"):
        actions.receive(session, signed(session), way="ncalayer", now=made_at + MINUTE)


def test_a_killed_worker_leaves_a_check_that_another_finishes(
    opened: Any, signed: Any, checked: Any, heard: Any, made_at: dt.datetime
) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    session = opened()
    actions.receive(session, signed(session), way="ncalayer", now=made_at + MINUTE)
    assert actions.take(session.pk, now=made_at + MINUTE) is not None  # and here the power failed
    session.refresh_from_db()
    assert session.status == Status.VERIFYING
    before = ProcrastinateJob.objects.filter(task_name="signing.check").count()
    assert actions.recheck_due(made_at + 2 * MINUTE) == 0, "its own job may still come"
    assert actions.recheck_due(made_at + 10 * MINUTE) == 1
    assert ProcrastinateJob.objects.filter(task_name="signing.check").count() == before + 1
    assert checked(session, made_at + 10 * MINUTE) == Status.PASSED and heard.done == [session.public_id]


def test_the_check_waits_in_the_queue_as_soon_as_the_signature_is_kept(
    opened: Any, signed: Any, made_at: dt.datetime
) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    session = opened()
    actions.receive(session, signed(session), way="ncalayer", now=made_at + MINUTE)
    job = ProcrastinateJob.objects.get(task_name="signing.check", args__session_id=session.pk)
    assert job.lock == f"signing.check.{session.pk}"


def test_a_missing_trust_store_takes_nothing_and_loses_nothing(
    opened: Any, signed: Any, checked: Any, settings: Any, tmp_path: Any, made_at: dt.datetime
) -> None:
    session = opened()
    cms = signed(session)
    right, settings.EDS_TRUST_DIR = settings.EDS_TRUST_DIR, tmp_path / "nowhere"
    with pytest.raises(actions.NotTaken, match="trust.missing"):
        actions.receive(session, cms, way="ncalayer", now=made_at + MINUTE)
    settings.EDS_TRUST_DIR = right
    actions.receive(session, cms, way="ncalayer", now=made_at + MINUTE)
    settings.EDS_TRUST_DIR = tmp_path / "nowhere"
    assert checked(session, made_at + MINUTE) == Status.INDETERMINATE
    settings.EDS_TRUST_DIR = right
    assert checked(session, made_at + 2 * MINUTE) == Status.PASSED


def test_old_texts_are_forgotten_and_the_sealed_manifest_stays(
    opened: Any, signed: Any, checked: Any, made_at: dt.datetime
) -> None:
    session = opened()
    raw = bytes(session.manifest)
    actions.receive(session, signed(session), way="ncalayer", now=made_at + MINUTE)
    checked(session, made_at + MINUTE)
    assert actions.forget_old(made_at + TERMS.keep_text) == 0
    assert actions.forget_old(made_at + TERMS.keep_text + dt.timedelta(hours=1)) == 1
    session.refresh_from_db()
    proofs = evidence.proofs_of(session)
    assert session.manifest is None and proofs is not None and proofs.manifest == raw


def test_every_pair_of_state_and_verb_is_as_the_table_says() -> None:
    for status in Status:
        for verb, move in TABLE.items():
            if status in move.source:
                assert TABLE.after(status, verb) == move.target
            else:
                with pytest.raises(WrongMove):
                    TABLE.after(status, verb)
    assert not any(status in FINAL for move in TABLE.values() for status in move.source)
    assert {move.target for move in TABLE.values()} | {Status.OPEN} == set(Status)


def test_very_many_open_sessions_of_one_person_cancel_the_oldest(opened: Any, made_at: dt.datetime) -> None:
    first = opened()
    for number in range(TERMS.open_per_person):
        opened(now=made_at + dt.timedelta(seconds=number + 1))
    first.refresh_from_db()
    assert first.status == Status.CANCELLED
    assert SigningSession.objects.filter(status=Status.OPEN, person=first.person).count() == TERMS.open_per_person

"""Answers of OCSP and lists of revoked certificates: which are believed, and what follows from them."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from asn1crypto import ocsp as asn1
from tests.kernel.signing.verification.making import NONCE, Desk

from jariya.kernel.signing import cms, crl, der, ocsp, oids, testca, verify
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.refused import Refused
from jariya.kernel.signing.revocation import state_of
from jariya.kernel.signing.testca import der as write
from jariya.kernel.signing.testca.algorithms import identifier
from jariya.kernel.signing.testca.certificates import extension
from jariya.kernel.signing.trust import TrustStore

HOUR, DAY, MINUTE = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(minutes=1)


def code(desk: Desk, answer: bytes, *, name: str = "citizen-1", algorithm: str = "rsa", **options: object) -> str:
    """The code of a check with this one answer."""
    options.setdefault("ocsp_nonce", NONCE)
    proofs = verify.Proofs(ocsp=[answer])
    return desk.check(desk.sign(name, algorithm), proofs=proofs, **options).code


# -- OCSP ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["gost512", "rsa"])
def test_a_good_answer_lets_a_signature_pass(desk: Desk, algorithm: str) -> None:
    answer = desk.answer(algorithm=algorithm)
    found = desk.check(desk.sign(algorithm=algorithm), proofs=verify.Proofs(ocsp=[answer]), ocsp_nonce=NONCE)
    assert found.code == "passed"
    assert found.revocation is not None and found.revocation.as_json()["status"] == "good"
    assert found.evidence.ocsp == (answer,) and found.evidence.ocsp_nonce == NONCE


def test_the_question_names_the_certificate_by_sha_256_and_carries_the_nonce(desk: Desk) -> None:
    person = desk.person()
    asked = asn1.OCSPRequest.load(ocsp.request(person.certificate, person.chain[0], NONCE), strict=True)
    (one,) = asked["tbs_request"]["request_list"]
    assert one["req_cert"]["hash_algorithm"]["algorithm"].native == "sha256"
    assert one["req_cert"]["serial_number"].native == Certificate.parse(person.certificate).serial
    assert asked.nonce_value.native == NONCE


def test_a_nonce_must_come_back(desk: Desk) -> None:
    assert code(desk, desk.answer(nonce=b"other898")) == "ocsp.nonce"
    assert code(desk, desk.answer(nonce=None)) == "ocsp.nonce"
    assert code(desk, desk.answer(), ocsp_nonce=None) == "passed", "a kept answer is read again without its question"


@pytest.mark.parametrize(
    ("made", "result"),
    [(-24 * HOUR, "passed"), (-25 * HOUR, "ocsp.stale"), (4 * MINUTE, "passed"), (6 * MINUTE, "ocsp.future")],
)
def test_an_answer_without_end_holds_a_day(desk: Desk, made: dt.timedelta, result: str) -> None:
    assert code(desk, desk.answer(now=desk.now + made)) == result


def test_an_answer_with_an_end_holds_until_then(desk: Desk) -> None:
    made = desk.now - 3 * DAY
    assert code(desk, desk.answer(now=made, next_update=desk.now + HOUR)) == "passed"
    assert code(desk, desk.answer(now=made, next_update=desk.now - HOUR)) == "ocsp.stale"


def test_an_answer_from_after_the_signature_is_known_to_exist_does_not_age(desk: Desk) -> None:
    answer, later = desk.answer(now=desk.now + MINUTE), desk.now + 30 * DAY
    assert code(desk, answer, at=later) == "ocsp.stale"
    assert code(desk, answer, at=later, known_since=desk.now) == "passed"
    assert code(desk, desk.answer(now=desk.now - HOUR), at=later, known_since=desk.now) == "ocsp.stale"


def test_an_answer_about_another_certificate_says_nothing(desk: Desk) -> None:
    assert code(desk, desk.answer("citizen-2")) == "ocsp.other_certificate"
    assert code(desk, desk.answer(algorithm="gost512")) == "ocsp.other_certificate"


@pytest.mark.parametrize(
    ("by", "result"),
    [("nca", "passed"), ("tsa", "ocsp.responder"), ("foreign", "ocsp.responder"), ("impostor", "ocsp.responder")],
)
def test_only_the_authority_and_its_delegate_may_answer(desk: Desk, by: str, result: str) -> None:
    assert code(desk, desk.answer(by=by)) == result


def test_an_answer_with_a_changed_signature_is_not_believed(desk: Desk) -> None:
    changed = desk.answer(tamper=lambda value: value[:-1] + bytes((value[-1] ^ 1,)))
    assert code(desk, changed) == "ocsp.signature"
    assert desk.check(desk.sign(), proofs=verify.Proofs(ocsp=[changed])).sub == "TRY_LATER"


def test_no_bit_of_an_answer_can_be_changed(desk: Desk) -> None:
    answer = desk.answer()
    person = desk.person()
    mine, issuer = Certificate.parse(person.certificate), Certificate.parse(person.chain[0])
    for place in range(len(answer)):
        changed = answer[:place] + bytes((answer[place] ^ 0x01,)) + answer[place + 1 :]
        with pytest.raises(Refused) as refused:
            ocsp.check(changed, mine, issuer, at=desk.now, nonce=NONCE)
        assert refused.value.indication == "indeterminate"


def test_errors_and_rubbish_are_no_answers(desk: Desk) -> None:
    assert code(desk, bytes.fromhex("30030a0106")) == "ocsp.unsuccessful"
    for rubbish in (b"", b"\x30\x00", desk.answer()[:-1], desk.answer() + b"\0"):
        assert code(desk, rubbish) == "ocsp.malformed"


def test_unknown_waits_and_revoked_fails(desk: Desk) -> None:
    assert code(desk, desk.answer(status="unknown")) == "revocation.unknown"
    found = desk.check(desk.sign("revoked"), proofs=verify.Proofs(ocsp=[desk.answer("revoked")]))
    assert (found.indication, found.sub, found.code) == ("failed", "REVOKED", "revocation.revoked")
    found = desk.check(desk.sign("suspended"), proofs=verify.Proofs(ocsp=[desk.answer("suspended")]))
    assert (found.indication, found.sub, found.code) == ("indeterminate", "TRY_LATER", "revocation.on_hold")


def test_a_bad_answer_leaves_the_word_to_a_list(desk: Desk) -> None:
    proofs = verify.Proofs(ocsp=[desk.answer(now=desk.now - 3 * DAY)], crl=desk.lists().crl)
    found = desk.check(desk.sign(), proofs=proofs)
    assert found.code == "passed" and found.revocation is not None and found.revocation.source == "crl"
    assert found.evidence.ocsp == (), "an answer that was not believed is no evidence"


def test_without_proofs_one_waits(desk: Desk) -> None:
    found = desk.check(desk.sign(), proofs=verify.Proofs())
    assert (found.indication, found.sub, found.code) == ("indeterminate", "TRY_LATER", "revocation.none")


# -- before or after -----------------------------------------------------------------------------------------------


@pytest.fixture
def own(desk: Desk, tmp_path: Path) -> Desk:
    """The same authority in a folder of this test alone, in which certificates may be revoked."""
    made = testca.load(shutil.copytree(desk.authority.folder, tmp_path / "testca"))
    return Desk(made, desk.store, desk.now)


def test_a_revocation_after_the_signature_counts_only_with_a_proof_of_its_age(own: Desk) -> None:
    signed = own.sign(at=own.now)
    stamped = own.sign(at=own.now, tsp=True)
    later = own.now + 2 * HOUR
    own.authority.revoke("citizen-1", own.now + HOUR, "key_compromise")
    proofs = verify.Proofs(crl=own.lists(now=later).crl)
    found = own.check(signed, at=later, proofs=proofs)
    assert (found.indication, found.sub) == ("indeterminate", "REVOKED_NO_POE")
    assert own.check(stamped, at=later, proofs=proofs).code == "passed"
    assert own.check(signed, at=later, proofs=proofs, known_since=own.now).code == "passed"
    found = own.check(signed, at=later, proofs=proofs, asked_at=own.now + HOUR + MINUTE)
    assert (found.indication, found.sub) == ("failed", "REVOKED"), "the text was handed out after the revocation"
    kept = own.authority.responders.stamp(cms.read(signed).signature, own.now + MINUTE, "rsa")
    assert own.check(signed, at=later, proofs=proofs, time_stamp=kept).code == "passed"


def test_a_time_stamp_of_a_service_that_nobody_vouches_for_saves_nothing(own: Desk) -> None:
    stamped = own.sign(at=own.now, tsp=True)
    later = own.now + 2 * HOUR
    own.authority.revoke("citizen-1", own.now + HOUR, "key_compromise")
    answer = own.answer(now=later, nonce=None)
    found = own.check(stamped, at=later, proofs=verify.Proofs(ocsp=[answer]))
    assert found.sub == "REVOKED_NO_POE"


def test_a_suspension_that_was_lifted_is_forgotten(own: Desk) -> None:
    own.authority.revoke("citizen-1", own.now + HOUR, "certificate_hold")
    later = own.now + 3 * HOUR
    held = own.lists(now=own.now + 2 * HOUR).crl
    assert own.check(own.sign(at=later), at=later, proofs=verify.Proofs(crl=held)).code == "revocation.on_hold"
    own.authority.restore("citizen-1", own.now + 2 * HOUR + MINUTE)
    delta = own.authority.responders.delta(later, "rsa", base=own.now + 2 * HOUR)
    found = own.check(own.sign(at=later), at=later, proofs=verify.Proofs(crl=held, delta=[delta]))
    assert found.code == "passed"
    assert len(found.evidence.crl) == 2


# -- lists ---------------------------------------------------------------------------------------------------------


def test_a_delta_adds_what_was_revoked_since(own: Desk) -> None:
    full, later = own.lists(now=own.now).crl, own.now + 2 * HOUR
    own.authority.revoke("citizen-1", own.now + HOUR, "superseded")
    signed = own.sign(at=later)
    assert own.check(signed, at=later, proofs=verify.Proofs(crl=full)).code == "passed"
    delta = own.authority.responders.delta(later, "rsa", base=own.now)
    found = own.check(signed, at=later, proofs=verify.Proofs(crl=full, delta=[delta]))
    assert found.code == "revocation.revoked"
    assert found.revocation is not None and found.revocation.reason == "superseded"


def test_a_delta_of_another_base_is_not_joined(own: Desk) -> None:
    later = own.now + 2 * HOUR
    own.authority.revoke("citizen-1", own.now + HOUR, "superseded")
    delta = own.authority.responders.delta(later, "rsa", base=own.now + MINUTE)
    person = own.person()
    mine, issuer = Certificate.parse(person.certificate), Certificate.parse(person.chain[0])
    found = state_of(mine, issuer, verify.Proofs(crl=own.lists(now=own.now).crl, delta=[delta]), at=later)
    assert [one.code for one in found.refusals] == ["crl.delta_base"]
    assert own.check(own.sign(at=later), at=later, proofs=verify.Proofs(crl=[delta])).code == "crl.scope"


def test_a_list_must_be_in_time(desk: Desk) -> None:
    for made, result in ((-25 * HOUR, "crl.stale"), (HOUR, "crl.future"), (-23 * HOUR, "passed")):
        assert desk.check(desk.sign(), proofs=desk.lists(now=desk.now + made)).code == result


def test_numbers_of_lists_only_grow(desk: Desk) -> None:
    issuer = Certificate.parse(desk.person().chain[0])
    (data,) = desk.lists().crl
    number = crl.read(data).number
    assert number is not None
    assert crl.check(data, issuer, at=desk.now, known_number=number).number == number
    with pytest.raises(Refused, match="crl.number"):
        crl.check(data, issuer, at=desk.now, known_number=number + 1)


def test_a_list_of_another_authority_is_not_believed(desk: Desk) -> None:
    issuer = Certificate.parse(desk.person().chain[0])
    for by, result in (("foreign", "crl.issuer"), ("impostor", "crl.signature")):
        with pytest.raises(Refused, match=result):
            crl.check(desk.authority.responders.crl(desk.now, "rsa", by=by), issuer, at=desk.now)
    with pytest.raises(Refused, match="crl.issuer"):
        crl.check(desk.authority.responders.crl(desk.now, "gost512"), issuer, at=desk.now)


def test_no_bit_of_a_list_can_be_changed(desk: Desk) -> None:
    issuer = Certificate.parse(desk.person().chain[0])
    (data,) = desk.lists().crl
    for place in range(len(data)):
        with pytest.raises(Refused):
            crl.check(data[:place] + bytes((data[place] ^ 0x02,)) + data[place + 1 :], issuer, at=desk.now)


def _list(desk: Desk, *more: bytes, entry: bytes = b"") -> bytes:
    """A list of the RSA authority with these extensions, and these in its one entry."""
    issuer = desk.authority.identity("nca_rsa")
    mine = Certificate.parse(desk.person("citizen-2").certificate).serial
    row = write.sequence(write.integer(mine), write.time(desk.now - HOUR), *([write.sequence(entry)] if entry else []))
    inside = write.sequence(
        write.integer(1), identifier(issuer.key.signature_oid), issuer.parsed["subject"].dump(), write.time(desk.now),
        write.time(desk.now + DAY), write.sequence(row),
        write.explicit(0, write.sequence(extension(oids.CRL_NUMBER, write.integer(5)), *more)),
    )  # fmt: skip
    return write.sequence(inside, identifier(issuer.key.signature_oid), write.bits(issuer.key.sign(inside)))


def _scope(*parts: bytes) -> bytes:
    return extension(oids.ISSUING_DISTRIBUTION_POINT, write.sequence(*parts), critical=True)


def _flag(number: int) -> bytes:
    return write.implicit(number, write.boolean(True))


def test_what_a_list_covers_is_asked(desk: Desk) -> None:
    url = Certificate.parse(desk.person().certificate).crl_urls[0]

    def point(address: str) -> bytes:
        name = write.explicit(0, write.implicit(6, write.ia5(address)))
        return write.explicit(0, name)

    for parts, result in (
        ((), "passed"),
        ((_flag(1),), "passed"),
        ((_flag(2),), "crl.scope"),
        ((_flag(4),), "crl.scope"),
        ((_flag(5),), "crl.scope"),
        ((write.implicit(3, write.flags(1)),), "crl.scope"),
        ((point(url),), "passed"),
        ((point("http://other.invalid/a.crl"),), "crl.scope"),
    ):
        assert desk.check(desk.sign(), proofs=verify.Proofs(crl=[_list(desk, _scope(*parts))])).code == result


def test_what_must_be_understood_and_is_not_makes_a_list_useless(desk: Desk) -> None:
    unknown = extension("1.2.3.4", write.null(), critical=True)
    assert desk.check(desk.sign(), proofs=verify.Proofs(crl=[_list(desk, unknown)])).code == "crl.extension"
    harmless = extension("1.2.3.4", write.null())
    assert desk.check(desk.sign(), proofs=verify.Proofs(crl=[_list(desk, harmless)])).code == "passed"
    bad = _list(desk, entry=extension(oids.CERTIFICATE_ISSUER, write.sequence(), critical=True))
    assert desk.check(desk.sign("citizen-2"), proofs=verify.Proofs(crl=[bad])).code == "crl.extension"


def test_a_listed_certificate_without_a_reason_is_revoked(desk: Desk) -> None:
    found = desk.check(desk.sign("citizen-2"), proofs=verify.Proofs(crl=[_list(desk)]))
    assert found.code == "revocation.revoked"
    assert found.revocation is not None and found.revocation.reason == "unspecified"


def test_a_list_of_many_thousands_is_read_by_one_walk(desk: Desk) -> None:
    issuer = desk.authority.identity("nca_rsa")
    when = write.time(desk.now - HOUR)
    rows = b"".join(write.sequence(write.integer(1 << 150 | number), when) for number in range(30_000))
    inside = write.sequence(
        write.integer(1), identifier(issuer.key.signature_oid), issuer.parsed["subject"].dump(), write.time(desk.now),
        write.time(desk.now + DAY), der.tlv(der.SEQUENCE, rows),
    )  # fmt: skip
    data = write.sequence(inside, identifier(issuer.key.signature_oid), write.bits(issuer.key.sign(inside)))
    found = crl.read(data)
    assert len(found.entries) == 30_000
    assert found.find(1 << 150 | 29_999) == (desk.now - HOUR, "unspecified")
    assert found.find(7) is None


# -- authorities ---------------------------------------------------------------------------------------------------


def test_the_verdict_says_when_the_authority_itself_was_not_asked_about(desk: Desk) -> None:
    steps = {one.name: one for one in desk.check(desk.sign(), proofs=desk.lists()).checks}
    if "authority_revocation" in steps:  # the store may also pin the authority itself
        assert steps["authority_revocation"].result == "not_checked"
        assert steps["authority_revocation"].code == "revocation.authority_not_checked"


def test_a_revoked_authority_takes_its_people_along(own: Desk, tmp_path: Path) -> None:
    root = own.authority.identity("root_rsa")
    nca = Certificate.parse(own.authority.identity("nca_rsa").certificate)
    store = TrustStore("test", [Certificate.parse(root.certificate)], [nca])
    row = write.sequence(write.integer(nca.serial), write.time(own.now - HOUR))
    inside = write.sequence(
        write.integer(1), identifier(root.key.signature_oid), root.parsed["subject"].dump(), write.time(own.now),
        write.time(own.now + DAY), write.sequence(row),
    )  # fmt: skip
    data = write.sequence(inside, identifier(root.key.signature_oid), write.bits(root.key.sign(inside)))
    desk = Desk(own.authority, store, own.now)
    found = desk.check(desk.sign(), proofs=verify.Proofs(crl=[*desk.lists().crl, data]))
    assert (found.indication, found.sub) == ("indeterminate", "REVOKED_CA_NO_POE")
    found = desk.check(desk.sign(), proofs=desk.lists())
    assert found.code == "passed"
    assert ("authority_revocation", "not_checked") in {(one.name, one.result) for one in found.checks}

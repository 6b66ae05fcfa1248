"""Time-stamps: asked for, taken out of the answer, and verified to the last byte."""

from __future__ import annotations

import datetime as dt

import pytest
from asn1crypto import tsp
from tests.kernel.signing.verification.making import Desk

from jariya.kernel.signing import cms, oids, timestamps
from jariya.kernel.signing.refused import Refused
from jariya.kernel.signing.testca import Wrong
from jariya.kernel.signing.testca.signatures import attribute
from jariya.kernel.signing.trust import TrustStore

OVER = b"a signature value"
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
POLICY = {"rsa": "1.2.398.3.3.2.6.2", "gost512": "1.2.398.3.3.2.6.4"}


def token(
    desk: Desk, algorithm: str = "rsa", *, over: bytes = OVER, nonce: int | None = 77, **options: object
) -> bytes:
    """A token of the TEST service."""
    question = timestamps.request(over, nonce, POLICY[algorithm])
    return timestamps.token(desk.authority.responders.tsa(question, desk.now, **options))  # type: ignore[arg-type]


def refusal(desk: Desk, data: bytes, over: bytes = OVER, **options: object) -> str:
    """The code with which a token is refused."""
    options.setdefault("at", desk.now)
    with pytest.raises(Refused) as refused:
        timestamps.check(data, over, options.pop("trust", desk.store), **options)  # type: ignore[arg-type]
    return refused.value.code


@pytest.mark.parametrize("algorithm", ["gost512", "rsa"])
def test_a_token_proves_when_the_bytes_existed(desk: Desk, algorithm: str) -> None:
    found = timestamps.check(token(desk, algorithm), OVER, desk.store, desk.now, nonce=77)
    assert (found.time, found.policy, found.nonce) == (desk.now, POLICY[algorithm], 77)


def test_the_question_is_one_that_others_read(desk: Desk) -> None:
    asked = tsp.TimeStampReq.load(timestamps.request(OVER, 2**63 + 1, POLICY["rsa"]), strict=True)
    assert asked["nonce"].native == 2**63 + 1 and asked["cert_req"].native is True
    assert asked["req_policy"].dotted == POLICY["rsa"]
    bare = tsp.TimeStampReq.load(timestamps.request(OVER, None), strict=True)
    assert bare["nonce"].native is None


@pytest.mark.parametrize("algorithm", ["gost512", "rsa"])
def test_a_stamped_signature_passes_and_says_since_when(desk: Desk, algorithm: str) -> None:
    earlier = desk.now - 5 * MINUTE
    found = desk.check(desk.sign(algorithm=algorithm, at=earlier, tsp=True))
    assert found.code == "passed" and found.time_stamp is not None
    assert found.best_signature_time == earlier
    assert len(found.evidence.timestamps) == 1


def test_a_token_over_other_bytes_is_refused(desk: Desk) -> None:
    assert refusal(desk, token(desk), b"another value") == "timestamp.imprint"
    stamped = desk.authority.responders.stamp(b"another value", desk.now, "rsa")
    found = desk.check(desk.sign(wrong=Wrong(unsigned=[attribute(oids.TIME_STAMP_TOKEN, stamped)])))
    assert found.code == "timestamp.imprint"


def test_a_token_must_answer_our_question(desk: Desk) -> None:
    assert refusal(desk, token(desk), nonce=78) == "timestamp.nonce"
    assert refusal(desk, token(desk, nonce=None), nonce=77) == "timestamp.nonce"


def test_a_token_of_another_purpose_chain_or_rule_is_refused(desk: Desk) -> None:
    assert refusal(desk, token(desk, by="ocsp")) == "timestamp.usage"
    gost = [one for one in desk.store.anchors if one.key.kind != "rsa"]
    assert refusal(desk, token(desk), trust=TrustStore("test", gost, [])) == "timestamp.chain"
    assert refusal(desk, token(desk), policies=frozenset({"1.2.3"})) == "timestamp.policy"


def test_a_token_from_the_future_or_before_the_question_is_refused(desk: Desk) -> None:
    assert refusal(desk, token(desk), at=desk.now - 6 * MINUTE) == "timestamp.order"
    found = desk.check(desk.sign(tsp=True), asked_at=desk.now + 10 * MINUTE)
    assert (found.code, found.sub) == ("timestamp.order", "TIMESTAMP_ORDER_FAILURE")


def test_a_token_without_its_certificate_or_its_name_is_refused(desk: Desk) -> None:
    assert refusal(desk, token(desk, wrong=Wrong(certificates=()))) == "timestamp.malformed"
    unnamed = Wrong(omit=frozenset({oids.SIGNING_CERTIFICATE}))
    assert refusal(desk, token(desk, wrong=unnamed)) == "timestamp.certificate"
    other = Wrong(ess=desk.person().certificate)
    assert refusal(desk, token(desk, wrong=other)) == "timestamp.certificate"


def test_a_token_with_a_strangers_certificate_is_refused(desk: Desk) -> None:
    mine = cms.read(token(desk), content_type=oids.TST_INFO).certificate
    more = Wrong(certificates=[mine, desk.person().certificate])
    assert refusal(desk, token(desk, wrong=more)) == "timestamp.certificate"


def test_a_service_that_refuses_gives_no_token(desk: Desk) -> None:
    question = timestamps.request(OVER, 1, "1.2.3.4")
    with pytest.raises(Refused, match="timestamp.refused"):
        timestamps.token(desk.authority.responders.tsa(question, desk.now))
    with pytest.raises(Refused, match="timestamp.malformed"):
        timestamps.token(b"<html>502</html>")


def test_two_time_stamps_are_one_too_many(desk: Desk) -> None:
    value = desk.authority.responders.stamp(b"x", desk.now, "rsa")
    twice = [attribute(oids.TIME_STAMP_TOKEN, value)] * 2
    assert desk.check(desk.sign(wrong=Wrong(unsigned=twice))).code == "format.not_der"

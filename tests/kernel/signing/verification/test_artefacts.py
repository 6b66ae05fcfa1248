"""The published artefacts of the national TEST authority: an answer of its OCSP service and its list."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from jariya.kernel.signing import crl, ocsp
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.refused import Refused
from jariya.kernel.signing.trust import TrustStore

DATA = Path(__file__).resolve().parents[5] / "shared" / "data" / "eds"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"{DATA} is not here: the authority's artefacts are not checked"
)
SERIAL = 0x0FF06211DC82BEB00253FFA000F1DE84ABEF454F
"""The number that the answer is about; its certificate is not among the artefacts."""


class Named:
    """A certificate of which only the number is known."""

    serial = SERIAL
    is_ca = False
    crl_urls: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def issuer() -> Certificate:
    return Certificate.parse((DATA / "nca_gost2015_test.cer").read_bytes())


def at(*moment: int) -> dt.datetime:
    return dt.datetime(*moment, tzinfo=dt.UTC)  # type: ignore[arg-type, misc]


def answered(issuer: Certificate, moment: dt.datetime, nonce: bytes | None = None) -> ocsp.Answer:
    answer = (DATA / "ocsp_response_individual_2015.bin").read_bytes()
    return ocsp.check(answer, Named(), issuer, at=moment, nonce=nonce)  # type: ignore[arg-type]


def test_the_services_answer_holds_on_its_day(issuer: Certificate) -> None:
    found = answered(issuer, at(2022, 9, 2, 17, 0))
    assert found.produced_at == found.this_update == at(2022, 9, 2, 16, 58, 34)
    assert found.next_update is None and found.nonce == bytes.fromhex("e408ffb790834af2")
    assert found.delegate is not None and ocsp.is_exempt(found.delegate)
    assert (found.state, found.never_issued) == ("revoked", True), "1970 and on hold: a number never given out"


def test_the_services_answer_is_refused_on_other_days_and_for_other_questions(issuer: Certificate) -> None:
    for moment, code in ((at(2022, 9, 4), "ocsp.stale"), (at(2022, 9, 1), "ocsp.future")):
        with pytest.raises(Refused, match=code):
            answered(issuer, moment)
    with pytest.raises(Refused, match="ocsp.nonce"):
        answered(issuer, at(2022, 9, 2, 17, 0), b"12345678")


def test_no_bit_of_the_services_answer_can_be_changed(issuer: Certificate) -> None:
    answer = (DATA / "ocsp_response_individual_2015.bin").read_bytes()
    for place in range(0, len(answer), 5):
        changed = answer[:place] + bytes((answer[place] ^ 0x04,)) + answer[place + 1 :]
        with pytest.raises(Refused):
            ocsp.check(changed, Named(), issuer, at=at(2022, 9, 2, 17, 0))  # type: ignore[arg-type]


def test_the_authoritys_list_holds_in_its_half_year(issuer: Certificate) -> None:
    data = (DATA / "nca_gost2022_test.crl").read_bytes()
    found = crl.check(data, issuer, at=at(2022, 8, 1))
    assert (found.number, found.base, len(found.entries)) == (4, None, 6)
    assert found.find(0x0FD51BA7059261AE60CC621F316DB4EF0EF4BA14) == (at(2022, 7, 27, 10, 13, 19), "key_compromise")
    assert found.find(0x200327F2CD345C4378A4C692AB9B88C1178DCFA1) == (at(2022, 7, 27, 10, 28, 10), "on_hold")
    assert found.find(SERIAL) is None
    for moment, code in ((at(2022, 7, 1), "crl.future"), (at(2023, 2, 1), "crl.stale")):
        with pytest.raises(Refused, match=code):
            crl.check(data, issuer, at=moment)


def test_the_list_is_not_taken_for_another_authoritys(issuer: Certificate) -> None:
    data = (DATA / "nca_gost2022_test.crl").read_bytes()
    changed = data.replace(b"\x02\x01\x04", b"\x02\x01\x05")
    assert changed != data
    with pytest.raises(Refused, match="crl.signature"):
        crl.check(changed, issuer, at=at(2022, 8, 1))


def test_a_real_certificate_of_a_person_has_its_chain(tmp_path: Path) -> None:
    from jariya.kernel.signing.armour import unwrapped

    (anchor,) = unwrapped((DATA / "nca_rsa_test.crt").read_bytes())
    (leaf,) = unwrapped((DATA / "individual_valid_sign_2004_rsa.cer").read_bytes())
    store = TrustStore("test", [Certificate.parse(anchor)], [])
    chain = store.chain(Certificate.parse(leaf), at(2022, 6, 1))
    assert chain.issuer.der == anchor

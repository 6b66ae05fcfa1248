"""`jariya signature inspect`: what it reads, what it checks, what it says it did not, and what it never shows."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import inside

from jariya.kernel.signing import inspect as inspecting
from jariya.kernel.signing import oids, timestamps
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.gost import gost94, sign
from jariya.kernel.signing.inspect import inspect
from jariya.kernel.signing.revocation import ocsp_request
from jariya.kernel.signing.testca import certificates as make
from jariya.kernel.signing.testca import der
from jariya.kernel.signing.testca.algorithms import GOST512, RSA
from jariya.project.cli import signature

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "eds"
MADE = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
official = pytest.mark.skipif(
    not DATA.is_dir(), reason="the official TEST artefacts (../shared/data/eds) are not on this machine"
)


def only(data: bytes, **options: Any) -> dict[str, Any]:
    parts = inspect(data, **options)["parts"]
    assert len(parts) == 1
    return parts[0]


def states(part: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["of"], one["state"]) for one in part["signatures"]]


# -- the state's own artefacts --------


@official
def test_the_official_rsa_certificate_is_verified_by_its_authority() -> None:
    data = (DATA / "individual_valid_sign_2004_rsa.cer").read_bytes()
    part = only(data, trust=DATA)
    assert states(part) == [("certificate", "verified")]
    assert part["signatures"][0]["key_from"] == "the trust folder"
    assert (part["key"], part["roles"], part["accepted"]) == ("RSA, 2048 bits", ["individual"], "yes")
    assert "IIN************" in part["subject"]
    assert "123456789011" not in json.dumps(inspect(data, trust=DATA), ensure_ascii=False)
    assert "ТЕСТОВ" not in json.dumps(inspect(data, trust=DATA), ensure_ascii=False)
    assert "IIN123456789011" in only(data, trust=DATA, show_person=True)["subject"]


@official
@pytest.mark.parametrize("name", ["nca_gost2015_test.cer", "nca_rsa_test.crt"])
def test_the_official_authorities_are_read_and_left_unchecked_without_their_roots(name: str) -> None:
    part = only((DATA / name).read_bytes(), trust=DATA)
    assert states(part) == [("certificate", "unchecked")]
    assert part["authority"] is True
    assert part["accepted"] == "yes"


@official
def test_the_official_list_is_verified_by_its_authority() -> None:
    data = (DATA / "nca_gost2022_test.crl").read_bytes()
    part = only(data, trust=DATA)
    assert (part["kind"], part["number"], part["revoked"]) == ("crl", 4, 6)
    assert part["reasons"] == {"certificate_hold": 5, "key_compromise": 1}
    assert states(part) == [("list", "verified")]
    assert states(only(data)) == [("list", "unchecked")]
    changed = bytearray(data)
    changed[150] ^= 1
    assert states(only(bytes(changed), trust=DATA)) == [("list", "false")]


@official
def test_the_official_answer_and_its_responder_are_verified() -> None:
    part = only((DATA / "ocsp_response_individual_2015.bin").read_bytes(), trust=DATA)
    assert states(part) == [("certificate 1", "verified"), ("answer", "verified")]
    assert [one["key_from"] for one in part["signatures"]] == ["the trust folder", "this file"]
    assert part["nonce"] == "e408ffb790834af2"
    assert [(one["state"], one["reason"]) for one in part["answers"]] == [("revoked", "certificate_hold")]
    assert part["answers"][0]["next_update"] is None


# -- the TEST authority's --------


@pytest.mark.parametrize("algorithm", [GOST512, RSA])
@pytest.mark.parametrize("detached", [True, False])
def test_a_signature_with_time_stamp_is_checked_in_all_its_parts(
    authority: Any, made_at: dt.datetime, algorithm: str, detached: bool
) -> None:
    data = authority.person("citizen-1", algorithm).sign_cms(b"text", detached=detached, at=made_at, tsp=True)
    part = only(data, trust=authority.trust)
    assert part["kind"] == "cms"
    assert {state for _, state in states(part)} == {"verified"}
    assert {"certificate 1", "signer 1", "time-stamp of signer 1, signer 1"} <= {of for of, _ in states(part)}
    signer = part["signers"][0]
    assert signer["digest_agrees"] is (None if detached else True)
    assert signer["time_stamp"]["over_this_signature"] is True
    assert signer["signing_time"] == "2026-03-18T05:00:00Z"
    assert part["content"] == ("detached" if detached else "enclosed, 4 bytes")
    assert any("revoked" in sentence for sentence in part["not_checked"])


@pytest.mark.parametrize("algorithm", [GOST512, RSA])
def test_lists_answers_and_stamps_of_the_test_authority_are_verified(
    authority: Any, made_at: dt.datetime, algorithm: str
) -> None:
    responders, trust = authority.responders, authority.trust
    for full in (responders.crl(made_at, algorithm), responders.delta(made_at, algorithm)):
        assert states(only(full, trust=trust)) == [("list", "verified")]
    person = authority.person("citizen-1", algorithm)
    issuer = Certificate.parse(person.chain[0])
    answer = responders.ocsp(ocsp_request(Certificate.parse(person.certificate), issuer, b"12345678"), now=made_at)
    part = only(answer, trust=trust)
    assert {state for _, state in states(part)} == {"verified"}
    assert part["nonce"] == b"12345678".hex()
    stamp = only(responders.tsa(timestamps.request(b"bytes", 99, None), now=made_at), trust=trust)
    assert (stamp["kind"], stamp["nonce"]) == ("timestamp_answer", 99)
    assert stamp["imprint"] == hashlib.sha256(b"bytes").hexdigest()
    assert {state for _, state in states(stamp)} == {"verified"}


def test_another_enclosed_document_is_called_false(authority: Any, made_at: dt.datetime) -> None:
    data = authority.person("citizen-1").sign_cms(b"twelve bytes", detached=False, at=made_at)
    changed = data.replace(b"twelve bytes", b"twelve bites")
    report = inspect(changed, trust=authority.trust)
    assert inspecting.found_false(report)
    assert report["parts"][0]["signers"][0]["digest_agrees"] is False
    assert not inspecting.found_false(inspect(data, trust=authority.trust))


def test_nothing_is_verified_by_whom_it_only_names(authority: Any, made_at: dt.datetime) -> None:
    """The foreign authority's folder is not given: the signature holds by the key inside, the certificate by nobody."""
    data = authority.person("foreign").sign_cms(b"text", at=made_at)
    part = only(data, trust=authority.trust)
    assert dict(states(part)) == {"certificate 1": "unchecked", "signer 1": "verified"}
    assert part["signatures"][-1]["key_from"] == "this file"


# -- legacy --------


def test_a_certificate_of_2004_is_read_and_verified_by_itself() -> None:
    private = int.from_bytes(os.urandom(31), "big")
    spki = der.sequence(
        der.sequence(
            der.oid(oids.GOST2004_KEY), der.sequence(der.oid(oids.GOST2004_CURVE), der.oid(oids.GOST94_TEST_BOXES))
        ),
        der.bits(der.octets(sign.public("2004-A", private))),
    )
    name = make.name((make.COMMON_NAME, "ROOT TEST 2004"))
    algorithm = der.sequence(der.oid(oids.GOST2004), der.null())
    inside = der.sequence(
        der.explicit(0, der.integer(2)), der.integer(5), algorithm, name,
        der.sequence(der.time(MADE), der.time(MADE + dt.timedelta(days=1800))),
        name, spki, der.explicit(3, der.sequence(make.usage(5, 6))),
    )  # fmt: skip
    signature = sign.sign("2004-A", private, gost94.digest(inside))
    part = only(der.sequence(inside, algorithm, der.bits(signature)))
    assert states(part) == [("certificate", "verified")]
    assert part["key"] == "GOST 34.310-2004"
    assert part["accepted"] == "algorithm.legacy"
    spoiled = bytes((signature[0] ^ 1,)) + signature[1:]
    assert states(only(der.sequence(inside, algorithm, der.bits(spoiled)))) == [("certificate", "false")]


def test_an_unknown_algorithm_is_described_and_left_unchecked(authority: Any) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "ELLIPTIC TEST")])
    begin = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 7, begin, begin + dt.timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    part = only(made.public_bytes(serialization.Encoding.DER))
    assert states(part) == [("certificate", "unchecked")]
    assert part["accepted"] == "algorithm.unknown"


# -- shapes --------


def test_pem_base64_and_several_blocks_are_read(authority: Any) -> None:
    one, other = authority.person("citizen-1").certificate, authority.person("citizen-1").chain[0]
    assert only(base64.b64encode(one))["serial"] == only(one)["serial"]
    text = "".join(
        f"-----BEGIN CERTIFICATE-----\r\n{base64.encodebytes(each).decode()}-----END CERTIFICATE-----\r\n"
        for each in (one, other)
    )
    report = inspect(b"\xef\xbb\xbf" + text.encode())
    assert [part["authority"] for part in report["parts"]] == [False, True]
    assert report["parts"][0]["signatures"][0]["state"] == "verified"  # by the other one in the file
    assert inspecting.as_text(report).startswith("1.kind\tcertificate\n")


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=80), st.binary(max_size=80).map(lambda inside: der.tlv(0x30, inside))))
def test_other_bytes_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(inspecting.Unreadable):
        inspect(data)


WHOLE: list[bytes] = []
"""What is damaged: made once for all examples."""


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_described_or_refused_but_never_breaks_the_reader(
    authority: Any, made_at: dt.datetime, data: Any
) -> None:
    if not WHOLE:
        person = authority.person("citizen-1", RSA)
        WHOLE.extend((person.certificate, person.sign_cms(b"text", at=made_at), authority.responders.crl(made_at, RSA)))
    whole = data.draw(st.sampled_from(WHOLE))
    at, octet = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 255))
    damaged = whole[:at] + bytes((octet,)) + whole[at + 1 : data.draw(st.integers(at + 1, len(whole)))]
    try:
        report = inspect(damaged, trust=authority.trust)
    except inspecting.Unreadable as refusal:
        assert "999" not in str(refusal)
    else:
        inspecting.as_text(report)
        json.loads(inspecting.as_json(report))


# -- the command --------


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", "from jariya.project.cli import main; main()", "signature", "inspect", *arguments],
        input=given, capture_output=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3] / "src"), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
    )  # fmt: skip


def here(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The same in this process."""
    return inside.run(signature.app, "inspect", *arguments, folder=Path.cwd(), stdin=given)


def test_the_command_needs_no_database_and_tells_by_its_exit_code(
    authority: Any, made_at: dt.datetime, tmp_path: Path
) -> None:
    good = authority.person("citizen-1").sign_cms(b"twelve bytes", detached=False, at=made_at)
    (tmp_path / "good.cms").write_bytes(good)
    done = run(str(tmp_path / "good.cms"), "--trust", str(authority.trust), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["parts"][0]["kind"] == "cms"
    assert here("-", "--trust", str(authority.trust), given=good.replace(b"twelve", b"eleven")).returncode == 1
    for bad in (
        run("-", given=b"nothing"),
        here(str(tmp_path / "none")),
        here("-", "--trust", str(tmp_path / "none"), given=good),
    ):
        assert bad.returncode == 2
        assert bad.stderr
        assert not bad.stdout

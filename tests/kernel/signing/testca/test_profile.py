"""Certificates, lists and answers of the TEST authority: the state's profile, confirmed by OpenSSL."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms, crl, ocsp, parser, pem, tsp, x509
from hypothesis import given
from hypothesis import strategies as st

from jariya.kernel.signing import testca
from jariya.kernel.signing.gost import sign as gost
from jariya.kernel.signing.testca import der
from jariya.kernel.signing.testca.algorithms import GOST, SHA256, digest

DATA = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "eds"
OPENSSL = shutil.which("openssl")
needs_openssl = pytest.mark.skipif(not OPENSSL, reason="openssl is not installed: it is only an oracle here")


def _shape(der_bytes: bytes) -> dict[str, Any]:
    """What the profile fixes of a certificate: names and order of the subject, extensions, their criticality."""
    inside = x509.Certificate.load(der_bytes)["tbs_certificate"]
    kinds = {row["extn_id"].dotted: row for row in inside["extensions"]}
    return {
        "subject": [
            (part["type"].dotted, part["value"].name, type(part["value"].chosen).__name__)
            for rdn in inside["subject"].chosen
            for part in rdn
        ],
        "extensions": {kind: bool(row["critical"].native) for kind, row in kinds.items()},
        "usage": kinds["2.5.29.15"]["extn_value"].contents,
        "purposes": [one.dotted for one in kinds["2.5.29.37"]["extn_value"].parsed],
        "policy": [one["policy_identifier"].dotted for one in kinds["2.5.29.32"]["extn_value"].parsed],
    }


@pytest.mark.skipif(not DATA.is_dir(), reason="the official TEST certificates (shared/data/eds) are not here")
@pytest.mark.parametrize("algorithm", ["gost512", "rsa"])
def test_a_citizens_certificate_is_built_as_an_official_one(authority: testca.TestAuthority, algorithm: str) -> None:
    official = _shape(pem.unarmor((DATA / "individual_valid_sign_2004_rsa.cer").read_bytes())[2])
    assert _shape(authority.person("citizen-2", algorithm).certificate) == official


@pytest.mark.parametrize(
    ("person", "roles", "policy"),
    [
        ("head", ["1.2.398.3.3.4.1.2", "1.2.398.3.3.4.1.2.1"], "1.2.398.3.3.2.1"),
        ("right-to-sign", ["1.2.398.3.3.4.1.2", "1.2.398.3.3.4.1.2.2"], "1.2.398.3.3.2.1"),
        ("employee", ["1.2.398.3.3.4.1.2", "1.2.398.3.3.4.1.2.5"], "1.2.398.3.3.2.1"),
        ("citizen-1", ["1.2.398.3.3.4.1.1"], "1.2.398.3.3.2.3"),
    ],
)
def test_roles_stand_in_the_purposes(
    authority: testca.TestAuthority, person: str, roles: list[str], policy: str
) -> None:
    shape = _shape(authority.person(person).certificate)
    assert shape["purposes"] == ["1.3.6.1.5.5.7.3.4", *roles] and shape["policy"] == [policy]
    if len(roles) == 2:
        names = x509.Certificate.load(authority.person(person).certificate).subject.native
        assert names["organizational_unit_name"].startswith("BIN9999") and "organization_name" in names


def test_a_key_for_sign_in_is_no_key_for_signing(authority: testca.TestAuthority) -> None:
    shape = _shape(authority.person("auth-only").certificate)
    assert shape["purposes"][0] == "1.3.6.1.5.5.7.3.2" and shape["usage"] == bytes.fromhex("030205a0")
    assert shape["policy"] == ["1.2.398.3.3.2.4"]


def _verifies(certificate: bytes, issuer: testca.TestPerson | Any) -> bool:
    found = x509.Certificate.load(certificate)
    names = GOST[issuer.key.algorithm]
    point = issuer.key.bits[-2 * names.size :]
    inside = found["tbs_certificate"].dump()
    return gost.verify(names.curve, point, digest(names.digest, inside), found["signature_value"].native)


def test_the_chain_of_a_gost_certificate_holds_and_an_impostors_does_not(authority: testca.TestAuthority) -> None:
    root, nca = authority.identity("root_gost"), authority.identity("nca_gost")
    assert _verifies(root.certificate, root) and _verifies(nca.certificate, root)
    assert _verifies(authority.person("citizen-1").certificate, nca)
    assert _verifies(authority.person("citizen-8", "gost256").certificate, nca)
    false = x509.Certificate.load(authority.person("impostor").certificate)
    assert false.issuer == x509.Certificate.load(authority.person("citizen-1").certificate).issuer
    assert not _verifies(authority.person("impostor").certificate, nca)


@pytest.mark.parametrize("algorithm", ["gost512", "gost256"])
@pytest.mark.parametrize("ess", [0, 1, 2])
def test_a_gost_cms_has_the_attributes_in_order_and_verifies(
    authority: testca.TestAuthority, made_at: dt.datetime, algorithm: str, ess: int
) -> None:
    person = authority.person("citizen-8", algorithm)
    found = cms.ContentInfo.load(person.sign_cms("мәтін".encode(), at=made_at, ess=ess), strict=True)
    assert found.dump(force=False) == found.dump()
    signed = found["content"]
    (info,) = signed["signer_infos"]
    attributes = [row.dump() for row in info["signed_attrs"]]
    assert attributes == sorted(attributes) and len(attributes) == (4 if ess else 3)
    assert signed["encap_content_info"]["content"].native is None and len(signed["certificates"]) == 1
    covered = b"\x31" + info["signed_attrs"].dump()[1:]
    names = GOST[algorithm]
    point = person.key.bits[-2 * names.size :]
    assert gost.verify(names.curve, point, digest(names.digest, covered), info["signature"].native)
    values = {row["type"].dotted: row["values"] for row in info["signed_attrs"]}
    assert values["1.2.840.113549.1.9.4"][0].native == digest(names.digest, "мәтін".encode())


def _openssl(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    assert OPENSSL
    return subprocess.run([OPENSSL, *arguments], cwd=folder, capture_output=True, text=True)


@pytest.fixture
def bench(tmp_path: Path, authority: testca.TestAuthority) -> Path:
    """A folder with the RSA authority's certificates in PEM for the openssl program."""
    for name in ("root_rsa", "nca_rsa"):
        (tmp_path / f"{name}.cer").write_bytes(authority.identity(name).certificate)
        _openssl(tmp_path, "x509", "-inform", "DER", "-in", f"{name}.cer", "-out", f"{name}.pem")
    (tmp_path / "ca.pem").write_text((tmp_path / "root_rsa.pem").read_text() + (tmp_path / "nca_rsa.pem").read_text())
    (tmp_path / "head.cer").write_bytes(authority.person("head", "rsa").certificate)
    _openssl(tmp_path, "x509", "-inform", "DER", "-in", "head.cer", "-out", "head.pem")
    (tmp_path / "data").write_bytes(b"data")
    return tmp_path


@needs_openssl
@pytest.mark.parametrize("detached", [True, False])
def test_openssl_takes_an_rsa_cms_as_cades(
    authority: testca.TestAuthority, made_at: dt.datetime, bench: Path, detached: bool
) -> None:
    person = authority.person("head", "rsa")
    (bench / "c.cms").write_bytes(person.sign_cms(b"data", detached, made_at, tsp=True))
    content = ["-content", "data"] if detached else []
    moment = str(int(made_at.timestamp()))
    command = ["cms", "-verify", "-cades", "-inform", "DER", "-in", "c.cms", "-CAfile", "ca.pem", "-binary"]
    said = _openssl(bench, *command, "-attime", moment, *content)
    assert said.returncode == 0 and said.stdout == "data", said.stderr


@needs_openssl
def test_openssl_takes_ocsp_time_stamp_and_both_lists(
    authority: testca.TestAuthority, made_at: dt.datetime, bench: Path
) -> None:
    moment = ["-attime", str(int(made_at.timestamp()))]
    _openssl(bench, "ocsp", "-issuer", "nca_rsa.pem", "-sha256", "-cert", "head.pem", "-reqout", "q.der", "-noverify")
    (bench / "r.der").write_bytes(authority.responders.ocsp((bench / "q.der").read_bytes(), now=made_at))
    said = _openssl(bench, "ocsp", "-issuer", "nca_rsa.pem", "-reqin", "q.der", "-respin", "r.der", "-CAfile", "ca.pem",
                    *moment)  # fmt: skip
    assert "Response verify OK" in said.stderr, said.stderr

    _openssl(bench, "ts", "-query", "-data", "data", "-sha256", "-cert", "-tspolicy", "1.2.398.3.3.2.6.2", "-out", "t")
    (bench / "t.tsr").write_bytes(authority.responders.tsa((bench / "t").read_bytes(), made_at))
    said = _openssl(bench, "ts", "-verify", "-queryfile", "t", "-in", "t.tsr", "-CAfile", "ca.pem", *moment)
    assert "Verification: OK" in said.stdout, said.stderr

    for name in ("crl", "delta"):
        (bench / name).write_bytes(getattr(authority.responders, name)(made_at, "rsa"))
        said = _openssl(bench, "crl", "-inform", "DER", "-in", name, "-CAfile", "ca.pem", "-noout")
        assert "verify OK" in said.stderr + said.stdout


def _request(authority: testca.TestAuthority, serials: list[int], *, nonce: bytes = b"12345678") -> bytes:
    nca = authority.identity("nca_gost")
    algorithm = der.sequence(der.oid(SHA256), der.null())
    hashes = [der.octets(digest(SHA256, part)) for part in (nca.parsed["subject"].dump(), nca.key.bits)]
    rows = [der.sequence(der.sequence(algorithm, *hashes, der.integer(serial))) for serial in serials]
    extension = der.sequence(der.oid("1.3.6.1.5.5.7.48.1.2"), der.octets(der.octets(nonce)))
    return der.sequence(der.sequence(der.sequence(*rows), der.explicit(2, der.sequence(extension))))


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("citizen-1", "good"),
        ("revoked", "revoked"),
        ("suspended", "revoked"),
        ("expired", "good"),
        ("foreign", "unknown"),
    ],
)
def test_ocsp_says_what_became_of_a_certificate_and_repeats_the_nonce(
    authority: testca.TestAuthority, made_at: dt.datetime, person: str, status: str
) -> None:
    request = _request(authority, [authority.person(person).identity.serial])
    found = ocsp.OCSPResponse.load(authority.responders.ocsp(request, now=made_at), strict=True)
    basic = found.basic_ocsp_response["tbs_response_data"]
    (row,) = basic["responses"]
    assert row["cert_status"].name == status and row["next_update"].native is None
    assert found.nonce_value.native == b"12345678"
    if person == "suspended":
        assert row["cert_status"].chosen["revocation_reason"].native == "certificate_hold"


def _stamp_status(answer: bytes) -> str:
    found = tsp.PKIStatusInfo.load(parser.parse(answer)[4])
    return " ".join([found["status"].native, *sorted(found["fail_info"].native or ())])


@pytest.mark.parametrize("request_bytes", [b"", b"\x30\x00", b"\x30\x80", b"junk", bytes(5000)])
def test_nonsense_is_answered_with_a_refusal(
    authority: testca.TestAuthority, made_at: dt.datetime, request_bytes: bytes
) -> None:
    said = ocsp.OCSPResponse.load(authority.responders.ocsp(request_bytes, now=made_at))
    assert said["response_status"].native == "malformed_request"
    assert _stamp_status(authority.responders.tsa(request_bytes, made_at)) == "rejection bad_data_format"


@given(junk=st.binary(max_size=200))
def test_no_request_breaks_the_services(authority: testca.TestAuthority, made_at: dt.datetime, junk: bytes) -> None:
    for request in (junk, der.sequence(junk), der.sequence(der.sequence(der.sequence(junk)))):
        assert authority.responders.ocsp(request, now=made_at)
        assert authority.responders.tsa(request, made_at)


def test_ocsp_says_nothing_about_strangers(authority: testca.TestAuthority, made_at: dt.datetime) -> None:
    request = _request(authority, [1]).replace(digest(SHA256, authority.identity("nca_gost").key.bits), bytes(32))
    said = ocsp.OCSPResponse.load(authority.responders.ocsp(request, now=made_at))
    assert said["response_status"].native == "unauthorized"


def test_a_stamp_of_another_policy_or_algorithm_is_refused(
    authority: testca.TestAuthority, made_at: dt.datetime
) -> None:
    def ask(algorithm: str, size: int, policy: str) -> str:
        imprint = der.sequence(der.sequence(der.oid(algorithm), der.null()), der.octets(bytes(size)))
        return _stamp_status(authority.responders.tsa(der.sequence(der.integer(1), imprint, der.oid(policy)), made_at))

    assert ask(SHA256, 32, "1.2.398.3.3.2.6.4") == "granted"
    assert ask(SHA256, 32, "1.2.3.4") == "rejection unaccepted_policy"
    assert ask(SHA256, 31, "1.2.398.3.3.2.6.4") == "rejection bad_alg"
    assert ask("1.3.14.3.2.26", 20, "1.2.398.3.3.2.6.4") == "rejection bad_alg"


def test_a_full_list_and_its_deltas_tell_one_story(tmp_path: Path, made_at: dt.datetime) -> None:
    own = testca.make(tmp_path / "testca", now=made_at, kinds=("gost512",))
    hour = dt.timedelta(hours=1)
    base = made_at - 2 * hour
    (held,) = own.revoke("citizen-1", base - hour, "certificate_hold")
    (later,) = own.revoke("citizen-2", made_at)
    own.restore("citizen-1", made_at)

    def rows(found: bytes) -> dict[int, str]:
        inside = crl.CertificateList.load(found, strict=True)["tbs_cert_list"]
        return {
            int(row["user_certificate"].native): str(row["crl_entry_extensions"][0]["extn_value"].parsed.native)
            for row in inside["revoked_certificates"]
        }

    before, delta, after = (
        own.responders.crl(base),
        own.responders.delta(made_at, base=base),
        own.responders.crl(made_at),
    )
    assert held in rows(before) and later not in rows(before)
    assert rows(delta) == {held: "remove_from_crl", later: "key_compromise"}
    told = {serial: why for serial, why in (rows(before) | rows(delta)).items() if why != "remove_from_crl"}
    assert told == rows(after)
    numbers = [crl.CertificateList.load(one).crl_number_value.native for one in (before, delta, after)]
    assert numbers == sorted(numbers)
    assert crl.CertificateList.load(delta).delta_crl_indicator_value.native == numbers[0]

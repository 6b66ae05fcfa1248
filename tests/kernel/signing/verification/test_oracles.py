"""Others judge the same signatures: OpenSSL makes them and checks ours, pyHanko checks them."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms as asn1
from asn1crypto import x509
from tests.kernel.signing.verification.making import CONTENT, Desk

from jariya.kernel.signing import cms, verify
from jariya.kernel.signing.certificates import Certificate
from jariya.kernel.signing.trust import TrustStore

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed: no oracle for RSA signatures")

EXTENSIONS = """
[ca]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[person]
keyUsage=critical,digitalSignature,nonRepudiation
extendedKeyUsage=emailProtection,1.2.398.3.3.4.1.1
authorityKeyIdentifier=keyid
subjectKeyIdentifier=hash
[tsa]
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
authorityKeyIdentifier=keyid
[req]
distinguished_name=name
[name]
[authority]
default_ca=list
[list]
database=index.txt
crlnumber=number
default_md=sha256
default_crl_days=1
certificate=ca.crt
private_key=ca.key
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: Any) -> Path:
    """An authority, a person and a list, all by OpenSSL."""
    folder: Path = tmp_path_factory.mktemp("openssl")
    (folder / "x.cnf").write_text(EXTENSIONS)
    (folder / "index.txt").write_text("")
    (folder / "number").write_text("01\n")
    (folder / "content").write_bytes(CONTENT)

    def run(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.crt", "-subj",
        "/C=KZ/CN=OpenSSL TEST", "-days", "2", "-config", "x.cnf", "-extensions", "ca")  # fmt: skip
    for name in ("person", "tsa"):
        run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj",
            f"/C=KZ/CN={name.upper()} TEST", "-config", "x.cnf")  # fmt: skip
        run("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-out", f"{name}.crt", "-days",
            "1", "-sha256", "-extfile", "x.cnf", "-extensions", name, "-set_serial", str(len(name)))  # fmt: skip
    run("ca", "-gencrl", "-config", "x.cnf", "-name", "list", "-out", "list.pem")
    run("crl", "-in", "list.pem", "-outform", "DER", "-out", "list.crl")
    return folder


def signed(folder: Path, *options: str) -> bytes:
    """A signature of OpenSSL over CONTENT."""
    subprocess.run(
        ["openssl", "cms", "-sign", "-binary", "-in", "content", "-signer", "person.crt", "-inkey", "person.key",
         "-outform", "DER", "-out", "s.cms", *options],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return (folder / "s.cms").read_bytes()


def checked(folder: Path, data: bytes, content: bytes | None = CONTENT) -> str:
    """The code of our verdict."""
    from jariya.kernel.signing.armour import unwrapped

    (anchor,) = unwrapped((folder / "ca.crt").read_bytes())
    store = TrustStore("test", [Certificate.parse(anchor)], [])
    proofs = verify.Proofs(crl=[(folder / "list.crl").read_bytes()])
    found = verify.check(data, content, trust=store, at=dt.datetime.now(dt.UTC), proofs=proofs)
    return found.code


@pytest.mark.parametrize(
    "options",
    [
        ("-cades",),
        ("-cades", "-nosmimecap"),
        ("-cades", "-nodetach"),
        (),
        ("-cades", "-md", "sha384"),
        ("-cades", "-md", "sha512"),
        ("-cades", "-keyid"),
        ("-cades", "-certfile", "ca.crt"),
    ],
    ids=" ".join,
)
def test_signatures_of_openssl_pass(made: Path, options: tuple[str, ...]) -> None:
    data = signed(made, *options)
    assert checked(made, data) == "passed"
    assert checked(made, data, CONTENT + b"x") in ("digest.other", "content.other")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("-nocerts",), "format.certificates"),
        (("-noattr",), "format.no_signed_attributes"),
        (("-keyopt", "rsa_padding_mode:pss"), "algorithm.parameters"),
        (("-certfile", "tsa.crt"), "signer.extra_certificate"),
        (("-md", "sha1"), "algorithm.unknown"),
        (("-signer", "tsa.crt", "-inkey", "tsa.key"), "format.several_signers"),
        (("-nodetach", "-stream", "-indef"), "format.not_der"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else one,
)
def test_what_openssl_can_do_and_the_policy_will_not_have(made: Path, options: tuple[str, ...], code: str) -> None:
    assert checked(made, signed(made, *options)) == code


def test_our_rsa_signatures_pass_at_openssl(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "s.cms").write_bytes(desk.sign())
    (tmp_path / "content").write_bytes(CONTENT)
    for name in ("root_rsa", "nca_rsa"):
        pem = subprocess.run(
            ["openssl", "x509", "-inform", "DER"], input=desk.authority.identity(name).certificate, check=True,
            capture_output=True,
        ).stdout  # fmt: skip
        with (tmp_path / "ca.pem").open("ab") as file:
            file.write(pem)
    command = [
        "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "s.cms", "-content", "content",
        "-CAfile", "ca.pem", "-purpose", "any", "-attime", str(int(desk.now.timestamp())), "-out", "out",
    ]  # fmt: skip
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
    assert (tmp_path / "out").read_bytes() == CONTENT
    (tmp_path / "content").write_bytes(CONTENT + b"x")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode != 0


def hanko(data: bytes, anchors: list[bytes], at: dt.datetime) -> bool:
    """Whether pyHanko finds a detached signature over CONTENT intact, valid and trusted."""
    from pyhanko.sign.validation import async_validate_detached_cms
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(
        trust_roots=[x509.Certificate.load(one) for one in anchors], moment=at, allow_fetching=False,
        revocation_mode="soft-fail", best_signature_time=at,
    )  # fmt: skip
    info = asn1.ContentInfo.load(data)
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    status = asyncio.run(
        async_validate_detached_cms(
            CONTENT, info["content"], signer_validation_context=context,
            key_usage_settings=KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}),
        )
    )  # fmt: skip
    return bool(status.intact and status.valid and status.trusted)


def test_pyhanko_agrees_on_right_and_wrong(desk: Desk, made: Path) -> None:
    pytest.importorskip("pyhanko", reason="pyHanko is not installed: a second reader of RSA signatures is missing")
    anchors = [desk.authority.identity(name).certificate for name in ("root_rsa", "nca_rsa")]
    right = desk.sign()
    assert hanko(right, anchors, desk.now) is True is (desk.check(right).indication == "passed")
    value = cms.read(right).signature
    broken = right.replace(value, value[:-1] + bytes((value[-1] ^ 1,)))
    assert hanko(broken, anchors, desk.now) is False is (desk.check(broken).indication == "passed")
    foreign = desk.sign("foreign")
    assert hanko(foreign, anchors, desk.now) is False is (desk.check(foreign).indication == "passed")


def test_signatures_of_pyhanko_pass(desk: Desk) -> None:
    """pyHanko repeats the algorithms under the signature, so that either name of RSA is safe."""
    pytest.importorskip("pyhanko", reason="pyHanko is not installed: a second writer of RSA signatures is missing")
    from asn1crypto.keys import PrivateKeyInfo
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    person = desk.person()
    signer = SimpleSigner(
        signing_cert=x509.Certificate.load(person.certificate), cert_registry=SimpleCertificateStore(),
        signing_key=PrivateKeyInfo.load(person.key.secret),
    )  # fmt: skip
    made = asyncio.run(signer.async_sign_general_data(CONTENT, "sha256", detached=True))
    assert cms.ALGORITHM_PROTECTION in cms.read(made.dump()).attributes
    now = dt.datetime.now(dt.UTC)
    assert desk.check(made.dump(), at=now, proofs=desk.lists(now=now)).code == "passed"
    named = made.dump()
    other = named.replace(bytes.fromhex("2a864886f70d01010b05000482"), bytes.fromhex("2a864886f70d01010105000482"))
    assert other != named and desk.check(other).code == "attribute.protection"

"""`jariya testca` as a person types it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from asn1crypto import crl
from tests import inside

from jariya.kernel.signing.testca.persons import PERSONS
from jariya.project.cli import signature, testca


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the program's own with an authority in it."""
    folder = tmp_path_factory.mktemp("var")
    said = _started("testca", "make", var=folder)
    assert said.returncode == 0 and said.stdout == "", said.stderr
    return folder


def _jariya(*arguments: str, var: Path) -> subprocess.CompletedProcess[str]:
    """Run a command here."""
    env: dict[str, str | None] = {
        "JARIYA_VAR": str(var),
        "JARIYA_MODE": None,
        "EDS_PROFILE": None,
        "EDS_TRUST_DIR": None,
    }
    apps = {"testca": testca.app, "signature": signature.app}
    said = inside.run(apps[arguments[0]], *arguments[1:], folder=Path.cwd(), env=env)
    return subprocess.CompletedProcess(said.args, said.returncode, said.stdout.decode(), said.stderr.decode())


def _started(*arguments: str, var: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Start a command as a person does."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("JARIYA_", "EDS_", "DATABASE_"))}
    command = [sys.executable, "-c", "from jariya.project.cli import main; main()", *arguments]
    env = {**kept, "PYTHONPATH": "src", "JARIYA_VAR": str(var), **settings}
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=120)


def test_what_the_command_signs_the_command_verifies(var: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"text")
    signed, listed = tmp_path / "file.cms", tmp_path / "nca.crl"
    for arguments in (
        ["sign", str(tmp_path / "file"), "--person", "head", "-o", str(signed)],
        ["crl", "-o", str(listed)],
    ):
        said = _jariya("testca", *arguments, var=var)
        assert said.returncode == 0, said.stderr
    check = ["signature", "verify", str(signed), "--data", str(tmp_path / "file"), "--crl", str(listed)]
    said = _started(*check, "--trust", str(var / "testca" / "trust"), "--json", var=var)
    assert said.returncode == 0 and '"passed"' in said.stdout, said.stdout + said.stderr


def test_the_list_names_everybody_and_tells_no_number(var: Path) -> None:
    said = _jariya("testca", "show", var=var)
    rows = {line.split("\t")[0]: line.split("\t") for line in said.stdout.splitlines()}
    assert list(rows) == [person.key for person in PERSONS]
    assert rows["revoked"][4] == "key-compromise" and rows["suspended"][4] == "certificate-hold"
    assert rows["expired"][4] == "expired" and rows["citizen-8"][2] == "gost512,rsa,gost256"
    assert not any(person.iin in said.stdout or person.surname in said.stdout for person in PERSONS)


def test_revoking_is_in_the_next_delta_and_a_suspended_certificate_comes_back(var: Path, tmp_path: Path) -> None:
    def serials() -> int:
        out = tmp_path / "delta"
        assert _jariya("testca", "crl", "--delta", "-o", str(out), var=var).returncode == 0
        return len(crl.CertificateList.load(out.read_bytes())["tbs_cert_list"]["revoked_certificates"])

    before = serials()
    assert _jariya("testca", "revoke", "citizen-4", "--reason", "certificate-hold", var=var).returncode == 0
    assert serials() == before + 1
    assert _jariya("testca", "restore", "citizen-4", var=var).returncode == 0
    assert _jariya("testca", "restore", "citizen-4", var=var).returncode == 0, "giving back again is no error"
    assert _jariya("testca", "restore", "citizen-5", var=var).returncode == 1


def test_a_further_person_is_issued_and_signs(var: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"text")
    issue = ["testca", "issue", "mine", "--surname", "МЕНІКІ-ТЕСТ", "--given", "БІР", "--role", "head"]
    assert _jariya(*issue, var=var).returncode == 2, "a head needs an organisation"
    said = _jariya(*issue, "--organisation", "ТОО ТЕСТ", "--bin", "999940000050", var=var)
    assert said.returncode == 0, said.stderr
    said = _jariya("testca", "sign", str(tmp_path / "file"), "--person", "mine", "--pem", var=var)
    assert said.stdout.startswith("-----BEGIN CMS-----")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["sign", "nothing", "--person", "head"], "No such file"),
        (["sign", __file__, "--person", "nobody"], "testca show"),
        (["sign", __file__, "--person", "weak"], "testca show"),
        (["revoke", "nobody"], "testca show"),
        (["revoke", "head", "--reason", "tired"], "tired"),
        (["crl", "--algorithm", "dsa"], "gost512"),
        (["issue", "real", "--surname", "ИВАНОВ", "--given", "ИВАН"], "ТЕСТ"),
        (["mobile", "nonsense", "--person", "head"], "link"),
        (["mobile", "mobileSign:https://example.kz/1", "--person", "head"], "list"),
    ],
)
def test_misuse_is_one_sentence_and_2(var: Path, arguments: list[str], word: str) -> None:
    said = _jariya("testca", *arguments, var=var)
    assert said.returncode == 2 and word in said.stderr and len(said.stderr.splitlines()) == 1


def test_without_an_authority_the_way_out_is_said(tmp_path: Path) -> None:
    said = _jariya("testca", "show", var=tmp_path)
    assert said.returncode == 2 and "jariya testca make" in said.stderr


@pytest.mark.parametrize("setting", [{"JARIYA_MODE": "production"}, {"EDS_PROFILE": "prod"}])
def test_production_has_no_test_authority(tmp_path: Path, setting: dict[str, str]) -> None:
    said = _started("testca", "make", var=tmp_path, **setting)
    assert said.returncode == 2 and "production" in said.stderr and not (tmp_path / "testca").exists()

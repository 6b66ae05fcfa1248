"""`jariya signature verify` as a person and a program use it: files, exit codes; the start in another process."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests import inside
from tests.kernel.signing.verification.making import CONTENT, Desk

from jariya.kernel.signing.testca.algorithms import pem
from jariya.project.cli import signature

AT = "2026-03-18T10:00:00+05:00"


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Path:
    """Content, a detached signature of it, the lists, and the trusted authorities."""
    (tmp_path / "content").write_bytes(CONTENT)
    (tmp_path / "s.cms").write_bytes(desk.sign(algorithm="gost512"))
    for number, data in enumerate(desk.all_lists().crl):
        (tmp_path / f"{number}.crl").write_bytes(data)
    (tmp_path / "o.bin").write_bytes(desk.answer(algorithm="gost512", nonce=None))
    (tmp_path / "trust").symlink_to(desk.authority.trust)
    return tmp_path


def run(folder: Path, *words: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a folder."""
    env: dict[str, str | None] = {"JARIYA_VAR": str(folder / "var"), "EDS_TRUST_DIR": None}
    return inside.run(signature.app, "verify", *words, folder=folder, stdin=stdin, env=env)


def start(folder: Path, *words: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Start the command in a folder, in an environment that knows neither settings nor a database."""
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    clean |= {"PYTHONPATH": os.pathsep.join(sys.path), "JARIYA_VAR": str(folder / "var")}
    program = "import sys; from jariya.project.cli import main; sys.argv[0] = 'jariya'; main()"
    return subprocess.run(
        [sys.executable, "-c", program, "signature", "verify", *words], cwd=folder, env=clean, input=stdin,
        capture_output=True, timeout=60,
    )  # fmt: skip


def told(folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """Exit code and JSON."""
    found = run(folder, *words, "--json")
    assert found.stdout, found.stderr.decode()
    return found.returncode, json.loads(found.stdout)


GIVEN = ("--data", "content", "--trust", "trust", "--at", AT)


def test_a_good_signature_ends_with_0_and_says_what_was_checked(folder: Path, desk: Desk) -> None:
    code, found = told(folder, "s.cms", *GIVEN, "--ocsp", "o.bin")
    assert (code, found["indication"], found["sub_indication"], found["code"]) == (0, "passed", None, "passed")
    assert {"format", "signature", "chain", "revocation"} <= {one["name"] for one in found["checks"]}
    assert found["revocation"]["status"] == "good" and found["revocation"]["source"] == "ocsp"
    assert found["signing_time"] == desk.now.isoformat()
    assert "GOST" in found["algorithm"]


def test_lists_do_as_well_as_answers(folder: Path) -> None:
    lists = [word for number in range(4) for word in ("--crl", f"{number}.crl")]
    assert told(folder, "s.cms", *GIVEN, *lists)[0] == 0


def test_without_proofs_the_verdict_is_open(folder: Path) -> None:
    code, found = told(folder, "s.cms", *GIVEN)
    assert (code, found["indication"], found["sub_indication"]) == (3, "indeterminate", "TRY_LATER")


def test_other_content_fails_with_1(folder: Path) -> None:
    (folder / "content").write_bytes(CONTENT + b"x")
    code, found = told(folder, "s.cms", *GIVEN, "--ocsp", "o.bin")
    assert (code, found["indication"], found["sub_indication"]) == (1, "failed", "HASH_FAILURE")


def test_the_role_is_asked(folder: Path) -> None:
    assert told(folder, "s.cms", *GIVEN, "--ocsp", "o.bin", "--role", "citizen")[0] == 0
    code, found = told(folder, "s.cms", *GIVEN, "--ocsp", "o.bin", "--role", "organisation")
    assert (code, found["code"]) == (3, "usage.role")


@pytest.mark.parametrize("form", ["CMS", "PKCS7", "base64", "attached"])
def test_every_wrapping_is_read(folder: Path, desk: Desk, form: str) -> None:
    der = (folder / "s.cms").read_bytes()
    words = list(GIVEN)
    if form == "attached":
        (folder / "s.cms").write_bytes(desk.sign(algorithm="gost512", detached=False))
        words = words[2:]
    elif form == "base64":
        (folder / "s.cms").write_bytes(base64.encodebytes(der))
    else:
        (folder / "s.cms").write_text(pem(form, der))
    assert told(folder, "s.cms", *words, "--ocsp", "o.bin")[0] == 0


def test_a_date_is_its_whole_day(folder: Path) -> None:
    words = ("s.cms", "--data", "content", "--trust", "trust", "--ocsp", "o.bin", "--at")
    assert told(folder, *words, "2026-03-18")[0] == 0
    assert told(folder, *words, "2026-03-17")[0] == 3


@pytest.mark.parametrize(
    "words",
    [
        ("missing.cms", *GIVEN),
        ("s.cms", "--data", "missing", "--trust", "trust"),
        ("s.cms", "--data", "content", "--trust", "missing"),
        ("s.cms", *GIVEN, "--role", "king"),
        ("s.cms", "--data", "content", "--trust", "trust", "--at", "yesterday"),
        ("s.cms", *GIVEN, "--crl", "missing"),
        (),
    ],
)
def test_misuse_ends_with_2_and_a_sentence(folder: Path, words: tuple[str, ...]) -> None:
    found = run(folder, *words)
    assert found.returncode == 2 and not found.stdout
    assert found.stderr.strip() and b"Traceback" not in found.stderr


def test_misuse_of_the_command_itself_ends_with_2_and_no_trace(folder: Path) -> None:
    found = start(folder, "missing.cms", *GIVEN)
    assert found.returncode == 2 and not found.stdout
    assert found.stderr.strip() and b"Traceback" not in found.stderr


def test_rubbish_is_a_failed_signature_and_no_crash(folder: Path) -> None:
    for rubbish in (b"", b"hello", b"\x30\x80\x00\x00", b"-----BEGIN CMS-----\n!!\n-----END CMS-----"):
        (folder / "s.cms").write_bytes(rubbish)
        code, found = told(folder, "s.cms", *GIVEN)
        assert (code, found["sub_indication"]) == (1, "FORMAT_FAILURE")


def test_standard_input_is_read(folder: Path) -> None:
    found = start(folder, "-", *GIVEN, "--ocsp", "o.bin", stdin=(folder / "s.cms").read_bytes())
    assert found.returncode == 0, found.stderr.decode()


def test_nobody_is_named_unless_asked(folder: Path, desk: Desk) -> None:
    from jariya.kernel.signing.certificates import Certificate

    mine = Certificate.parse(desk.person(algorithm="gost512").certificate)
    secrets = [str(mine.iin), str(mine.surname), str(mine.common_name), f"{mine.serial:x}"]
    for words in ((), ("--json",)):
        found = run(folder, "s.cms", *GIVEN, "--ocsp", "o.bin", *words)
        said = (found.stdout + found.stderr).decode()
        assert found.returncode == 0 and not [one for one in secrets if one in said]
        shown = run(folder, "s.cms", *GIVEN, "--ocsp", "o.bin", "--show-person", *words).stdout.decode()
        assert str(mine.iin) in shown and str(mine.surname) in shown


def test_the_text_for_people_says_what_and_what_to_do(folder: Path) -> None:
    said = run(folder, "s.cms", *GIVEN).stdout.decode()
    assert said.startswith("INDETERMINATE / TRY_LATER: ")
    assert "What was checked:" in said and "revocation.none" in said


def test_a_folder_without_a_list_of_anchors_is_believed_as_named(folder: Path, desk: Desk) -> None:
    bare = folder / "bare"
    bare.mkdir()
    for name in ("root_gost", "nca_gost"):
        (bare / f"{name}.cer").write_bytes(desk.authority.identity(name).certificate)
    found = run(folder, "s.cms", "--data", "content", "--trust", "bare", "--at", AT, "--ocsp", "o.bin")
    assert found.returncode == 0 and b"anchors" in found.stderr


def test_it_starts_within_a_second_of_work(folder: Path) -> None:
    before = os.times()
    assert start(folder, "s.cms", *GIVEN, "--ocsp", "o.bin").returncode == 0
    after = os.times()
    assert after.children_user - before.children_user < 2.0


def test_a_moment_without_a_zone_is_of_almaty(folder: Path) -> None:
    words = ("s.cms", "--data", "content", "--trust", "trust", "--ocsp", "o.bin", "--at", "2026-03-18T10:00:00")
    code, found = told(folder, *words)
    assert (code, found["at"]) == (0, dt.datetime(2026, 3, 18, 5, tzinfo=dt.UTC).isoformat())

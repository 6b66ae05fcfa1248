"""What the launcher says: complete in three languages, one sentence for each trouble, no traceback."""

from __future__ import annotations

import errno
import os
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest

from jariya.launch import __main__ as entry
from jariya.launch import commands, say
from jariya.launch.words import WORDS

from .conftest import ROOT


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(WORDS))
def test_every_sentence_is_there_in_three_languages_with_the_same_values(key: str) -> None:
    kk, ru, en = WORDS[key]
    assert all((kk, ru, en))
    assert _fields(kk) == _fields(ru) == _fields(en)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("kk_KZ.UTF-8", "kk"), ("ru_RU.UTF-8", "ru"), ("C.UTF-8", "en"), ("de_DE", "en"), ("", "en")],
)
def test_the_language_follows_the_terminal(locale: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", locale)
    assert say.language() == expected


def _launch(*arguments: str, var: Path, lang: str = "en_US.UTF-8") -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": str(ROOT / "src"), "JARIYA_VAR": str(var), "LANG": lang}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-P", "-m", "jariya.launch", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=env, cwd="/", timeout=120)


@pytest.mark.parametrize("arguments", [("nonsense",), ("--nonsense",), ("stop", "now"), ("setup", "x")])
def test_misuse_is_told_and_leaves_with_2(arguments: tuple[str, ...], tmp_path: Path) -> None:
    said = _launch(*arguments, var=tmp_path)
    assert said.returncode == 2 and "./run help" in said.stderr


def test_a_port_that_is_no_number_is_told(tmp_path: Path) -> None:
    said = _launch("--port", "eighty", var=tmp_path)
    assert said.returncode == 1 and "eighty" in said.stderr and "Traceback" not in said.stderr


def test_status_of_nothing_is_told_in_kazakh(tmp_path: Path) -> None:
    said = _launch("status", var=tmp_path, lang="kk_KZ.UTF-8")
    assert said.returncode == 1 and said.stdout.startswith("Жария іске қосылмаған")


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = _launch(var=tmp_path / "file")
    assert said.returncode == 1 and len(said.stderr.splitlines()) == 1 and "JARIYA_VAR" in said.stderr


def test_a_full_disk_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", "/somewhere")

    monkeypatch.setattr(commands, "run", full)
    assert entry.main([]) == 1
    said = capsys.readouterr().err
    assert "/somewhere" in said and len(said.splitlines()) == 1


@pytest.mark.skipif(not shutil.which("unshare"), reason="needs a mount namespace for a really small disk")
def test_a_really_small_disk_is_told_before_anything_breaks(tmp_path: Path) -> None:
    inside = f"mount -t tmpfs -o size=4m none {tmp_path} && exec {sys.executable} -P -m jariya.launch"
    env = os.environ | {"PYTHONPATH": str(ROOT / "src"), "JARIYA_VAR": str(tmp_path / "var"), "LANG": "C"}
    said = subprocess.run(["unshare", "-Urm", "sh", "-c", inside], capture_output=True, text=True, env=env)
    if "unshare" in said.stderr or "mount" in said.stderr:
        pytest.skip("this machine refuses mount namespaces")
    assert said.returncode == 1
    assert "MB are free" in said.stderr and len(said.stderr.splitlines()) == 1

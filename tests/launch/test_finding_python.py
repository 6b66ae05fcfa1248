"""`run` finds a Python that fits, and says in the reader's language when there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose launcher only says which Python started it, and an empty folder `bin` as the whole PATH."""
    launch = tmp_path / "folder with spaces" / "src" / "jariya" / "launch"
    launch.mkdir(parents=True)
    for folder in (launch, launch.parent):
        (folder / "__init__.py").touch()
    (launch / "__main__.py").write_text("import os, sys; print(os.environ['CHOSEN'], sys.argv[1:])")
    shutil.copy(ROOT / "run", launch.parents[2] / "run")
    (tmp_path / "bin").mkdir()
    for program in ("env", "dirname"):
        (tmp_path / "bin" / program).symlink_to(shutil.which(program) or "")
    return launch.parents[2]


def _python(checkout: Path, name: str, version: str | None) -> None:
    """A program called `name`: a shim that fails (None), or the real Python that claims to be `version`."""
    file = checkout.parent / "bin" / name
    if version is None:
        file.write_text("#!/bin/sh\necho no such version >&2\nexit 127\n")
    else:
        major, minor = version.split(".")
        file.write_text(
            f'#!/bin/sh\nclaim="import sys; sys.version_info = ({major}, {minor}, 0)"\n'
            f'if [ "$1" = -c ]; then exec {sys.executable} -c "$claim; $2"; fi\n'
            f'CHOSEN={name} exec {sys.executable} "$@"\n'
        )
    file.chmod(0o755)


def _run(checkout: Path, *arguments: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    env = {"PATH": str(checkout.parent / "bin"), "LANG": f"{language}_XX.UTF-8"}
    return subprocess.run(["/bin/sh", checkout / "run", *arguments], capture_output=True, text=True, env=env, cwd="/")


def test_the_newest_python_that_fits_is_taken(checkout: Path) -> None:
    for name, version in (("python3.11", "3.11"), ("python3.13", "3.13"), ("python3", "3.11")):
        _python(checkout, name, version)
    assert _run(checkout, "status").stdout == "python3.13 ['status']\n"


def test_a_shim_without_its_python_is_passed_over(checkout: Path) -> None:
    _python(checkout, "python3.14", None)
    _python(checkout, "python3.11", "3.11")
    assert _run(checkout).stdout == "python3.11 []\n"


@pytest.mark.parametrize("version", ["3.10", "3.15", "2.7", "4.0"])
def test_too_old_and_too_new_pythons_are_refused_in_one_sentence(checkout: Path, version: str) -> None:
    _python(checkout, "python3", version)
    said = _run(checkout)
    assert (said.returncode, said.stdout) == (1, "")
    assert len(said.stderr.splitlines()) == 1
    assert "3.11" in said.stderr and "https://www.python.org/downloads/" in said.stderr


@pytest.mark.parametrize(("language", "word"), [("kk", "табылмады"), ("ru", "Не найден"), ("en", "was found")])
def test_the_missing_python_is_said_in_the_readers_language(checkout: Path, language: str, word: str) -> None:
    assert word in _run(checkout, language=language).stderr


def test_arguments_arrive_whole(checkout: Path) -> None:
    _python(checkout, "python3", "3.12")
    assert _run(checkout, "test", "-k", "a or b", "*").stdout == "python3 ['test', '-k', 'a or b', '*']\n"


def test_a_module_of_the_same_name_where_one_stands_is_not_taken(checkout: Path, tmp_path: Path) -> None:
    _python(checkout, "python3", "3.12")
    trap = tmp_path / "trap" / "jariya" / "launch"
    trap.mkdir(parents=True)
    for folder in (trap, trap.parent):
        (folder / "__init__.py").touch()
    (trap / "__main__.py").write_text("print('trap')")
    env = {"PATH": str(checkout.parent / "bin"), "LANG": "C"}
    said = subprocess.run(["/bin/sh", checkout / "run"], capture_output=True, text=True, env=env, cwd=tmp_path / "trap")
    assert said.stdout == "python3 []\n"


def test_run_is_short_and_executable() -> None:
    assert len((ROOT / "run").read_text().splitlines()) <= 30
    assert os.access(ROOT / "run", os.X_OK) and os.access(ROOT / ".ci" / "run", os.X_OK)

"""Installing: a stamp that knows its lock, a command that survives odd folders, a pip that is checked."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from jariya.launch import browser, fetching, installing
from jariya.launch.place import Place
from jariya.launch.say import Trouble


@pytest.fixture
def bare(tmp_path: Path) -> Place:
    """A checkout in a folder with spaces and Kazakh letters, whose program only prints its arguments."""
    root = tmp_path / "Ашық деректер (көшірме)"
    made = Place(root=root, var=root / "var", venv=root / ".venv")
    (root / "requirements").mkdir(parents=True)
    for name in ("run.txt", "test.txt"):
        (root / "requirements" / name).write_text(f"# {name}\n")
    package = root / "src" / "jariya" / "project"
    package.mkdir(parents=True)
    (package / "cli.py").write_text("import sys\ndef main(): print(sys.argv)\n")
    made.make()
    installing.make_venv(made)
    return made


def test_the_command_works_in_a_folder_with_spaces_and_kazakh_letters(bare: Place) -> None:
    installing.attach(bare)
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    said = subprocess.run([bare.jariya, "term", "a b"], capture_output=True, text=True, env=env, cwd="/")
    assert said.stdout == "['jariya', 'term', 'a b']\n", said.stderr


def test_a_changed_lock_and_a_new_venv_are_installed_again(bare: Place) -> None:
    lock = bare.root / "requirements" / "run.txt"
    stamp = bare.venv / "jariya-run.stamp"
    assert not installing.installed(bare, lock), "a venv without a stamp is a half-finished one"
    stamp.write_text(installing.mark(bare, lock) + "\n")
    assert installing.installed(bare, lock)
    lock.write_text("# another\n")
    assert not installing.installed(bare, lock)
    stamp.write_text(installing.mark(bare, lock) + "\n")
    bare.python.unlink()
    assert not installing.installed(bare, lock)


def test_a_venv_whose_python_is_gone_is_not_sound(bare: Place) -> None:
    assert installing.sound(bare).startswith("3.1")
    bare.python.unlink()
    bare.python.symlink_to("/nonexistent/python3.11")
    assert installing.sound(bare) == ""


@pytest.mark.parametrize(("system", "machine"), [("Windows", "AMD64"), ("Linux", "riscv64"), ("FreeBSD", "amd64")])
def test_a_system_without_ready_made_packages_is_told_so(
    system: str, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing.platform, "system", lambda: system)
    monkeypatch.setattr(installing.platform, "machine", lambda: machine)
    with pytest.raises(Trouble) as caught:
        installing.supported()
    assert caught.value.code == "unsupported" and system in str(caught.value)


def _index(bare: Place, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index on disk with a pip wheel of this content."""
    folder = bare.root / "index" / "pip"
    folder.mkdir(parents=True)
    name = "pip-1.2-py3-none-any.whl"
    (folder / name).write_bytes(content)
    (folder / "index.html").write_text(f'<a href="other.whl">o</a> <a href="{name}#sha256=whatever">{name}</a>')
    for variable in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", folder.parent.as_uri())


def test_a_pip_with_the_right_sum_is_fetched_by_name(bare: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    _index(bare, b"the wheel", monkeypatch)
    (bare.root / "requirements" / "pip.txt").write_text(
        f"pip==1.2 \\\n    --hash=sha256:{hashlib.sha256(b'the wheel').hexdigest()}\n"
    )
    found = fetching.pip_wheel(bare, bare.log / "setup.log")
    assert found is not None and found.read_bytes() == b"the wheel"


def test_a_pip_with_another_sum_is_refused(bare: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    _index(bare, b"something else", monkeypatch)
    (bare.root / "requirements" / "pip.txt").write_text(
        f"pip==1.2 \\\n    --hash=sha256:{hashlib.sha256(b'the wheel').hexdigest()}\n"
    )
    assert fetching.pip_wheel(bare, bare.log / "setup.log") is None
    assert not list(bare.var.glob("*.whl"))


def test_the_password_of_an_index_is_not_written_into_the_log(bare: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://someone:hushhush@127.0.0.1:1/simple")
    (bare.root / "requirements" / "pip.txt").write_text(f"pip==1.2 --hash=sha256:{'0' * 64}\n")
    assert fetching.pip_wheel(bare, bare.log / "setup.log") is None
    assert "hushhush" not in (bare.log / "setup.log").read_text()


def test_the_chosen_chromium_comes_first_and_a_wrong_choice_is_told(
    bare: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = tmp_path / "my chromium"
    chosen.write_text("#!/bin/sh\n")
    chosen.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(chosen))
    assert browser.find(bare) == str(chosen)
    chosen.unlink()
    with pytest.raises(Trouble) as caught:
        browser.find(bare)
    assert caught.value.code == "no_browser"


def test_without_a_browser_the_command_to_type_is_told(bare: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(bare.var))  # no chromium, no apt-get
    monkeypatch.setattr(browser, "MAC", ())
    with pytest.raises(Trouble) as caught:
        browser.variable(bare, install=True)
    assert ".venv/bin/playwright install chromium" in str(caught.value)

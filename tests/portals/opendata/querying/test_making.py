"""Whole files of tables: made whole or not at all, once, and kept within the disk's share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.portals.opendata import made

from jariya.portals.opendata.downloads import making
from jariya.portals.opendata.models import Version
from jariya.portals.opendata.querying.refusals import Misasked

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(settings: Any, tmp_path: Path) -> Version:
    settings.OPENDATA_STORE = tmp_path
    held = made.published("schools").current
    assert held is not None
    return held


def files(folder: Path) -> list[str]:
    return sorted(path.suffix for path in (folder / "files").glob("??/*") if path.suffix != ".lock")


def test_wishes_outlive_the_dead_and_tables_in_force_are_made_beside_them(version: Version, tmp_path: Path) -> None:
    making.wish(version, "xml")
    making.wish(version, "exe")
    assert making.make_wanted() == (3, 0)
    assert files(tmp_path) == [".csv", ".parquet", ".xml"]
    assert making.make_wanted() == (0, 0), "what is there is not made again"


def test_a_maker_that_breaks_leaves_nothing_that_is_read(
    version: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_parquet: Path, _shape: Any, _kind: str, target: Path) -> None:
        target.write_text("half")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(making, "_write", breaks)
        with pytest.raises(Misasked, match="file.not_made"):
            making.make(version, "csv")
    assert making.made(version, "csv") is None and files(tmp_path) == []
    half = making.place(version, "csv").with_name("left-by-the-killed.77.new")
    half.write_text("half")
    os.utime(half, (0, 0))
    assert making.make(version, "csv").read_text(encoding="utf-8").startswith("bin,")
    making.make_wanted()
    assert not half.exists()


def test_files_not_read_for_longest_make_room(version: Version, tmp_path: Path) -> None:
    old, new = making.make(version, "json"), making.make(version, "csv")
    os.utime(old, (1, 1))
    assert making.evict(new.stat().st_size) == 1
    assert making.made(version, "json") is None and making.made(version, "csv") == new


def test_a_table_without_places_has_no_geojson(version: Version) -> None:
    assert "geojson" not in making.formats(version)
    with pytest.raises(Misasked, match="format.no_places"):
        making.make(version, "geojson")

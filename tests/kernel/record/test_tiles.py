"""Paths, bundles and partial widths, by C2SP tlog-tiles."""

from __future__ import annotations

import pytest

from jariya.kernel.record import tiles


def test_paths_are_those_of_the_specification() -> None:
    assert tiles.path(0, 1_234_067) == "tile/0/x001/x234/067"
    assert tiles.path(0, 273, 112) == "tile/0/273.p/112"
    assert tiles.path(None, 999) == "tile/entries/999"
    assert tiles.path(2, 1000, 1) == "tile/2/x001/000.p/1"


@pytest.mark.parametrize("level", [None, 0, 1, 63])
@pytest.mark.parametrize("index", [0, 7, 999, 1000, 1_234_067, 999_999_999_999])
@pytest.mark.parametrize("width", [1, 255, 256])
def test_a_path_is_read_back(level: int | None, index: int, width: int) -> None:
    assert tiles.parse(tiles.path(level, index, width)) == (level, index, width)


@pytest.mark.parametrize(
    "path",
    ["tile/0/0", "tile/00/000", "tile/0/x000/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
     "tile/64/000", "tile/0/001/000", "tile/0/x001", "tile/entries/000.p/", "tile/-1/000", "tile/8/000/", "tile/0/٠٠٠",
     "tile/0/../000", "/tile/0/000", "tile/0/000\n"],
)  # fmt: skip
def test_another_way_to_write_a_path_is_no_path(path: str) -> None:
    assert tiles.parse(path) is None


def test_entries_go_through_a_bundle_as_they_are() -> None:
    entries = [b"", b"x", bytes(range(256)) * 255, b"\x00" * 65_535]
    content = tiles.bundle(entries)
    assert content[:5] == b"\x00\x00\x00\x01x"
    assert tiles.entries_of(content) == entries


def test_too_long_an_entry_and_a_cut_bundle_are_refused() -> None:
    with pytest.raises(ValueError):
        tiles.bundle([b"x" * 65_536])
    for content in (b"\x00", b"\x00\x02x"):
        with pytest.raises(tiles.TileError) as refused:
            tiles.entries_of(content, "here")
        assert refused.value.code == "bundle_broken"


def test_a_partial_tile_that_is_gone_is_read_from_the_full_one() -> None:
    entries = [str(number).encode() for number in range(256)]
    files = dict(tiles.grow(lambda path: b"", 0, entries))
    small = dict(tiles.grow(lambda path: b"", 0, entries[:100]))

    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    assert not set(small) & set(files)
    assert tiles.Reader(read, 100).root() == tiles.Reader(small.__getitem__, 100).root()
    assert tiles.Reader(read, 100).entry(99) == b"99"

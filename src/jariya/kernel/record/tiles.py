"""Tiles of a tree as static files, by C2SP tlog-tiles: 256 hashes a tile, bundles of entries, partial widths.

Paths are relative to the log's prefix and have forward slashes. Free of Django.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from jariya.kernel.record import tree

WIDTH = 256
HEIGHT = 8
LONGEST_ENTRY = 65_535
"""An entry's length is a 16-bit number."""
MOST_LEVEL = 63

_PATH = re.compile(r"tile/(entries|0|[1-9]\d?)/((?:x\d{3}/){0,6}\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)

ReadFile = Callable[[str], bytes]
"""Path -> contents; raises FileNotFoundError."""


class TileError(ValueError):
    """A tile or bundle that is not what its path says. `code` is stable."""

    def __init__(self, code: str, path: str) -> None:
        super().__init__(f"{code}: {path}")
        self.code = code
        self.path = path


def number(index: int) -> str:
    """1234067 -> x001/x234/067."""
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.append(f"x{index % 1000:03d}")
    return "/".join(reversed(groups))


def path(level: int | None, index: int, width: int = WIDTH) -> str:
    """Path of a tile; level None is the bundle of entries. `width` below 256 gives the partial one."""
    kind = "entries" if level is None else str(level)
    return f"tile/{kind}/{number(index)}" + (f".p/{width}" if width < WIDTH else "")


def parse(text: str) -> tuple[int | None, int, int] | None:
    """(level or None, index, width) of a canonical path; None for any other text."""
    match = _PATH.fullmatch(text)
    if match is None:
        return None
    kind, groups, partial = match.groups()
    level = None if kind == "entries" else int(kind)
    width = int(partial) if partial else WIDTH
    index = int(groups.replace("x", "").replace("/", ""))
    # Another way to write the same index (x000/000) is another address: one thing, one address.
    if (level or 0) > MOST_LEVEL or (partial and width >= WIDTH) or number(index) != groups:
        return None
    return level, index, width


def widths(level: int, size: int) -> tuple[int, int]:
    """(count of full tiles, width of the partial one or 0) at a level of a tree of `size` leaves."""
    return divmod(size >> HEIGHT * level, WIDTH)


def width_of(level: int | None, index: int, size: int) -> int:
    """Width of a tile in a tree of `size` leaves: 256, less for the partial one, 0 when it is not there."""
    full, partial = widths(level or 0, size)
    return WIDTH if index < full else partial if index == full else 0


def all_paths(size: int) -> Iterator[str]:
    """Every file that a log of `size` leaves serves besides its checkpoint: hash tiles, then bundles."""
    level = 0
    while size >> HEIGHT * level:
        yield from _paths(level, level, size)
        level += 1
    yield from _paths(None, 0, size)


def _paths(level: int | None, height: int, size: int) -> Iterator[str]:
    full, partial = widths(height, size)
    for index in range(full):
        yield path(level, index)
    if partial:
        yield path(level, full, partial)


def bundle(entries: Sequence[bytes]) -> bytes:
    """Entries with their lengths before them, as big-endian 16-bit numbers.

    Raises:
        ValueError: an entry longer than 65,535 bytes.
    """
    parts = []
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise ValueError(f"an entry of {len(entry)} bytes is too long")
        parts.append(len(entry).to_bytes(2, "big"))
        parts.append(entry)
    return b"".join(parts)


def entries_of(content: bytes, where: str = "") -> list[bytes]:
    """Entries of a bundle.

    Raises:
        TileError: `bundle_broken`.
    """
    found, at, end = [], 0, len(content)
    while at < end:
        start = at + 2
        at = start + int.from_bytes(content[at:start], "big")
        if start > end or at > end:
            raise TileError("bundle_broken", where)
        found.append(content[start:at])
    return found


class Reader:
    """Nodes of the tree of `size` leaves, read out of its tiles; each tile is read once."""

    def __init__(self, read: ReadFile, size: int) -> None:
        self._file, self.size = read, size
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._nodes: dict[tuple[int, int], bytes] = {}

    def tile(self, level: int, index: int) -> bytes:
        """Hashes of a tile as this size has it; a partial one may be served from the full one that followed it.

        Raises:
            FileNotFoundError: the tile is not there.
            TileError: `tile_length`.
        """
        key = (level, index)
        if key not in self._tiles:
            width = width_of(level, index, self.size)
            if not width:
                raise FileNotFoundError(path(level, index))
            name = path(level, index, width)
            try:
                content = self._file(name)
                if len(content) != width * tree.HASH:
                    raise TileError("tile_length", name)
            except FileNotFoundError:
                if width == WIDTH:
                    raise
                name = path(level, index)
                content = self._file(name)
                if len(content) != WIDTH * tree.HASH:
                    raise TileError("tile_length", name) from None
            self._tiles[key] = content[: width * tree.HASH]
        return self._tiles[key]

    def node(self, level: int, index: int) -> bytes:
        """Hash of a complete subtree: `tree.ReadNode`."""
        found = self._nodes.get((level, index))
        if found is None:
            height, inside = divmod(level, HEIGHT)
            count = 1 << inside
            where, offset = divmod(index * count, WIDTH)
            content = self.tile(height, where)
            start = offset * tree.HASH
            if len(content) < start + count * tree.HASH:
                raise TileError("tile_length", path(height, where))
            hashes = [content[at : at + tree.HASH] for at in range(start, start + count * tree.HASH, tree.HASH)]
            found = self._nodes[level, index] = tree.complete(hashes)
        return found

    def root(self) -> bytes:
        """Root of the tree."""
        return tree.root(self.size, self.node)

    def inclusion(self, index: int) -> list[bytes]:
        """Inclusion proof of a leaf in this tree."""
        return tree.inclusion(index, self.size, self.node)

    def consistency(self, size1: int) -> list[bytes]:
        """Consistency proof from a smaller tree to this one."""
        return tree.consistency(size1, self.size, self.node)

    def entry(self, index: int) -> bytes:
        """One entry, out of its bundle.

        Raises:
            IndexError: no such entry in this tree.
        """
        if not 0 <= index < self.size:
            raise IndexError(index)
        where, offset = divmod(index, WIDTH)
        return self.bundle(where)[offset]

    def bundle(self, where: int) -> list[bytes]:
        """Entries of a bundle as this size has it."""
        width = width_of(None, where, self.size)
        name = path(None, where, width)
        try:
            content = self._file(name)
        except FileNotFoundError:
            if width == WIDTH:
                raise
            content = self._file(path(None, where))
        found = entries_of(content, name)
        if len(found) < width:
            raise TileError("bundle_broken", name)
        return found[:width]


def grow(read: ReadFile, old: int, entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Files that a log of `old` leaves needs for its next `entries`: path and contents, bundles first, tiles upward.

    Only what changes is given: tiles that were full before stay as they are. The partial tiles of the old size are
    read for their hashes, and left in place: a checkpoint may still stand on them.
    """
    if not entries:
        return
    size = old + len(entries)
    start = old // WIDTH * WIDTH
    kept = Reader(read, old).bundle(start // WIDTH) if old % WIDTH else []
    together = [*kept, *entries]
    for at in range(0, len(together), WIDTH):
        part = together[at : at + WIDTH]
        yield path(None, (start + at) // WIDTH, len(part)), bundle(part)
    fresh = [tree.leaf_hash(entry) for entry in entries]
    level, before = 0, Reader(read, old)
    while fresh:
        first = old >> HEIGHT * level
        start = first // WIDTH
        tail = before.tile(level, start) if first % WIDTH else b""
        hashes = [*(tail[at : at + tree.HASH] for at in range(0, len(tail), tree.HASH)), *fresh]
        fresh = []
        for at in range(0, len(hashes), WIDTH):
            part = hashes[at : at + WIDTH]
            yield path(level, start + at // WIDTH, len(part)), b"".join(part)
            if len(part) == WIDTH:
                fresh.append(tree.complete(part))
        level += 1
    assert size >> HEIGHT * level == old >> HEIGHT * level  # nothing above this level has changed

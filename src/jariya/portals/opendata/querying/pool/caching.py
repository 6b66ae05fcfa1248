"""The disposable `.duckdb` of a table: its rows as they are, beside them all words of a row, folded, in one column.

`python -m ...pool.caching STORE PARQUET ROWS TYPES` makes one, in a process of its own, and moves it into place whole.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

from jariya.portals.opendata.querying import executing, filtering
from jariya.portals.opendata.querying.filtering import Source
from jariya.portals.opendata.querying.pool import places
from jariya.portals.opendata.querying.shape import Shape

WORTH = 20_480
"""Rows from which a table gets a cache: below it the Parquet is one row group, and as fast."""
MEMORY = "512MB"
_NOT_USED = 60.0


def build(store: Path, parquet: Path, types: tuple[str, ...]) -> Path:
    """Make the cache of a table.

    Args:
        store: the folder of tables.
        types: of its columns.
    """
    target = places.cache_of(store, parquet)
    if target.is_file():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_suffix(f".{os.getpid()}.new")
    made.unlink(missing_ok=True)
    shape = Shape(tuple(f"c{number}" for number in range(len(types))), types, 0)
    settings: dict[str, Any] = {"memory_limit": MEMORY, "threads": "1", "temp_directory": str(places.spill(store))}
    try:
        with duckdb.connect(str(made), config=settings) as con:
            con.execute(
                f"CREATE TABLE t AS SELECT *, {filtering.searched(shape)} AS _words "  # noqa: S608 - of our own making
                f"FROM {executing.parquet(parquet).sql} ORDER BY _row"
            )
            con.execute("CHECKPOINT")
        made.replace(target)
    finally:
        made.unlink(missing_ok=True)
        made.with_name(made.name + ".wal").unlink(missing_ok=True)
    return target


def source(name: str) -> Source:
    """The cache attached under a name, as a table."""
    return Source(f"{name}.t", "_words")


def used(path: Path) -> None:
    """Note that a cache was read: the one not read for longest goes first."""
    with contextlib.suppress(OSError):
        if time.time() - path.stat().st_mtime > _NOT_USED:
            os.utime(path)


def evict(store: Path, most: int) -> int:
    """Remove caches until they take no more than so many bytes; returns how many went. A worker may still read one."""
    found = []
    for path in places.caches(store).glob("*.duckdb"):
        with contextlib.suppress(OSError):
            told = path.stat()
            found.append((told.st_mtime, told.st_size, path))
    total = sum(size for _at, size, _path in found)
    gone = 0
    for _at, size, path in sorted(found):
        if total <= most:
            break
        path.unlink(missing_ok=True)
        total -= size
        gone += 1
    return gone


def clean(store: Path) -> None:
    """Remove what a killed builder, an older form or a killed worker's question left."""
    for path in places.caches(store).glob("*"):
        if path.suffix != ".duckdb" or not path.stem.endswith(f"-{places.FORM}"):
            path.unlink(missing_ok=True)
    for path in places.spill(store).glob("**/*"):
        if path.is_file():
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    os.nice(10)
    build(Path(sys.argv[1]), Path(sys.argv[2]), tuple(sys.argv[3].split(",")))

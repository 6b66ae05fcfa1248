"""Where the pool's things lie under the folder of tables."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

FORM = 1
"""Of the cache: a number that changes with what is written into it, so that old ones are not read."""
_SOCKET_NAME = 100
"""Bytes that the name of a local socket may have (104 on macOS)."""


def socket_of(store: Path) -> Path:
    """The local socket of the pool; where the folder's name is too long for one, beside the system's other ones."""
    near = store / "pool" / "socket"
    if len(os.fsencode(near)) <= _SOCKET_NAME:
        return near
    mark = hashlib.sha256(os.fsencode(store)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"jariya-{os.getuid()}-{mark}" / "socket"


def caches(store: Path) -> Path:
    """The folder of disposable `.duckdb` files."""
    return store / "cache"


def cache_of(store: Path, parquet: Path) -> Path:
    """The cache of a table."""
    return caches(store) / f"{parquet.stem}-{FORM}.duckdb"


def spill(store: Path) -> Path:
    """Where questions put what does not fit into their memory."""
    return store / "spill"


def private(folder: Path) -> Path:
    """A folder that nobody else opens."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    folder.chmod(0o700)
    return folder


def environment() -> dict[str, str]:
    """What a worker is told of the world: neither the database nor a secret."""
    return {name: value for name, value in os.environ.items() if name in _KNOWN}


_KNOWN = frozenset({"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV", "PYTHONPATH", "JARIYA_RUN"})

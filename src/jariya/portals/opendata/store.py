"""Canonical tables on disk: Parquet by its digest. They can be made again out of the bytes that were sent."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings


def path_of(digest: bytes) -> Path:
    """Where the Parquet of a version lies. It may be absent: `kept` puts it there."""
    name = digest.hex()
    return Path(settings.OPENDATA_STORE) / "parquet" / name[:2] / f"{name}.parquet"


def kept(made: Path) -> bytes:
    """Take a finished Parquet into the store; the same bytes twice are one file.

    Args:
        made: the file, on the same disk or another; it is gone afterwards.

    Returns:
        Its SHA-256.
    """
    with made.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    place = path_of(digest)
    if place.exists():
        made.unlink()
        return digest
    place.parent.mkdir(parents=True, exist_ok=True)
    near = place.with_suffix(f".{os.getpid()}.new")
    with made.open("rb") as source, near.open("wb") as target:
        while piece := source.read(1024 * 1024):
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    near.replace(place)
    made.unlink()
    return digest

"""Contents by their digest: put in once, opened as plain files. Sealed ones are encrypted, open ones are not."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from jariya.kernel.files import sealing, storage
from jariya.kernel.files.models.file import Area, File
from jariya.kernel.signing.identity import keys

PIECE = 256 * 1024


def place(digest: bytes, area: str) -> str:
    """The name of a content in the storage. It stands in no address."""
    name = digest.hex()
    return f"{area}/{name[:2]}/{name[2:4]}/{name}"


def _aad(digest: bytes) -> bytes:
    return b"files.content:" + digest.hex().encode()


def digest_of(pieces: Iterable[bytes]) -> tuple[bytes, int]:
    """SHA-256 and length."""
    found, size = hashlib.sha256(), 0
    for piece in pieces:
        found.update(piece)
        size += len(piece)
    return found.digest(), size


def put(digest: bytes, area: str, pieces: Iterable[bytes]) -> None:
    """Store a content under its digest. What is there already and opens is left: it is the same."""
    name = place(digest, area)
    if not _opens(digest, area):
        storage.put(name, sealing.seal(pieces, _aad(digest)) if area != Area.OPEN else pieces)


def _opens(digest: bytes, area: str) -> bool:
    """Whether the content is there under a living key. An undone transaction, or a destroyed key, leaves bytes behind
    that nobody opens any more."""
    name = place(digest, area)
    if not storage.there(name):
        return False
    if area == Area.OPEN:
        return True
    try:
        sealing.Opened(storage.get(name), _aad(digest), 0).close()
    except (sealing.SealBroken, keys.KeyTrouble, FileNotFoundError):
        return False
    return True


def open_(file: File) -> BinaryIO:
    """The plain content, to be read from any place; close it.

    Raises:
        FileNotFoundError: the bytes were removed.
        sealing.SealBroken: the storage gave back other bytes.
    """
    stored = storage.get(place(bytes(file.digest), file.area))
    if file.area == Area.OPEN:
        return stored
    return io.BufferedReader(sealing.Opened(stored, _aad(bytes(file.digest)), file.size), PIECE)


def pieces(opened: BinaryIO, count: int | None = None) -> Iterator[bytes]:
    """What is left of an open file, or `count` bytes of it, piece by piece; the file is closed at the end."""
    left = count
    with opened:
        while left is None or left > 0:
            piece = opened.read(PIECE if left is None else min(PIECE, left))
            if not piece:
                return
            left = None if left is None else left - len(piece)
            yield piece


def drop(file: File) -> None:
    """Remove the bytes."""
    storage.drop(place(bytes(file.digest), file.area))

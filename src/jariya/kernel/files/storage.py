"""Where the bytes lie: a folder by default, any Django storage (S3 among them) by the setting `STORAGES`."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.base import File as Content
from django.core.files.storage import FileSystemStorage, storages
from django.utils._os import safe_join

from jariya.kernel.record.disk import write_durably


class Folder(FileSystemStorage):
    """A folder whose files are there whole or not at all, readable by the owner alone."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Exactly this name: a content lies under its digest."""
        return name

    def _save(self, name: str, content: Any) -> str:
        """What was there is replaced in one move."""
        path = Path(safe_join(self.location, name))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, content.chunks(), private=True)
        return name


class Pieces(io.RawIOBase):
    """Bytes that come from an iterator, as a file that is read once from its beginning."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces: Iterator[bytes] = iter(pieces)
        self._rest = memoryview(b"")
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(into), len(self._rest))
        into[:count] = self._rest[:count]
        self._rest, self._at = self._rest[count:], self._at + count
        return count

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        # Storages rewind what they are given; a stream that nobody has read stands at its beginning already.
        if (offset, whence, self._at) != (0, io.SEEK_SET, 0):
            raise io.UnsupportedOperation("seek")
        return 0


def _storage() -> Any:
    return storages["files"]


def put(name: str, pieces: Iterable[bytes]) -> None:
    """Write an object whole or not at all."""
    storage = _storage()
    if not isinstance(storage, Folder) and not getattr(storage, "file_overwrite", False) and storage.exists(name):
        storage.delete(name)
    saved = storage.save(name, Content(io.BufferedReader(Pieces(pieces), 256 * 1024)))
    if saved != name:
        raise RuntimeError("the storage of files gives names of its own: let it overwrite")


def get(name: str) -> BinaryIO:
    """An object, to be read from any place. Raises FileNotFoundError."""
    file: BinaryIO = _storage().open(name, "rb")
    return file


def there(name: str) -> bool:
    """Whether the object is there."""
    return bool(_storage().exists(name))


def drop(name: str) -> None:
    """Remove an object; one that is not there is no fault."""
    _storage().delete(name)

"""A file given as a path or as a stream, read from its beginning."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

CHUNK = 256 * 1024


@contextmanager
def opened(source: Path | BinaryIO) -> Iterator[BinaryIO]:
    """The source as a seekable stream at its beginning; a path is closed again, a stream is left open."""
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    else:
        source.seek(0)
        yield source


def size_of(stream: BinaryIO) -> int:
    """Bytes of the stream; leaves it at the beginning."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return size


def chunks(stream: BinaryIO, size: int = CHUNK) -> Iterator[bytes]:
    """The rest of the stream in pieces."""
    while piece := stream.read(size):
        yield piece


def tail(stream: BinaryIO, length: int) -> bytes:
    """The last bytes of the stream; leaves it at the beginning."""
    size = size_of(stream)
    stream.seek(max(0, size - length))
    found = stream.read(length)
    stream.seek(0)
    return found

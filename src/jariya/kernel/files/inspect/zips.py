"""A zip opened with suspicion: counted before it is read, measured before it is unpacked."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from jariya.kernel.files.inspect.limits import Limits
from jariya.kernel.files.inspect.opening import chunks, size_of, tail
from jariya.kernel.files.inspect.refused import Refused

_END = b"PK\x05\x06"
_END_FIXED = struct.Struct("<4s4H2LH")
_TAIL = 65_557  # the end record and its longest comment
_ENTRY = 46
_DIRECTORY_PER_ENTRY = 1_000
_RATIO_FROM = 10 * 1024**2


def end_record(stream: BinaryIO) -> tuple[int, int, int] | None:
    """(entries, size of the directory, its offset as read from the file's end), None where the file is no zip.

    A record counts only when the directory that it names is there: the four bytes alone stand in many files.
    """
    size = size_of(stream)
    last = tail(stream, _TAIL)
    at = len(last)
    while (at := last.rfind(_END, 0, at)) >= 0:
        if at + _END_FIXED.size <= len(last):
            _sign, _disk, _start, _here, entries, length, _offset, _comment = _END_FIXED.unpack_from(last, at)
            place = size - len(last) + at - length
            if entries == 0xFFFF or length == 0xFFFFFFFF:
                return entries, length, 0
            if length >= _ENTRY and place >= 0:
                stream.seek(place)
                found = stream.read(4)
                stream.seek(0)
                if found == b"PK\x01\x02":
                    return entries, length, place
    return None


@contextmanager
def package(stream: BinaryIO, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The zip, its table of contents checked against the limits.

    Raises Refused: `zip.damaged`, `zip.entries`, `zip.too_big`, `zip.bomb`, `zip.names`, `kind.encrypted`.
    """
    found = end_record(stream)
    if found is None:
        raise Refused("zip.damaged")
    entries, directory, _place = found
    if entries > limits.zip_entries or directory > limits.zip_entries * _DIRECTORY_PER_ENTRY:
        raise Refused("zip.entries", most=limits.zip_entries)
    stream.seek(0)
    try:
        opened = zipfile.ZipFile(stream)
    except Exception as error:
        raise Refused("zip.damaged") from error
    with opened:
        _table_of_contents(opened.infolist(), size_of(stream), limits)
        yield opened


def _table_of_contents(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if len(entries) > limits.zip_entries:
        raise Refused("zip.entries", most=limits.zip_entries)
    names = {entry.filename.casefold() for entry in entries}
    if len(names) != len(entries):
        raise Refused("zip.names")
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or "\0" in name or ":" in name.split("/")[0]:
            raise Refused("zip.names")
        if entry.flag_bits & 0x41:
            raise Refused("kind.encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("zip.damaged")
        if entry.file_size > limits.zip_entry:
            raise Refused("zip.too_big", most=limits.zip_entry // 1024**2)
        if entry.file_size > _RATIO_FROM and entry.file_size > entry.compress_size * limits.unpacked_ratio:
            raise Refused("zip.bomb", most=limits.unpacked_ratio)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.zip_unpacked:
        raise Refused("zip.too_big", most=limits.zip_unpacked // 1024**2)
    # Entries that lie over one another unpack to many times the file (the zip bomb of D. Fifield, 2019).
    if sum(entry.compress_size for entry in entries) > size or unpacked > max(
        _RATIO_FROM, size * limits.unpacked_ratio
    ):
        raise Refused("zip.bomb", most=limits.unpacked_ratio)


def read(opened: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A part as bytes. Raises Refused: `zip.damaged`, `zip.too_big` when it has more than `most` bytes."""
    if opened.getinfo(name).file_size > most:
        raise Refused("zip.too_big", most=most // 1024**2)
    return b"".join(pieces(opened, name))


def pieces(opened: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part piece by piece; the checksum is checked at the end. Raises Refused `zip.damaged`."""
    try:
        with opened.open(name) as part:
            yield from chunks(part)  # type: ignore[arg-type]
    except GeneratorExit:
        raise
    except Refused:
        raise
    except Exception as error:
        raise Refused("zip.damaged") from error


class Rewritten:
    """A new zip: no times, no comments, no further fields; parts in the order in which they are put in."""

    def __init__(self, into: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, allowZip64=True)

    def __enter__(self) -> Rewritten:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        self._zip.close()

    @contextmanager
    def part(self, name: str, *, stored: bool = False) -> Iterator[BinaryIO]:
        """A part to write into."""
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        with self._zip.open(entry, "w", force_zip64=False) as out:
            yield out  # type: ignore[misc]

    def put(self, name: str, data: bytes, *, stored: bool = False) -> None:
        """A part as a whole."""
        with self.part(name, stored=stored) as out:
            out.write(data)

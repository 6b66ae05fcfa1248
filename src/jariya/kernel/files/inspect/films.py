"""Recordings of hearings: place, device and titles that a recorder writes beside sound and picture."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from jariya.kernel.files.inspect.found import Finding
from jariya.kernel.files.inspect.kinds import Kind
from jariya.kernel.files.inspect.opening import CHUNK, opened, size_of
from jariya.kernel.files.inspect.refused import Refused, refusing

_DEEPER = {b"moov", b"trak", b"mdia"}
_WORDS = {b"udta", b"meta", b"uuid", b"free", b"skip", b"wide"}
_DATA_TRACKS = {b"meta", b"text", b"sbtl", b"subt", b"data"}
"""Tracks in which cameras write where they were, second by second."""
_TIMED = {b"mvhd", b"tkhd", b"mdhd"}
_BOXES = 100_000
_PLACE = (b"\xa9xyz", b"loci", b"ISO6709", b"gps")


@refusing("film.damaged")
def findings(source: Path | BinaryIO, kind: Kind) -> list[Finding]:
    """`film.place`, `film.metadata`, `film.track`. Raises Refused `film.damaged`."""
    with opened(source) as stream:
        if kind.code in ("mp4", "m4a"):
            return _boxes_found(stream)
        begins, ends = _sound_frames(stream) if kind.code == "mp3" else (0, size_of(stream))
        if kind.code == "ogg":
            return [Finding("film.metadata", count=count)] if (count := len(list(_comments(stream)))) else []
        return [Finding("film.metadata")] if begins or ends < size_of(stream) else []


@refusing("film.damaged")
def cleaned(source: Path | BinaryIO, kind: Kind, into: BinaryIO) -> None:
    """Write the recording without them; sound and picture stay as they are, byte for byte. Raises Refused."""
    with opened(source) as stream:
        if kind.code in ("mp4", "m4a"):
            _blanked(
                stream, into, {at: (form, length) for form, at, length, _head in _boxes(stream) if form != b"hdlr"}
            )
        elif kind.code == "mp3":
            begins, ends = _sound_frames(stream)
            stream.seek(begins)
            left = ends - begins
            while left > 0 and (piece := stream.read(min(CHUNK, left))):
                into.write(piece)
                left -= len(piece)
        else:
            _ogg(stream, into)


def _boxes(stream: BinaryIO) -> Iterator[tuple[bytes, int, int, int]]:
    """Boxes to blank: form, place, length, length of the head (ISO/IEC 14496-12, 4.2)."""
    waiting = [(0, size_of(stream))]
    seen = 0
    while waiting:
        place, end = waiting.pop()
        while place + 8 <= end:
            seen += 1
            if seen > _BOXES:
                raise Refused("film.damaged")
            stream.seek(place)
            head = stream.read(16)
            length, form = int.from_bytes(head[:4], "big"), head[4:8]
            size = 8
            if length == 1:
                length, size = int.from_bytes(head[8:16], "big"), 16
            elif length == 0:
                length = end - place
            if length < size or place + length > end:
                raise Refused("film.damaged")
            if form in _DEEPER:
                waiting.append((place + size, place + length))
            elif form in _WORDS or form in _TIMED or form == b"hdlr":
                yield form, place, length, size
            place += length


def _boxes_found(stream: BinaryIO) -> list[Finding]:
    words = place = tracks = 0
    for form, begins, length, head in list(_boxes(stream)):
        if form == b"hdlr":
            stream.seek(begins + head + 8)
            tracks += stream.read(4) in _DATA_TRACKS
        elif form in (b"udta", b"meta", b"uuid"):
            words += 1
            stream.seek(begins + head)
            place += any(mark in stream.read(min(length, 64 * 1024)) for mark in _PLACE)
    counts = {"film.metadata": words, "film.place": place, "film.track": tracks}
    return [Finding(code, count=count) for code, count in counts.items() if count]


def _blanked(stream: BinaryIO, into: BinaryIO, boxes: dict[int, tuple[bytes, int]]) -> None:
    """Every box keeps its length, so that the places of sound and picture stay true."""
    at = 0
    stream.seek(0)
    for place in sorted(boxes):
        form, length = boxes[place]
        _copy(stream, into, place - at)
        if form in _TIMED:
            box = bytearray(stream.read(length))
            wide = 8 if box[8] == 1 else 4
            box[12 : 12 + 2 * wide] = bytes(2 * wide)
            into.write(box)
        else:
            head = stream.read(8)
            size = 16 if head[:4] == b"\0\0\0\1" else 8
            into.write(head[:4] + b"free" + (stream.read(8) if size == 16 else b""))
            left = length - size
            while left:
                into.write(bytes(min(left, CHUNK)))
                left -= min(left, CHUNK)
            stream.seek(place + length)
        at = place + length
    _copy(stream, into, _rest(stream))


def _rest(stream: BinaryIO) -> int:
    """How many bytes follow."""
    here = stream.tell()
    end = stream.seek(0, 2)
    stream.seek(here)
    return end - here


def _copy(stream: BinaryIO, into: BinaryIO, left: int) -> None:
    while left > 0:
        piece = stream.read(min(left, CHUNK))
        if not piece:
            raise Refused("film.damaged")
        into.write(piece)
        left -= len(piece)


def _sound_frames(stream: BinaryIO) -> tuple[int, int]:
    """Where the frames of an MP3 begin and end: ID3v2 stands before, APE and ID3v1 behind."""
    begins, ends = 0, size_of(stream)
    while True:
        stream.seek(begins)
        head = stream.read(10)
        if head[:3] != b"ID3" or len(head) < 10:
            break
        begins += 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
        begins += 10 if head[5] & 0x10 else 0
    if begins > ends:
        raise Refused("film.damaged")
    for _ in range(4):
        stream.seek(max(begins, ends - 128))
        if stream.read(3) == b"TAG" and ends - 128 >= begins:
            ends -= 128
        stream.seek(max(begins, ends - 32))
        foot = stream.read(32)
        if foot[:8] == b"APETAGEX" and len(foot) == 32:
            length, _items, flags = struct.unpack_from("<LLL", foot, 12)
            ends -= min(ends - begins, length + (32 if flags & 0x80000000 else 0))
    return begins, ends


def _pages(stream: BinaryIO) -> Iterator[bytearray]:
    """Pages of an Ogg file (RFC 3533), at most 65,307 bytes each."""
    stream.seek(0)
    while head := stream.read(27):
        if len(head) < 27 or head[:4] != b"OggS":
            raise Refused("film.damaged")
        lengths = stream.read(head[26])
        body = stream.read(sum(lengths))
        if len(body) < sum(lengths):
            raise Refused("film.damaged")
        yield bytearray(head + lengths + body)


_HEADS = (b"\x03vorbis", b"OpusTags", b"\x81theora")


def _comments(stream: BinaryIO) -> Iterator[int]:
    for page in _pages(stream):
        body = bytes(page[27 + page[26] :])
        for head in _HEADS:
            if body.startswith(head) and _values(body, len(head)):
                yield 1


def _values(body: bytes, place: int) -> list[tuple[int, int]]:
    """Places and lengths of the comments of a header packet, as far as they lie on this page."""
    (length,) = struct.unpack_from("<L", body, place)
    place += 4 + length
    if place + 4 > len(body):
        return []
    (count,) = struct.unpack_from("<L", body, place)
    place += 4
    found = []
    for _ in range(min(count, 10_000)):
        if place + 4 > len(body):
            break
        (length,) = struct.unpack_from("<L", body, place)
        found.append((place + 4, length))
        place += 4 + length
    return found


def _ogg(stream: BinaryIO, into: BinaryIO) -> None:
    """Comments are written over with blanks of the same length, and the page gets its new checksum."""
    over: dict[bytes, int] = {}
    for page in _pages(stream):
        serial, start = bytes(page[14:18]), 27 + page[26]
        body = page[start:]
        changed = False
        if left := over.pop(serial, 0):  # a comment that began on the page before: a cover picture, usually
            page[start : start + min(left, len(body))] = b" " * min(left, len(body))
            if left > len(body):
                over[serial] = left - len(body)
            changed = True
        for head in _HEADS:
            if body.startswith(head):
                for place, length in _values(bytes(body), len(head)):
                    here = min(length, len(body) - place)
                    page[start + place : start + place + here] = (b"X=" + b" " * length)[:here]
                    if length > here:
                        over[serial] = length - here
                    changed = True
        if changed:
            page[22:26] = bytes(4)
            page[22:26] = _checksum(page).to_bytes(4, "little")
        into.write(page)


def _checksum(page: bytes | bytearray) -> int:
    found = 0
    for byte in page:
        found = ((found << 8) & 0xFFFFFFFF) ^ _TABLE[(found >> 24) ^ byte]
    return found


def _row(value: int) -> int:
    value <<= 24
    for _ in range(8):
        value = ((value << 1) ^ 0x04C11DB7) if value & 0x80000000 else value << 1
    return value & 0xFFFFFFFF


_TABLE = [_row(value) for value in range(256)]

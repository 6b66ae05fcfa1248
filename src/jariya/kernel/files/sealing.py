"""Content sealed as a stream: constant memory, readable from any place, and no piece can be cut off or moved.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over AES-256-GCM, with a key for each content,
wrapped by the key of the purpose (`signing.identity.keys`): removing the content removes its key, destroying the
purpose's key closes all of them, in backups too.

Layout: 1 (format) · version of the purpose's key, two bytes · wrapped key, 60 bytes · segments of 64 KiB + tag.
A segment's nonce is its number and whether it is the last one.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jariya.kernel.signing.identity import box, keys

PURPOSE = "files"
SEGMENT = 64 * 1024
_FORMAT = 1
_HEAD = struct.Struct(">BH")
_WRAPPED = box.KEY + box.OVERHEAD
_START = _HEAD.size + _WRAPPED
_STEP = SEGMENT + box.TAG


class SealBroken(ValueError):
    """The content does not open: a changed, missing or moved byte, another content's words, another key."""

    code = "files.sealed_broken"


def _nonce(number: int, last: bool) -> bytes:
    return struct.pack(">QxxxB", number, last)


def _segments(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Segments of equal size and, at the end, what is left (an empty content has one empty segment)."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) > SEGMENT:
            yield bytes(held[:SEGMENT]), False
            del held[:SEGMENT]
    yield bytes(held), True


def seal(pieces: Iterable[bytes], aad: bytes) -> Iterator[bytes]:
    """The sealed bytes of a content.

    Args:
        aad: what it is bound to, for example `b"files.content:<digest>"`.

    Raises:
        keys.KeyTrouble: as `keys.living`.
    """
    key, own = keys.current(PURPOSE), box.new_key()
    head = _HEAD.pack(_FORMAT, key.version)
    yield head + box.shut(key.secret, own, PURPOSE.encode() + b"\x00" + head)
    cipher = AESGCM(own)
    for number, (plain, last) in enumerate(_segments(pieces)):
        yield cipher.encrypt(_nonce(number, last), plain, aad)


class Opened(io.RawIOBase):
    """A sealed content as a plain file that can be read from any place. Nothing of it is written anywhere."""

    def __init__(self, sealed: BinaryIO, aad: bytes, size: int) -> None:
        """`size`: bytes of the plain content, as its row says.

        Raises:
            SealBroken: the head does not open.
            keys.KeyTrouble: key_destroyed, key_unknown, kek_missing.
        """
        head = sealed.read(_START)
        if len(head) != _START:
            raise SealBroken
        form, version = _HEAD.unpack(head[: _HEAD.size])
        if form != _FORMAT:
            raise SealBroken
        try:
            own = box.unshut(
                keys.at_version(PURPOSE, version).secret,
                head[_HEAD.size :],
                PURPOSE.encode() + b"\x00" + head[: _HEAD.size],
            )
        except box.Broken:
            raise SealBroken from None
        self._sealed, self._aad, self._size = sealed, aad, size
        self._cipher, self._at = AESGCM(own), 0
        self._last = max(0, (size - 1) // SEGMENT)
        self._held: tuple[int, bytes] = (-1, b"")
        self.trouble: Exception | None = None
        """What went wrong in reading: a library that reads through this file may have swallowed it."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("negative seek position")
        self._at = base + offset
        return self._at

    def readinto(self, into: Any) -> int:
        if self._at >= self._size:
            return 0
        number, skip = divmod(self._at, SEGMENT)
        try:
            plain = self._segment(number)
        except Exception as error:
            self.trouble = error
            raise
        count = min(len(into), len(plain) - skip)
        into[:count] = plain[skip : skip + count]
        self._at += count
        return count

    def _segment(self, number: int) -> bytes:
        if self._held[0] == number:
            return self._held[1]
        place, last = _START + number * _STEP, number == self._last
        if self._sealed.tell() != place:
            self._sealed.seek(place)
        # One byte more than the last segment may have: bytes hung behind it are noticed.
        sealed = self._sealed.read(_STEP + 1 if last else _STEP)
        try:
            plain = self._cipher.decrypt(_nonce(number, last), sealed, self._aad)
        except (InvalidTag, ValueError):
            raise SealBroken from None
        if len(plain) != (self._size - number * SEGMENT if last else SEGMENT):
            raise SealBroken
        self._held = (number, plain)
        return plain

    def close(self) -> None:
        if not self.closed:
            self._sealed.close()
        super().close()

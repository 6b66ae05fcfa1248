"""Content sealed for a purpose: each record has a random key of its own, wrapped by the purpose's key.

Erasing the record erases its key; destroying the purpose's key erases all of them, in backups too. Since every record
has its own key, a random nonce never meets another one under the same key.

Layout: 1 (format) · version of the purpose's key, two bytes · wrapped key, 60 bytes · nonce, ciphertext, tag.
"""

from __future__ import annotations

import struct

from jariya.kernel.signing.identity import box, keys

_FORMAT = 1
_HEAD = struct.Struct(">BH")
_WRAPPED = box.KEY + box.OVERHEAD


class SealBroken(ValueError):
    """The record does not open; `code` is `sealed_broken`. A changed byte, another record's words, another purpose."""

    code = "sealed_broken"


def _words(purpose: str, aad: bytes) -> bytes:
    return purpose.encode() + b"\x00" + aad


def seal(plain: bytes, aad: bytes, purpose: str = keys.EVIDENCE) -> bytes:
    """Seal `plain` for a purpose.

    Args:
        aad: what the record is bound to, for example `b"signing.evidence.cms:17"`: sealed bytes copied to another row
            do not open there.
        purpose: name of the key, see `keys`; its first key is made at first use.

    Raises:
        keys.KeyTrouble: as `keys.living`.
    """
    key = keys.current(purpose)
    record = box.new_key()
    head = _HEAD.pack(_FORMAT, key.version)
    return head + box.shut(key.secret, record, _words(purpose, head)) + box.shut(record, plain, _words(purpose, aad))


def open(sealed: bytes | memoryview, aad: bytes, purpose: str = keys.EVIDENCE) -> bytes:  # noqa: A001 - the opposite of `seal`
    """What was sealed with the same `aad` and purpose.

    Raises:
        SealBroken: it does not open.
        keys.KeyTrouble: key_destroyed, key_unknown, kek_missing.
    """
    found = bytes(sealed)
    if len(found) < _HEAD.size + _WRAPPED + box.OVERHEAD:
        raise SealBroken
    head = found[: _HEAD.size]
    form, version = _HEAD.unpack(head)
    if form != _FORMAT:
        raise SealBroken
    key = keys.at_version(purpose, version)
    rest = found[_HEAD.size :]
    try:
        record = box.unshut(key.secret, rest[:_WRAPPED], _words(purpose, head))
        return box.unshut(record, rest[_WRAPPED:], _words(purpose, aad))
    except box.Broken:
        raise SealBroken from None

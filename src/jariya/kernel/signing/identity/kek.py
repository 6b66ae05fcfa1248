"""Key-encryption keys: they come from the environment, wrap every data key, and are replaced without touching content.

`JARIYA_KEK` is a list `version:key` divided by commas, each key 32 random bytes in base64: `2:…,1:…`. The highest
version wraps; lower ones only unwrap, until `jariya keys rewrap` has left nothing under them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

KEY_BYTES = 32
DEMO = "1:" + base64.b64encode(hashlib.sha256(b"not secret and for demonstrations only").digest()).decode()
"""Known to everyone who reads this file: production refuses it."""


class KekError(ValueError):
    """Why the environment's keys cannot be used. `code`: kek_missing, kek_malformed, kek_twice, kek_weak, kek_demo.

    The text never quotes a key.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code


@dataclass(frozen=True, repr=False)
class KeyRing:
    """The key-encryption keys by version."""

    keys: Mapping[int, bytes]

    @property
    def current(self) -> int:
        """The version that wraps."""
        return max(self.keys)

    def get(self, version: int) -> bytes:
        """The key of a version. Raises `KekError` kek_missing: its line was taken out of the environment too early."""
        try:
            return self.keys[version]
        except KeyError:
            raise KekError("kek_missing", f"version {version}") from None


def _one(part: str) -> tuple[int, bytes]:
    version, colon, text = part.strip().partition(":")
    if not colon or not version.isascii() or not version.isdigit() or not 0 < int(version) < 2**15:
        raise KekError("kek_malformed", "each key is written VERSION:BASE64")
    try:
        key = base64.b64decode(text.strip().encode("ascii"), altchars=b"-_" if set(text) & set("-_") else None,
                               validate=True)  # fmt: skip
    except (binascii.Error, UnicodeEncodeError, ValueError):
        raise KekError("kek_malformed", f"version {version} is not base64") from None
    if len(key) != KEY_BYTES:
        raise KekError("kek_malformed", f"version {version} has {len(key)} bytes and needs {KEY_BYTES}")
    if len(set(key)) < 12:
        # 32 random bytes have fewer than 12 different ones once in 10^19 keys.
        raise KekError("kek_weak", f"version {version} is not random")
    return int(version), key


def parse(text: str, *, production: bool = False) -> KeyRing:
    """Read the environment's list of keys.

    Raises:
        KekError: kek_missing (empty), kek_malformed, kek_twice (a version named twice), kek_weak,
            kek_demo (the demonstration's known key in production).
    """
    parts = [part for part in text.split(",") if part.strip()]
    if not parts:
        raise KekError("kek_missing")
    keys: dict[int, bytes] = {}
    for part in parts:
        version, key = _one(part)
        if version in keys:
            raise KekError("kek_twice", f"version {version}")
        keys[version] = key
    if production and _one(DEMO)[1] in keys.values():
        raise KekError("kek_demo")
    return KeyRing(keys)

"""The signature step: what a person confirms is a small manifest, kept byte for byte.

Until the electronic signature comes in behind this interface, a confirmation says by which means of sign-in the
person was known (`level`), and nothing more is claimed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Confirmation:
    """A person's act of confirming a manifest. `level`: means of sign-in (`phone`, `email`, `staff`, later `eds`)."""

    manifest: bytes
    level: str
    at: dt.datetime

    @property
    def digest(self) -> bytes:
        """SHA-256 of the manifest's bytes."""
        return hashlib.sha256(self.manifest).digest()


def manifest(act: str, content: Mapping[str, Any]) -> bytes:
    """Canonical bytes of what is confirmed: sorted keys, UTF-8, no spaces (as RFC 8785 writes plain values)."""
    document = {"v": 1, "act": act, **content}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def confirm(act: str, content: Mapping[str, Any], *, level: str, now: dt.datetime) -> Confirmation:
    """Confirm `content` by the means of sign-in the person has shown."""
    return Confirmation(manifest(act, content), level, now)


def salted_digest(salt: bytes, text: str) -> bytes:
    """What the log keeps of a text: SHA-256 of salt and text. Erasing the salt forgets the text."""
    return hashlib.sha256(salt + text.encode()).digest()

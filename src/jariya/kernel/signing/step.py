"""The signature step: what a person confirms is a small manifest, kept byte for byte.

Pure: no database, no clock. An act that needs no signature is confirmed by the means of sign-in (`confirm`), and
nothing more is claimed; an act that needs one opens a signing session over `Matter`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
MAX_INTEGER = 2**53 - 1
"""Beyond it JSON readers disagree (RFC 8785, 3.2.2.3)."""


@dataclass(frozen=True)
class Confirmation:
    """A person's act of confirming a manifest. `level`: means of sign-in (`phone`, `email`, `staff`, `eds`)."""

    manifest: bytes
    level: str
    at: dt.datetime

    @property
    def digest(self) -> bytes:
        """SHA-256 of the manifest's bytes."""
        return hashlib.sha256(self.manifest).digest()


@dataclass(frozen=True)
class Matter:
    """What is to be signed, before it gets its nonce and times.

    `id`: public id of the thing; `rev`: its version; `text`: the exact words, of which the manifest holds the digest;
    `attachments`: (name, SHA-256 in hexadecimal); `consents`: codes of what the person agreed to; `facts`: (name,
    value) lines shown beside, which are not signed; `more`: further plain values of the manifest.
    """

    id: str
    rev: int
    title_kk: str
    title_ru: str
    text: str = ""
    attachments: tuple[tuple[str, str], ...] = ()
    consents: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """The manifest's part that says what is signed."""
        return {
            **self.more,
            "id": self.id,
            "rev": self.rev,
            "title_kk": self.title_kk,
            "title_ru": self.title_ru,
            "text_sha256": hashlib.sha256(self.text.encode()).hexdigest(),
            "attachments": [{"name": name, "sha256": digest} for name, digest in self.attachments],
            "consents": list(self.consents),
        }

    @classmethod
    def from_content(cls, content: Mapping[str, Any], *, text: str, facts: Sequence[tuple[str, str]] = ()) -> Matter:
        """Read back the matter of a manifest, for asking for a signature once more."""
        known = {"id", "rev", "title_kk", "title_ru", "text_sha256", "attachments", "consents"}
        made = known | {"v", "act", "nonce", "issued_at", "expires_at", "origin"}
        return cls(
            id=content["id"],
            rev=content["rev"],
            title_kk=content["title_kk"],
            title_ru=content["title_ru"],
            text=text,
            attachments=tuple((one["name"], one["sha256"]) for one in content["attachments"]),
            consents=tuple(content["consents"]),
            facts=tuple(facts),
            more={name: value for name, value in content.items() if name not in made},
        )


def _plain(value: Any) -> Any:
    """The value with its keys in the order of RFC 8785 (UTF-16 code units); what has no one spelling is refused."""
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys of a manifest are text")
        return {key: _plain(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int) and abs(value) <= MAX_INTEGER:
        return value
    raise TypeError(f"{type(value).__name__} has no place in a manifest")


def canonical(document: Mapping[str, Any]) -> bytes:
    """Bytes of a document as RFC 8785 writes text, whole numbers, truth values, lists and maps.

    Raises:
        TypeError: a fraction, a number beyond 2^53-1, or something that is not JSON.
        ValueError: half of a surrogate pair.
    """
    return json.dumps(_plain(document), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def manifest(act: str, content: Mapping[str, Any]) -> bytes:
    """Canonical bytes of what is confirmed."""
    return canonical({"v": VERSION, "act": act, **content})


def read(raw: bytes) -> dict[str, Any]:
    """The values of a manifest that `canonical` wrote."""
    document: dict[str, Any] = json.loads(raw)
    return document


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")


def signing_manifest(
    act: str, matter: Matter, *, nonce: str, issued_at: dt.datetime, expires_at: dt.datetime, origin: str
) -> bytes:
    """Canonical bytes that are signed: the matter, and what makes this signature good once, here and now."""
    return manifest(
        act,
        {
            **matter.content(),
            "nonce": nonce,
            "issued_at": _moment(issued_at),
            "expires_at": _moment(expires_at),
            "origin": origin,
        },
    )


def confirm(act: str, content: Mapping[str, Any], *, level: str, now: dt.datetime) -> Confirmation:
    """Confirm `content` by the means of sign-in the person has shown."""
    return Confirmation(manifest(act, content), level, now)


def salted_digest(salt: bytes, text: str) -> bytes:
    """What the log keeps of a text: SHA-256 of salt and text. Erasing the salt forgets the text."""
    return hashlib.sha256(salt + text.encode()).digest()

"""Signed notes (C2SP signed-note), their Ed25519 keys, cosignatures of witnesses (tlog-cosignature, cosignature/v1).

A verifier key (vkey) is a line `<name>+<key id, 8 hex>+<base64 of type byte and public key>`; a signing key is the same
with `PRIVATE+KEY+` before it and the 32-byte seed inside, as Go's `note` package writes them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

ED25519 = 1
COSIGNATURE = 4
"""Signature types of the specification."""
MOST_SIGNATURES = 64
MOST_BYTES = 1_000_000
_DASH = "\u2014 "
_NAME = re.compile(r"[^\s+]+")


class NoteError(ValueError):
    """A note, key or signature that is not what it should be. `code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """First four bytes of SHA-256(name || 0x0A || type || public key)."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


@dataclass(frozen=True)
class Verifier:
    """A public key of a log (type 1) or of a witness (type 4)."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """A vkey line.

        Raises:
            NoteError: `vkey_malformed`, `vkey_id` (the id is not of this name and key), `vkey_type`.
        """
        name, material, identity = _split(vkey)
        found = cls(name, material[0], material[1:])
        if found.kind not in (ED25519, COSIGNATURE) or len(found.public) != 32:
            raise NoteError("vkey_type")
        if found.id != identity:
            raise NoteError("vkey_id")
        return found

    @property
    def id(self) -> bytes:
        """Key id, four bytes."""
        return key_id(self.name, self.kind, self.public)

    def line(self) -> str:
        """The vkey line, without a newline."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"

    def holds(self, text: bytes, signature: bytes) -> bool:
        """Whether `signature` (without the key id) is this key's over the note's text."""
        if self.kind == COSIGNATURE:
            if len(signature) != 72 or signature[0] & 0x80:
                return False
            text, signature = cosigned(text, int.from_bytes(signature[:8], "big")), signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A signing key. It never shows itself."""

    name: str
    kind: int
    seed: bytes = field(repr=False)

    @classmethod
    def new(cls, name: str, kind: int = ED25519) -> Signer:
        """A fresh key from the system's random source."""
        seed = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        return cls(_named(name), kind, seed)

    @classmethod
    def parse(cls, line: str) -> Signer:
        """A `PRIVATE+KEY+...` line.

        Raises:
            NoteError: `key_malformed`; the message holds nothing of the key.
        """
        prefix = "PRIVATE+KEY+"
        try:
            if not line.startswith(prefix):
                raise NoteError("key_malformed")
            name, material, identity = _split(line[len(prefix) :])
            found = cls(name, material[0], material[1:])
            if len(found.seed) != 32 or found.kind not in (ED25519, COSIGNATURE) or found.verifier.id != identity:
                raise NoteError("key_malformed")
        except NoteError:
            raise NoteError("key_malformed") from None
        return found

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return Verifier(self.name, self.kind, public.public_bytes(Encoding.Raw, PublicFormat.Raw))

    def line(self) -> str:
        """The secret line, for the key's own file alone."""
        material = base64.b64encode(bytes([self.kind]) + self.seed).decode()
        return f"PRIVATE+KEY+{self.name}+{self.verifier.id.hex()}+{material}"

    def sign(self, text: bytes, *, time: int | None = None) -> str:
        """A signature line over a note's text, without a newline. `time` (POSIX seconds) is for cosignatures."""
        if self.kind == COSIGNATURE:
            if time is None or not 0 <= time < 1 << 63:
                raise ValueError("a cosignature needs a time")
            stamp, text = time.to_bytes(8, "big"), cosigned(text, time)
        else:
            stamp = b""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text)
        return f"{_DASH}{self.name} {base64.b64encode(self.verifier.id + stamp + signature).decode()}"


@dataclass(frozen=True)
class Signature:
    """A signature line of a note: whose it says it is, and the bytes after the key id."""

    name: str
    id: bytes
    signature: bytes

    @classmethod
    def parse(cls, line: str) -> Signature:
        """A line that begins with a long dash.

        Raises:
            NoteError: `signature_malformed`.
        """
        parts = line.removeprefix(_DASH).split(" ")
        if not line.startswith(_DASH) or len(parts) != 2 or not _NAME.fullmatch(parts[0]):
            raise NoteError("signature_malformed")
        raw = unbase64(parts[1], "signature_malformed")
        if len(raw) < 5:
            raise NoteError("signature_malformed")
        return cls(parts[0], raw[:4], raw[4:])

    def line(self) -> str:
        """The line as it stands in a note, without a newline."""
        return f"{_DASH}{self.name} {base64.b64encode(self.id + self.signature).decode()}"

    @property
    def time(self) -> int:
        """POSIX seconds of a cosignature; only of a line that a type-4 key has verified."""
        return int.from_bytes(self.signature[:8], "big")


@dataclass(frozen=True)
class Note:
    """A text that ends in a newline, and its signature lines."""

    text: bytes
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, content: bytes) -> Note:
        """Take a note apart; nothing is verified yet.

        Raises:
            NoteError: `note_malformed`, `note_too_big`, `signature_malformed`.
        """
        if len(content) > MOST_BYTES:
            raise NoteError("note_too_big")
        try:
            said = content.decode("utf-8")
        except UnicodeDecodeError:
            raise NoteError("note_malformed") from None
        if any(ord(char) < 0x20 and char != "\n" for char in said):
            raise NoteError("note_malformed")
        head, gap, tail = said.rpartition("\n\n")
        if not gap or not head or not tail.endswith("\n"):
            raise NoteError("note_malformed")
        lines = tail[:-1].split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise NoteError("note_too_big")
        return cls(f"{head}\n".encode(), tuple(Signature.parse(line) for line in lines))

    def content(self) -> bytes:
        """The note's bytes."""
        return write(self.text, [signature.line() for signature in self.signatures])

    def verified(self, known: Iterable[Verifier]) -> list[tuple[Verifier, Signature]]:
        """Signatures by keys of `known`; signatures of other keys are passed over.

        Raises:
            NoteError: `signature_bad` when a known key's signature does not hold.
        """
        by_key = {(verifier.name, verifier.id): verifier for verifier in known}
        found: dict[tuple[str, bytes], tuple[Verifier, Signature]] = {}
        for signature in self.signatures:
            key = (signature.name, signature.id)
            verifier = by_key.get(key)
            if verifier is None:
                continue
            if not verifier.holds(self.text, signature.signature):
                raise NoteError("signature_bad")
            found.setdefault(key, (verifier, signature))
        return list(found.values())


def write(text: bytes, lines: Iterable[str]) -> bytes:
    """The bytes of a note from its text and signature lines."""
    return text + b"\n" + "".join(f"{line}\n" for line in lines).encode()


def cosigned(text: bytes, time: int) -> bytes:
    """The message a witness signs: header, time, and the whole text of the checkpoint."""
    return f"cosignature/v1\ntime {time}\n".encode() + text


def unbase64(said: str, code: str) -> bytes:
    """Standard base 64, canonical: what would be written otherwise is refused with `code`."""
    try:
        raw = base64.b64decode(said, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError(code) from None
    if base64.b64encode(raw).decode() != said:
        raise NoteError(code)
    return raw


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise NoteError("vkey_malformed")
    return name


def _split(line: str) -> tuple[str, bytes, bytes]:
    name, _plus, rest = line.strip().partition("+")
    identity, _plus, material = rest.partition("+")
    if not re.fullmatch(r"[0-9a-f]{8}", identity):
        raise NoteError("vkey_malformed")
    raw = unbase64(material, "vkey_malformed")
    if not raw:
        raise NoteError("vkey_malformed")
    return _named(name), raw, bytes.fromhex(identity)

"""Receipts in the form of C2SP tlog-proof: an entry's index, its inclusion proof and the checkpoint, in one text.

The optional `extra` line of ours is JSON: `{"entry": base64, "opening": {"salt": hex, "content": base64}}`. It makes
the receipt complete by itself; nobody has to believe it, for the entry must hash into the proof and the opening into
the entry's commitment.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from jariya.kernel.record import note, tree
from jariya.kernel.record.checkpoint import Opened, open_checkpoint
from jariya.kernel.record.note import NoteError, Verifier

HEADER = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"
CONTENT_TYPE = "text/plain; charset=utf-8"
_INDEX = re.compile(r"index (0|[1-9]\d{0,18})", re.ASCII)


def commitment(salt: bytes, content: bytes) -> bytes:
    """What a leaf says of something it does not show: SHA-256(salt || content). Erasing the salt forgets it."""
    return hashlib.sha256(salt + content).digest()


@dataclass(frozen=True)
class Proof:
    """A proof in one text."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = field(default=None)

    def content(self) -> bytes:
        """The bytes of a `.tlog-proof` file."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {base64.b64encode(self.extra).decode()}")
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(node).decode() for node in self.path]
        return ("\n".join(lines) + "\n\n").encode() + self.checkpoint

    @classmethod
    def parse(cls, content: bytes) -> Proof:
        """Take a proof apart; nothing is verified yet.

        Raises:
            NoteError: `proof_malformed`.
        """
        head, gap, rest = content.partition(b"\n\n")
        try:
            lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError:
            raise NoteError("proof_malformed") from None
        if not gap or lines[0] != HEADER or len(lines) > tree.MOST_NODES + 3:
            raise NoteError("proof_malformed")
        extra = None
        del lines[0]
        if lines and lines[0].startswith("extra "):
            extra = note.unbase64(lines.pop(0).removeprefix("extra "), "proof_malformed")
        match = _INDEX.fullmatch(lines[0]) if lines else None
        if match is None:
            raise NoteError("proof_malformed")
        path = tuple(note.unbase64(line, "proof_malformed") for line in lines[1:])
        return cls(int(match[1]), path, rest, extra)

    def check(self, entry: bytes, keys: list[Verifier], witnesses: list[Verifier] | None = None) -> Opened:
        """Check that `entry` stands at the index of a tree that the log has signed.

        Raises:
            NoteError: of the checkpoint. tree.ProofError: of the inclusion proof.
        """
        opened = open_checkpoint(self.checkpoint, keys, witnesses or [])
        head = opened.checkpoint
        tree.check_inclusion(tree.leaf_hash(entry), self.index, head.size, self.path, head.root)
        return opened


def pack(entry: bytes, salt: bytes | None = None, content: bytes | None = None) -> bytes:
    """Our extra: the entry, and the opening of its commitment where there is one."""
    said: dict[str, Any] = {"entry": base64.b64encode(entry).decode()}
    if salt is not None and content is not None:
        said["opening"] = {"salt": salt.hex(), "content": base64.b64encode(content).decode()}
    return json.dumps(said, separators=(",", ":")).encode()


def unpack(extra: bytes) -> tuple[bytes, bytes | None, bytes | None]:
    """(entry, salt, content) of our extra.

    Raises:
        NoteError: `extra_malformed`.
    """
    try:
        said = json.loads(extra)
        entry = note.unbase64(said["entry"], "extra_malformed")
        opening = said.get("opening")
        if opening is None:
            return entry, None, None
        return entry, bytes.fromhex(opening["salt"]), note.unbase64(opening["content"], "extra_malformed")
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise NoteError("extra_malformed") from None
